// @ts-check
/** Something was clicked or chosen: ask first where the app wants it, tell the server, show the outcome. */

import { say } from "./api.js";
import { valuesOf } from "./inputs.js";
import { confirmed } from "./overlay.js";
import { show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./inputs.js").Surface} Surface */

/** @param {Surface} surface @param {string} blockId @param {Json} element @param {string} [part] */
const busyKey = (surface, blockId, element, part = "") =>
  [store.ui.me, surface.key, blockId, element.action_id, part].join("|");

/** @param {Surface} surface @param {string} blockId @param {Json} element @param {string} [part] */
export const isBusy = (surface, blockId, element, part) =>
  store.ui.busy[busyKey(surface, blockId, element, part)] ?? false;

/**
 * @param {Surface} surface
 * @param {string} blockId
 * @param {Json} element
 * @param {Json} [value] the value in its type's shape
 * @param {string} [part] tells the buttons of one element apart
 */
export async function act(surface, blockId, element, value = {}, part = "") {
  const busy = busyKey(surface, blockId, element, part);
  if (store.ui.busy[busy]) return;
  if (element.confirm && !(await confirmed(element.confirm))) return;
  delete store.ui.notes[surface.key];
  store.ui.busy[busy] = true;
  show();
  const action = { block_id: blockId, action_id: element.action_id, ...value, type: element.type };
  const answer = await say("action", { container: surface.container, action, values: valuesOf(surface) });
  delete store.ui.busy[busy];
  if (!answer.ok) store.ui.notes[surface.key] = refusal(answer.error);
  show();
}

/** @param {string|undefined} error */
function refusal(error) {
  if (!error || error.includes(" ")) return error || "The app did not answer.";
  return `That did not work (${error}).`;
}

/** @param {Surface} surface @param {string} viewId */
export async function submit(surface, viewId) {
  const busy = `${surface.key}|submit`;
  if (store.ui.busy[busy]) return;
  store.ui.busy[busy] = true;
  delete store.ui.errors[surface.key];
  delete store.ui.notes[surface.key];
  show();
  const answer = await say("view/submit", { view_id: viewId, values: valuesOf(surface) });
  delete store.ui.busy[busy];
  if (answer.errors) store.ui.errors[surface.key] = answer.errors;
  else if (!answer.ok) store.ui.notes[surface.key] = refusal(answer.error);
  show();
  if (answer.errors) focusFirstError();
}

function focusFirstError() {
  setTimeout(() => {
    /** @type {HTMLElement|null} */
    const field = document.querySelector('.modal [aria-invalid="true"]');
    field?.focus();
    field?.scrollIntoView({ block: "nearest" });
  }, 0);
}
