// @ts-check
/** Slack's mrkdwn as a tree; nothing in the text ever becomes markup that is not named here. */

import { h } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { link, reference, unescaped } from "./mentions.js";

/** @typedef {import("./dom.js").Child} Child */
/** @typedef {{verbatim?: boolean}} Options */

/** @type {Record<string, string>} */
const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;

/** @param {string} text @param {Options} [options] @returns {Child[]} */
export function mrkdwn(text, options = {}) {
  return text.split(/```/).flatMap((part, at, all) => {
    const isCode = at % 2 === 1 && at < all.length - 1;
    if (isCode) return [h("pre", { class: "pre" }, unescaped(part.replace(/^\n/, "").replace(/\n$/, "")))];
    if (at % 2 === 1) return paragraphs(`\`\`\`${part}`, options);
    const inner = at > 0 ? part.replace(/^\n/, "") : part;
    return paragraphs(at < all.length - 1 ? inner.replace(/\n$/, "") : inner, options);
  });
}

/** A text object: `{type, text, emoji?, verbatim?}`.
 * @param {import("./store.js").Json|undefined|null} object @returns {Child[]} */
export function textOf(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, object);
  return [plain(object)];
}

/** @param {import("./store.js").Json|undefined|null} object */
export const plain = (object) =>
  !object ? "" : object.emoji === false ? object.text : withEmoji(object.text);

/** @param {string} part @param {Options} options @returns {Child[]} */
function paragraphs(part, options) {
  /** @type {Child[]} */
  const out = [];
  /** @type {string[]} */
  let run = [];
  let quoted = false;
  const flush = () => {
    const children = inline(run.join("\n"), options);
    if (quoted) out.push(h("blockquote", { class: "quote" }, children));
    else out.push(...children);
    run = [];
  };
  for (const line of part.split("\n")) {
    const match = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (run.length > 0 && Boolean(match) !== quoted) flush();
    quoted = Boolean(match);
    run.push(match ? match[1] : line);
  }
  flush();
  return out;
}

/** @param {string} text @param {Options} options @returns {Child[]} */
function inline(text, options) {
  /** @type {Child[]} */
  const out = [];
  let from = 0;
  let at = 0;
  while (at < text.length) {
    const found = special(text, at, options);
    if (!found) {
      at += 1;
      continue;
    }
    out.push(unescaped(text.slice(from, at)), found.child);
    at += found.length;
    from = at;
  }
  out.push(unescaped(text.slice(from)));
  return out;
}

/** @typedef {{child: Child, length: number}} Found */

/** @param {string} text @param {number} at @param {Options} options @returns {Found|null} */
function special(text, at, options) {
  const letter = text[at];
  if (letter === "<") return sticky(/<([^<>\n]+)>/y, text, at, (inside) => reference(inside));
  if (letter === "`")
    return sticky(/`([^`\n]+)`/y, text, at, (code) => h("code", { class: "code" }, unescaped(code)));
  if (letter === ":") return sticky(/:([a-z0-9_+-]*[a-z+][a-z0-9_+-]*|-1|100):/y, text, at, emoji);
  if (letter in STYLES) return styled(text, at, options);
  if (letter === "h" && !options.verbatim && !WORD.test(text[at - 1] ?? " ")) {
    return sticky(/(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"])/y, text, at, (url) =>
      link(unescaped(url), unescaped(url)),
    );
  }
  return null;
}

/** @param {RegExp} pattern @param {string} text @param {number} at @param {(inside: string) => Child} make */
function sticky(pattern, text, at, make) {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match && { child: make(match[1]), length: match[0].length };
}

/** `*bold*`: the mark touches no word outside and no blank inside.
 * @param {string} text @param {number} at @param {Options} options @returns {Found|null} */
function styled(text, at, options) {
  const mark = text[at];
  if (WORD.test(text[at - 1] ?? " ") || /\s/.test(text[at + 1] ?? " ")) return null;
  for (let end = at + 2; end < text.length && text[end] !== "\n"; end += 1) {
    const closes = text[end] === mark && !/\s/.test(text[end - 1]) && !WORD.test(text[end + 1] ?? " ");
    if (closes) {
      return { child: h(STYLES[mark], null, inline(text.slice(at + 1, end), options)), length: end + 1 - at };
    }
  }
  return null;
}
