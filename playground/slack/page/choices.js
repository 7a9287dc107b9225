// @ts-check
/** Radio buttons and checkboxes. */

import { h } from "./dom.js";
import { textOf } from "./mrkdwn.js";
import { chosen, current } from "./places.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./places.js").Place} Place */

/** @param {Place} place */
export function radios(place) {
  const picked = current(place).selected_option_value;
  return h(
    "div",
    { ...group(place), role: "radiogroup" },
    place.element.options.map((/** @type {Json} */ option, /** @type {number} */ at) => {
      const onchange = () => chosen(place, { selected_option_value: option.value, selected_option: option });
      return choice(place, option, at, {
        type: "radio",
        name: place.id,
        checked: picked === option.value,
        onchange,
      });
    }),
  );
}

/** @param {Place} place */
export function checkboxes(place) {
  const picked = current(place).selected_option_values;
  const { options } = place.element;
  return h(
    "div",
    { ...group(place), role: "group" },
    options.map((/** @type {Json} */ option, /** @type {number} */ at) => {
      const onchange = (/** @type {any} */ event) => {
        const wanted = options.filter((/** @type {Json} */ one) =>
          one.value === option.value ? event.target.checked : picked.includes(one.value),
        );
        chosen(place, {
          selected_option_values: wanted.map((/** @type {Json} */ one) => one.value),
          selected_options: wanted,
        });
      };
      return choice(place, option, at, {
        type: "checkbox",
        checked: picked.includes(option.value),
        onchange,
      });
    }),
  );
}

/** @param {Place} place */
const group = ({ id, attrs, element }) => ({
  ...attrs,
  id,
  key: id,
  class: "choices",
  "data-action-id": element.action_id,
});

/** @param {Place} place @param {Json} option @param {number} at @param {Record<string, any>} props */
function choice(place, option, at, props) {
  const id = `${place.id}-${at}`;
  const note = option.description && `${id}-d`;
  return h(
    "div",
    { class: "choice", key: id },
    h("input", { ...props, id, key: "box", value: option.value, "aria-describedby": note }),
    h("label", { for: id }, textOf(option.text)),
    note && h("div", { class: "choice-note", id: note }, textOf(option.description)),
  );
}
