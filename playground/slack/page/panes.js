// @ts-check
/** The channel in the middle and the thread at its side. */

import { tell } from "./api.js";
import { composer } from "./composer.js";
import { h } from "./dom.js";
import { homeTab } from "./home.js";
import { avatar, icon, mark, oneLine } from "./icons.js";
import { ephemeralRow, messageRow } from "./message.js";
import { channel, isApp, messagesIn, nameOf, sessionOf, show, statusOf, store } from "./store.js";
import { dateOf, dayHeading } from "./time.js";

/** @typedef {import("./store.js").Json} Json */

export function channelPane() {
  const { ui, state } = store;
  const open = channel(ui.channel);
  if (!open) return h("main", { class: "pane channel", key: "channel" }, h("p", { class: "empty" }, "No channel is open."));
  const isHome = open.kind === "im" && ui.tab === "home";
  const title = open.kind === "im" ? state.app.name : open.name;
  return h("main", { class: "pane channel", key: "channel", "aria-label": title },
    channelHead(open, title), open.kind === "im" && tabs(),
    isHome ? homeTab() : [
      list(open.id, "channel", channelRows(open)),
      composer({ channel: open.id, thread: "", label: open.kind === "im" ? `Message ${title}` : `Message #${title}` })]);
}

/** @param {Json} open @param {string} title */
function channelHead(open, title) {
  const members = (open.members ?? []).filter((/** @type {string} */ id) => !isApp(id)).slice(0, 4);
  return h("header", { class: "pane-head" },
    h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Open the sidebar", onclick: () => show({ drawer: true }) }, icon("menu")),
    h("h1", null, open.kind === "im" ? avatar(state().app.bot_user_id, "small") : icon("hash"), oneLine(title)),
    open.topic && oneLine(open.topic, "topic"),
    open.kind === "channel" && members.length > 0 && h("span", { class: "members", title: open.members.map(nameOf).join(", ") },
      members.map((/** @type {string} */ id) => avatar(id, "small")), h("span", { class: "quiet" }, open.members.length)));
}

const state = () => store.state;

function tabs() {
  const tab = (/** @type {string} */ id, /** @type {string} */ label) =>
    h("button", { type: "button", class: "tab", key: id, "aria-current": store.ui.tab === id ? "page" : null,
      onclick: () => show({ tab: id, thread: "" }) }, label);
  return h("nav", { class: "tabs", key: "tabs", "aria-label": state().app.name }, tab("messages", "Messages"), tab("home", "Home"));
}

/** @param {Json} open */
function channelRows(open) {
  const roots = messagesIn(open.id).filter((one) => !one.thread_ts || one.thread_ts === one.ts || one.subtype === "thread_broadcast");
  const mine = state().ephemerals.filter((/** @type {Json} */ one) => one.channel === open.id && !one.thread_ts);
  return [welcome(open), ...rows([...roots, ...mine], { channel: open.id, pane: "channel" })];
}

/** @param {Json} open */
const welcome = (open) =>
  h("div", { class: "welcome", key: "welcome" }, open.kind === "im" ? mark("big") : h("span", { class: "welcome-hash" }, icon("hash")),
    h("h2", null, open.kind === "im" ? `This is your conversation with ${state().app.name}` : `This is the very beginning of #${open.name}`),
    h("p", null, open.kind === "im" ? "Write a message and the agent starts to work." : `Mention @${state().app.name} and the agent starts to work in a thread.`));

/** Messages by time, a heading over each day, followers of the same person close together.
 * @param {Json[]} messages @param {{channel: string, pane: string}} where */
function rows(messages, where) {
  /** @type {import("./dom.js").Child[]} */
  const out = [];
  /** @type {Json|null} */
  let before = null;
  for (const one of [...messages].sort((a, b) => (a.ts < b.ts ? -1 : 1))) {
    const day = dayHeading(dateOf(one.ts));
    const isNewDay = !before || dayHeading(dateOf(before.ts)) !== day;
    if (isNewDay && where.pane === "channel") out.push(dayLine(day));
    const isEphemeral = "id" in one && !("reply_count" in one);
    out.push(isEphemeral ? ephemeralRow(one, where.pane) : messageRow(one, { ...where, compact: !isNewDay && follows(before, one) }));
    before = isEphemeral ? null : one;
  }
  return out;
}

/** @param {string} day */
const dayLine = (day) => h("div", { class: "day", key: `day ${day}`, role: "separator", "aria-label": day }, h("span", null, day));

/** @param {Json|null} before @param {Json} now */
const follows = (before, now) =>
  before !== null && before.user === now.user && before.bot_id === now.bot_id && !before.subtype && !now.subtype &&
  Number(now.ts) - Number(before.ts) < 300 && !before.reply_count;

/** A list that stays at its end while the reader is there.
 * @param {string} id @param {string} pane @param {import("./dom.js").Child[]} children */
function list(id, pane, children) {
  return h("div", { class: "scroll", key: `list ${store.ui.me} ${id}`, "data-pane": pane, tabindex: "0", role: "region", "aria-label": "Messages",
    onmount: toEnd, ondraw: (/** @type {any} */ node) => node.__atEnd !== false && toEnd(node),
    onscroll: (/** @type {any} */ event) => { event.target.__atEnd = distance(event.target) < 40; } },
    h("div", { class: "rows" }, children));
}

/** @param {HTMLElement} node */
const distance = (node) => node.scrollHeight - node.scrollTop - node.clientHeight;

/** @param {HTMLElement} node */
function toEnd(node) {
  node.scrollTop = node.scrollHeight;
}

export function threadPane() {
  const { ui } = store;
  if (!ui.thread) return null;
  const all = messagesIn(ui.channel);
  const root = all.find((one) => one.ts === ui.thread);
  const replies = all.filter((one) => one.thread_ts === ui.thread && one.ts !== ui.thread);
  const mine = state().ephemerals.filter((/** @type {Json} */ one) => one.channel === ui.channel && one.thread_ts === ui.thread);
  const where = { channel: ui.channel, pane: "thread" };
  const close = () => show({ thread: "" });
  return h("aside", { class: "pane thread", key: "thread", "aria-label": "Thread", "data-thread": ui.thread,
    onkeydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && !isTyping(event.target) && close() },
    threadHead(close),
    list(`${ui.channel} ${ui.thread}`, "thread", [
      root ? messageRow(root, where) : h("p", { class: "empty", key: "none" }, "This message was deleted."),
      replies.length > 0 && h("div", { class: "reply-line", key: "line" }, h("span", null, replies.length === 1 ? "1 reply" : `${replies.length} replies`)),
      ...rows([...replies, ...mine], where)]),
    progress(), composer({ channel: ui.channel, thread: ui.thread, label: "Reply…" }));
}

/** @param {any} target */
const isTyping = (target) => target.matches("input, textarea");

/** @param {() => void} close */
function threadHead(close) {
  const open = channel(store.ui.channel);
  const session = sessionOf(store.ui.channel, store.ui.thread);
  return h("header", { class: "pane-head" },
    h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Back to the channel", onclick: close }, icon("back")),
    h("h2", null, "Thread"),
    oneLine(session?.title || (open?.kind === "im" ? state().app.name : `#${open?.name ?? ""}`), "topic"),
    h("button", { type: "button", class: "icon-button not-narrow", "aria-label": "Close the thread", onclick: close }, icon("close")));
}

/** What the agent is doing in this thread, and the way to stop it. */
function progress() {
  const { channel: where, thread } = store.ui;
  const session = sessionOf(where, thread)?.status;
  const phrase = statusOf(where, thread);
  const { name } = state().app;
  if (session === "suspended") {
    return h("div", { class: "progress waiting", role: "status", key: "progress" }, icon("pause"), h("span", null, `${name} is waiting for a person`));
  }
  if (session !== "processing" && !phrase?.status) return null;
  const words = phrase?.loading_messages?.[0] ?? (phrase?.status ? `${name} ${phrase.status}` : `${name} is working…`);
  return h("div", { class: "progress", role: "status", key: "progress" }, h("span", { class: "spinner", "aria-hidden": "true" }), oneLine(words),
    session === "processing" && h("button", { type: "button", class: "button stop", onclick: () => tell("stop", { channel: where, thread_ts: thread }) }, icon("stop"), "Stop"));
}
