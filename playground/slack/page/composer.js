// @ts-check
/** Where messages are written: Enter sends, @ completes names, files can be attached. */

import { encoded, tell } from "./api.js";
import { h } from "./dom.js";
import { emoji, OFFERED } from "./emoji.js";
import { avatar, icon } from "./icons.js";
import { encodedText, mentionAt, named, withMention, withWrap } from "./drafts.js";
import { menuButton, place } from "./overlay.js";
import { openThread } from "./route.js";
import { channel, show, store } from "./store.js";

/** @typedef {{channel: string, thread: string, label: string}} Spot */
/** @typedef {{text: string, caret: number, active: number, shut: boolean, files: import("./store.js").Json[]}} Draft */

/** @param {Spot} spot */
const keyOf = ({ channel, thread }) => `${store.ui.me}|${channel}|${thread}`;

/** @param {Spot} spot @returns {Draft} */
const draftOf = (spot) => /** @type {Draft} */ (store.ui.drafts[keyOf(spot)]) ?? { text: "", caret: 0, active: 0, shut: false, files: [] };

/** @param {Spot} spot @param {Partial<Draft>} change */
function redraft(spot, change) {
  store.ui.drafts[keyOf(spot)] = { ...draftOf(spot), ...change };
  show();
}

/** @param {Spot} spot */
export function composer(spot) {
  const draft = draftOf(spot);
  const id = `composer-${spot.thread ? "thread" : "channel"}`;
  const found = draft.shut ? [] : named(mentionAt(draft.text, draft.caret));
  const isEmpty = !draft.text.trim() && draft.files.length === 0;
  return h("div", { class: "composer", key: `composer ${keyOf(spot)}` },
    h("div", { class: "composer-box" },
      formatting(spot, id),
      field(spot, draft, found, id), found.length > 0 && completion(spot, draft, found, id),
      draft.files.length > 0 && h("div", { class: "attachments" }, draft.files.map((file, at) => attached(spot, draft, file, at))),
      h("div", { class: "composer-foot" }, tools(spot, id),
        h("button", { type: "button", class: "send", "aria-label": "Send now", title: "Send now", disabled: isEmpty,
          onclick: () => send(spot) }, icon("send")))),
    h("div", { class: "composer-hint", "aria-hidden": "true" }, h("strong", null, "Shift + Return"), " to add a new line"));
}

/** @param {Spot} spot @param {Draft} draft @param {Named[]} found @param {string} id */
function field(spot, draft, found, id) {
  const read = (/** @type {any} */ event) => redraft(spot, { text: event.target.value, caret: event.target.selectionStart, active: 0, shut: false });
  return h("textarea", { id, key: id, class: "composer-text", rows: "1", placeholder: spot.label, "aria-label": spot.label, value: draft.text,
    "aria-autocomplete": "list", "aria-controls": found.length ? `${id}-names` : null,
    "aria-activedescendant": found.length ? `${id}-n${draft.active}` : null,
    oninput: read, ondraw: grow, onmount: takeFocus, onpaste: (/** @type {ClipboardEvent} */ event) => attach(spot, event.clipboardData?.files),
    onclick: read, onkeydown: (/** @type {KeyboardEvent} */ event) => keys(spot, draft, found, event) });
}

/** Opening a conversation leads to its composer, unless the person is busy elsewhere. @param {HTMLElement} node */
function takeFocus(node) {
  const at = document.activeElement;
  if (store.ui.ready && (!at || at === document.body || at.closest(".sidebar, .message, .composer"))) node.focus();
}

/** @param {HTMLElement} node */
function grow(node) {
  node.style.setProperty("height", "auto");
  node.style.setProperty("height", `${Math.min(node.scrollHeight, 240)}px`);
}

/** @typedef {import("./drafts.js").Named} Named */

/** @param {Spot} spot @param {Draft} draft @param {Named[]} found @param {KeyboardEvent} event */
function keys(spot, draft, found, event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (found.length > 0 && step) {
    event.preventDefault();
    redraft(spot, { active: (draft.active + step + found.length) % found.length });
  } else if (found.length > 0 && (event.key === "Enter" || event.key === "Tab")) {
    event.preventDefault();
    complete(spot, draft, found[draft.active]);
  } else if (found.length > 0 && event.key === "Escape") {
    event.stopPropagation();
    redraft(spot, { shut: true });
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(spot);
  }
}

/** @param {Spot} spot @param {Draft} draft @param {Named} one */
function complete(spot, draft, one) {
  const { text, caret } = withMention(draft.text, draft.caret, one.label);
  redraft(spot, { text, caret, shut: true });
  setCaret(spot, caret, caret);
}

/** @param {Spot} spot @param {number} from @param {number} to */
function setCaret(spot, from, to) {
  setTimeout(() => {
    const node = /** @type {HTMLTextAreaElement|null} */ (document.getElementById(`composer-${spot.thread ? "thread" : "channel"}`));
    node?.focus();
    node?.setSelectionRange(from, to);
  }, 0);
}

/** @param {Spot} spot @param {Draft} draft @param {Named[]} found @param {string} id */
const completion = (spot, draft, found, id) =>
  h("div", { class: "listbox", role: "listbox", id: `${id}-names`, "aria-label": "People and groups", ondraw: place,
    onmousedown: (/** @type {Event} */ event) => event.preventDefault() }, found.map((one, at) =>
    h("div", { class: `option ${at === draft.active ? "active" : ""}`, role: "option", id: `${id}-n${at}`, key: one.code,
      "aria-selected": String(at === draft.active), onclick: () => complete(spot, draft, one) },
      one.isGroup ? icon("at") : avatar(one.id, "tiny"),
      h("span", { class: "option-text" }, one.label, h("small", null, one.note)))));

/** @param {Spot} spot @param {string} id */
function formatting(spot, id) {
  /** @type {[string, string, string][]} */
  const marks = [["bold", "Bold", "*"], ["italic", "Italic", "_"], ["strike", "Strikethrough", "~"], ["code", "Code", "`"], ["quote", "Quote", "> "]];
  return h("div", { class: "formatting", role: "toolbar", "aria-label": "Formatting", "aria-controls": id }, marks.map(([glyph, label, mark]) =>
    h("button", { type: "button", class: "icon-button small", key: glyph, "aria-label": label, title: label, onclick: () => wrap(spot, id, mark) }, icon(glyph))));
}

/** @param {Spot} spot @param {string} id @param {string} mark */
function wrap(spot, id, mark) {
  const node = /** @type {HTMLTextAreaElement} */ (document.getElementById(id));
  const next = withWrap(node.value, node.selectionStart, node.selectionEnd, mark);
  redraft(spot, { text: next.text, caret: next.to });
  setCaret(spot, next.from, next.to);
}

/** @param {Spot} spot @param {string} id */
function tools(spot, id) {
  const insert = (/** @type {string} */ words) => {
    const node = /** @type {HTMLTextAreaElement} */ (document.getElementById(id));
    const text = node.value.slice(0, node.selectionStart) + words + node.value.slice(node.selectionEnd);
    const caret = node.selectionStart + words.length;
    redraft(spot, { text, caret, active: 0, shut: false });
    setCaret(spot, caret, caret);
  };
  return h("div", { class: "composer-tools" },
    h("label", { class: "icon-button round", title: "Attach a file" }, icon("plus"), h("span", { class: "sr-only" }, "Attach a file"),
      h("input", { type: "file", class: "sr-only", key: "file", multiple: true, "aria-label": "Attach a file",
        onchange: (/** @type {any} */ event) => attach(spot, event.target.files, event.target) })),
    menuButton({ id: `emoji ${id}`, label: "Emoji", className: "icon-button", content: icon("smile"),
      items: OFFERED.map((name) => ({ key: name, label: [h("span", { "aria-hidden": "true" }, emoji(name)), h("span", { class: "sr-only" }, name)], pick: () => insert(`${emoji(name)} `) })) }),
    h("button", { type: "button", class: "icon-button", "aria-label": "Mention someone", title: "Mention someone", onclick: () => insert("@") }, icon("at")));
}

/** @param {Spot} spot @param {FileList|undefined} list @param {HTMLInputElement} [input] */
async function attach(spot, list, input) {
  const files = await Promise.all([...(list ?? [])].map(encoded));
  if (input) input.value = "";
  if (files.length === 0) return;
  redraft(spot, { files: [...draftOf(spot).files, ...files] });
}

/** @param {Spot} spot @param {Draft} draft @param {import("./store.js").Json} file @param {number} at */
const attached = (spot, draft, file, at) =>
  h("div", { class: "attachment", key: `${at} ${file.name}` }, icon("file"), h("span", { class: "file-words" }, h("span", { class: "file-name" }, file.name)),
    h("button", { type: "button", class: "icon-button small", "aria-label": `Remove ${file.name}`,
      onclick: () => redraft(spot, { files: draft.files.filter((one) => one !== file) }) }, icon("close")));

/** @param {Spot} spot */
async function send(spot) {
  const draft = draftOf(spot);
  if (!draft.text.trim() && draft.files.length === 0) return;
  redraft(spot, { text: "", files: [], caret: 0 });
  const body = { channel: spot.channel, text: encodedText(draft.text.trim()), ...(spot.thread && { thread_ts: spot.thread }),
    ...(draft.files.length && { files: draft.files }) };
  const answer = await tell("message", body);
  if (!answer.ok) redraft(spot, draft);
  else if (!spot.thread && isForApp(spot, body.text)) openThread(answer.ts, spot.channel);
}

/** The app answers in a thread: it is what the person wants to see next. @param {Spot} spot @param {string} text */
const isForApp = (spot, text) => channel(spot.channel)?.kind === "im" || text.includes(`<@${store.state.app.bot_user_id}>`);
