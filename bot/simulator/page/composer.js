/* The bottom of a chat: message field, buttons, reply keyboard and command suggestions. */

import { summary } from "./bubble.js";
import { element, icon, iconButton, textButton } from "./element.js";
import { setTranslation } from "./i18n.js";
import { replyKeyboard } from "./keyboards.js";

export class Composer {
  #reference = null;
  #hidesKeyboard = false;
  #shownKeyboard = "";

  constructor(phone) {
    this.phone = phone;
    this.field = element("textarea", {
      rows: "1", hint: "write", label: "write", enterkeyhint: "send", autocomplete: "off",
    });
    this.menu = textButton("menu", () => phone.openCommands(), { class: "commands-button", hidden: true });
    this.menu.prepend(icon("menu"));
    this.clip = iconButton("clip", "attach", (click) => phone.openAttach(click));
    const toggleKeyboard = () => this.#foldKeyboard(!this.#hidesKeyboard);
    this.keys = iconButton("keys", "keyboard", toggleKeyboard, { class: "keys-button", hidden: true });
    this.sendButton = iconButton("send", "send", () => this.#send(), { class: "send-button" });
    this.strip = element("div", { class: "about", hidden: true });
    this.suggestions = element("div", { class: "suggestions", hidden: true, role: "group", label: "commands" });
    this.line = element("form", { class: "line" }, this.menu, this.clip, this.field, this.keys, this.sendButton);
    this.mainButton = textButton("start", () => phone.pressMainButton(), { class: "main-button", hidden: true });
    this.keyboardPlace = element("div", { class: "keyboard-place" });
    const parts = [this.suggestions, this.strip, this.line, this.mainButton, this.keyboardPlace];
    this.node = element("footer", { class: "composer" }, parts);
    this.#listen();
  }

  #listen() {
    this.line.addEventListener("submit", (event) => event.preventDefault());
    this.field.addEventListener("input", () => this.#onInput());
    this.field.addEventListener("keydown", (key) => this.#onKey(key));
    this.field.addEventListener("paste", (paste) => this.#onPaste(paste));
  }

  #onKey(key) {
    // While an input method composes, Enter chooses a character.
    if (key.isComposing || key.keyCode === 229) return;
    if (key.key === "Escape" && this.#reference) {
      this.clearReference();
      key.stopPropagation();
    }
    if (key.key !== "Enter" || key.shiftKey) return;
    key.preventDefault();
    this.#send();
  }

  #onPaste(paste) {
    const files = [...paste.clipboardData.files];
    if (!files.length) return;
    paste.preventDefault();
    this.phone.previewFiles(files);
  }

  #onInput() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 132)}px`;
    this.#suggest();
  }

  #suggest() {
    const word = this.field.value;
    const matches = /^\/\w*$/.test(word)
      ? this.phone.chat.commands.filter((known) => `/${known.command}`.startsWith(word.toLowerCase())) : [];
    this.suggestions.replaceChildren(...matches.map((known) => commandRow(known, () => this.#choose(known.command))));
    this.suggestions.hidden = !matches.length;
  }

  #choose(command) {
    this.write("");
    this.phone.sendText(`/${command}`);
    this.field.focus();
  }

  #send() {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    const reference = this.#reference;
    this.write("");
    this.clearReference();
    if (reference?.kind === "edit") return this.phone.editText(reference.message, text);
    return this.phone.sendText(text, reference?.message, reference?.quote);
  }

  /** Put a text into the field. */
  write(text) {
    this.field.value = text;
    this.#onInput();
  }

  /** Reply to a message, or edit it (`kind`: "reply" or "edit"). `quote`: the words of it that are quoted. */
  setReference(kind, message, quote = "") {
    this.#reference = { kind, message, quote };
    const title = kind === "edit" ? "editing" : "replying";
    const note = element("span", {}, element("b", { words: title }), element("span", { text: quote || summary(message) }));
    this.strip.replaceChildren(icon(kind), note, iconButton("close", "cancel", () => this.clearReference()));
    this.strip.hidden = false;
    if (kind === "edit") this.write(message.text);
    this.field.focus();
  }

  /** Stop replying or editing. */
  clearReference() {
    if (this.#reference?.kind === "edit") this.write("");
    this.#reference = null;
    this.strip.hidden = true;
  }

  /** The message that the next one replies to, or undefined. */
  get replyTo() {
    return this.#reference?.kind === "reply" ? this.#reference.message : undefined;
  }

  /** Show the chat's commands and keyboard, or the main button if the chat is empty or blocked. */
  show() {
    const { chat, person } = this.phone;
    const label = person.blocked ? "unblock" : !chat.ordered.length && chat.loaded ? "start" : null;
    this.mainButton.hidden = !label;
    this.line.hidden = Boolean(label);
    if (label) setTranslation(this.mainButton.firstChild, "words", label);
    const isApp = chat.menuButton?.type === "web_app";
    this.menu.hidden = !chat.commands.length && !isApp;
    if (isApp) this.menu.lastChild.textContent = chat.menuButton.text;
    this.#showKeyboard(label ? null : chat.keyboard);
    this.#suggest();
  }

  #showKeyboard(markup) {
    const shown = `${JSON.stringify(markup)} ${this.phone.chat.keyboardEvents}`;
    if (shown === this.#shownKeyboard) return;
    this.#shownKeyboard = shown;
    const keyboard = markup?.keyboard ? markup : null;
    this.keys.hidden = !keyboard || Boolean(keyboard.is_persistent);
    const press = (key) => this.#press(key, keyboard);
    const node = keyboard && replyKeyboard(keyboard, press, this.phone.person.language_code);
    this.keyboardPlace.replaceChildren(...(node ? [node] : []));
    this.#foldKeyboard(false);
    setTranslation(this.field, "hint", markup?.input_field_placeholder || "write");
    if (markup?.force_reply) this.#forceReply();
  }

  #forceReply() {
    const question = this.phone.chat.newestBotMessage;
    if (question) this.setReference("reply", question);
  }

  async #press(key, keyboard) {
    const cancelled = (await this.phone.pressKey(key)) === false;
    if (keyboard.one_time_keyboard && !cancelled) this.#foldKeyboard(true);
  }

  #foldKeyboard(folded) {
    this.#hidesKeyboard = folded;
    this.keyboardPlace.hidden = folded;
    this.keys.setAttribute("aria-pressed", String(!folded));
  }
}

/** Return a button with a command and its description. */
export function commandRow(known, onClick) {
  return element("button", { type: "button", class: "command-row", on: { click: onClick } },
    element("b", { text: `/${known.command}` }), element("span", { text: known.description }));
}
