// @ts-check
/** The input that takes files: each is uploaded when it is chosen. */

import { encoded, say } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { keep } from "./inputs.js";
import { current } from "./places.js";
import { show, store } from "./store.js";

/** @typedef {import("./store.js").Json} Json */
/** @typedef {import("./places.js").Place} Place */

/** @param {Place} place */
export function fileInput(place) {
  const { element, id } = place;
  const { files } = current(place);
  const most = element.max_files ?? 10;
  const drop = (/** @type {Json} */ file) =>
    put(
      place,
      files.filter((/** @type {Json} */ one) => one.id !== file.id),
    );
  return h(
    "div",
    { class: "files", key: id },
    files.map((/** @type {Json} */ file) =>
      h(
        "div",
        { class: "file-row", key: file.id },
        icon("file"),
        h("span", { class: "file-name" }, file.name),
        h(
          "button",
          {
            type: "button",
            class: "icon-button small",
            "aria-label": `Remove ${file.name}`,
            onclick: () => drop(file),
          },
          icon("close"),
        ),
      ),
    ),
    h(
      "div",
      { class: "file-drop", hidden: files.length >= most },
      h("input", {
        ...place.attrs,
        id,
        key: "file",
        type: "file",
        class: "file-field",
        multiple: most > 1 || null,
        "data-action-id": element.action_id,
        accept: element.filetypes?.map((/** @type {string} */ type) => `.${type}`).join(",") ?? null,
        onchange: (/** @type {any} */ event) => upload(place, event.target, most),
      }),
    ),
    h(
      "div",
      { class: "hint" },
      `Up to ${most === 1 ? "one file" : `${most} files`}${element.filetypes ? `: ${element.filetypes.join(", ")}` : ""}`,
    ),
  );
}

/** @param {Place} place @param {Json[]} files */
const put = ({ surface, blockId, element }, files) =>
  keep(surface, blockId, element, { files, file_ids: files.map((file) => file.id) });

/** @param {Place} place @param {HTMLInputElement} input @param {number} most */
async function upload(place, input, most) {
  for (const file of [...(input.files ?? [])].slice(0, most)) {
    const answer = await say("upload", await encoded(file));
    if (!answer.ok) show({ toast: `${file.name} was not uploaded: ${answer.error}` });
    else put(place, [...current(place).files, answer.file].slice(0, most));
  }
  input.value = "";
  if (store.ui.toast) input.focus();
}
