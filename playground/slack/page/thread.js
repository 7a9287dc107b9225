// @ts-check
/** The thread at the side, with what the agent does in it and the way to stop it. */

import { title } from "./agent_view.js";
import { tell } from "./api.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { icon, oneLine } from "./icons.js";
import { messageRow } from "./message.js";
import { list, rows } from "./rows.js";
import { messagesIn, sessionOf, show, statusOf, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */

export function threadPane() {
  const { ui } = store;
  if (!ui.thread) return null;
  const all = messagesIn(ui.channel);
  const root = all.find((one) => one.ts === ui.thread);
  const replies = all.filter((one) => one.thread_ts === ui.thread && one.ts !== ui.thread);
  const mine = store.state.ephemerals.filter(
    (/** @type {Json} */ one) => one.channel === ui.channel && one.thread_ts === ui.thread,
  );
  const where = { channel: ui.channel, pane: "thread" };
  const close = () => show({ thread: "" });
  return h(
    "aside",
    {
      class: "pane thread",
      key: "thread",
      "aria-label": "Thread",
      "data-thread": ui.thread,
      onkeydown: (/** @type {KeyboardEvent} */ event) =>
        event.key === "Escape" && !isTyping(event.target) && close(),
    },
    threadHead(close),
    list(`${ui.channel} ${ui.thread}`, "thread", [
      root ? messageRow(root, where) : h("p", { class: "empty", key: "none" }, "This message was deleted."),
      replies.length > 0 &&
        h(
          "div",
          { class: "reply-line", key: "line" },
          h("span", null, replies.length === 1 ? "1 reply" : `${replies.length} replies`),
        ),
      ...rows([...replies, ...mine], where),
    ]),
    progress(),
    composer({ channel: ui.channel, thread: ui.thread, label: "Reply…" }),
  );
}

/** @param {any} target */
const isTyping = (target) => target.matches("input, textarea");

/** @param {() => void} close */
function threadHead(close) {
  return h(
    "header",
    { class: "pane-head" },
    h(
      "button",
      {
        type: "button",
        class: "icon-button only-narrow",
        "aria-label": "Back to the channel",
        onclick: close,
      },
      icon("back"),
    ),
    h("h2", null, "Thread"),
    title(),
    h(
      "button",
      { type: "button", class: "icon-button not-narrow", "aria-label": "Close the thread", onclick: close },
      icon("close"),
    ),
  );
}

/** What the agent is doing in this thread, and the way to stop it. */
function progress() {
  const { channel: where, thread } = store.ui;
  const session = sessionOf(where, thread)?.status;
  const phrase = statusOf(where, thread);
  const { name } = store.state.app;
  if (session === "suspended") {
    return h(
      "div",
      { class: "progress waiting", role: "status", key: "progress" },
      icon("pause"),
      h("span", null, `${name} is waiting for a person`),
    );
  }
  if (session !== "processing" && !phrase?.status) return null;
  const words =
    phrase?.loading_messages?.[0] ?? (phrase?.status ? `${name} ${phrase.status}` : `${name} is working…`);
  return h(
    "div",
    { class: "progress", role: "status", key: "progress" },
    h("span", { class: "spinner", "aria-hidden": "true" }),
    oneLine(words),
    session === "processing" &&
      h(
        "button",
        {
          type: "button",
          class: "button stop",
          onclick: () => tell("stop", { channel: where, thread_ts: thread }),
        },
        icon("stop"),
        "Stop",
      ),
  );
}
