// @ts-check
/** Where messages are written: Enter sends, @ completes names, files can be attached. */

import { tell } from "./api.js";
import { formatting, tools } from "./composer_tools.js";
import { h } from "./dom.js";
import { attach, draftOf, keyOf, redraft, setCaret } from "./drafts.js";
import { avatar, icon } from "./icons.js";
import { place } from "./overlay.js";
import { openThread } from "./route.js";
import { channel, store } from "./store.js";
import { encodedText, mentionAt, named, withMention } from "./wording.js";

/** @typedef {import("./drafts.js").Spot} Spot */
/** @typedef {import("./drafts.js").Draft} Draft */

/** @param {Spot} spot */
export function composer(spot) {
  const draft = draftOf(spot);
  const id = `composer-${spot.thread ? "thread" : "channel"}`;
  const found = draft.shut ? [] : named(mentionAt(draft.text, draft.caret));
  const isEmpty = !draft.text.trim() && draft.files.length === 0;
  return h(
    "div",
    { class: "composer", key: `composer ${keyOf(spot)}` },
    h(
      "div",
      { class: "composer-box" },
      formatting(spot, id),
      field(spot, draft, found, id),
      found.length > 0 && completion(spot, draft, found, id),
      draft.files.length > 0 &&
        h(
          "div",
          { class: "attachments" },
          draft.files.map((file, at) => attached(spot, draft, file, at)),
        ),
      h(
        "div",
        { class: "composer-foot" },
        tools(spot, id),
        h(
          "button",
          {
            type: "button",
            class: "send",
            "aria-label": "Send now",
            title: "Send now",
            disabled: isEmpty,
            onclick: () => send(spot),
          },
          icon("send"),
        ),
      ),
    ),
    h(
      "div",
      { class: "composer-hint", "aria-hidden": "true" },
      h("strong", null, "Shift + Return"),
      " to add a new line",
    ),
  );
}

/** @param {Spot} spot @param {Draft} draft @param {Named[]} found @param {string} id */
function field(spot, draft, found, id) {
  const read = (/** @type {any} */ event) =>
    redraft(spot, { text: event.target.value, caret: event.target.selectionStart, active: 0, shut: false });
  return h("textarea", {
    id,
    key: id,
    class: "composer-text",
    rows: "1",
    placeholder: spot.label,
    "aria-label": spot.label,
    value: draft.text,
    "aria-autocomplete": "list",
    "aria-controls": found.length ? `${id}-names` : null,
    "aria-activedescendant": found.length ? `${id}-n${draft.active}` : null,
    oninput: read,
    ondraw: grow,
    onmount: takeFocus,
    onpaste: (/** @type {ClipboardEvent} */ event) => attach(spot, event.clipboardData?.files),
    onclick: read,
    onkeydown: (/** @type {KeyboardEvent} */ event) => keys(spot, draft, found, event),
  });
}

/** Opening a conversation leads to its composer, unless the person is busy elsewhere. @param {HTMLElement} node */
function takeFocus(node) {
  const at = document.activeElement;
  if (store.ui.ready && (!at || at === document.body || at.closest(".sidebar, .message, .composer")))
    node.focus();
}

/** @param {HTMLElement} node */
function grow(node) {
  node.style.setProperty("height", "auto");
  node.style.setProperty("height", `${Math.min(node.scrollHeight, 240)}px`);
}

/** @typedef {import("./wording.js").Named} Named */

/** @param {Spot} spot @param {Draft} draft @param {Named[]} found @param {KeyboardEvent} event */
function keys(spot, draft, found, event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (found.length > 0 && step) {
    event.preventDefault();
    redraft(spot, { active: (draft.active + step + found.length) % found.length });
  } else if (found.length > 0 && (event.key === "Enter" || event.key === "Tab")) {
    event.preventDefault();
    complete(spot, draft, found[draft.active]);
  } else if (found.length > 0 && event.key === "Escape") {
    event.stopPropagation();
    redraft(spot, { shut: true });
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(spot);
  }
}

/** @param {Spot} spot @param {Draft} draft @param {Named} one */
function complete(spot, draft, one) {
  const { text, caret } = withMention(draft.text, draft.caret, one.label);
  redraft(spot, { text, caret, shut: true });
  setCaret(spot, caret, caret);
}

/** @param {Spot} spot @param {Draft} draft @param {Named[]} found @param {string} id */
const completion = (spot, draft, found, id) =>
  h(
    "div",
    {
      class: "listbox",
      role: "listbox",
      id: `${id}-names`,
      "aria-label": "People and groups",
      ondraw: place,
      onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
    },
    found.map((one, at) =>
      h(
        "div",
        {
          class: `option ${at === draft.active ? "active" : ""}`,
          role: "option",
          id: `${id}-n${at}`,
          key: one.code,
          "aria-selected": String(at === draft.active),
          onclick: () => complete(spot, draft, one),
        },
        one.isGroup ? icon("at") : avatar(one.id, "tiny"),
        h("span", { class: "option-text" }, one.label, h("small", null, one.note)),
      ),
    ),
  );

/** @param {Spot} spot @param {Draft} draft @param {import("./store.js").Json} file @param {number} at */
const attached = (spot, draft, file, at) =>
  h(
    "div",
    { class: "attachment", key: `${at} ${file.name}` },
    icon("file"),
    h("span", { class: "file-words" }, h("span", { class: "file-name" }, file.name)),
    h(
      "button",
      {
        type: "button",
        class: "icon-button small",
        "aria-label": `Remove ${file.name}`,
        onclick: () => redraft(spot, { files: draft.files.filter((one) => one !== file) }),
      },
      icon("close"),
    ),
  );

/** @param {Spot} spot */
async function send(spot) {
  const draft = draftOf(spot);
  if (!draft.text.trim() && draft.files.length === 0) return;
  redraft(spot, { text: "", files: [], caret: 0 });
  const body = {
    channel: spot.channel,
    text: encodedText(draft.text.trim()),
    ...(spot.thread && { thread_ts: spot.thread }),
    ...(draft.files.length && { files: draft.files }),
    ...contextOf(spot.channel),
  };
  const answer = await tell("message", body);
  if (!answer.ok) redraft(spot, draft);
  else if (!spot.thread && isForApp(spot, body.text)) openThread(answer.ts, spot.channel);
}

/** What is open beside the direct messages with the app. @param {string} id */
const contextOf = (id) =>
  channel(id)?.kind === "im" && channel(store.ui.beside) ? { looks_at: store.ui.beside } : {};

/** The app answers in a thread: it is what the person wants to see next. @param {Spot} spot @param {string} text */
const isForApp = (spot, text) =>
  channel(spot.channel)?.kind === "im" || text.includes(`<@${store.state.app.bot_user_id}>`);
