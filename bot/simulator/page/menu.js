/* Small menus that hang from a button or a bubble, usable by keyboard. */

import { element, icon } from "./element.js";

let open = null;

/** Open a menu inside `host` at a point {x, y} of the window. Items: {icon, words, act, checked, danger} or null. */
export function openMenu(host, items, { x, y }) {
  closeMenu();
  const before = document.activeElement;
  const nodes = items.filter(Boolean).map((item) => entry(item));
  const node = element("div", { class: "menu", role: "menu", label: "menu" }, nodes);
  host.append(node);
  place(node, host, x, y);
  const outside = (press) => node.contains(press.target) || closeMenu();
  node.addEventListener("keydown", (key) => steer(key, nodes));
  setTimeout(() => document.addEventListener("pointerdown", outside));
  open = () => {
    document.removeEventListener("pointerdown", outside);
    node.remove();
    before?.focus?.({ preventScroll: true });
  };
  nodes[0]?.focus({ preventScroll: true });
  return node;
}

/** Close whatever menu is open. */
export function closeMenu() {
  const close = open;
  open = null;
  close?.();
}

/** Where a menu for this event belongs: at the pointer, or under the button that was pressed by key. */
export function pointOf(event) {
  const touch = event.touches?.[0];
  if (touch) return { x: touch.clientX, y: touch.clientY };
  if (event.clientX || event.clientY) return { x: event.clientX, y: event.clientY };
  const box = (event.currentTarget || event.target).getBoundingClientRect();
  return { x: box.left, y: box.bottom };
}

function entry(item) {
  const choice = item.checked !== undefined;
  const properties = { type: "button", role: choice ? "menuitemradio" : "menuitem", class: item.danger ? "danger" : "" };
  const node = element("button", { ...properties, tabindex: "-1", "aria-checked": choice ? String(item.checked) : null },
    icon(choice && item.checked ? "check" : item.icon), element("span", { words: item.words }));
  node.addEventListener("click", () => {
    closeMenu();
    item.act();
  });
  return node;
}

function place(node, host, x, y) {
  const frame = host.getBoundingClientRect();
  const left = Math.min(Math.max(x - frame.left, 6), frame.width - node.offsetWidth - 6);
  const top = Math.min(Math.max(y - frame.top, 6), frame.height - node.offsetHeight - 6);
  Object.assign(node.style, { left: `${Math.max(left, 6)}px`, top: `${Math.max(top, 6)}px` });
}

function steer(key, nodes) {
  const at = nodes.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1 };
  if (key.key === "Escape" || key.key === "Tab") closeMenu();
  else if (!(key.key in steps)) return;
  else nodes.at(steps[key.key] % nodes.length).focus();
  key.preventDefault();
  key.stopPropagation();
}
