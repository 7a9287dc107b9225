// @ts-check
/** Standard markdown, as the markdown block and streamed text use it. */

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, reference } from "./mentions.js";

/** @typedef {import("./dom.js").Child} Child */

/** @param {string} text @returns {Child} */
export const markdown = (text) =>
  h("div", { class: "markdown" }, blocks(text.replace(/\r/g, "").split("\n")));

const FENCE = /^\s*(```|~~~)/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const QUOTE = /^\s*>\s?/;
const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const DIVIDING = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** @param {string[]} lines @returns {Child[]} */
function blocks(lines) {
  /** @type {Child[]} */
  const out = [];
  let at = 0;
  while (at < lines.length) {
    const [child, next] = blockAt(lines, at);
    if (child) out.push(child);
    at = next;
  }
  return out;
}

/** @param {string[]} lines @param {number} at @returns {[Child, number]} */
function blockAt(lines, at) {
  const line = lines[at];
  if (!line.trim()) return [null, at + 1];
  if (FENCE.test(line)) return fenced(lines, at);
  const heading = HEADING.exec(line);
  if (heading)
    return [
      h(`h${Math.min(heading[1].length + 2, 6)}`, { class: `head-${heading[1].length}` }, inline(heading[2])),
      at + 1,
    ];
  if (RULE.test(line)) return [h("hr", { class: "divider" }), at + 1];
  if (QUOTE.test(line)) return quoted(lines, at);
  if (ITEM.test(line)) return listed(lines, at);
  if (line.includes("|") && DIVIDING.test(lines[at + 1] ?? "")) return tabled(lines, at);
  return paragraph(lines, at);
}

/** @param {string[]} lines @param {number} at @returns {[Child, number]} */
function fenced(lines, at) {
  let end = at + 1;
  while (end < lines.length && !FENCE.test(lines[end])) end += 1;
  return [h("pre", { class: "pre" }, lines.slice(at + 1, end).join("\n")), end + 1];
}

/** @param {string[]} lines @param {number} at @returns {[Child, number]} */
function quoted(lines, at) {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end])) end += 1;
  return [
    h("blockquote", { class: "quote" }, blocks(lines.slice(at, end).map((line) => line.replace(QUOTE, "")))),
    end,
  ];
}

/** @param {string[]} lines @param {number} at @returns {[Child, number]} */
function listed(lines, at) {
  const [, margin, bullet] = /** @type {RegExpExecArray} */ (ITEM.exec(lines[at]));
  const ordered = /\d/.test(bullet);
  /** @type {string[][]} */
  const items = [];
  let end = at;
  for (; end < lines.length && lines[end].trim(); end += 1) {
    const item = ITEM.exec(lines[end]);
    const depth = item ? item[1].length : (/^\s*/.exec(lines[end])?.[0].length ?? 0);
    if (item && depth <= margin.length && /\d/.test(item[2]) !== ordered) break;
    if (item && depth <= margin.length) items.push([item[3]]);
    else items[items.length - 1].push(lines[end].slice(Math.min(depth, margin.length + 2)));
  }
  const children = items.map((item) => h("li", null, itemParts(item)));
  return [
    h(ordered ? "ol" : "ul", { class: "list", start: ordered ? parseInt(bullet, 10) : null }, children),
    end,
  ];
}

/** @param {string[]} item @returns {Child[]} */
function itemParts(item) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(item[0]);
  const first = task ? [task[1] === " " ? "☐ " : "☑ ", inline(task[2])] : [inline(item[0])];
  return [...first, ...blocks(item.slice(1))];
}

/** @param {string} row */
const cells = (row) =>
  row
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replace(/\\\|/g, "|"));

/** @param {string[]} lines @param {number} at @returns {[Child, number]} */
function tabled(lines, at) {
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const row = (/** @type {string} */ line, /** @type {string} */ tag) =>
    h(
      "tr",
      null,
      cells(line).map((cell) => h(tag, null, inline(cell))),
    );
  const body = lines.slice(at + 2, end).map((line) => row(line, "td"));
  return [
    h(
      "div",
      { class: "table" },
      h("table", null, h("thead", null, row(lines[at], "th")), h("tbody", null, body)),
    ),
    end,
  ];
}

/** @param {string[]} lines @param {number} at @returns {[Child, number]} */
function paragraph(lines, at) {
  let end = at + 1;
  const stops = [FENCE, HEADING, RULE, QUOTE, ITEM];
  while (end < lines.length && lines[end].trim() && !stops.some((stop) => stop.test(lines[end]))) end += 1;
  return [h("p", null, inline(lines.slice(at, end).join("\n"))), end];
}

/** @type {[RegExp, (match: RegExpExecArray) => Child][]} */
const INLINE = [
  [/\\([\\`*_{}[\]()#+\-.!~|<>])/y, (match) => match[1]],
  [/(`+)(.+?)\1(?!`)/sy, (match) => h("code", { class: "code" }, match[2].trim())],
  [/!?\[([^\]]*)\]\(([^\s)]+)(?:\s+"[^"]*")?\)/y, (match) => link(match[2], inline(match[1] || match[2]))],
  [/<([@#!][^<>\n]+|(?:https?|mailto):[^<>\n]+)>/y, (match) => reference(match[1])],
  [/\*\*(?=\S)(.+?[*_]*)(?<=\S)\*\*/sy, (match) => h("strong", null, inline(match[1]))],
  [/__(?=\S)(.+?)(?<=\S)__(?!\w)/sy, (match) => h("strong", null, inline(match[1]))],
  [/~~(?=\S)(.+?)(?<=\S)~~/sy, (match) => h("s", null, inline(match[1]))],
  [/\*(?=\S)([^*]+?)(?<=\S)\*/sy, (match) => h("em", null, inline(match[1]))],
  [/(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/sy, (match) => h("em", null, inline(match[1]))],
  [/https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"]/y, (match) => link(match[0], match[0])],
  [/:([a-z0-9_+-]*[a-z+][a-z0-9_+-]*):/y, (match) => emoji(match[1])],
];

/** @param {string} text @returns {Child[]} */
function inline(text) {
  /** @type {Child[]} */
  const out = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const found = matchAt(text, at);
    if (!found) at += 1;
    else {
      out.push(text.slice(from, at), found.child);
      at += found.length;
      from = at;
    }
  }
  return [...out, text.slice(from)];
}

/** @param {string} text @param {number} at */
function matchAt(text, at) {
  if (/[\p{L}\p{N} ]/u.test(text[at]) && text[at] !== "h") return null;
  for (const [pattern, make] of INLINE) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return { child: make(match), length: match[0].length };
  }
  return null;
}
