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
  return h(
    "form",
    {
      class: "modal",
      role: "dialog",
      "aria-labelledby": titleId,
      "data-view-id": view.id,
      novalidate: true,
      onsubmit,
      ...modalProps(close),
    },
    h(
      "header",
      { class: "modal-head" },
      isStacked
        ? h(
            "button",
            { type: "button", class: "icon-button", "aria-label": "Back", onclick: close },
            icon("back"),
          )
        : avatar(store.state.app.bot_user_id, "small"),
      h("h1", { id: titleId }, title),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close dialog", onclick: close },
        icon("close"),
      ),
    ),
    h("div", { class: "modal-body", key: `body ${title}`, tabindex: "0" }, blocks(surface)),
    warning(warningOn(surface)),
    foot(view, close, `${surface.key}|submit`),
  );
}

/** @param {Json} view @param {() => void} close @param {string} busy */
function foot(view, close, busy) {
  const isBusy = store.ui.busy[busy];
  return h(
    "footer",
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
