/* Sheets, questions, alerts and toasts of one phone; the other phones stay usable. */

import { element, iconButton, textButton } from "./element.js";

const TOAST_MS = 3500;
// On a touch screen, focusing a text field would open the keyboard above the sheet.
const FIRST_FOCUS = matchMedia("(hover: none)").matches
  ? ".sheet-body button" : "[autofocus], .sheet-body button, .sheet-body input";

/** Open a sheet on a phone's screen; returns {close, node}. `title` is a translation key. */
export function openSheet(screen, { title, body, actions = [], className = "", closed = () => {} }) {
  const before = document.activeElement;
  const panel = element("div", { class: `sheet ${className}`, role: "dialog", "aria-modal": "true", label: title },
    element("div", { class: "sheet-head" }, element("h2", { words: title }),
      iconButton("close", "close", () => close())),
    element("div", { class: "sheet-body" }, body),
    actions.length ? element("div", { class: "sheet-actions" }, actions) : null);
  const veil = element("div", { class: "veil", on: { click: (click) => click.target === veil && close() } }, panel);
  const close = () => closeSheet(screen, veil, before, closed);
  veil.addEventListener("keydown", (key) => key.key === "Escape" && close());
  screen.append(veil);
  focusTopLayer(screen);
  (panel.querySelector(FIRST_FOCUS) || panel.querySelector("button")).focus();
  return { close, node: panel };
}

function closeSheet(screen, veil, before, closed) {
  if (!veil.isConnected) return;
  veil.remove();
  focusTopLayer(screen);
  before?.focus?.({ preventScroll: true });
  closed();
}

/** Make only the top layer of a phone's screen accessible to the keyboard and to screen readers. */
export function focusTopLayer(screen) {
  const layers = [...screen.querySelectorAll(":scope > .chat, :scope > .viewer, :scope > .veil")];
  layers.forEach((layer) => (layer.inert = layer !== layers.at(-1)));
}

/** Ask a yes-or-no question; resolves to true or false. `sentence` is already translated. */
export function ask(screen, { title, sentence, yes }) {
  return new Promise((resolve) => {
    let confirmed = false;
    const confirm = () => {
      confirmed = true;
      sheet.close();
    };
    const cancel = textButton("cancel", () => sheet.close(), { class: "plain" });
    const actions = [cancel, textButton(yes, confirm, { class: "primary" })];
    const body = element("p", { class: "sentence", text: sentence });
    const sheet = openSheet(screen, { title, body, actions, className: "question", closed: () => resolve(confirmed) });
    actions[1].focus();
  });
}

/** Show an alert of the bot, which must be confirmed. */
export function alert(screen, sentence) {
  const fine = textButton("fine", () => sheet.close(), { class: "primary" });
  const body = element("p", { class: "sentence", text: sentence });
  const sheet = openSheet(screen, { title: "bot_says", body, actions: [fine], className: "question" });
  fine.focus();
}

/** Show a short notification that disappears by itself. */
export function toast(screen, sentence) {
  const note = element("div", { class: "toast", role: "status", text: sentence });
  screen.querySelector(":scope > .toasts").append(note);
  setTimeout(() => note.classList.add("leaving"), TOAST_MS - 300);
  setTimeout(() => note.remove(), TOAST_MS);
}
