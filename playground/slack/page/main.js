// @ts-check
/**
 * The page of the local Slack: State comes in over the stream, one drawing of it goes out.
 *
 * What browser tests may hold on to (tests/browser/slack_page.py does):
 * - `main` is the channel, `aside` (complementary "Thread") the thread; both hold `[data-ts]` articles,
 *   ephemeral messages also `[data-ephemeral]`, system lines `.system`;
 * - `[data-block-id]` around each block, `[data-action-id]` on each element, buttons by their accessible name;
 * - modals: role dialog with `[data-view-id]`, confirm dialogs: role alertdialog, menus: role menu with menuitems;
 * - inputs by their label, selects are comboboxes whose options have role option, errors are role alert;
 * - `[data-user]` radios "Act as ana" in the group "Act as"; `html[data-version]` counts the States drawn,
 *   `html[data-theme]` is dark or light.
 */

import { follow, say } from "./api.js";
import { channelPane } from "./channel.js";
import { markRead, sidebar, topbar } from "./chrome.js";
import { draw, h } from "./dom.js";
import { forgetAllBut } from "./inputs.js";
import { modal } from "./modal.js";
import { confirmDialog, keepFocusInside } from "./overlay.js";
import { fromAddress, settle, toAddress } from "./route.js";
import { channel, messagesIn, nameOf, show, store, whenChanged } from "./store.js";
import { allSurfaces } from "./surfaces.js";
import { startTheme, turnTheme } from "./theme.js";
import { threadPane } from "./thread.js";

const FIRST_PERSON = "U0ANA";
const MINUTE = 60_000;
const root = /** @type {HTMLElement} */ (document.getElementById("page"));

/** @param {import("./store.js").Json} state */
function arrived(state) {
  const { ui } = store;
  if (state.me && state.me !== ui.me) return;
  store.state = state;
  if (!ui.floor) ui.floor = newest(state);
  settle();
  lookAtHome();
  forgetAllBut(allSurfaces());
  show({ offline: false });
}

/** @param {import("./store.js").Json} state @returns {string} */
const newest = (state) =>
  Object.values(state.messages)
    .flat()
    .reduce((most, one) => (one.ts > most ? one.ts : most), "0");

/** Whoever comes to an open Home tab opens it, as a click on it does. */
let isNew = false;

function lookAtHome() {
  const { ui } = store;
  if (isNew && ui.tab === "home") say("home", { tab: "home" });
  isNew = false;
}

/** @param {string} id */
function become(id) {
  isNew = true;
  show({ me: id, menu: "", combo: null, editing: "", drawer: false });
  follow(id, arrived);
}

function redraw() {
  const { ui, state } = store;
  if (!state.me) return;
  markRead();
  const hasThread = Boolean(ui.thread) && ui.tab === "messages";
  draw(
    root,
    topbar({ become, turn: turnTheme }),
    ui.offline &&
      h(
        "div",
        { class: "offline", role: "alert", key: "offline" },
        "The local Slack does not answer. Trying again…",
      ),
    h(
      "div",
      { class: `workbench ${hasThread ? "with-thread" : ""}`, key: "workbench" },
      sidebar(),
      channelPane(),
      hasThread && threadPane(),
    ),
    modal(),
    confirmDialog(),
    spoken(),
    ui.toast &&
      h(
        "div",
        { class: "toast", role: "alert", key: "toast" },
        ui.toast,
        h("button", { type: "button", class: "toast-close", onclick: () => show({ toast: "" }) }, "Dismiss"),
      ),
  );
  keepFocusInside();
  ui.ready = true;
  toAddress();
  document.title = title();
  document.documentElement.dataset.version = String(state.version);
  document.documentElement.dataset.me = state.me;
}

/** The newest message of somebody else in this channel, for screen readers. */
function spoken() {
  const { ui } = store;
  const last = messagesIn(ui.channel)
    .filter((one) => one.user !== ui.me)
    .pop();
  const words = last && last.ts > ui.floor && !last.streaming ? `${nameOf(last.user)}: ${last.text}` : "";
  return h("div", { class: "sr-only", role: "status", "aria-live": "polite", key: "spoken" }, words);
}

function title() {
  const { ui, state } = store;
  const open = channel(ui.channel);
  const name = open?.kind === "im" ? state.app.name : `#${open?.name ?? ""}`;
  return `${ui.thread ? `Thread in ${name}` : name} | ${state.team.name}`;
}

/** A click elsewhere, or Escape, shuts what is open. */
function listenOutside() {
  document.addEventListener("mousedown", (event) => {
    const inside = /** @type {Element} */ (event.target).closest(".menu-anchor");
    if (store.ui.menu && !inside) show({ menu: "" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (store.ui.drawer || store.ui.menu)) show({ drawer: false, menu: "" });
  });
  document.addEventListener("visibilitychange", () => show());
  document.addEventListener("scroll", followAnchor, { capture: true, passive: true });
  addEventListener("resize", () => show());
  setInterval(() => show(), MINUTE);
}

/** An open menu or list stays beside its opener while the page scrolls. @param {Event} event */
function followAnchor(event) {
  const isOpen = store.ui.menu || store.ui.combo;
  if (isOpen && !(event.target instanceof Element && event.target.closest(".menu, .listbox"))) show();
}

fromAddress();
startTheme();
whenChanged(redraw);
listenOutside();
become(store.ui.me || FIRST_PERSON);
