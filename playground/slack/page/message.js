// @ts-check
/** One message: who, when, what, and what can be done with it. */

import { tell } from "./api.js";
import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { avatar, icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { menuButton } from "./overlay.js";
import { openThread } from "./route.js";
import { isApp, nameOf, sessionOf, show, store, user } from "./store.js";
import { streamed } from "./streamed.js";
import { ephemeralSurface, messageSurface, warningOn } from "./surfaces.js";
import { absolute, ago, clock, dateOf } from "./time.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {{channel: string, pane: string, compact?: boolean, isRoot?: boolean}} Where */

const SYSTEM = new Set(["channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_archive",
  "channel_unarchive", "channel_name", "pinned_item", "bot_add"]);

/** @param {Json} message @param {Where} where */
export function messageRow(message, where) {
  const surface = messageSurface(where.channel, message, where.pane);
  const isSystem = SYSTEM.has(message.subtype);
  const kinds = ["message", where.compact && "compact", isSystem && "system"].filter(Boolean).join(" ");
  const label = `${nameOf(message.user ?? message.bot_id)}, ${clock(dateOf(message.ts))}`;
  return h("div", { class: kinds, key: `m ${message.ts}`, role: "article", "aria-label": label, "data-ts": message.ts,
    "data-user": message.user },
    gutter(message, where.compact), h("div", { class: "message-body" },
      !where.compact && head(message),
      store.ui.editing === `${where.pane} ${message.ts}` ? editor(message, where) : content(message, surface),
      files(message.files), warning(warningOn(surface)), reactions(where.channel, message.ts),
      where.pane === "channel" && summary(message, where.channel)),
    !isSystem && toolbar(message, where));
}

/** @param {Json} message @param {boolean} [compact] */
function gutter(message, compact) {
  const when = dateOf(message.ts);
  if (compact) return h("div", { class: "gutter" }, h("time", { class: "side-time", title: absolute(when) }, clock(when).replace(/ [AP]M/, "")));
  return h("div", { class: "gutter" }, avatar(message.user ?? ""));
}

/** @param {Json} message */
export function head(message) {
  const when = dateOf(message.ts);
  return h("div", { class: "message-head" },
    h("span", { class: "who" }, isApp(message.user) ? store.state.app.name : user(message.user)?.real_name || nameOf(message.user ?? "")),
    (message.bot_id || user(message.user)?.is_bot) && h("span", { class: "badge" }, "APP"),
    outsider(message.user),
    h("time", { class: "when", datetime: when.toISOString(), title: `${absolute(when)} (${ago(when)})` }, clock(when)));
}

/** @param {string} id */
function outsider(id) {
  const found = user(id);
  const word = found?.is_stranger ? "External" : found?.is_restricted || found?.is_ultra_restricted ? "Guest" : "";
  return word && h("span", { class: "badge outline" }, word);
}

/** @param {Json} message @param {import("./inputs.js").Surface} surface */
function content(message, surface) {
  if (message.chunks || message.streaming) return streamed(message, surface);
  if (surface.blocks.length > 0) return [blocks(surface), edited(message)];
  if (!message.text && message.files?.length) return null;
  return h("div", { class: "text mrkdwn" }, mrkdwn(message.text ?? ""), edited(message));
}

/** @param {Json} message */
const edited = (message) => message.edited && h("span", { class: "quiet edited" }, " (edited)");

/** @param {Json[]|undefined} list */
function files(list) {
  return list?.length ? h("div", { class: "attachments" }, list.map((file) => {
    const inside = [icon("file"), h("span", { class: "file-words" }, h("span", { class: "file-name" }, file.title || file.name),
      h("span", { class: "quiet" }, sized(file)))];
    const url = file.url_private_download ?? file.url_private;
    return url?.startsWith("http") || url?.startsWith("/")
      ? h("a", { class: "attachment", key: file.id, href: url, target: "_blank", rel: "noopener" }, inside)
      : h("div", { class: "attachment", key: file.id }, inside);
  })) : null;
}

/** @param {Json} file */
function sized(file) {
  const kind = file.pretty_type || file.filetype || file.mimetype || "file";
  if (!file.size) return kind;
  return `${kind} · ${file.size < 1024 ? `${file.size} B` : `${(file.size / 1024).toFixed(1)} kB`}`;
}

/** @param {string} text */
export const warning = (text) => text && h("div", { class: "warning", role: "alert" }, icon("warning"), h("span", null, text));

/** @param {string} channel @param {string} ts */
function reactions(channel, ts) {
  const list = store.state.reactions[channel]?.[ts] ?? [];
  return list.length > 0 && h("div", { class: "reactions" }, list.map((/** @type {Json} */ one) =>
    h("span", { class: `reaction ${one.users.includes(store.ui.me) ? "mine" : ""}`, key: one.name,
      title: `${one.users.map(nameOf).join(", ")} reacted with :${one.name}:` },
      h("span", { "aria-hidden": "true" }, emoji(one.name)), h("span", { class: "sr-only" }, one.name), h("span", null, one.users.length))));
}

/** What hangs below a message in the channel: its replies and what the app is doing there.
 * @param {Json} message @param {string} channel */
function summary(message, channel) {
  const state = sessionOf(channel, message.ts)?.status;
  const count = message.reply_count ?? 0;
  if (!count && state !== "processing" && state !== "suspended") return null;
  const words = count === 1 ? "1 reply" : `${count} replies`;
  return h("div", { class: "summary" },
    h("button", { type: "button", class: "replies", onclick: () => openThread(message.ts, channel) },
      h("span", { class: "faces" }, (message.reply_users ?? []).slice(0, 4).map((/** @type {string} */ id) => avatar(id, "small"))),
      h("span", { class: "reply-count" }, count ? words : "Open thread"),
      count > 0 && message.latest_reply && h("span", { class: "quiet last-reply" }, `Last reply ${ago(dateOf(message.latest_reply))}`)),
    sessionChip(state));
}

/** @param {string|undefined} state */
export function sessionChip(state) {
  if (state === "processing") return h("span", { class: "chip-state working" }, h("span", { class: "spinner", "aria-hidden": "true" }), "Working");
  if (state === "suspended") return h("span", { class: "chip-state waiting" }, icon("pause"), "Waiting for a person");
  return null;
}

/** @param {Json} message @param {Where} where */
function toolbar(message, where) {
  const mine = message.user === store.ui.me;
  const inThread = where.pane === "thread";
  const remove = () => tell("delete", { channel: where.channel, ts: message.ts });
  if (inThread && !mine) return null;
  return h("div", { class: "message-tools" },
    !inThread && h("button", { type: "button", class: "icon-button", "aria-label": "Reply in thread", title: "Reply in thread",
      onclick: () => openThread(message.thread_ts ?? message.ts, where.channel) }, icon("reply")),
    mine && menuButton({ id: `tools ${where.pane} ${message.ts}`, label: "More", className: "icon-button", content: icon("more"), items: [
      { label: "Edit message", pick: () => show({ editing: `${where.pane} ${message.ts}` }) },
      { label: "Delete message", danger: true, pick: remove },
    ] }));
}

/** @param {Json} message @param {Where} where */
function editor(message, where) {
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
  return h("div", { class: "editor", key: "editor" },
    h("textarea", { class: "text-field area", "aria-label": "Edit message", rows: "2", onkeydown,
      onmount: (/** @type {any} */ node) => { node.value = message.text; node.focus(); } }),
    h("div", { class: "dialog-foot" },
      h("button", { type: "button", class: "button", onclick: () => show({ editing: "" }) }, "Cancel"),
      h("button", { type: "button", class: "button primary",
        onclick: (/** @type {any} */ event) => save(event.currentTarget.closest(".editor").querySelector("textarea")) }, "Save")));
}

/** @param {Json} message an ephemeral one @param {string} pane */
export function ephemeralRow(message, pane) {
  const surface = ephemeralSurface(message, pane);
  const author = message.user ?? store.state.app.bot_user_id;
  return h("div", { class: "message ephemeral", key: `e ${message.id}`, role: "article", "aria-label": "Only visible to you",
    "data-ephemeral": message.id, "data-ts": message.ts },
    h("div", { class: "private" }, icon("eye"), "Only visible to you"),
    h("div", { class: "gutter" }, avatar(author)),
    h("div", { class: "message-body" }, head({ ...message, user: author }),
      surface.blocks.length > 0 ? blocks(surface) : h("div", { class: "text mrkdwn" }, mrkdwn(message.text ?? "")),
      warning(warningOn(surface)),
      h("button", { type: "button", class: "dismiss", onclick: () => tell("dismiss", { id: message.id }) }, "Dismiss message")));
}
