// @ts-check
/** The half-written message of each person in each conversation. */

import { encoded } from "./api.js";
import { show, store } from "./store.js";

/** @typedef {{channel: string, thread: string, label: string}} Spot */
/** @typedef {{text: string, caret: number, active: number, shut: boolean, files: import("./store.js").Json[]}} Draft */

/** @param {Spot} spot */
export const keyOf = ({ channel, thread }) => `${store.ui.me}|${channel}|${thread}`;

/** @param {Spot} spot @returns {Draft} */
export const draftOf = (spot) =>
  /** @type {Draft} */ (store.ui.drafts[keyOf(spot)]) ?? {
    text: "",
    caret: 0,
    active: 0,
    shut: false,
    files: [],
  };

/** @param {Spot} spot @param {Partial<Draft>} change */
export function redraft(spot, change) {
  store.ui.drafts[keyOf(spot)] = { ...draftOf(spot), ...change };
  show();
}

/** @param {Spot} spot @param {number} from @param {number} to */
export function setCaret(spot, from, to) {
  setTimeout(() => {
    const node = /** @type {HTMLTextAreaElement|null} */ (
      document.getElementById(`composer-${spot.thread ? "thread" : "channel"}`)
    );
    node?.focus();
    node?.setSelectionRange(from, to);
  }, 0);
}

/** @param {Spot} spot @param {FileList|undefined} list @param {HTMLInputElement} [input] */
export async function attach(spot, list, input) {
  const files = await Promise.all([...(list ?? [])].map(encoded));
  if (input) input.value = "";
  if (files.length === 0) return;
  redraft(spot, { files: [...draftOf(spot).files, ...files] });
}
