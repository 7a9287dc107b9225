// @ts-check
/** What the page knows: the server's last State, and what this window is looking at. */

/** @typedef {Record<string, any>} Json */
/** @typedef {{me: string, channel: string, thread: string, tab: string, menu: string, drawer: boolean,
 *   combo: Json|null, confirm: Json|null, toast: string, offline: boolean, ready: boolean,
 *   drafts: Record<string, Json>, busy: Record<string, boolean>, notes: Record<string, string>,
 *   errors: Record<string, Record<string, string>>, folded: Record<string, boolean>,
 *   editing: string, beside: string, read: Record<string, string>, floor: string, theme: string}} Ui */

/** @returns {Json} */
const nothing = () => ({
  version: 0,
  team: { id: "", name: "", domain: "" },
  app: {},
  me: "",
  users: [],
  groups: [],
  channels: [],
  messages: {},
  ephemerals: [],
  views: [],
  home: null,
  sessions: [],
  statuses: [],
  prompts: {},
  reactions: {},
  warnings: [],
});

export const store = {
  /** @type {Json} */
  state: nothing(),
  /** @type {Ui} */
  ui: {
    me: "",
    channel: "",
    thread: "",
    tab: "messages",
    menu: "",
    drawer: false,
    combo: null,
    confirm: null,
    toast: "",
    offline: false,
    ready: false,
    drafts: {},
    busy: {},
    notes: {},
    errors: {},
    folded: {},
    editing: "",
    beside: "",
    read: {},
    floor: "",
    theme: "",
  },
};

/** @type {() => void} */
let redraw = () => {};
let waiting = false;

/** @param {() => void} call */
export function whenChanged(call) {
  redraw = call;
}

/** Change what the window looks at, then draw once. @param {Partial<Ui>} [change] */
export function show(change = {}) {
  Object.assign(store.ui, change);
  if (waiting) return;
  waiting = true;
  queueMicrotask(() => {
    waiting = false;
    redraw();
  });
}

/** @param {string} id */
export const user = (id) => store.state.users.find((/** @type {Json} */ one) => one.id === id);

/** @param {string} id */
export const group = (id) => store.state.groups.find((/** @type {Json} */ one) => one.id === id);

/** @param {string} id */
export const channel = (id) => store.state.channels.find((/** @type {Json} */ one) => one.id === id);

/** What a person is called. @param {string} id */
export function nameOf(id) {
  const found = user(id);
  return found ? found.name || found.real_name : id;
}

/** @param {string} id */
export const isApp = (id) => id === store.state.app.bot_user_id;

/** The app's direct message with the person acting. */
export const appChannel = () => store.state.channels.find((/** @type {Json} */ one) => one.kind === "im");

/** @param {string} id @returns {Json[]} */
export const messagesIn = (id) => store.state.messages[id] ?? [];

/** @param {string} channelId @param {string} ts */
export const sessionOf = (channelId, ts) =>
  store.state.sessions.find((/** @type {Json} */ one) => one.channel === channelId && one.thread_ts === ts);

/** @param {string} channelId @param {string} ts */
export const statusOf = (channelId, ts) =>
  store.state.statuses.find((/** @type {Json} */ one) => one.channel === channelId && one.thread_ts === ts);
