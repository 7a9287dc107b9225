// @ts-check
/** Blocks as Slack draws them: the ones that cards, forms and the App Home are made of. */

import { button, feedback, iconButton, isShown, overflow } from "./buttons.js";
import { h } from "./dom.js";
import { field } from "./fields.js";
import { icon } from "./icons.js";
import { isStateful } from "./inputs.js";
import { markdown } from "./markdown.js";
import {
  alertBlock,
  card,
  carousel,
  container,
  fileBlock,
  plan,
  table,
  taskCard,
  video,
} from "./more_blocks.js";
import { plain, textOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./inputs.js").Surface} Surface */
/** @typedef {import("./dom.js").Child} Child */

/** @param {Surface} surface @param {Json[]} [list] */
export function blocks(surface, list = surface.blocks) {
  return h(
    "div",
    { class: "blocks" },
    list.map((block, at) => {
      const id = block.block_id ?? `b${at}`;
      return h(
        "div",
        { class: `block block-${block.type}`, key: id, "data-block-id": id },
        drawn(surface, block, id),
      );
    }),
  );
}

/** One block that is not as it should be must not take the page with it.
 * @param {Surface} surface @param {Json} block @param {string} id @returns {Child} */
function drawn(surface, block, id) {
  try {
    return draw(surface, block, id);
  } catch (error) {
    console.error(block, error);
    return h("div", { class: "unknown" }, `This ${block.type} block can't be drawn: ${error}`);
  }
}

/** @param {Surface} surface @param {Json} block @param {string} id @returns {Child} */
function draw(surface, block, id) {
  const one = (/** @type {Json} */ element) => interactive(surface, id, element);
  const nested = (/** @type {Json[]} */ list) => blocks(surface, list);
  switch (block.type) {
    case "section":
      return section(block, one);
    case "header":
      return h(`h${Math.min(Math.max(block.level ?? 2, 1), 6)}`, { class: "block-head" }, plain(block.text));
    case "divider":
      return h("hr", { class: "divider" });
    case "image":
      return figure(block);
    case "context":
      return h("div", { class: "context" }, block.elements.map(contextElement));
    case "actions":
    case "context_actions":
      return h("div", { class: "actions" }, block.elements.filter(isShown).map(one));
    case "input":
      return inputBlock(surface, block, id);
    case "rich_text":
      return richText(block);
    case "markdown":
      return markdown(block.text);
    case "table":
    case "data_table":
      return table(block);
    case "alert":
      return alertBlock(block);
    case "card":
      return card(block, one);
    case "carousel":
      return carousel(block, (card_) => draw(surface, card_, id));
    case "container":
      return container(surface, block, id, nested);
    case "task_card":
      return taskCard(block);
    case "plan":
      return plan(block);
    case "video":
      return video(block);
    case "file":
      return fileBlock(block);
    default:
      return block.fallback?.text ?? h("div", { class: "unknown" }, `A ${block.type} block`);
  }
}

/** @param {Json} block @param {(element: Json) => Child} one */
function section(block, one) {
  const side = block.accessory;
  const accessory =
    side && (side.type === "image" ? picture(side, "side-image") : isShown(side) && one(side));
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-text" },
      block.text && h("div", { class: "mrkdwn" }, textOf(block.text)),
      block.fields &&
        h(
          "div",
          { class: "fields" },
          block.fields.map((/** @type {Json} */ text) => h("div", { class: "mrkdwn" }, textOf(text))),
        ),
    ),
    accessory && h("div", { class: `accessory accessory-${side.type}` }, accessory),
  );
}

/** @param {Json} element @returns {Child} */
const contextElement = (element) =>
  element.type === "image"
    ? picture(element, "context-image")
    : h("span", { class: "mrkdwn context-text" }, textOf(element));

/** @param {Json} element @param {string} className */
function picture(element, className) {
  const src = element.image_url ?? element.slack_file?.url ?? "";
  const onerror = (/** @type {any} */ event) => event.target.classList.add("lost");
  return h("img", { class: className, src, alt: element.alt_text ?? "", onerror });
}

/** @param {Json} block */
const figure = (block) =>
  h(
    "figure",
    { class: "figure" },
    block.title && h("figcaption", null, plain(block.title)),
    picture(block, "image"),
  );

/** One element that answers: in an actions block, as an accessory, on a small card.
 * @param {Surface} surface @param {string} blockId @param {Json} element @returns {Child} */
function interactive(surface, blockId, element) {
  const id = elementId(surface, blockId, element);
  const type = element.type;
  if (type === "button" || type === "workflow_button") return button(surface, blockId, element, id);
  if (type === "overflow") return overflow(surface, blockId, element, id);
  if (type === "feedback_buttons") return feedback(surface, blockId, element, id);
  if (type === "icon_button") return iconButton(surface, blockId, element, id);
  if (!isStateful(element)) return h("span", { class: "unknown" }, `[${type}]`);
  const label = element.accessibility_label ?? (plain(element.placeholder) || element.action_id);
  const attrs = { "aria-label": label };
  return h(
    "div",
    { class: `control control-${type}`, key: id },
    field({ surface, blockId, element, id, attrs, dispatches: true }),
  );
}

/** @param {Surface} surface @param {string} blockId @param {Json} element */
const elementId = (surface, blockId, element) =>
  `${surface.pane} ${surface.key} ${blockId} ${element.action_id}`.replace(/[^\w-]+/g, "-");

/** @param {Surface} surface @param {Json} block @param {string} blockId */
function inputBlock(surface, block, blockId) {
  const { element } = block;
  const id = elementId(surface, blockId, element);
  const error = surface.errors?.[blockId];
  const isGroup = element.type === "radio_buttons" || element.type === "checkboxes";
  const notes = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ");
  const attrs = {
    "aria-describedby": notes || null,
    "aria-invalid": error ? "true" : null,
    "aria-required": block.optional || isGroup ? null : "true",
    "aria-labelledby": isGroup ? `${id}-label` : null,
  };
  const optional = block.optional && h("span", { class: "optional" }, " (optional)");
  const label = h(
    isGroup ? "div" : "label",
    { class: "label", id: `${id}-label`, for: isGroup ? null : id },
    plain(block.label),
    optional,
  );
  return h(
    "div",
    { class: `input ${error ? "wrong" : ""}` },
    label,
    field({ surface, blockId, element, id, attrs, dispatches: Boolean(block.dispatch_action) }),
    error &&
      h(
        "div",
        { class: "field-error", id: `${id}-error`, role: "alert" },
        icon("warning"),
        h("span", null, error),
      ),
    block.hint && h("div", { class: "hint", id: `${id}-hint` }, plain(block.hint)),
  );
}
