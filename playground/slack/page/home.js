// @ts-check
/** The app's Home tab. */

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { mark } from "./icons.js";
import { warning } from "./message_foot.js";
import { store } from "./store.js";
import { viewSurface, warningOn } from "./surfaces.js";

export function homeTab() {
  const { home, app } = store.state;
  if (!home) {
    return h(
      "div",
      { class: "scroll", key: "home" },
      h("div", { class: "welcome" }, mark("big"), h("h2", null, `${app.name} has nothing here yet`)),
    );
  }
  const surface = viewSurface(home);
  return h(
    "div",
    {
      class: "scroll",
      key: "home",
      tabindex: "0",
      role: "region",
      "aria-label": "Home",
      "data-view-id": home.id,
    },
    h("div", { class: "home" }, blocks(surface), warning(warningOn(surface))),
  );
}
