// @ts-check
/** Every word the page says to the local Slack server. */

import { show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */

/**
 * @param {string} path
 * @param {Json} body
 * @returns {Promise<Json>} the server's answer, or `{ok: false, error}` when there was none
 */
export async function say(path, body) {
  try {
    const response = await fetch(`/page/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: store.ui.me, ...body }),
    });
    return await response.json();
  } catch (error) {
    return { ok: false, error: `No answer from the local Slack (${error})` };
  }
}

/** As `say`, and a refusal is shown. @param {string} path @param {Json} body @returns {Promise<Json>} */
export async function tell(path, body) {
  const answer = await say(path, body);
  if (!answer.ok && answer.error) show({ toast: sentence(answer.error) });
  return answer;
}

/** @param {string} error */
const sentence = (error) => (error.includes(" ") ? error : `The local Slack refused that: ${error}`);

/** @type {EventSource|null} */
let stream = null;

/** Follow the workspace as one person sees it. @param {string} me @param {(state: Json) => void} arrived */
export function follow(me, arrived) {
  stream?.close();
  stream = new EventSource(`/page/stream?as=${encodeURIComponent(me)}`);
  stream.onmessage = (event) => arrived(JSON.parse(event.data));
  stream.onopen = () => show({ offline: false });
  stream.onerror = () => show({ offline: true });
}

/** @param {File} file @returns {Promise<{name: string, mimetype: string, content_base64: string}>} */
export async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) {
    text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  }
  return { name: file.name, mimetype: file.type || "application/octet-stream", content_base64: btoa(text) };
}
