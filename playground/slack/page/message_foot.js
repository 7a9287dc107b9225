// @ts-check
/** What hangs below a message: files, warnings, reactions, replies and what the agent is doing there. */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { avatar, icon } from "./icons.js";
import { openThread } from "./route.js";
import { nameOf, sessionOf, store } from "./store.js";
import { ago, dateOf } from "./time.js";

/** @typedef {import("./store.js").Json} Json */

/** @param {Json[]|undefined} list */
export function files(list) {
  return list?.length
    ? h(
        "div",
        { class: "attachments" },
        list.map((file) => {
          const inside = [
            icon("file"),
            h(
              "span",
              { class: "file-words" },
              h("span", { class: "file-name" }, file.title || file.name),
              h("span", { class: "quiet" }, sized(file)),
            ),
          ];
          const url = file.url_private_download ?? file.url_private;
          return url?.startsWith("http") || url?.startsWith("/")
            ? h(
                "a",
                { class: "attachment", key: file.id, href: url, target: "_blank", rel: "noopener" },
                inside,
              )
            : h("div", { class: "attachment", key: file.id }, inside);
        }),
      )
    : null;
}

/** @param {Json} file */
function sized(file) {
  const kind = file.pretty_type || file.filetype || file.mimetype || "file";
  if (!file.size) return kind;
  return `${kind} · ${file.size < 1024 ? `${file.size} B` : `${(file.size / 1024).toFixed(1)} kB`}`;
}

/** @param {string} text */
export const warning = (text) =>
  text && h("div", { class: "warning", role: "alert" }, icon("warning"), h("span", null, text));

/** @param {string} channel @param {string} ts */
export function reactions(channel, ts) {
  const list = store.state.reactions[channel]?.[ts] ?? [];
  return (
    list.length > 0 &&
    h(
      "div",
      { class: "reactions" },
      list.map((/** @type {Json} */ one) =>
        h(
          "span",
          {
            class: `reaction ${one.users.includes(store.ui.me) ? "mine" : ""}`,
            key: one.name,
            title: `${one.users.map(nameOf).join(", ")} reacted with :${one.name}:`,
          },
          h("span", { "aria-hidden": "true" }, emoji(one.name)),
          h("span", { class: "sr-only" }, one.name),
          h("span", null, one.users.length),
        ),
      ),
    )
  );
}

/** What hangs below a message in the channel: its replies and what the app is doing there.
 * @param {Json} message @param {string} channel */
export function summary(message, channel) {
  const state = sessionOf(channel, message.ts)?.status;
  const count = message.reply_count ?? 0;
  if (!count && state !== "processing" && state !== "suspended") return null;
  const words = count === 1 ? "1 reply" : `${count} replies`;
  return h(
    "div",
    { class: "summary" },
    h(
      "button",
      { type: "button", class: "replies", onclick: () => openThread(message.ts, channel) },
      h(
        "span",
        { class: "faces" },
        (message.reply_users ?? []).slice(0, 4).map((/** @type {string} */ id) => avatar(id, "small")),
      ),
      h("span", { class: "reply-count" }, count ? words : "Open thread"),
      count > 0 &&
        message.latest_reply &&
        h("span", { class: "quiet" }, `Last reply ${ago(dateOf(message.latest_reply))}`),
    ),
    sessionChip(state),
  );
}

/** @param {string|undefined} state */
function sessionChip(state) {
  if (state === "processing")
    return h(
      "span",
      { class: "chip-state" },
      h("span", { class: "spinner", "aria-hidden": "true" }),
      "Working",
    );
  if (state === "suspended")
    return h("span", { class: "chip-state waiting" }, icon("pause"), "Waiting for a person");
  return null;
}
