/* The drawer beside the phones, with one panel at a time. */

import { element, iconButton } from "./element.js";

const drawer = document.getElementById("drawer");
let current = null;

/** Open the drawer with a panel, or close it if it shows that panel. */
export function toggleDrawer(name, title, build) {
  if (current?.name === name) return closeDrawer();
  current = { name, build, opener: document.activeElement };
  const head = element("div", { class: "drawer-head" }, element("h2", { words: title }),
    iconButton("close", "close", closeDrawer));
  drawer.replaceChildren(head, element("div", { class: "drawer-body" }));
  drawer.hidden = false;
  redraw(name);
  head.querySelector("button").focus();
  return undefined;
}

/** Build the panel again if the drawer shows it. */
export function redraw(name) {
  if (current?.name === name) drawer.lastElementChild.replaceChildren(...[current.build()].flat());
}

function closeDrawer() {
  const opener = current?.opener;
  current = null;
  drawer.hidden = true;
  opener?.focus?.();
}

drawer.addEventListener("keydown", (key) => key.key === "Escape" && closeDrawer());
