// @ts-check
/** Where the choices of each select come from, and how what was chosen is written down. */

import { act } from "./actions.js";
import { say } from "./api.js";
import { avatar, icon } from "./icons.js";
import { keep, valueOf } from "./inputs.js";
import { plain } from "./mrkdwn.js";
import { combobox } from "./select.js";
import { store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./places.js").Place} Place */
/** @typedef {import("./select.js").Choice} Choice */

/** @param {Json} option @param {string} [group] @returns {Choice} */
const fromOption = (option, group) => ({
  value: option.value,
  label: plain(option.text),
  description: plain(option.description) || undefined,
  group,
});

/** @param {Json} source @returns {Choice[]} */
const fromOptions = (source) =>
  source.option_groups
    ? source.option_groups.flatMap((/** @type {Json} */ group) =>
        group.options.map((/** @type {Json} */ one) => fromOption(one, plain(group.label))),
      )
    : (source.options ?? []).map((/** @type {Json} */ one) => fromOption(one));

/** @returns {Choice[]} */
const everybody = () =>
  store.state.users
    .filter((/** @type {Json} */ one) => !one.deleted)
    .map((/** @type {Json} */ one) => ({
      value: one.id,
      label: one.name,
      description: one.real_name === one.name ? undefined : one.real_name,
      picture: avatar(one.id, "tiny"),
    }));

/** @param {string[]} kinds @returns {Choice[]} */
const places = (kinds) =>
  store.state.channels
    .filter((/** @type {Json} */ one) => kinds.includes(one.kind))
    .map((/** @type {Json} */ one) => ({
      value: one.id,
      label: one.kind === "im" ? store.state.app.name : one.name,
      picture: icon(one.kind === "im" ? "message" : "hash"),
    }));

/** What is kept here under a kind of Slack's. @param {string} kind @returns {string[]} */
const kindsOf = (kind) => (kind === "im" ? ["im"] : kind === "public" ? ["channel"] : []);

/** @type {Record<string, {choices: (element: Json) => Choice[], field: string}>} */
const KINDS = {
  static: { choices: fromOptions, field: "selected_option_value" },
  external: { choices: () => [], field: "selected_option_value" },
  users: { choices: everybody, field: "selected_user" },
  channels: { choices: () => places(["channel"]), field: "selected_channel" },
  conversations: {
    choices: (element) => places(element.filter?.include?.flatMap(kindsOf) ?? ["channel", "im"]),
    field: "selected_conversation",
  },
};

/** @param {Place} place @returns {import("./dom.js").Child} */
export function selectField(place) {
  const { element, surface, blockId } = place;
  const match = /^(multi_)?(static|external|users|channels|conversations)_select$/.exec(element.type);
  if (!match) return `[${element.type}]`;
  const multi = Boolean(match[1]);
  const kind = KINDS[match[2]];
  const choices = kind.choices(element);
  const value = valueOf(surface, blockId, element);
  const chosen = chosenOf(value, kind.field, multi, choices);
  return combobox({
    id: place.id,
    attrs: {
      ...place.attrs,
      "data-action-id": element.action_id,
      "data-first": element.focus_on_load ?? null,
    },
    choices,
    chosen,
    multi,
    placeholder: plain(element.placeholder) || (multi ? "Select options" : "Select an option"),
    max: element.max_selected_items,
    ask: match[2] === "external" ? (query) => suggestions(place, query) : undefined,
    change: (picked) => change(place, written(kind.field, multi, picked)),
  });
}

/** @param {Json} value @param {string} field @param {boolean} multi @param {Choice[]} choices @returns {Choice[]} */
function chosenOf(value, field, multi, choices) {
  const known = value.selected_options ?? (value.selected_option ? [value.selected_option] : []);
  const ids = multi ? value[`${field}s`] : [value[field]].filter(Boolean);
  return ids.map((/** @type {string} */ id) => {
    const option = known.find((/** @type {Json} */ one) => one.value === id);
    return (
      choices.find((one) => one.value === id) ?? (option ? fromOption(option) : { value: id, label: id })
    );
  });
}

/** @param {string} field @param {boolean} multi @param {Choice[]} picked @returns {Json} */
function written(field, multi, picked) {
  const values = picked.map((one) => one.value);
  const options = picked.map((one) => ({
    text: { type: "plain_text", text: one.label, emoji: false },
    value: one.value,
  }));
  if (field !== "selected_option_value")
    return multi ? { [`${field}s`]: values } : { [field]: values[0] ?? null };
  if (multi) return { selected_option_values: values, selected_options: options };
  return { selected_option_value: values[0] ?? null, selected_option: options[0] ?? null };
}

/** @param {Place} place @param {Json} value */
function change({ surface, blockId, element, dispatches }, value) {
  keep(surface, blockId, element, value);
  if (dispatches) act(surface, blockId, element, value);
}

/** @param {Place} place @param {string} query @returns {Promise<Choice[]>} */
async function suggestions({ surface, blockId, element }, query) {
  if (query.length < (element.min_query_length ?? 0)) return [];
  const answer = await say("suggest", {
    container: surface.container,
    block_id: blockId,
    action_id: element.action_id,
    value: query,
  });
  return fromOptions(answer);
}
