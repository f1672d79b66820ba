/* Sheets, questions, alerts and toasts on one phone; the other phones stay usable meanwhile. */

import { element, iconButton, wordButton } from "./element.js";

const TOAST = 3500;
// On a telephone a focused field would bring up the keyboard over the very sheet.
const FIRST = matchMedia("(hover: none)").matches
  ? ".sheet-body button" : "[autofocus], .sheet-body button, .sheet-body input";

/** Slide a sheet over a phone's screen. Returns {close, node}. `title` is a dictionary key. */
export function openSheet(screen, { title, body, actions = [], className = "", closed = () => {} }) {
  const before = document.activeElement;
  const panel = element("div", { class: `sheet ${className}`, role: "dialog", "aria-modal": "true", label: title },
    element("div", { class: "sheet-head" }, element("h2", { words: title }),
      iconButton("close", "close", () => close())),
    element("div", { class: "sheet-body" }, body),
    actions.length ? element("div", { class: "sheet-actions" }, actions) : null);
  const veil = element("div", { class: "veil", on: { click: (click) => click.target === veil && close() } }, panel);
  const close = () => shut(screen, veil, before, closed);
  veil.addEventListener("keydown", (key) => key.key === "Escape" && close());
  screen.append(veil);
  onlyTop(screen);
  (panel.querySelector(FIRST) || panel.querySelector("button")).focus();
  return { close, node: panel };
}

function shut(screen, veil, before, closed) {
  if (!veil.isConnected) return;
  veil.remove();
  onlyTop(screen);
  before?.focus?.({ preventScroll: true });
  closed();
}

/** Let keys and screen readers reach only what lies on top of a phone's screen. */
export function onlyTop(screen) {
  const layers = [...screen.querySelectorAll(":scope > .chat, :scope > .viewer, :scope > .veil")];
  layers.forEach((layer) => (layer.inert = layer !== layers.at(-1)));
}

/** Ask a yes-or-no question; resolves to true or false. `sentence` is what to show as it is. */
export function ask(screen, { title, sentence, yes }) {
  return new Promise((answer) => {
    let said = false;
    const agree = () => {
      said = true;
      sheet.close();
    };
    const cancel = wordButton("cancel", () => sheet.close(), { class: "plain" });
    const actions = [cancel, wordButton(yes, agree, { class: "primary" })];
    const body = element("p", { class: "sentence", text: sentence });
    const sheet = openSheet(screen, { title, body, actions, className: "question", closed: () => answer(said) });
    actions[1].focus();
  });
}

/** An answer the bot wants confirmed. */
export function alert(screen, sentence) {
  const fine = wordButton("fine", () => sheet.close(), { class: "primary" });
  const body = element("p", { class: "sentence", text: sentence });
  const sheet = openSheet(screen, { title: "bot_says", body, actions: [fine], className: "question" });
  fine.focus();
}

/** A short note that goes away by itself. */
export function toast(screen, sentence) {
  const note = element("div", { class: "toast", role: "status", text: sentence });
  screen.querySelector(":scope > .toasts").append(note);
  setTimeout(() => note.classList.add("leaving"), TOAST - 300);
  setTimeout(() => note.remove(), TOAST);
}
