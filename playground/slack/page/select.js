// @ts-check
/** One combobox for every kind of select: searchable, single or multiple, options given or asked for. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { place } from "./overlay.js";
import { show, store } from "./store.js";

/** @typedef {import("./dom.js").Child} Child */
/** @typedef {{value: string, label: string, description?: string, group?: string, picture?: Child}} Choice */
/** @typedef {{id: string, attrs: Record<string, any>, choices: Choice[], chosen: Choice[], multi: boolean,
 *   placeholder: string, max?: number, ask?: (query: string) => Promise<Choice[]>,
 *   change: (chosen: Choice[]) => void}} Spec */

/** @param {Spec} spec */
export function combobox(spec) {
  const open = store.ui.combo?.id === spec.id ? store.ui.combo : null;
  const list = open ? listOf(spec, open) : [];
  return h(
    "div",
    { class: `combo ${open ? "open" : ""} ${spec.multi ? "multi" : ""}`, key: `combo ${spec.id}` },
    spec.multi && spec.chosen.map((choice) => chip(spec, choice)),
    field(spec, open, list),
    icon("down", "combo-arrow"),
    open && popup(spec, open, list),
  );
}

/** @param {Spec} spec @param {Choice} choice */
function chip(spec, choice) {
  const drop = () => spec.change(spec.chosen.filter((one) => one.value !== choice.value));
  return h(
    "span",
    { class: "chip", key: `chip ${choice.value}` },
    choice.picture,
    h("span", null, choice.label),
    h(
      "button",
      { type: "button", class: "chip-drop", "aria-label": `Remove ${choice.label}`, onclick: drop },
      icon("close"),
    ),
  );
}

/** @param {Spec} spec @param {any} open @param {Choice[]} list */
function field(spec, open, list) {
  const label = spec.multi ? "" : (spec.chosen[0]?.label ?? "");
  const active = open && list[open.active] ? `${spec.id}-o${open.active}` : null;
  const hint = label || (spec.multi && spec.chosen.length ? "" : spec.placeholder);
  return h("input", {
    ...spec.attrs,
    id: spec.id,
    key: "field",
    type: "text",
    role: "combobox",
    class: "combo-field",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": String(Boolean(open)),
    "aria-autocomplete": "list",
    "aria-controls": open ? `${spec.id}-list` : null,
    "aria-activedescendant": active,
    placeholder: hint,
    value: open ? open.query : label,
    onclick: () => open || unfold(spec),
    oninput: (/** @type {any} */ event) => unfold(spec, event.target.value),
    onblur: () => store.ui.combo?.id === spec.id && show({ combo: null }),
    onkeydown: (/** @type {KeyboardEvent} */ event) => keys(spec, open, list, event),
  });
}

/** @param {Spec} spec @param {string} [query] */
function unfold(spec, query = "") {
  show({ combo: { id: spec.id, query, active: 0, found: null }, menu: "" });
  if (!spec.ask) return;
  spec.ask(query).then((found) => {
    const { combo } = store.ui;
    if (combo?.id === spec.id && combo.query === query) show({ combo: { ...combo, found } });
  });
}

/** @param {Spec} spec @param {any} open @returns {Choice[]} */
function listOf(spec, open) {
  if (spec.ask) return open.found ?? [];
  const words = open.query.trim().toLowerCase();
  return words ? spec.choices.filter((choice) => choice.label.toLowerCase().includes(words)) : spec.choices;
}

/** @param {Spec} spec @param {any} open @param {Choice[]} list */
function popup(spec, open, list) {
  const isChosen = (/** @type {Choice} */ choice) => spec.chosen.some((one) => one.value === choice.value);
  const note = spec.ask && !open.found ? "Searching…" : "Nothing found";
  return h(
    "div",
    {
      class: "listbox",
      role: "listbox",
      id: `${spec.id}-list`,
      "aria-multiselectable": spec.multi ? "true" : null,
      ondraw: fit,
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
    },
    list.length === 0 && h("div", { class: "listbox-note", role: "status" }, note),
    list.map((choice, at) => [
      choice.group &&
        choice.group !== list[at - 1]?.group &&
        h("div", { class: "listbox-group", key: `g ${choice.group}` }, choice.group),
      h(
        "div",
        {
          class: `option ${at === open.active ? "active" : ""}`,
          role: "option",
          id: `${spec.id}-o${at}`,
          key: `o ${choice.value}`,
          "aria-selected": String(isChosen(choice)),
          "data-value": choice.value,
          onclick: () => pick(spec, choice),
        },
        choice.picture,
        h(
          "span",
          { class: "option-text" },
          choice.label,
          choice.description && h("small", null, choice.description),
        ),
        isChosen(choice) && icon("check", "option-tick"),
      ),
    ]),
  );
}

/** @param {HTMLElement} list */
function fit(list) {
  list.style.setProperty(
    "width",
    `${Math.max(220, /** @type {HTMLElement} */ (list.parentElement).offsetWidth)}px`,
  );
  place(list);
  const active = list.querySelector(".active");
  if (active !== /** @type {any} */ (list).__active) active?.scrollIntoView({ block: "nearest" });
  /** @type {any} */ (list).__active = active;
}

/** @param {Spec} spec @param {Choice} choice */
function pick(spec, choice) {
  const others = spec.chosen.filter((one) => one.value !== choice.value);
  const isNew = others.length === spec.chosen.length;
  if (spec.multi && isNew && spec.max && spec.chosen.length >= spec.max) return;
  show({ combo: spec.multi ? { ...store.ui.combo, query: "" } : null });
  spec.change(spec.multi ? (isNew ? [...others, choice] : others) : [choice]);
}

/** @param {Spec} spec @param {any} open @param {Choice[]} list @param {KeyboardEvent} event */
function keys(spec, open, list, event) {
  const { key } = event;
  if (key === "Backspace" && spec.multi && !open?.query && spec.chosen.length)
    return spec.change(spec.chosen.slice(0, -1));
  if (key === "Escape" && open) {
    event.stopPropagation();
    return show({ combo: null });
  }
  if (key === "Enter") event.preventDefault();
  if (key === "Enter" && open) return list[open.active] && pick(spec, list[open.active]);
  if (key !== "ArrowDown" && key !== "ArrowUp" && key !== "Enter") return undefined;
  event.preventDefault();
  if (!open) return unfold(spec);
  const step = key === "ArrowDown" ? 1 : -1;
  return show({ combo: { ...open, active: (open.active + step + list.length) % Math.max(1, list.length) } });
}
