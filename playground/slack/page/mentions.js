// @ts-check
/** People, groups, channels, dates and links inside a text; also where a link may lead. */

import { h } from "./dom.js";
import { channel, group, isApp, nameOf, store, user } from "./store.js";
import { absolute, dateOf, formatted } from "./time.js";
import { openPermalink } from "./route.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

/** @typedef {import("./dom.js").Child} Child */

/** A link, or only its label where the address is none that a browser should follow.
 * @param {string} url @param {Child} label */
export function link(url, label) {
  if (!SAFE.test(url)) return h("span", { class: "dead-link" }, label);
  const onclick = (/** @type {Event} */ event) => openPermalink(url) && event.preventDefault();
  return h("a", { class: "link", href: url, target: "_blank", rel: "noopener noreferrer", onclick }, label);
}

/** @param {string} id @param {string} [label] */
export function person(id, label) {
  const name = user(id) ? nameOf(id) : label || id;
  const mine = id === store.ui.me ? " mine" : "";
  return h(
    "span",
    { class: `mention${mine}`, "data-user": id, title: user(id)?.real_name },
    `@${isApp(id) ? store.state.app.name : name}`,
  );
}

/** @param {string} id @param {string} [label] */
export function people(id, label) {
  const found = group(id);
  const mine = found?.users.includes(store.ui.me) ? " mine" : "";
  const handle = found?.handle ?? (label ?? id).replace(/^@/, "");
  return h("span", { class: `mention${mine}`, title: found?.users.map(nameOf).join(", ") }, `@${handle}`);
}

/** @param {string} id @param {string} [label] */
export function place(id, label) {
  const found = channel(id);
  const name = found?.name ?? label ?? "unknown-channel";
  if (!found) return h("span", { class: "mention" }, `#${name}`);
  const onclick = () => openPermalink(`/archives/${id}`);
  return h("button", { type: "button", class: "mention place", onclick }, `#${name}`);
}

/** @param {string} range */
export const everyone = (range) => h("span", { class: "mention mine" }, `@${range}`);

/** @param {string|number} seconds @param {string} format @param {string} fallback @param {string} [url] */
export function moment(seconds, format, fallback, url) {
  const text = formatted(Number(seconds), format, fallback);
  const date = dateOf(seconds);
  const title = Number.isNaN(date.getTime()) ? undefined : absolute(date);
  const time = h("time", { title }, text);
  return url ? link(url, time) : time;
}

/** What stands between `<` and `>` in mrkdwn. @param {string} inside @returns {Child} */
export function reference(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : unescaped(inside.slice(bar + 1));
  if (target.startsWith("@")) return person(target.slice(1), label);
  if (target.startsWith("#")) return place(target.slice(1), label);
  if (target.startsWith("!")) return command(target.slice(1), label);
  const url = unescaped(target);
  return link(url, label || url.replace(/^mailto:/, ""));
}

/** @param {string} target @param {string} [label] */
function command(target, label) {
  const [name, ...rest] = target.split("^");
  if (name === "subteam") return people(rest[0], label);
  if (name === "date") return moment(rest[0], rest[1] ?? "", label ?? "", rest[2]);
  if (["here", "channel", "everyone"].includes(name)) return everyone(name);
  return `<${label ?? target}>`;
}

/** @param {string} text */
export const unescaped = (text) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
