/* Light, dark, or as the system has it. */

import { recall, remember } from "./remembered.js";

const prefersDark = matchMedia("(prefers-color-scheme: dark)");

/** Show the remembered theme. */
export function showTheme() {
  document.documentElement.dataset.theme = recall("theme") || "system";
}

/** Turn to the other side of what is shown now; if that is the system's own, follow the system again. */
export function nextTheme() {
  const now = document.documentElement.dataset.theme;
  const dark = now === "system" ? prefersDark.matches : now === "dark";
  const system = prefersDark.matches ? "dark" : "light";
  const next = dark ? "light" : "dark";
  remember("theme", next === system ? "system" : next);
  showTheme();
}
