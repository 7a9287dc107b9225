// @ts-check
/** What a conversation with an agent has beside its messages: prompts, what is looked at, a title. */

import { tell } from "./api.js";
import { h } from "./dom.js";
import { icon, oneLine } from "./icons.js";
import { openThread } from "./route.js";
import { channel, sessionOf, show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */

/** What the agent offers to be asked, one button each. @param {string} id */
export function prompts(id) {
  const offered = /** @type {Json[]} */ (store.state.prompts?.[id] ?? []);
  if (offered.length === 0) return null;
  return h(
    "div",
    { class: "prompts", key: "prompts", role: "group", "aria-label": "Suggested prompts" },
    offered.map((one) =>
      h(
        "button",
        {
          type: "button",
          class: "prompt",
          key: one.title,
          title: one.message,
          onclick: () => ask(id, one.message),
        },
        one.title,
      ),
    ),
  );
}

/** @param {string} id @param {string} text */
async function ask(id, text) {
  const looked = channel(store.ui.beside) ? { looks_at: store.ui.beside } : {};
  const answer = await tell("message", { channel: id, text, ...looked });
  if (answer.ok) openThread(answer.ts, id);
}

/** Which channel the agent is told is open. */
export function beside() {
  const open = channel(store.ui.beside);
  if (!open) return null;
  return h(
    "div",
    { class: "beside", key: "beside" },
    icon("eye"),
    h("span", null, `${store.state.app.name} is told that you have #${open.name} open`),
    h(
      "button",
      {
        type: "button",
        class: "icon-button small",
        "aria-label": "Don't tell it",
        onclick: () => show({ beside: "" }),
      },
      icon("close"),
    ),
  );
}

/** The thread's own name, which people may change. */
export function title() {
  const { channel: where, thread, editing } = store.ui;
  const session = sessionOf(where, thread);
  const open = channel(where);
  const named = session?.title ?? "";
  if (!session) return oneLine(open?.kind === "im" ? store.state.app.name : `#${open?.name ?? ""}`, "topic");
  if (editing === `title ${thread}`) return field(where, thread, named);
  return h(
    "span",
    { class: "thread-title", key: "title" },
    oneLine(named || `#${open?.name ?? ""}`, "topic"),
    h(
      "button",
      {
        type: "button",
        class: "icon-button small",
        "aria-label": "Rename the thread",
        onclick: () => show({ editing: `title ${thread}` }),
      },
      icon("edit"),
    ),
  );
}

/** @param {string} where @param {string} thread @param {string} named */
const field = (where, thread, named) =>
  h("input", {
    class: "thread-name",
    key: "name",
    type: "text",
    maxlength: "200",
    value: named,
    "aria-label": "Name of the thread",
    onmount: (/** @type {HTMLInputElement} */ node) => node.focus(),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") show({ editing: "" });
      if (event.key !== "Enter") return;
      const words = /** @type {HTMLInputElement} */ (event.target).value.trim();
      show({ editing: "" });
      if (words && words !== named) tell("title", { channel: where, thread_ts: thread, title: words });
    },
  });
