// @ts-check
/** The buttons of the composer: formatting, files, emoji and mentions. */

import { h } from "./dom.js";
import { attach, redraft, setCaret } from "./drafts.js";
import { withWrap } from "./wording.js";
import { emoji, OFFERED } from "./emoji.js";
import { icon } from "./icons.js";
import { menuButton } from "./overlay.js";

/** @typedef {import("./drafts.js").Spot} Spot */

/** @param {Spot} spot @param {string} id */
export function formatting(spot, id) {
  /** @type {[string, string, string][]} */
  const marks = [
    ["bold", "Bold", "*"],
    ["italic", "Italic", "_"],
    ["strike", "Strikethrough", "~"],
    ["code", "Code", "`"],
    ["quote", "Quote", "> "],
  ];
  return h(
    "div",
    { class: "formatting", role: "toolbar", "aria-label": "Formatting", "aria-controls": id },
    marks.map(([glyph, label, mark]) =>
      h(
        "button",
        {
          type: "button",
          class: "icon-button small",
          key: glyph,
          "aria-label": label,
          title: label,
          onclick: () => wrap(spot, id, mark),
        },
        icon(glyph),
      ),
    ),
  );
}

/** @param {Spot} spot @param {string} id @param {string} mark */
function wrap(spot, id, mark) {
  const node = /** @type {HTMLTextAreaElement} */ (document.getElementById(id));
  const next = withWrap(node.value, node.selectionStart, node.selectionEnd, mark);
  redraft(spot, { text: next.text, caret: next.to });
  setCaret(spot, next.from, next.to);
}

/** @param {Spot} spot @param {string} id */
export function tools(spot, id) {
  const insert = (/** @type {string} */ words) => {
    const node = /** @type {HTMLTextAreaElement} */ (document.getElementById(id));
    const text = node.value.slice(0, node.selectionStart) + words + node.value.slice(node.selectionEnd);
    const caret = node.selectionStart + words.length;
    redraft(spot, { text, caret, active: 0, shut: false });
    setCaret(spot, caret, caret);
  };
  return h(
    "div",
    { class: "composer-tools" },
    h(
      "label",
      { class: "icon-button round", title: "Attach a file" },
      icon("plus"),
      h("span", { class: "sr-only" }, "Attach a file"),
      h("input", {
        type: "file",
        class: "sr-only",
        key: "file",
        multiple: true,
        "aria-label": "Attach a file",
        onchange: (/** @type {any} */ event) => attach(spot, event.target.files, event.target),
      }),
    ),
    menuButton({
      id: `emoji ${id}`,
      label: "Emoji",
      className: "icon-button",
      content: icon("smile"),
      items: OFFERED.map((name) => ({
        key: name,
        label: [h("span", { "aria-hidden": "true" }, emoji(name)), h("span", { class: "sr-only" }, name)],
        pick: () => insert(`${emoji(name)} `),
      })),
    }),
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Mention someone",
        title: "Mention someone",
        onclick: () => insert("@"),
      },
      icon("at"),
    ),
  );
}
