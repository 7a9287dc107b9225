// @ts-check
/** Which view is open, kept in the address bar so that a reload or a shared address opens it again. */

import { say } from "./api.js";
import { appChannel, channel, messagesIn, show, store } from "./store.js";

/** Take the view from the address. */
export function fromAddress() {
  const query = new URLSearchParams(location.search);
  const told = (/** @type {string} */ name) => query.get(name) ?? "";
  Object.assign(store.ui, {
    me: told("as"),
    channel: told("channel"),
    thread: told("thread"),
    tab: told("tab") || "messages",
  });
}

/** Put the view into the address. */
export function toAddress() {
  const { me, channel: open, thread, tab } = store.ui;
  const query = new URLSearchParams();
  if (me) query.set("as", me);
  if (open) query.set("channel", open);
  if (thread) query.set("thread", thread);
  if (tab !== "messages") query.set("tab", tab);
  const address = `${location.pathname}?${query}`;
  if (address !== location.pathname + location.search) history.replaceState(null, "", address);
}

/** @param {string} id @param {Partial<import("./store.js").Ui>} [more] */
export function openChannel(id, more = {}) {
  if (channel(id)?.kind === "im") say("home", { tab: more.tab ?? "messages" });
  // What was open before stays open beside the direct messages, and goes with what is written there.
  if (channel(store.ui.channel)?.kind === "channel") store.ui.beside = store.ui.channel;
  show({ channel: id, thread: "", tab: "messages", drawer: false, menu: "", editing: "", ...more });
}

/** @param {string} ts @param {string} [where] */
export function openThread(ts, where = store.ui.channel) {
  show({ channel: where, thread: ts, tab: "messages", drawer: false, menu: "" });
}

/** Follow a link to one of our own messages. @param {string} url @returns {boolean} whether it was one */
export function openPermalink(url) {
  const match = /\/archives\/([A-Z0-9]+)(?:\/p(\d+)(\d{6}))?(?:\?(.*))?$/.exec(url);
  if (!match || !channel(match[1])) return false;
  const ts = match[2] ? `${match[2]}.${match[3]}` : "";
  const message = messagesIn(match[1]).find((one) => one.ts === ts);
  const thread = new URLSearchParams(match[4]).get("thread_ts") ?? message?.thread_ts ?? "";
  openChannel(match[1], { thread });
  if (ts) setTimeout(() => pointAt(ts), 50);
  return true;
}

/** @param {string} ts */
function pointAt(ts) {
  const found = [...document.querySelectorAll(`[data-ts="${CSS.escape(ts)}"]`)].pop();
  found?.scrollIntoView({ block: "center" });
  found?.classList.add("pointed");
  setTimeout(() => found?.classList.remove("pointed"), 2000);
}

/** A view that exists: where the address names none, the first channel. */
export function settle() {
  const { ui, state } = store;
  if (!channel(ui.channel)) {
    ui.channel =
      (state.channels.find((/** @type {any} */ one) => one.kind === "channel") ?? appChannel())?.id ?? "";
    ui.thread = "";
  }
  if (channel(ui.channel)?.kind !== "im") ui.tab = "messages";
}
