// @ts-check
/** What stands around the conversation: the bar with the people to act as, and the sidebar. */

import { h } from "./dom.js";
import { avatar, icon, mark, oneLine } from "./icons.js";
import { openChannel } from "./route.js";
import { appChannel, channel, isApp, messagesIn, show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */

/** @param {{become: (id: string) => void, turn: () => void}} doors */
export function topbar({ become, turn }) {
  const { ui, state } = store;
  const people = state.users.filter(
    (/** @type {Json} */ one) => !one.is_bot && !one.deleted && !isApp(one.id),
  );
  const isDark = ui.theme === "dark";
  return h(
    "div",
    { class: "topbar", key: "topbar", role: "banner" },
    h(
      "div",
      { class: "brand" },
      mark(),
      h("span", { class: "brand-name" }, state.app.name || "Signoff"),
      h("span", { class: "brand-note" }, "local workspace"),
    ),
    limits(state.limits),
    h(
      "div",
      { class: "people", role: "radiogroup", "aria-label": "Act as", onkeydown: walk },
      h("span", { class: "people-label", "aria-hidden": "true" }, "Act as"),
      people.map((/** @type {Json} */ one) =>
        h(
          "button",
          {
            type: "button",
            role: "radio",
            key: one.id,
            class: "person",
            "data-user": one.id,
            "aria-checked": String(one.id === ui.me),
            tabindex: one.id === ui.me ? "0" : "-1",
            "aria-label": `Act as ${one.name}`,
            title: `${one.real_name || one.name}${kindOf(one)}`,
            onclick: () => become(one.id),
          },
          avatar(one.id, "small"),
          h("span", { class: "person-name" }, one.name),
        ),
      ),
    ),
    h(
      "button",
      {
        type: "button",
        class: "icon-button on-dark",
        "aria-label": isDark ? "Light theme" : "Dark theme",
        title: isDark ? "Light theme" : "Dark theme",
        onclick: turn,
      },
      icon(isDark ? "sun" : "moon"),
    ),
  );
}

/** What Slack would not take because it came too often. @param {Json | undefined} limits */
function limits(limits) {
  if (!limits || !limits.limited) return null;
  const again = `${limits.method} again in ${limits.retry_after} s`;
  return h(
    "span",
    { class: "limits", role: "status", title: `Last: ${again}. Called all the same: ${limits.over_tier}` },
    `429 × ${limits.limited}`,
    h("span", { class: "limits-last" }, again),
  );
}

/** Arrows lead to the next person, as in any radio group. @param {KeyboardEvent} event */
function walk(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = /** @type {HTMLElement[]} */ ([
    .../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll(".person"),
  ]);
  const next =
    all[(all.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step + all.length) % all.length];
  next.focus();
  next.click();
}

/** @param {Json} one */
const kindOf = (one) =>
  one.is_stranger
    ? " (another organisation)"
    : one.is_restricted || one.is_ultra_restricted
      ? " (guest)"
      : "";

export function sidebar() {
  const { state, ui } = store;
  const channels = state.channels.filter(
    (/** @type {Json} */ one) => one.kind === "channel" && !one.is_archived,
  );
  const app = appChannel();
  return [
    ui.drawer && h("div", { class: "shade", key: "shade", onclick: () => show({ drawer: false }) }),
    h(
      "nav",
      { class: `sidebar ${ui.drawer ? "out" : ""}`, key: "sidebar", "aria-label": "Workspace" },
      h(
        "div",
        { class: "workspace" },
        oneLine(state.team.name, "workspace-name"),
        h(
          "button",
          {
            type: "button",
            class: "icon-button on-dark only-narrow",
            "aria-label": "Close the sidebar",
            onclick: () => show({ drawer: false }),
          },
          icon("close"),
        ),
      ),
      section(
        "Channels",
        channels.map((/** @type {Json} */ one) =>
          row(one.id, icon("hash"), one.name, isOpen(one.id, "messages"), unread(one.id), () =>
            openChannel(one.id),
          ),
        ),
      ),
      app &&
        section("Direct messages", [
          row(
            app.id,
            avatar(state.app.bot_user_id, "tiny"),
            state.app.name,
            isOpen(app.id, "messages"),
            unread(app.id),
            () => openChannel(app.id),
            "App",
          ),
        ]),
      app &&
        section("Agents & apps", [
          row("home", icon("home"), `${state.app.name} home`, isOpen(app.id, "home"), 0, () =>
            openChannel(app.id, { tab: "home" }),
          ),
        ]),
      me(),
    ),
  ];
}

/** @param {string} id @param {string} tab */
const isOpen = (id, tab) => store.ui.channel === id && store.ui.tab === tab;

/** @param {string} title @param {import("./dom.js").Child[]} rows */
const section = (title, rows) =>
  h("section", { class: "side-section", key: title }, h("h2", null, title), h("ul", null, rows));

/** @param {string} id @param {import("./dom.js").Child} picture @param {string} label @param {boolean} open @param {number} count
 * @param {() => void} go @param {string} [note] */
function row(id, picture, label, open, count, go, note) {
  const kinds = ["side-row", open && "open", count > 0 && !open && "unread"].filter(Boolean).join(" ");
  return h(
    "li",
    { key: id },
    h(
      "button",
      { type: "button", class: kinds, "data-channel": id, "aria-current": open ? "page" : null, onclick: go },
      picture,
      oneLine(label),
      note && h("span", { class: "side-note" }, note),
      count > 0 && !open && h("span", { class: "dot" }, h("span", { class: "sr-only" }, `${count} unread`)),
    ),
  );
}

/** @param {string} id */
function unread(id) {
  const { ui } = store;
  const read = ui.read[`${ui.me}|${id}`] ?? ui.floor;
  return messagesIn(id).filter((one) => one.ts > read && one.user !== ui.me).length;
}

/** Whoever looks at a channel has read it. */
export function markRead() {
  const { ui } = store;
  const last = messagesIn(ui.channel).reduce(
    (/** @type {string} */ most, one) => (one.ts > most ? one.ts : most),
    "",
  );
  if (channel(ui.channel) && last && !document.hidden) ui.read[`${ui.me}|${ui.channel}`] = last;
}

function me() {
  const { ui, state } = store;
  const mine = state.users.find((/** @type {Json} */ one) => one.id === ui.me);
  return (
    mine &&
    h(
      "div",
      { class: "me" },
      avatar(ui.me),
      h(
        "span",
        { class: "me-words" },
        oneLine(mine.real_name || mine.name, "me-name"),
        oneLine(`You act as ${mine.name}`, "me-note"),
      ),
    )
  );
}
