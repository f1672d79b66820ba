/* The one drawer beside the phones; what is in it changes, the phones stay in use. */

import { element, iconButton } from "./element.js";

const place = document.getElementById("drawer");
let current = null;

/** Open the drawer with this content, or close it if it shows just that already. */
export function toggleDrawer(name, title, build) {
  if (current?.name === name) return closeDrawer();
  current = { name, build, opener: document.activeElement };
  const head = element("div", { class: "drawer-head" }, element("h2", { words: title }),
    iconButton("close", "close", closeDrawer));
  place.replaceChildren(head, element("div", { class: "drawer-body" }));
  place.hidden = false;
  document.body.classList.add("with-drawer");
  redraw(name);
  head.querySelector("button").focus();
  return undefined;
}

/** Draw the content again if the drawer shows it. */
export function redraw(name) {
  if (current?.name === name) place.lastElementChild.replaceChildren(...[current.build()].flat());
}

export function closeDrawer() {
  const opener = current?.opener;
  current = null;
  place.hidden = true;
  document.body.classList.remove("with-drawer");
  opener?.focus?.();
}

/** The drawer closes with Escape like every other sheet. */
place.addEventListener("keydown", (key) => key.key === "Escape" && closeDrawer());
