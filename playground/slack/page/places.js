// @ts-check
/** Where an input stands, what it holds, and what happens when that changes. */

import { act } from "./actions.js";
import { keep, valueOf } from "./inputs.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {{surface: import("./inputs.js").Surface, blockId: string, element: Json, id: string,
 *   attrs: Record<string, any>, dispatches: boolean}} Place `attrs` tie it to its label and its error */

/** @param {Place} place @returns {Json} */
export const current = ({ surface, blockId, element }) => valueOf(surface, blockId, element);

/** Keep what was chosen, and tell the app where it wants to know at once. @param {Place} place @param {Json} value */
export function chosen({ surface, blockId, element, dispatches }, value) {
  keep(surface, blockId, element, value);
  if (dispatches) act(surface, blockId, element, value);
}
