/* The theme: light, dark, or the system's. */

import { load, store } from "./browser-storage.js";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** Apply the stored theme. */
export function showTheme() {
  document.documentElement.dataset.theme = load("theme") || "system";
}

/** Switch between light and dark; if that is the system's theme, follow the system again. */
export function nextTheme() {
  const now = document.documentElement.dataset.theme;
  const dark = now === "system" ? prefersDark.matches : now === "dark";
  const system = prefersDark.matches ? "dark" : "light";
  const next = dark ? "light" : "dark";
  store("theme", next === system ? "system" : next);
  showTheme();
}
