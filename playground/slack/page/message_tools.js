// @ts-check
/** What a person can do with a message: answer it, and change or take back an own one. */

import { tell } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./overlay.js";
import { openThread } from "./route.js";
import { show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./message.js").Where} Where */

/** @param {Json} message @param {Where} where */
export function toolbar(message, where) {
  const mine = message.user === store.ui.me;
  const inThread = where.pane === "thread";
  const remove = () => tell("delete", { channel: where.channel, ts: message.ts });
  if (inThread && !mine) return null;
  return h(
    "div",
    { class: "message-tools" },
    !inThread &&
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": "Reply in thread",
          title: "Reply in thread",
          onclick: () => openThread(message.thread_ts ?? message.ts, where.channel),
        },
        icon("reply"),
      ),
    mine &&
      menuButton({
        id: `tools ${where.pane} ${message.ts}`,
        label: "More",
        className: "icon-button",
        content: icon("more"),
        items: [
          { label: "Edit message", pick: () => show({ editing: `${where.pane} ${message.ts}` }) },
          { label: "Delete message", danger: true, pick: remove },
        ],
      }),
  );
}

/** @param {Json} message @param {Where} where */
export function editor(message, where) {
  const save = (/** @type {HTMLTextAreaElement} */ field) => {
    show({ editing: "" });
    tell("edit", { channel: where.channel, ts: message.ts, text: field.value });
  };
  const onkeydown = (/** @type {any} */ event) => {
    if (event.key === "Escape") show({ editing: "" });
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    save(event.target);
  };
  return h(
    "div",
    { class: "editor", key: "editor" },
    h("textarea", {
      class: "text-field area",
      "aria-label": "Edit message",
      rows: "2",
      onkeydown,
      onmount: (/** @type {any} */ node) => {
        node.value = message.text;
        node.focus();
      },
    }),
    h(
      "div",
      { class: "dialog-foot" },
      h("button", { type: "button", class: "button", onclick: () => show({ editing: "" }) }, "Cancel"),
      h(
        "button",
        {
          type: "button",
          class: "button primary",
          onclick: (/** @type {any} */ event) =>
            save(event.currentTarget.closest(".editor").querySelector("textarea")),
        },
        "Save",
      ),
    ),
  );
}
