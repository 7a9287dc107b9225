// @ts-check
/** A message that is still being written: its tasks, then its text and blocks in the order they came. */

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { markdown } from "./markdown.js";
import { plan, taskCard } from "./more_blocks.js";

/** @typedef {import("./store.js").Json} Json */

/** Text chunks join; a task's later word replaces its earlier one and its details grow.
 * @param {Json[]} chunks @returns {Json[]} */
function joined(chunks) {
  /** @type {Json[]} */
  const out = [];
  for (const chunk of chunks) {
    const last = out[out.length - 1];
    const same =
      chunk.type === "task_update" && out.find((one) => one.type === "task_update" && one.id === chunk.id);
    if (chunk.type === "markdown_text" && last?.type === "markdown_text") last.text += chunk.text;
    else if (same) Object.assign(same, chunk, { details: (same.details ?? "") + (chunk.details ?? "") });
    else out.push({ ...chunk });
  }
  return out;
}

/** @param {Json} message @param {import("./inputs.js").Surface} surface */
export function streamed(message, surface) {
  const parts = joined(message.chunks ?? []);
  const tasks = parts
    .filter((part) => part.type === "task_update")
    .map((task) => ({ ...task, task_id: task.id }));
  const planned = parts.filter((part) => part.type === "plan_update").pop();
  const isPlan = planned || message.display_mode === "plan";
  const lasting = parts.filter((part) => part.type === "markdown_text" || part.type === "blocks");
  return h(
    "div",
    { class: "streamed", "aria-busy": message.streaming ? "true" : null },
    tasks.length > 0 && isPlan ? plan({ title: planned?.title ?? "Plan", tasks }) : tasks.map(taskCard),
    lasting.length === 0 && message.text && markdown(message.text),
    lasting.map((part) => (part.type === "blocks" ? blocks(surface, part.blocks) : markdown(part.text))),
    message.streaming && h("span", { class: "caret", role: "img", "aria-label": "still writing" }),
    surface.blocks.length > 0 && blocks(surface),
  );
}
