// @ts-check
/** Messages one below the other: by time, by day, and followers of one person close together. */

import { h } from "./dom.js";
import { ephemeralRow, messageRow } from "./message.js";
import { store } from "./store.js";
import { dateOf, dayHeading } from "./time.js";

/** @typedef {import("./store.js").Json} Json */

/** Messages by time, a heading over each day, followers of the same person close together.
 * @param {Json[]} messages @param {{channel: string, pane: string}} where */
export function rows(messages, where) {
  /** @type {import("./dom.js").Child[]} */
  const out = [];
  /** @type {Json|null} */
  let before = null;
  for (const one of [...messages].sort((a, b) => (a.ts < b.ts ? -1 : 1))) {
    const day = dayHeading(dateOf(one.ts));
    const isNewDay = !before || dayHeading(dateOf(before.ts)) !== day;
    if (isNewDay && where.pane === "channel") out.push(dayLine(day));
    const isEphemeral = "id" in one && !("reply_count" in one);
    out.push(
      isEphemeral
        ? ephemeralRow(one, where.pane)
        : messageRow(one, { ...where, compact: !isNewDay && follows(before, one) }),
    );
    before = isEphemeral ? null : one;
  }
  return out;
}

/** @param {string} day */
const dayLine = (day) =>
  h("div", { class: "day", key: `day ${day}`, role: "separator", "aria-label": day }, h("span", null, day));

/** @param {Json|null} before @param {Json} now */
const follows = (before, now) =>
  before !== null &&
  before.user === now.user &&
  before.bot_id === now.bot_id &&
  !before.subtype &&
  !now.subtype &&
  Number(now.ts) - Number(before.ts) < 300 &&
  !before.reply_count;

/** How far each list can scroll, and whether its reader is at its end.
 * @type {WeakMap<Element, {room: number, isAtEnd: boolean}>} */
const readers = new WeakMap();

/** A list that stays at its end while the reader is there.
 * @param {string} id @param {string} pane @param {import("./dom.js").Child[]} children */
export function list(id, pane, children) {
  const props = {
    class: "scroll",
    key: `list ${store.ui.me} ${id}`,
    "data-pane": pane,
    tabindex: "0",
    role: "region",
    "aria-label": `Messages in the ${pane}`,
    ondraw: followEnd,
    onscroll: (/** @type {any} */ event) => noteReader(event.target),
  };
  return h("div", props, h("div", { class: "rows" }, children));
}

/** New words pull the list to its end, but not away from a field that is being filled in.
 * @param {HTMLElement} node */
function followEnd(node) {
  const room = node.scrollHeight - node.clientHeight;
  const reader = readers.get(node) ?? { room: -1, isAtEnd: true };
  const at = document.activeElement;
  const isFilling = at !== null && node.contains(at) && at.matches("input, textarea");
  if (room !== reader.room && reader.isAtEnd && !isFilling) node.scrollTop = room;
  readers.set(node, { room, isAtEnd: reader.isAtEnd });
}

/** @param {HTMLElement} node */
function noteReader(node) {
  const room = node.scrollHeight - node.clientHeight;
  readers.set(node, { room, isAtEnd: room - node.scrollTop < 40 });
}
