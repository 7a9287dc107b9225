// @ts-check
/** The rarer blocks: tables, alerts, cards, containers, tasks and plans. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { link } from "./mentions.js";
import { plain, textOf } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./dom.js").Child} Child */

/** @param {Json} block */
export function table(block) {
  const [head, ...rest] = block.rows;
  const align = (/** @type {number} */ at) => block.column_settings?.[at]?.align ?? null;
  const row = (/** @type {Json[]} */ cells, /** @type {string} */ tag) =>
    h(
      "tr",
      null,
      cells.map((cell, at) =>
        h(
          tag,
          { class: align(at) && `align-${align(at)}`, scope: tag === "th" ? "col" : null },
          cellOf(cell),
        ),
      ),
    );
  return h(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": plain(block.caption) || "Table" },
    h(
      "table",
      null,
      block.caption && h("caption", null, plain(block.caption)),
      h("thead", null, row(head, "th")),
      h(
        "tbody",
        null,
        rest.map((/** @type {Json[]} */ cells) => row(cells, "td")),
      ),
    ),
  );
}

/** @param {Json} cell @returns {Child} */
const cellOf = (cell) => (cell.type === "rich_text" ? richText(cell) : String(cell.text ?? cell.value ?? ""));

/** @type {Record<string, string>} */
const LEVELS = { default: "info", info: "info", warning: "warning", error: "warning", success: "check" };

/** @param {Json} block */
export function alertBlock(block) {
  const level = block.level in LEVELS ? block.level : "default";
  return h(
    "div",
    { class: `alert alert-${level}`, role: "note" },
    icon(LEVELS[level]),
    h("div", { class: "mrkdwn" }, textOf(block.text)),
  );
}

/** @param {Json} block @param {(element: Json) => Child} one */
export function card(block, one) {
  return h(
    "div",
    { class: "card" },
    block.hero_image && image(block.hero_image, "hero"),
    h(
      "div",
      { class: "card-body" },
      (block.title || block.icon) &&
        h(
          "div",
          { class: "card-title" },
          block.icon && image(block.icon, "card-icon"),
          h(
            "div",
            null,
            h("strong", null, textOf(block.title)),
            block.subtitle && h("div", { class: "quiet" }, textOf(block.subtitle)),
          ),
        ),
      block.body && h("div", { class: "mrkdwn" }, textOf(block.body)),
      block.subtext && h("div", { class: "quiet" }, textOf(block.subtext)),
    ),
    block.actions && h("div", { class: "actions" }, block.actions.map(one)),
  );
}

/** @param {Json} block @param {(card: Json) => Child} one */
export const carousel = (block, one) =>
  h(
    "div",
    { class: "carousel", tabindex: "0", role: "group", "aria-label": "Cards" },
    block.elements.map((/** @type {Json} */ element) => one(element)),
  );

/** @param {Json} picture @param {string} className */
const image = (picture, className) =>
  h("img", { class: className, src: picture.image_url ?? "", alt: picture.alt_text ?? "" });

/**
 * @param {import("./inputs.js").Surface} surface @param {Json} block @param {string} id
 * @param {(list: Json[]) => Child} nested
 */
export function container(surface, block, id, nested) {
  const key = `${surface.key} ${id}`;
  const isFolded = store.ui.folded[key] ?? Boolean(block.default_collapsed);
  const title = block.rich_text_title ? richText(block.rich_text_title) : plain(block.title);
  const head = [
    block.icon && image(block.icon, "card-icon"),
    h(
      "span",
      { class: "container-words" },
      h("strong", null, title),
      block.subtitle && h("span", { class: "quiet" }, plain(block.subtitle)),
    ),
  ];
  const fold = () => {
    store.ui.folded[key] = !isFolded;
    show();
  };
  return h(
    "section",
    { class: `container width-${block.width ?? "standard"}` },
    block.is_collapsible
      ? h(
          "button",
          { type: "button", class: "container-head", "aria-expanded": String(!isFolded), onclick: fold },
          icon(isFolded ? "right" : "down"),
          head,
        )
      : h("div", { class: `container-head ${block.has_header_divider ? "ruled" : ""}` }, head),
    !(block.is_collapsible && isFolded) &&
      h("div", { class: "container-body" }, nested(block.child_blocks ?? [])),
  );
}

/** @type {Record<string, [string, string]>} */
const STATUS = {
  pending: ["clock", "Waiting"],
  in_progress: ["more", "Running"],
  complete: ["check", "Done"],
  completed: ["check", "Done"],
  error: ["warning", "Failed"],
};

/** @param {Json} block */
export function taskCard(block) {
  const [glyph, word] = STATUS[block.status] ?? STATUS.pending;
  return h(
    "div",
    { class: `task task-${block.status}`, "data-task": block.task_id ?? block.id },
    h(
      "div",
      { class: "task-head" },
      block.status === "in_progress" ? h("span", { class: "spinner", "aria-hidden": "true" }) : icon(glyph),
      h("span", { class: "task-title" }, plainOf(block.title)),
      h("span", { class: "task-word" }, word),
    ),
    block.details && h("div", { class: "task-more" }, words(block.details)),
    block.output && h("div", { class: "task-more" }, words(block.output)),
    block.sources?.length > 0 &&
      h(
        "div",
        { class: "task-more sources" },
        block.sources.map((/** @type {Json} */ one) => link(one.url, one.text || one.url)),
      ),
  );
}

/** @param {any} text */
const plainOf = (text) => (typeof text === "string" ? text : plain(text));

/** @param {any} text @returns {Child} */
const words = (text) =>
  typeof text === "string" ? text : text.type === "rich_text" ? richText(text) : textOf(text);

/** @param {Json} block */
export const plan = (block) =>
  h(
    "div",
    { class: "plan" },
    block.title && h("div", { class: "plan-title" }, plainOf(block.title)),
    (block.tasks ?? []).map((/** @type {Json} */ task) => taskCard(task)),
  );

/** @param {Json} block */
export const video = (block) =>
  h(
    "div",
    { class: "card" },
    block.thumbnail_url && h("img", { class: "hero", src: block.thumbnail_url, alt: block.alt_text ?? "" }),
    h(
      "div",
      { class: "card-body" },
      h("strong", null, block.title_url ? link(block.title_url, plain(block.title)) : plain(block.title)),
      block.description && h("div", { class: "quiet" }, plain(block.description)),
    ),
  );

/** @param {Json} block */
export const fileBlock = (block) =>
  h(
    "div",
    { class: "file-row" },
    icon("file"),
    h("span", { class: "file-name" }, block.external_id ?? "File"),
  );
