// @ts-check
/** The channel in the middle: its head, its messages, its composer; the app also has a home. */

import { beside, prompts } from "./agent_view.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { homeTab } from "./home.js";
import { avatar, icon, mark, oneLine } from "./icons.js";
import { openChannel } from "./route.js";
import { list, rows } from "./rows.js";
import { channel, isApp, messagesIn, nameOf, show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */

export function channelPane() {
  const { ui, state } = store;
  const open = channel(ui.channel);
  if (!open)
    return h(
      "main",
      { class: "pane channel", key: "channel" },
      h("p", { class: "empty" }, "No channel is open."),
    );
  const isHome = open.kind === "im" && ui.tab === "home";
  const title = open.kind === "im" ? state.app.name : open.name;
  return h(
    "main",
    { class: "pane channel", key: "channel", "aria-label": title },
    channelHead(open, title),
    open.kind === "im" && tabs(),
    isHome
      ? homeTab()
      : [
          list(open.id, "channel", channelRows(open)),
          open.kind === "im" && beside(),
          open.kind === "im" && prompts(open.id),
          composer({
            channel: open.id,
            thread: "",
            label: open.kind === "im" ? `Message ${title}` : `Message #${title}`,
          }),
        ],
  );
}

/** @param {Json} open @param {string} title */
function channelHead(open, title) {
  const members = (open.members ?? []).filter((/** @type {string} */ id) => !isApp(id)).slice(0, 4);
  return h(
    "header",
    { class: "pane-head" },
    h(
      "button",
      {
        type: "button",
        class: "icon-button only-narrow",
        "aria-label": "Open the sidebar",
        onclick: () => show({ drawer: true }),
      },
      icon("menu"),
    ),
    h(
      "h1",
      null,
      open.kind === "im" ? avatar(state().app.bot_user_id, "small") : icon("hash"),
      oneLine(title),
    ),
    open.topic && oneLine(open.topic, "topic"),
    open.kind === "channel" &&
      members.length > 0 &&
      h(
        "span",
        { class: "members", title: open.members.map(nameOf).join(", ") },
        members.map((/** @type {string} */ id) => avatar(id, "small")),
        h("span", { class: "quiet" }, open.members.length),
      ),
  );
}

const state = () => store.state;

function tabs() {
  const tab = (/** @type {string} */ id, /** @type {string} */ label) =>
    h(
      "button",
      {
        type: "button",
        class: "tab",
        key: id,
        "aria-current": store.ui.tab === id ? "page" : null,
        onclick: () => openChannel(store.ui.channel, { tab: id }),
      },
      label,
    );
  return h(
    "nav",
    { class: "tabs", key: "tabs", "aria-label": state().app.name },
    tab("messages", "Messages"),
    tab("home", "Home"),
  );
}

/** @param {Json} open */
function channelRows(open) {
  const roots = messagesIn(open.id).filter(
    (one) => !one.thread_ts || one.thread_ts === one.ts || one.subtype === "thread_broadcast",
  );
  const mine = state().ephemerals.filter(
    (/** @type {Json} */ one) => one.channel === open.id && !one.thread_ts,
  );
  return [welcome(open), ...rows([...roots, ...mine], { channel: open.id, pane: "channel" })];
}

/** @param {Json} open */
const welcome = (open) =>
  h(
    "div",
    { class: "welcome", key: "welcome" },
    open.kind === "im" ? mark("big") : h("span", { class: "welcome-hash" }, icon("hash")),
    h(
      "h2",
      null,
      open.kind === "im"
        ? `This is your conversation with ${state().app.name}`
        : `This is the very beginning of #${open.name}`,
    ),
    h(
      "p",
      null,
      open.kind === "im"
        ? "Write a message and the agent starts to work."
        : `Mention @${state().app.name} and the agent starts to work in a thread.`,
    ),
  );
