// @ts-check
/** Every element that a person types into or chooses from. */

import { act } from "./actions.js";
import { checkboxes, radios } from "./choices.js";
import { h } from "./dom.js";
import { fileInput } from "./file_field.js";
import { keep } from "./inputs.js";
import { plain } from "./mrkdwn.js";
import { chosen, current } from "./places.js";
import { selectField } from "./selects.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./places.js").Place} Place */

/** @param {Place} place @returns {import("./dom.js").Child} */
export function field(place) {
  switch (place.element.type) {
    case "plain_text_input":
      return place.element.multiline ? textArea(place) : textInput(place, "text");
    case "email_text_input":
      return textInput(place, "email");
    case "url_text_input":
      return textInput(place, "url");
    case "number_input":
      return numberInput(place);
    case "rich_text_input":
      return richTextInput(place);
    case "radio_buttons":
      return radios(place);
    case "checkboxes":
      return checkboxes(place);
    case "datepicker":
      return picker(place, "date", "selected_date");
    case "timepicker":
      return picker(place, "time", "selected_time");
    case "datetimepicker":
      return momentPicker(place);
    case "file_input":
      return fileInput(place);
    default:
      return selectField(place);
  }
}

/** @param {Place} place @returns {Record<string, any>} */
function typing(place) {
  const { surface, blockId, element } = place;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const read = (/** @type {any} */ event) => ({
    value: event.target.value === "" ? null : event.target.value,
  });
  return {
    ...place.attrs,
    id: place.id,
    key: place.id,
    placeholder: plain(element.placeholder),
    value: current(place).value ?? "",
    "data-action-id": element.action_id,
    "data-first": element.focus_on_load ?? null,
    maxlength: element.max_length ?? null,
    oninput: (/** @type {Event} */ event) => {
      keep(surface, blockId, element, read(event));
      if (place.dispatches && triggers.includes("on_character_entered"))
        act(surface, blockId, element, read(event));
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (
        event.key !== "Enter" ||
        event.isComposing ||
        !place.dispatches ||
        !triggers.includes("on_enter_pressed")
      )
        return;
      event.preventDefault();
      act(surface, blockId, element, read(event));
    },
  };
}

/** @param {Place} place @param {string} type */
const textInput = (place, type) =>
  h("input", {
    ...typing(place),
    type,
    class: "text-field",
    autocomplete: "off",
    inputmode: type === "text" ? null : type,
  });

/** @param {Place} place */
const textArea = (place) => h("textarea", { ...typing(place), class: "text-field area", rows: "4" });

/** @param {Place} place */
function numberInput(place) {
  const { element } = place;
  return h("input", {
    ...typing(place),
    type: "number",
    class: "text-field",
    autocomplete: "off",
    min: element.min_value ?? null,
    max: element.max_value ?? null,
    step: element.is_decimal_allowed ? "any" : "1",
  });
}

/** @param {Place} place */
function richTextInput(place) {
  const { surface, blockId, element } = place;
  const words = (/** @type {Json|undefined} */ node) =>
    node?.text ?? (node?.elements ?? []).map(words).join(node?.type === "rich_text" ? "\n" : "");
  const oninput = (/** @type {any} */ event) =>
    keep(surface, blockId, element, { rich_text_value: asRichText(event.target.value) });
  const value = words(current(place).rich_text_value ?? undefined);
  return h("textarea", { ...typing(place), value, oninput, class: "text-field area", rows: "4" });
}

/** @param {string} text */
const asRichText = (text) =>
  text === ""
    ? null
    : { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };

/** @param {Place} place @param {string} type @param {string} name */
function picker(place, type, name) {
  const onchange = (/** @type {any} */ event) => chosen(place, { [name]: event.target.value || null });
  return h("input", {
    ...place.attrs,
    id: place.id,
    key: place.id,
    type,
    class: `text-field picker ${type}`,
    value: current(place)[name] ?? "",
    onchange,
    "data-action-id": place.element.action_id,
  });
}

/** @param {Place} place */
function momentPicker(place) {
  const seconds = current(place).selected_date_time;
  const local = seconds
    ? new Date(seconds * 1000 - new Date(seconds * 1000).getTimezoneOffset() * 60_000)
    : null;
  const onchange = (/** @type {any} */ event) => {
    const time = new Date(event.target.value).getTime();
    chosen(place, { selected_date_time: Number.isNaN(time) ? null : Math.floor(time / 1000) });
  };
  return h("input", {
    ...place.attrs,
    id: place.id,
    key: place.id,
    type: "datetime-local",
    class: "text-field picker moment",
    value: local ? local.toISOString().slice(0, 16) : "",
    onchange,
    "data-action-id": place.element.action_id,
  });
}
