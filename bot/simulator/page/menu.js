/* Popup menus of buttons and bubbles, with keyboard navigation. */

import { element, icon } from "./element.js";

let closeOpenMenu = null;

/** Open a menu in `host` at a point {x, y} of the window. Items: {icon, words, action, checked, danger} or null. */
export function openMenu(host, items, { x, y }) {
  closeMenu();
  const before = document.activeElement;
  const nodes = items.filter(Boolean).map((item) => menuItem(item));
  const node = element("div", { class: "menu", role: "menu", label: "menu" }, nodes);
  host.append(node);
  place(node, host, x, y);
  const onPress = (press) => node.contains(press.target) || closeMenu();
  node.addEventListener("keydown", (key) => onKey(key, nodes));
  setTimeout(() => document.addEventListener("pointerdown", onPress));
  closeOpenMenu = () => {
    document.removeEventListener("pointerdown", onPress);
    node.remove();
    before?.focus?.({ preventScroll: true });
  };
  nodes[0]?.focus({ preventScroll: true });
}

function closeMenu() {
  const close = closeOpenMenu;
  closeOpenMenu = null;
  close?.();
}

/** Return the point for a menu: at the pointer, or below the button if it was pressed by key. */
export function pointOf(event) {
  const touch = event.touches?.[0];
  if (touch) return { x: touch.clientX, y: touch.clientY };
  if (event.clientX || event.clientY) return { x: event.clientX, y: event.clientY };
  const box = (event.currentTarget || event.target).getBoundingClientRect();
  return { x: box.left, y: box.bottom };
}

function menuItem(item) {
  const choice = item.checked !== undefined;
  const node = element("button", {
    type: "button", role: choice ? "menuitemradio" : "menuitem", tabindex: "-1", class: item.danger ? "danger" : "",
    "aria-checked": choice ? String(item.checked) : null,
  }, icon(choice && item.checked ? "check" : item.icon), element("span", { words: item.words }));
  node.addEventListener("click", () => {
    closeMenu();
    item.action();
  });
  return node;
}

function place(node, host, x, y) {
  const frame = host.getBoundingClientRect();
  const left = Math.min(Math.max(x - frame.left, 6), frame.width - node.offsetWidth - 6);
  const top = Math.min(Math.max(y - frame.top, 6), frame.height - node.offsetHeight - 6);
  Object.assign(node.style, { left: `${Math.max(left, 6)}px`, top: `${Math.max(top, 6)}px` });
}

function onKey(key, nodes) {
  const at = nodes.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: nodes.length - 1 };
  if (key.key === "Escape" || key.key === "Tab") closeMenu();
  else if (!(key.key in steps)) return;
  else nodes.at(steps[key.key] % nodes.length).focus();
  key.preventDefault();
  key.stopPropagation();
}
