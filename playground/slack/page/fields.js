// @ts-check
/** Every element that a person types into or chooses from. */

import { act } from "./actions.js";
import { encoded, say } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { keep, valueOf } from "./inputs.js";
import { plain, textOf } from "./mrkdwn.js";
import { selectField } from "./selects.js";
import { show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./inputs.js").Surface} Surface */
/** @typedef {{surface: Surface, blockId: string, element: Json, id: string, attrs: Record<string, any>,
 *   dispatches: boolean}} Place where the element stands, and what its label and errors are called */

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

/** @param {Place} place @returns {Json} */
export const current = ({ surface, blockId, element }) => valueOf(surface, blockId, element);

/** Keep what was chosen, and tell the app where it wants to know at once. @param {Place} place @param {Json} value */
export function chosen({ surface, blockId, element, dispatches }, value) {
  keep(surface, blockId, element, value);
  if (dispatches) act(surface, blockId, element, value);
}

/** @param {Place} place @returns {Record<string, any>} */
function typing(place) {
  const { surface, blockId, element } = place;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const read = (/** @type {any} */ event) => ({ value: event.target.value === "" ? null : event.target.value });
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
      if (place.dispatches && triggers.includes("on_character_entered")) act(surface, blockId, element, read(event));
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.isComposing || !place.dispatches || !triggers.includes("on_enter_pressed")) return;
      event.preventDefault();
      act(surface, blockId, element, read(event));
    },
  };
}

/** @param {Place} place @param {string} type */
const textInput = (place, type) =>
  h("input", { ...typing(place), type, class: "text-field", autocomplete: "off", inputmode: type === "text" ? null : type });

/** @param {Place} place */
const textArea = (place) => h("textarea", { ...typing(place), class: "text-field area", rows: "4" });

/** @param {Place} place */
function numberInput(place) {
  const { element } = place;
  return h("input", { ...typing(place), type: "number", class: "text-field", autocomplete: "off", min: element.min_value ?? null,
    max: element.max_value ?? null, step: element.is_decimal_allowed ? "any" : "1" });
}

/** @param {Place} place */
function richTextInput(place) {
  const { surface, blockId, element } = place;
  const words = (/** @type {Json|undefined} */ node) =>
    node?.text ?? (node?.elements ?? []).map(words).join(node?.type === "rich_text" ? "\n" : "");
  const oninput = (/** @type {any} */ event) => keep(surface, blockId, element, { rich_text_value: asRichText(event.target.value) });
  const value = words(current(place).rich_text_value ?? undefined);
  return h("textarea", { ...typing(place), value, oninput, class: "text-field area", rows: "4" });
}

/** @param {string} text */
const asRichText = (text) =>
  text === "" ? null : { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };

/** @param {Place} place */
function radios(place) {
  const picked = current(place).selected_option_value;
  return h("div", { ...group(place), role: "radiogroup" }, place.element.options.map((/** @type {Json} */ option, /** @type {number} */ at) => {
    const onchange = () => chosen(place, { selected_option_value: option.value, selected_option: option });
    return choice(place, option, at, { type: "radio", name: place.id, checked: picked === option.value, onchange });
  }));
}

/** @param {Place} place */
function checkboxes(place) {
  const picked = current(place).selected_option_values;
  const { options } = place.element;
  return h("div", { ...group(place), role: "group" }, options.map((/** @type {Json} */ option, /** @type {number} */ at) => {
    const onchange = (/** @type {any} */ event) => {
      const wanted = options.filter((/** @type {Json} */ one) =>
        one.value === option.value ? event.target.checked : picked.includes(one.value));
      chosen(place, { selected_option_values: wanted.map((/** @type {Json} */ one) => one.value), selected_options: wanted });
    };
    return choice(place, option, at, { type: "checkbox", checked: picked.includes(option.value), onchange });
  }));
}

/** @param {Place} place */
const group = ({ id, attrs, element }) => ({ ...attrs, id, key: id, class: "choices", "data-action-id": element.action_id });

/** @param {Place} place @param {Json} option @param {number} at @param {Record<string, any>} props */
function choice(place, option, at, props) {
  const id = `${place.id}-${at}`;
  const note = option.description && `${id}-d`;
  return h("div", { class: "choice", key: id },
    h("input", { ...props, id, key: "box", value: option.value, "aria-describedby": note }),
    h("label", { for: id }, textOf(option.text)),
    note && h("div", { class: "choice-note", id: note }, textOf(option.description)));
}

/** @param {Place} place @param {string} type @param {string} name */
function picker(place, type, name) {
  const onchange = (/** @type {any} */ event) => chosen(place, { [name]: event.target.value || null });
  return h("input", { ...place.attrs, id: place.id, key: place.id, type, class: `text-field picker ${type}`,
    value: current(place)[name] ?? "", onchange, "data-action-id": place.element.action_id });
}

/** @param {Place} place */
function momentPicker(place) {
  const seconds = current(place).selected_date_time;
  const local = seconds ? new Date(seconds * 1000 - new Date(seconds * 1000).getTimezoneOffset() * 60_000) : null;
  const onchange = (/** @type {any} */ event) => {
    const time = new Date(event.target.value).getTime();
    chosen(place, { selected_date_time: Number.isNaN(time) ? null : Math.floor(time / 1000) });
  };
  return h("input", { ...place.attrs, id: place.id, key: place.id, type: "datetime-local", class: "text-field picker moment",
    value: local ? local.toISOString().slice(0, 16) : "", onchange, "data-action-id": place.element.action_id });
}

/** @param {Place} place */
function fileInput(place) {
  const { element, id } = place;
  const { files } = current(place);
  const most = element.max_files ?? 10;
  const drop = (/** @type {Json} */ file) => put(place, files.filter((/** @type {Json} */ one) => one.id !== file.id));
  return h("div", { class: "files", key: id },
    files.map((/** @type {Json} */ file) => h("div", { class: "file-row", key: file.id }, icon("file"), h("span", { class: "file-name" }, file.name),
      h("button", { type: "button", class: "icon-button small", "aria-label": `Remove ${file.name}`, onclick: () => drop(file) }, icon("close")))),
    h("div", { class: "file-drop", hidden: files.length >= most },
      h("input", { ...place.attrs, id, key: "file", type: "file", class: "file-field", multiple: most > 1 || null, "data-action-id": element.action_id,
        accept: element.filetypes?.map((/** @type {string} */ type) => `.${type}`).join(",") ?? null,
        onchange: (/** @type {any} */ event) => upload(place, event.target, most) })),
    h("div", { class: "hint" }, `Up to ${most === 1 ? "one file" : `${most} files`}${element.filetypes ? `: ${element.filetypes.join(", ")}` : ""}`));
}

/** @param {Place} place @param {Json[]} files */
const put = ({ surface, blockId, element }, files) =>
  keep(surface, blockId, element, { files, file_ids: files.map((file) => file.id) });

/** @param {Place} place @param {HTMLInputElement} input @param {number} most */
async function upload(place, input, most) {
  for (const file of [...(input.files ?? [])].slice(0, most)) {
    const answer = await say("upload", await encoded(file));
    if (!answer.ok) show({ toast: `${file.name} was not uploaded: ${answer.error}` });
    else put(place, [...current(place).files, answer.file].slice(0, most));
  }
  input.value = "";
  if (store.ui.toast) input.focus();
}
