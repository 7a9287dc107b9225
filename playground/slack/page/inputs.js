// @ts-check
/** What a person typed and chose, kept by surface, block and action while the page is redrawn. */

import { show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {{key: string, pane: string, container: Json, blocks: Json[], errors?: Record<string, string>}} Surface */

/** @type {Map<string, Record<string, Record<string, Json>>>} */
const kept = new Map();

/** @param {Surface} surface */
const drawer = (surface) => `${store.ui.me}|${surface.key}`;

/** @type {Record<string, (element: Json) => Json>} */
const INITIAL = {
  plain_text_input: (element) => ({ value: element.initial_value ?? null }),
  email_text_input: (element) => ({ value: element.initial_value ?? null }),
  url_text_input: (element) => ({ value: element.initial_value ?? null }),
  number_input: (element) => ({ value: element.initial_value ?? null }),
  rich_text_input: (element) => ({ rich_text_value: element.initial_value ?? null }),
  static_select: one,
  external_select: one,
  radio_buttons: one,
  multi_static_select: several,
  multi_external_select: several,
  checkboxes: several,
  users_select: (element) => ({ selected_user: element.initial_user ?? null }),
  multi_users_select: (element) => ({ selected_users: element.initial_users ?? [] }),
  channels_select: (element) => ({ selected_channel: element.initial_channel ?? null }),
  multi_channels_select: (element) => ({ selected_channels: element.initial_channels ?? [] }),
  conversations_select: (element) => ({ selected_conversation: element.initial_conversation ?? null }),
  multi_conversations_select: (element) => ({ selected_conversations: element.initial_conversations ?? [] }),
  datepicker: (element) => ({ selected_date: element.initial_date ?? null }),
  timepicker: (element) => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element.initial_date_time ?? null }),
  file_input: () => ({ file_ids: [], files: [] }),
};

/** @param {Json} element @returns {Json} */
function one(element) {
  const option = element.initial_option;
  return { selected_option_value: option?.value ?? null, selected_option: option ?? null };
}

/** @param {Json} element @returns {Json} */
function several(element) {
  const options = element.initial_options ?? [];
  return {
    selected_option_values: options.map((/** @type {Json} */ option) => option.value),
    selected_options: options,
  };
}

/** @param {Json} element */
export const isStateful = (element) => element.type in INITIAL;

/** @param {Surface} surface @param {string} blockId @param {Json} element @returns {Json} */
export function valueOf(surface, blockId, element) {
  const found = kept.get(drawer(surface))?.[blockId]?.[element.action_id];
  return found && found.type === element.type
    ? found
    : { type: element.type, ...INITIAL[element.type](element) };
}

/** @param {Surface} surface @param {string} blockId @param {Json} element @param {Json} value */
export function keep(surface, blockId, element, value) {
  const name = drawer(surface);
  const all = kept.get(name) ?? {};
  all[blockId] = { ...(all[blockId] ?? {}), [element.action_id]: { type: element.type, ...value } };
  kept.set(name, all);
  const errors = store.ui.errors[surface.key];
  if (errors) delete errors[blockId];
  show();
}

/** Every stateful element of the blocks. @param {Json[]} blocks @returns {[string, Json][]} */
function elementsOf(blocks) {
  return blocks.flatMap((block) => {
    if (block.type === "container") return elementsOf(block.child_blocks ?? []);
    const elements = [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])];
    const stateful = elements.filter((element) => element && isStateful(element));
    return stateful.map((element) => /** @type {[string, Json]} */ ([block.block_id, element]));
  });
}

/** The state of every input on the surface, as the page sees it. @param {Surface} surface @returns {Json} */
export function valuesOf(surface) {
  /** @type {Json} */
  const out = {};
  for (const [blockId, element] of elementsOf(surface.blocks)) {
    out[blockId] = { ...out[blockId], [element.action_id]: valueOf(surface, blockId, element) };
  }
  return out;
}

/** Forget what was typed into blocks that are gone: the same id, later, starts afresh.
 * @param {Surface[]} surfaces all that exist for the person acting */
export function forgetAllBut(surfaces) {
  const alive = new Map(surfaces.map((surface) => [drawer(surface), new Set(surface.blocks.flatMap(idsOf))]));
  for (const [name, values] of kept) {
    if (!name.startsWith(`${store.ui.me}|`)) continue;
    const ids = alive.get(name);
    if (!ids) kept.delete(name);
    else for (const id of Object.keys(values)) if (!ids.has(id)) delete values[id];
  }
}

/** @param {Json} block @returns {string[]} */
const idsOf = (block) => [block.block_id, ...(block.child_blocks ?? []).flatMap(idsOf)];
