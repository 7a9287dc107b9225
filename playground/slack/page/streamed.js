// @ts-check
/** A message that is still being written, or was: text, tasks, plans and blocks in the order they came. */

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { markdown } from "./markdown.js";
import { plan, taskCard } from "./more_blocks.js";

/** @typedef {import("./store.js").Json} Json */

/** Text chunks join; a task's later word replaces its earlier one and its details grow.
 * @param {Json[]} chunks @returns {Json[]} */
export function joined(chunks) {
  /** @type {Json[]} */
  const out = [];
  for (const chunk of chunks) {
    const last = out[out.length - 1];
    const same = chunk.type === "task_update" && out.find((one) => one.type === "task_update" && one.id === chunk.id);
    const title = chunk.type === "plan_update" && out.find((one) => one.type === "plan_update");
    if (chunk.type === "markdown_text" && last?.type === "markdown_text") last.text += chunk.text;
    else if (same) Object.assign(same, chunk, { details: (same.details ?? "") + (chunk.details ?? "") });
    else if (title) title.title = chunk.title;
    else out.push({ ...chunk });
  }
  return out;
}

/** @param {Json} message @param {import("./inputs.js").Surface} surface */
export function streamed(message, surface) {
  const parts = joined(message.chunks ?? []);
  const hasText = parts.some((part) => part.type === "markdown_text");
  const isAsking = message.streaming && h("span", { class: "caret", "aria-label": "still writing" });
  return h("div", { class: "streamed", "aria-busy": message.streaming ? "true" : null },
    !hasText && message.text && markdown(message.text),
    parts.map((part) => chunk(part, surface)), isAsking,
    surface.blocks.length > 0 && blocks(surface));
}

/** @param {Json} part @param {import("./inputs.js").Surface} surface */
function chunk(part, surface) {
  if (part.type === "markdown_text") return markdown(part.text);
  if (part.type === "task_update") return taskCard({ ...part, task_id: part.id });
  if (part.type === "plan_update") return plan({ title: part.title, tasks: [] });
  if (part.type === "blocks") return blocks(surface, part.blocks);
  return null;
}
