// @ts-check
/** Dark or light: as the system says, until the person says otherwise. */

import { show, store } from "./store.js";

const KEY = "signoff-theme";

/** @param {string} theme */
function wear(theme) {
  document.documentElement.dataset.theme = theme;
  show({ theme });
}

export function startTheme() {
  const asked = new URLSearchParams(location.search).get("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => wear(asked ?? localStorage.getItem(KEY) ?? (system.matches ? "dark" : "light"));
  system.addEventListener("change", follow);
  follow();
}

export function turnTheme() {
  const theme = store.ui.theme === "dark" ? "light" : "dark";
  localStorage.setItem(KEY, theme);
  wear(theme);
}
