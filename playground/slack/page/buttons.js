// @ts-check
/** Buttons, overflow menus, feedback and icon buttons of a card. */

import { act, isBusy } from "./actions.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./mrkdwn.js";
import { menuButton } from "./overlay.js";
import { openPermalink } from "./route.js";
import { store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./inputs.js").Surface} Surface */

/** Some buttons are for named people only. @param {Json} element */
export const isShown = (element) =>
  !element.visible_to_user_ids?.length || element.visible_to_user_ids.includes(store.ui.me);

/** @param {Surface} surface @param {string} blockId @param {Json} element @param {string} id */
export function button(surface, blockId, element, id) {
  const busy = isBusy(surface, blockId, element);
  const onclick = () => {
    act(surface, blockId, element);
    if (/^https?:/.test(element.url ?? "") && !openPermalink(element.url))
      window.open(element.url, "_blank", "noopener,noreferrer");
  };
  return h(
    "button",
    {
      type: "button",
      id,
      key: id,
      class: `button ${element.style ?? ""} ${busy ? "busy" : ""}`,
      "aria-label": element.accessibility_label ?? null,
      "aria-busy": busy ? "true" : null,
      "data-action-id": element.action_id,
      onclick,
    },
    h("span", { class: "button-text" }, plain(element.text)),
  );
}

/** @param {Surface} surface @param {string} blockId @param {Json} element @param {string} id */
export function overflow(surface, blockId, element, id) {
  const items = element.options.map((/** @type {Json} */ option) => ({
    label: plain(option.text),
    pick: () => {
      if (/^https?:/.test(option.url ?? "")) window.open(option.url, "_blank", "noopener,noreferrer");
      act(surface, blockId, element, { selected_option_value: option.value });
    },
  }));
  return menuButton({
    id,
    label: element.accessibility_label ?? "More actions",
    className: "button overflow",
    content: icon("more"),
    items,
    props: { "data-action-id": element.action_id },
  });
}

/** @param {Surface} surface @param {string} blockId @param {Json} element @param {string} id */
export function feedback(surface, blockId, element, id) {
  return h(
    "span",
    { class: "feedback", key: id },
    ["positive_button", "negative_button"].map((name) => {
      const one = element[name];
      const send = () =>
        act(surface, blockId, element, { selected_value: one.value, value: one.value }, name);
      return (
        one &&
        h(
          "button",
          {
            type: "button",
            key: name,
            class: "icon-button boxed",
            title: plain(one.text),
            onclick: send,
            "aria-label": one.accessibility_label ?? plain(one.text),
            "data-action-id": element.action_id,
          },
          h("span", { "aria-hidden": "true" }, name === "positive_button" ? "👍" : "👎"),
        )
      );
    }),
  );
}

/** @param {Surface} surface @param {string} blockId @param {Json} element @param {string} id */
export const iconButton = (surface, blockId, element, id) =>
  h(
    "button",
    {
      type: "button",
      key: id,
      class: "icon-button boxed",
      title: plain(element.text),
      "aria-label": element.accessibility_label ?? plain(element.text),
      "data-action-id": element.action_id,
      onclick: () => act(surface, blockId, element),
    },
    icon(element.icon === "trash" ? "trash" : "more"),
  );
