// @ts-check
/** The stack of modals: the last one is on top and is the one that is drawn. */

import { submit } from "./actions.js";
import { say } from "./api.js";
import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { avatar, icon } from "./icons.js";
import { warning } from "./message_foot.js";
import { plain } from "./mrkdwn.js";
import { modalProps } from "./overlay.js";
import { store } from "./store.js";
import { viewSurface, warningOn } from "./surfaces.js";

/** @typedef {import("./store.js").Json} Json */

export function modal() {
  const view = store.state.views[store.state.views.length - 1];
  if (!view) return null;
  const close = () => say("view/close", { view_id: view.id });
  return h(
    "div",
    { class: "backdrop", key: `modal ${view.id}` },
    dialog(view, close, store.state.views.length > 1),
  );
}

/** @param {Json} view @param {() => void} close @param {boolean} isStacked */
export function dialog(view, close, isStacked) {
  const surface = viewSurface(view);
  const title = plain(view.title);
  const titleId = `title-${view.id}`;
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (view.submit) submit(surface, view.id);
  };
  const props = { class: "modal", role: "dialog", "aria-labelledby": titleId, "data-view-id": view.id };
  return h(
    "div",
    { ...props, ...modalProps(close) },
    h(
      "form",
      { class: "modal-form", novalidate: true, onsubmit },
      head(title, titleId, close, isStacked),
      h("div", { class: "modal-body", key: `body ${title}`, tabindex: "0" }, blocks(surface)),
      warning(warningOn(surface)),
      foot(view, close, `${surface.key}|submit`),
    ),
  );
}

/** @param {string} title @param {string} id @param {() => void} close @param {boolean} isStacked */
function head(title, id, close, isStacked) {
  const back = { type: "button", class: "icon-button", "aria-label": "Back", onclick: close };
  const shut = { type: "button", class: "icon-button", "aria-label": "Close dialog", onclick: close };
  return h(
    "div",
    { class: "modal-head" },
    isStacked ? h("button", back, icon("back")) : avatar(store.state.app.bot_user_id, "small"),
    h("h1", { id }, title),
    h("button", shut, icon("close")),
  );
}

/** @param {Json} view @param {() => void} close @param {string} busy */
function foot(view, close, busy) {
  const isBusy = store.ui.busy[busy];
  return h(
    "div",
    { class: "modal-foot" },
    h("button", { type: "button", class: "button", onclick: close }, plain(view.close) || "Cancel"),
    view.submit &&
      h(
        "button",
        {
          type: "submit",
          class: `button primary ${isBusy ? "busy" : ""}`,
          "aria-busy": isBusy ? "true" : null,
        },
        h("span", { class: "button-text" }, plain(view.submit)),
      ),
  );
}
