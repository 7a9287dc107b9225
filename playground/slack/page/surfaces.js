// @ts-check
/** Where blocks stand: a message, an ephemeral message, a modal or the App Home. */

import { store } from "./store.js";

/** @typedef {import("./inputs.js").Surface} Surface */
/** @typedef {import("./store.js").Json} Json */

/** Blocks without an id get one by position, as Slack gives them one. @param {Json[]|undefined} blocks */
const named = (blocks) =>
  (blocks ?? []).map((block, at) => (block.block_id ? block : { ...block, block_id: `b${at}` }));

/** @param {string} channel @param {Json} message @param {string} pane @returns {Surface} */
export const messageSurface = (channel, message, pane) => ({
  key: `message ${channel} ${message.ts}`,
  pane,
  container: { type: "message", channel, message_ts: message.ts },
  blocks: named(message.blocks),
});

/** @param {Json} ephemeral @param {string} pane @returns {Surface} */
export const ephemeralSurface = (ephemeral, pane) => ({
  key: `ephemeral ${ephemeral.id}`,
  pane,
  container: { type: "ephemeral", id: ephemeral.id },
  blocks: named(ephemeral.blocks),
});

/** @param {Json} view @returns {Surface} */
export const viewSurface = (view) => ({
  key: `view ${view.id}`,
  pane: "view",
  container: { type: "view", view_id: view.id },
  blocks: named(view.blocks),
  errors: store.ui.errors[`view ${view.id}`],
});

/** Everything that the person acting may have typed into. @returns {Surface[]} */
export function allSurfaces() {
  const { state } = store;
  const messages = Object.entries(state.messages).flatMap(([channel, list]) =>
    /** @type {Json[]} */ (list)
      .filter((one) => one.blocks?.length)
      .map((one) => messageSurface(channel, one, "")),
  );
  const views = state.home ? [...state.views, state.home] : state.views;
  const ephemerals = state.ephemerals.map((/** @type {Json} */ one) => ephemeralSurface(one, ""));
  return [...messages, ...ephemerals, ...views.map(viewSurface)];
}

/** The little triangle: what went wrong with the last action here. @param {Surface} surface @returns {string} */
export function warningOn(surface) {
  const { type } = surface.container;
  const fields = { message: ["channel", "message_ts"], ephemeral: ["id"], view: ["view_id"] }[
    /** @type {"view"} */ (type)
  ];
  const found = store.state.warnings.find(
    (/** @type {Json} */ one) =>
      one.container?.type === type &&
      fields.every((field) => one.container[field] === surface.container[field]),
  );
  return found?.text ?? store.ui.notes[surface.key] ?? "";
}
