// @ts-check
/** What floats above the page: menus, confirm dialogs, and how focus goes in and comes back. */

import { h } from "./dom.js";
import { plain, textOf } from "./mrkdwn.js";
import { show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {{label: import("./dom.js").Child, pick: () => void, danger?: boolean, key?: string}} Item */

const FOCUSABLE =
  'button:not([disabled]), [href], input:not([disabled]):not([type="hidden"]), textarea, select, [tabindex="0"]';

/** Put a popup beside its opener, inside the window. @param {HTMLElement} popup */
export function place(popup) {
  const anchor = /** @type {HTMLElement} */ (popup.parentElement).getBoundingClientRect();
  const { innerWidth: width, innerHeight: height } = window;
  popup.style.setProperty(
    "max-height",
    `${Math.max(120, Math.max(anchor.top, height - anchor.bottom) - 16)}px`,
  );
  const size = popup.getBoundingClientRect();
  const below = anchor.bottom + 4 + size.height <= height - 8 || height - anchor.bottom >= anchor.top;
  const left = Math.max(8, Math.min(anchor.left, width - size.width - 8));
  popup.style.setProperty("left", `${left}px`);
  popup.style.setProperty("top", `${below ? anchor.bottom + 4 : anchor.top - 4 - size.height}px`);
}

/**
 * A button that opens a menu.
 * @param {{id: string, label: string, className: string, content: import("./dom.js").Child, items: Item[],
 *   props?: Json}} spec
 */
export function menuButton({ id, label, className, content, items, props = {} }) {
  const isOpen = store.ui.menu === id;
  const toggle = () => show({ menu: isOpen ? "" : id });
  return h(
    "span",
    { class: "menu-anchor", key: `menu ${id}` },
    h(
      "button",
      {
        type: "button",
        class: className,
        "aria-label": label,
        title: label,
        "aria-haspopup": "menu",
        "aria-expanded": String(isOpen),
        onclick: toggle,
        ...props,
      },
      content,
    ),
    isOpen &&
      h(
        "div",
        {
          class: "menu",
          role: "menu",
          "aria-label": label,
          ondraw: place,
          onmount: focusFirst,
          onkeydown: menuKeys,
        },
        items.map(menuItem),
      ),
  );
}

/** @param {Item} item @param {number} at */
function menuItem({ label, pick, danger, key }, at) {
  const onclick = (/** @type {Event} */ event) => {
    opener(/** @type {HTMLElement} */ (event.currentTarget))?.focus();
    show({ menu: "" });
    pick();
  };
  return h(
    "button",
    { type: "button", key: key ?? String(at), role: "menuitem", class: danger ? "danger" : "", onclick },
    label,
  );
}

/** @param {HTMLElement} node */
const focusFirst = (node) => /** @type {HTMLElement|null} */ (node.querySelector("button"))?.focus();

/** @param {HTMLElement} item */
const opener = (item) =>
  /** @type {HTMLElement|null} */ (item.closest(".menu-anchor")?.querySelector("button"));

/** @param {KeyboardEvent} event */
function menuKeys(event) {
  const menu = /** @type {HTMLElement} */ (event.currentTarget);
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("button")]);
  const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
    event.key
  ];
  if (event.key === "Escape" || event.key === "Tab") {
    if (event.key === "Escape") event.stopPropagation();
    opener(menu)?.focus();
    show({ menu: "" });
  }
  if (next === undefined) return;
  event.preventDefault();
  items[next % items.length].focus();
}

/** Ask the person, with the app's own words. @param {Json} question @returns {Promise<boolean>} */
export function confirmed(question) {
  return new Promise((resolve) => {
    const answer = (/** @type {boolean} */ yes) => {
      show({ confirm: null });
      resolve(yes);
    };
    show({ confirm: { ...question, answer }, menu: "" });
  });
}

export function confirmDialog() {
  const question = store.ui.confirm;
  if (!question) return null;
  const { answer } = question;
  return h(
    "div",
    { class: "backdrop over", key: "confirm" },
    h(
      "div",
      {
        class: "dialog",
        role: "alertdialog",
        "aria-labelledby": "confirm-title",
        "aria-describedby": "confirm-text",
        ...modalProps(() => answer(false)),
      },
      h("h2", { id: "confirm-title" }, plain(question.title)),
      h("div", { id: "confirm-text", class: "dialog-text" }, textOf(question.text)),
      h(
        "div",
        { class: "dialog-foot" },
        h(
          "button",
          { type: "button", class: "button", onclick: () => answer(false) },
          plain(question.deny) || "Cancel",
        ),
        h(
          "button",
          {
            type: "button",
            class: `button ${question.style === "danger" ? "danger" : "primary"}`,
            "data-first": true,
            onclick: () => answer(true),
          },
          plain(question.confirm) || "OK",
        ),
      ),
    ),
  );
}

/** @type {WeakMap<HTMLElement, Element|null>} */
const cameFrom = new WeakMap();
/** @type {Element|null} what had the focus before the first dialog opened */
let firstFocus = null;
let openDialogs = 0;

/** A dialog takes the focus, keeps it, and gives it back. @param {() => void} escape */
export const modalProps = (escape) => ({
  "aria-modal": "true",
  tabindex: "-1",
  onmount: (/** @type {HTMLElement} */ node) => {
    cameFrom.set(node, document.activeElement);
    if (openDialogs === 0) firstFocus = document.activeElement;
    openDialogs += 1;
    const first = /** @type {HTMLElement} */ (node.querySelector("[data-first]") ?? firstField(node) ?? node);
    first.focus();
  },
  onremove: (/** @type {HTMLElement} */ node) => {
    openDialogs -= 1;
    if (document.activeElement && document.activeElement !== document.body) return;
    const before = [cameFrom.get(node), openDialogs === 0 ? firstFocus : null].find(
      (one) => one?.isConnected && one !== document.body,
    );
    /** @type {HTMLElement|undefined} */ (before)?.focus();
  },
  onkeydown: (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      escape();
    }
    if (event.key === "Tab") cycle(event);
  },
});

/** The first field, unless one must scroll past what is to be read. @param {HTMLElement} node */
function firstField(node) {
  const body = node.querySelector(".modal-body");
  const field = body?.querySelector("input, textarea");
  const isInView =
    body && field && field.getBoundingClientRect().bottom <= body.getBoundingClientRect().bottom;
  return isInView ? field : null;
}

/** When what had the focus is gone, the dialog has it. */
export function keepFocusInside() {
  const dialogs = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[aria-modal]"));
  if (dialogs.length > 0 && document.activeElement === document.body) dialogs[dialogs.length - 1].focus();
}

/** @param {KeyboardEvent} event */
function cycle(event) {
  const node = /** @type {HTMLElement} */ (event.currentTarget);
  const items = /** @type {HTMLElement[]} */ ([...node.querySelectorAll(FOCUSABLE)]).filter(
    (item) => item.offsetParent,
  );
  if (items.length === 0) return;
  const [first, last] = [items[0], items[items.length - 1]];
  const leaves =
    document.activeElement === (event.shiftKey ? first : last) || document.activeElement === node;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
