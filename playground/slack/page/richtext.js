// @ts-check
/** rich_text blocks: sections, lists, quotes, preformatted text and every inline element. */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { everyone, link, moment, people, person, place } from "./mentions.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./dom.js").Child} Child */

/** @param {Json} block */
export const richText = (block) => h("div", { class: "rich" }, grouped(block.elements ?? []).map(part));

/** Lists that continue each other (an indented list inside a list) stand together.
 * @param {Json[]} elements @returns {Json[]} */
function grouped(elements) {
  /** @type {Record<string, number>} */
  const counts = {};
  return elements.map((element, at) => {
    if (element.type !== "rich_text_list") return element;
    if (elements[at - 1]?.type !== "rich_text_list")
      for (const key of Object.keys(counts)) delete counts[key];
    const key = `${element.indent ?? 0}${element.style}`;
    const start = (element.offset ?? 0) + (counts[key] ?? 0) + 1;
    counts[key] = (counts[key] ?? 0) + element.elements.length;
    return { ...element, start };
  });
}

/** @param {Json} element @returns {Child} */
function part(element) {
  const children = () => (element.elements ?? []).map(inline);
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, children());
    case "rich_text_preformatted":
      return h("pre", { class: "pre" }, children());
    case "rich_text_quote":
      return h("blockquote", { class: "quote" }, children());
    case "rich_text_list":
      return list(element);
    default:
      return inline(element);
  }
}

/** @param {Json} element */
function list(element) {
  const indent = Math.min(element.indent ?? 0, 8);
  const items = element.elements.map((/** @type {Json} */ item) => h("li", null, part(item)));
  const style = { "--indent": String(indent) };
  if (element.style === "ordered")
    return h("ol", { class: `list ordered-${indent % 3}`, start: element.start, style }, items);
  return h("ul", { class: `list bullet-${indent % 3}`, style }, items);
}

/** @param {Json} element @returns {Child} */
function inline(element) {
  return styled(bare(element), element.style ?? {});
}

/** @param {Json} element @returns {Child} */
function bare(element) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return person(element.user_id);
    case "usergroup":
      return people(element.usergroup_id);
    case "channel":
      return place(element.channel_id);
    case "broadcast":
      return everyone(element.range);
    case "emoji":
      return element.unicode ? glyph(element.unicode) : emoji(element.name);
    case "date":
      return moment(element.timestamp, element.format, element.fallback ?? "", element.url);
    case "color":
      return swatch(element.value);
    case "team":
      return h("span", { class: "mention" }, element.team_id);
    default:
      return "";
  }
}

/** @param {string} unicode */
const glyph = (unicode) => String.fromCodePoint(...unicode.split("-").map((code) => parseInt(code, 16)));

/** @param {string} value */
function swatch(value) {
  const known = /^#[0-9a-f]{3,8}$/i.test(value);
  return h(
    "span",
    { class: "color" },
    value,
    known && h("span", { class: "swatch", style: { "background-color": value }, "aria-hidden": "true" }),
  );
}

/** @param {Child} child @param {Json} style @returns {Child} */
function styled(child, style) {
  let out = child;
  if (style.code) out = h("code", { class: "code" }, out);
  if (style.strike) out = h("s", null, out);
  if (style.underline) out = h("u", null, out);
  if (style.italic) out = h("em", null, out);
  if (style.bold) out = h("strong", null, out);
  if (style.highlight || style.client_highlight) out = h("mark", null, out);
  return out;
}
