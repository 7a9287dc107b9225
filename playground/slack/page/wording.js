// @ts-check
/** What happens to a text while it is written: names completed, marks put around it, mentions encoded. */

import { isApp, store } from "./store.js";

/** @typedef {{id: string, label: string, code: string, note: string, isGroup: boolean}} Named */

/** Everyone and every group that can be mentioned, the app first. @returns {Named[]} */
function mentionable() {
  const { users, groups, app } = store.state;
  const people = users
    .filter((/** @type {any} */ one) => !one.deleted)
    .map((/** @type {any} */ one) => ({
      id: one.id,
      label: isApp(one.id) ? app.name : one.name,
      code: `<@${one.id}>`,
      note: isApp(one.id) ? "App" : one.real_name,
      isGroup: false,
    }));
  const gangs = groups.map((/** @type {any} */ one) => ({
    id: one.id,
    label: one.handle,
    code: `<!subteam^${one.id}>`,
    note: one.name,
    isGroup: true,
  }));
  return [
    ...people.sort(
      (/** @type {Named} */ a, /** @type {Named} */ b) => Number(isApp(b.id)) - Number(isApp(a.id)),
    ),
    ...gangs,
  ];
}

/** The half-typed name before the caret, or null. @param {string} text @param {number} caret */
export function mentionAt(text, caret) {
  const match = /(?:^|[\s(])@([\w.-]*)$/.exec(text.slice(0, caret));
  return match && match[1].toLowerCase();
}

/** @param {string|null} begun @returns {Named[]} */
export function named(begun) {
  if (begun === null) return [];
  return mentionable()
    .filter((one) => one.label.toLowerCase().startsWith(begun) || one.note.toLowerCase().startsWith(begun))
    .slice(0, 8);
}

/** @param {string} text @param {number} caret @param {string} label */
export function withMention(text, caret, label) {
  const before = text.slice(0, caret).replace(/@[\w.-]*$/, `@${label} `);
  return { text: before + text.slice(caret).replace(/^ /, ""), caret: before.length };
}

/** Put a mark around the selection; a quote stands before it. @param {string} text @param {number} from @param {number} to @param {string} mark */
export function withWrap(text, from, to, mark) {
  const end = mark === "> " ? "" : mark;
  const inside = text.slice(from, to);
  return {
    text: text.slice(0, from) + mark + inside + end + text.slice(to),
    from: from + mark.length,
    to: to + mark.length,
  };
}

/** `@Signoff` and `#ops` as Slack sends them; the rest escaped as Slack escapes it. @param {string} text */
export function encodedText(text) {
  const escaped = text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/^&gt; /gm, "> ");
  const names = mentionable().sort((a, b) => b.label.length - a.label.length);
  const withNames = names.reduce(
    (out, one) => out.replace(new RegExp(`(^|[\\s(])@${quoted(one.label)}(?![\\w-])`, "gi"), `$1${one.code}`),
    escaped,
  );
  return store.state.channels
    .filter((/** @type {any} */ one) => one.kind === "channel")
    .reduce(
      (/** @type {string} */ out, /** @type {any} */ one) =>
        out.replace(new RegExp(`(^|[\\s(])#${quoted(one.name)}(?![\\w-])`, "g"), `$1<#${one.id}>`),
      withNames,
    );
}

/** @param {string} text */
const quoted = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
