// @ts-check
/**
 * Every composed state of a file on one page: `gallery.html?src=/data/cards.json&theme=dark`.
 * The file is an object: name -> {surface: "message"|"modal"|"home", payload}. A message for one
 * `user` is drawn as an ephemeral one. Each state stands in `[data-state="<name>"]`.
 */

import { blocks } from "./blocks.js";
import { draw, h } from "./dom.js";
import { ephemeralRow, messageRow } from "./message.js";
import { dialog } from "./modal.js";
import { show, store, whenChanged } from "./store.js";
import { viewSurface } from "./surfaces.js";
import { startTheme } from "./theme.js";

/** @typedef {import("./store.js").Json} Json */

const root = /** @type {HTMLElement} */ (document.getElementById("page"));
const query = new URLSearchParams(location.search);

/** @param {string} id @param {string} name @param {Json} [more] */
const person = (id, name, more = {}) => ({
  id,
  name: name.split(" ")[0].toLowerCase(),
  real_name: name,
  ...more,
});

const PLACE = {
  me: "U0ANA",
  team: { id: "T0LOCAL", name: "Northwind", domain: "local" },
  app: { id: "A0LOCAL", name: "Signoff", bot_user_id: "U0BOT", bot_id: "B0BOT" },
  users: [
    person("U0ANA", "Ana Alves"),
    person("U0BOB", "Bob Berg"),
    person("U0EVE", "Eve Engel"),
    person("U0BOT", "Signoff", { is_bot: true }),
  ],
  groups: [{ id: "S0SRE", handle: "sre-leads", name: "SRE leads", users: ["U0BOB", "U0EVE"] }],
  channels: [
    { id: "C1", name: "ops", kind: "channel", members: [] },
    { id: "C0OPS", name: "ops", kind: "channel", members: [] },
    { id: "C0APPROVALS", name: "approvals", kind: "channel", members: [] },
    { id: "D0ANA", name: "ana", kind: "im", members: [] },
  ],
};

/** @param {Json} state @param {number} at */
function composed({ surface, payload }, at) {
  const ts = `1795348${String(800 + at)}.000100`;
  const sender = { user: "U0BOT", bot_id: "B0BOT", ts };
  if (surface === "modal") return dialog({ id: `V${at}`, ...payload }, () => {}, false);
  if (surface === "home")
    return h("div", { class: "home" }, blocks(viewSurface({ id: `V${at}`, ...payload })));
  if (payload.user) return ephemeralRow({ ...payload, ...sender, id: `E${at}` }, "thread");
  return messageRow({ ...payload, ...sender, thread_ts: undefined }, { channel: "C1", pane: "thread" });
}

/** @param {Json} states */
function redraw(states) {
  draw(
    root,
    Object.entries(states).map(([name, state], at) =>
      h(
        "section",
        { class: "specimen", key: name, "data-state": name, "aria-label": name },
        h("h2", { class: "specimen-name" }, name),
        h("div", { class: `specimen-ground on-${state.surface}` }, composed(state, at)),
      ),
    ),
  );
  document.documentElement.dataset.version = "1";
}

const states = await (await fetch(query.get("src") ?? "/data/cards.json")).json();
Object.assign(store.state, PLACE, { sessions: [], statuses: [], prompts: {} });
store.ui.me = PLACE.me;
whenChanged(() => redraw(states));
startTheme();
show();
