// @ts-check
/** The page's own drawings: icons, the Signoff mark, and avatars made of initials. */

import { h } from "./dom.js";
import { isApp, user } from "./store.js";

/** @type {Record<string, string>} */
const PATHS = {
  hash: "M7.5 3.5 6 16.5M14 3.5l-1.5 13M3.8 7.5h13M3.2 12.5h13",
  at: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0Zm0-3v4a2 2 0 0 0 4 0v-1a7 7 0 1 0-3 5.7",
  plus: "M10 4v12M4 10h12",
  smile: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM7.3 12c1.4 2 4 2 5.4 0M7.6 8v.2M12.4 8v.2",
  send: "M3.5 10h7M3.5 10 2.8 4.2c-.1-.6.5-1 1-.8l13 6c.5.3.5 1 0 1.2l-13 6c-.5.2-1.1-.2-1-.8L3.5 10Z",
  bold: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
  italic: "M8 4h6M6 16h6M11 4 9 16",
  strike:
    "M4 10h12M13.5 6.5C13 5 11.700 4.200 10 4.200c-2 0-3.500 1-3.500 2.600 0 1 .5 1.700 1.300 2.200M6.500 13.300c.4 1.600 1.800 2.500 3.600 2.500 2 0 3.500-1 3.500-2.700 0-.5-.1-.9-.3-1.300",
  code: "M7 6 3 10l4 4M13 6l4 4-4 4",
  quote: "M4 4v12M8 6h8M8 10h8M8 14h5",
  list: "M8 5h8M8 10h8M8 15h8M4 5v.1M4 10v.1M4 15v.1",
  close: "M5 5l10 10M15 5 5 15",
  more: "M10 4.500h.01M10 10h.01M10 15.500h.01",
  reply:
    "M3.500 10c0-3.600 2.900-6 6.500-6s6.500 2.400 6.500 6-2.900 6-6.500 6c-1 0-2-.2-2.800-.5L3.800 16.500l.8-3A6 6 0 0 1 3.500 10Z",
  edit: "M4 16l.8-3.500L13.500 3.800a1.500 1.500 0 0 1 2.100 0l.6.6a1.500 1.500 0 0 1 0 2.100L7.500 15.200 4 16Z",
  trash: "M4 6h12M8 6V4h4v2M5.500 6l.7 10h7.600l.7-10M8.500 9v4.500M11.500 9v4.500",
  eye: "M2.500 10S5 5 10 5s7.500 5 7.500 5-2.500 5-7.500 5-7.500-5-7.500-5Zm9.500 0a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z",
  warning: "M10 3.500 17.500 16.500h-15L10 3.500ZM10 8.500v3.500M10 14.200v.1",
  check: "M4 10.500 8 14.500 16 6",
  down: "M5.500 8 10 12.500 14.500 8",
  right: "M8 5.500 12.500 10 8 14.500",
  back: "M12.500 4.500 7 10l5.500 5.500",
  menu: "M3.500 5.500h13M3.500 10h13M3.500 14.500h13",
  sun: "M13.200 10a3.200 3.200 0 1 1-6.400 0 3.200 3.200 0 0 1 6.400 0ZM10 2.500v2M10 15.500v2M2.500 10h2M15.500 10h2M4.700 4.700l1.400 1.400M13.900 13.900l1.400 1.400M15.300 4.700l-1.400 1.400M6.100 13.900l-1.400 1.400",
  moon: "M16 12.200A6.700 6.700 0 0 1 7.800 4a6.500 6.500 0 1 0 8.200 8.200Z",
  pause: "M7 5v10M13 5v10",
  stop: "M5.500 5.500h9v9h-9z",
  file: "M5 3h6.500L15 6.500V17H5zM11 3v4h4",
  home: "M3.500 9.500 10 4l6.500 5.500M5.500 8.500V16h9V8.500",
  info: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM10 9.200v4.300M10 6.500v.1",
  clock: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0ZM10 6v4l2.500 2",
  format: "M3 15 7 5l4 10M4.300 12h5.400M13.500 15v-6M17 15v-3.500a2 2 0 0 0-3.500-1.300",
};

/** @param {string} name @param {string} [extra] */
export const icon = (name, extra = "") =>
  h(
    "svg",
    {
      class: `icon ${name === "more" ? "dots" : ""} ${extra}`,
      viewBox: "0 0 20 20",
      "aria-hidden": "true",
      focusable: "false",
    },
    h("path", { d: PATHS[name] }),
  );

/** A signature's stroke that ends as a tick over its line. */
export const mark = (extra = "") =>
  h(
    "svg",
    { class: `mark ${extra}`, viewBox: "0 0 36 36", "aria-hidden": "true", focusable: "false" },
    h("rect", { class: "mark-ground", width: "36", height: "36", rx: "8" }),
    h("path", { class: "mark-line", d: "M8 27.500h20" }),
    h("path", { class: "mark-stroke", d: "M8 17.500c3-1 4.500.8 6.500 5C17.500 16 21.500 11 28 8.500" }),
  );

/** A name on one line; where it does not fit, the whole of it is in the tooltip.
 * @param {string} text @param {string} [extra] @param {string} [tag] */
export const oneLine = (text, extra = "", tag = "span") =>
  h(tag, { class: `cut ${extra}`, title: text }, text);

const HUES = ["plum", "teal", "amber", "blue", "rose", "moss"];

/** @param {string} text */
function hueOf(text) {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return HUES[sum % HUES.length];
}

/** @param {string} name */
const initials = (name) =>
  name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((part) => part[0].toUpperCase())
    .join("") || "?";

/** @param {string} id @param {string} [size] */
export function avatar(id, size = "") {
  if (isApp(id)) return h("span", { class: `avatar ${size}`, "aria-hidden": "true" }, mark());
  const name = user(id)?.real_name || user(id)?.name || id;
  return h(
    "span",
    { class: `avatar initials ${size} hue-${hueOf(id)}`, "aria-hidden": "true" },
    initials(name),
  );
}
