// @ts-check
/** One message: who, when, what, and what can be done with it. */

import { tell } from "./api.js";
import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { files, reactions, summary, warning } from "./message_foot.js";
import { editor, toolbar } from "./message_tools.js";
import { mrkdwn } from "./mrkdwn.js";
import { isApp, nameOf, store, user } from "./store.js";
import { streamed } from "./streamed.js";
import { ephemeralSurface, messageSurface, warningOn } from "./surfaces.js";
import { absolute, ago, clock, dateOf } from "./time.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {{channel: string, pane: string, compact?: boolean}} Where */

const SYSTEM = new Set([
  "channel_join",
  "channel_leave",
  "channel_topic",
  "channel_purpose",
  "channel_archive",
  "channel_unarchive",
  "channel_name",
  "pinned_item",
  "bot_add",
]);

/** @param {Json} message @param {Where} where */
export function messageRow(message, where) {
  const surface = messageSurface(where.channel, message, where.pane);
  const isSystem = SYSTEM.has(message.subtype);
  const kinds = ["message", where.compact && "compact", isSystem && "system"].filter(Boolean).join(" ");
  const label = `${nameOf(message.user ?? message.bot_id)}, ${clock(dateOf(message.ts))}`;
  return h(
    "div",
    {
      class: kinds,
      key: `m ${message.ts}`,
      role: "article",
      "aria-label": label,
      "data-ts": message.ts,
      "data-user": message.user,
    },
    gutter(message, where.compact),
    h(
      "div",
      { class: "message-body" },
      !where.compact && head(message),
      store.ui.editing === `${where.pane} ${message.ts}` ? editor(message, where) : content(message, surface),
      files(message.files),
      warning(warningOn(surface)),
      reactions(where.channel, message.ts),
      where.pane === "channel" && summary(message, where.channel),
    ),
    !isSystem && toolbar(message, where),
  );
}

/** @param {Json} message @param {boolean} [compact] */
function gutter(message, compact) {
  const when = dateOf(message.ts);
  if (compact)
    return h(
      "div",
      { class: "gutter" },
      h("time", { class: "side-time", title: absolute(when) }, clock(when).replace(/ [AP]M/, "")),
    );
  return h("div", { class: "gutter" }, avatar(message.user ?? ""));
}

/** @param {Json} message */
export function head(message) {
  const when = dateOf(message.ts);
  return h(
    "div",
    { class: "message-head" },
    h(
      "span",
      { class: "who" },
      isApp(message.user)
        ? store.state.app.name
        : user(message.user)?.real_name || nameOf(message.user ?? ""),
    ),
    (message.bot_id || user(message.user)?.is_bot) && h("span", { class: "badge" }, "APP"),
    outsider(message.user),
    h(
      "time",
      { class: "when", datetime: when.toISOString(), title: `${absolute(when)} (${ago(when)})` },
      clock(when),
    ),
  );
}

/** @param {string} id */
function outsider(id) {
  const found = user(id);
  const word = found?.is_stranger
    ? "External"
    : found?.is_restricted || found?.is_ultra_restricted
      ? "Guest"
      : "";
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

/** @param {Json} message an ephemeral one @param {string} pane */
export function ephemeralRow(message, pane) {
  const surface = ephemeralSurface(message, pane);
  const author = message.user ?? store.state.app.bot_user_id;
  return h(
    "div",
    {
      class: "message ephemeral",
      key: `e ${message.id}`,
      role: "article",
      "aria-label": "Only visible to you",
      "data-ephemeral": message.id,
      "data-ts": message.ts,
    },
    h("div", { class: "private" }, icon("eye"), "Only visible to you"),
    h("div", { class: "gutter" }, avatar(author)),
    h(
      "div",
      { class: "message-body" },
      head({ ...message, user: author }),
      surface.blocks.length > 0
        ? blocks(surface)
        : h("div", { class: "text mrkdwn" }, mrkdwn(message.text ?? "")),
      warning(warningOn(surface)),
      h(
        "button",
        { type: "button", class: "dismiss", onclick: () => tell("dismiss", { id: message.id }) },
        "Dismiss message",
      ),
    ),
  );
}
