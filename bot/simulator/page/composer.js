/* The foot of a chat: what the person writes with. */

import { element, icon, iconButton, wordButton } from "./element.js";
import { replyKeyboard } from "./keyboards.js";
import { summary } from "./bubble.js";
import { wordNode } from "./words.js";

export class Composer {
  #about = null;
  #folded = false;
  #keyboardSeen = "";

  constructor(phone) {
    this.phone = phone;
    this.field = element("textarea", {
      rows: "1", hint: "write", label: "write", enterkeyhint: "send", autocomplete: "off",
    });
    this.menu = wordButton("menu", () => phone.openCommands(), { class: "commands-button", hidden: true });
    this.menu.prepend(icon("menu"));
    this.clip = iconButton("clip", "attach", (click) => phone.openAttach(click));
    this.keys = iconButton("keys", "keyboard", () => this.#fold(!this.#folded), { class: "keys-button", hidden: true });
    this.sendButton = iconButton("send", "send", () => this.#send(), { class: "send-button" });
    this.strip = element("div", { class: "about", hidden: true });
    this.suggestions = element("div", { class: "suggestions", hidden: true, role: "group", label: "commands" });
    this.line = element("form", { class: "line" }, this.menu, this.clip, this.field, this.keys, this.sendButton);
    this.wide = wordButton("start", () => phone.pressWide(), { class: "wide", hidden: true });
    this.keyboardPlace = element("div", { class: "keyboard-place" });
    const parts = [this.suggestions, this.strip, this.line, this.wide, this.keyboardPlace];
    this.node = element("footer", { class: "composer" }, parts);
    this.#listen();
  }

  #listen() {
    this.line.addEventListener("submit", (event) => event.preventDefault());
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (key) => this.#key(key));
    this.field.addEventListener("paste", (paste) => this.#pasted(paste));
  }

  #key(key) {
    // While an input method is composing, Enter chooses a character and sends nothing.
    if (key.isComposing || key.keyCode === 229) return;
    if (key.key === "Escape" && this.#about) {
      this.clearAbout();
      key.stopPropagation();
    }
    if (key.key !== "Enter" || key.shiftKey) return;
    key.preventDefault();
    this.#send();
  }

  #pasted(paste) {
    const files = [...paste.clipboardData.files];
    if (!files.length) return;
    paste.preventDefault();
    this.phone.previewFiles(files);
  }

  #typed() {
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
    const about = this.#about;
    this.write("");
    this.clearAbout();
    if (about?.kind === "edit") return this.phone.editText(about.message, text);
    return this.phone.sendText(text, about?.message);
  }

  /** Put a text into the field, ready to be sent. */
  write(text) {
    this.field.value = text;
    this.#typed();
  }

  /** Answer one message, or (`kind` "edit") change it. */
  setAbout(kind, message) {
    this.#about = { kind, message };
    const title = kind === "edit" ? "editing" : "replying";
    const note = element("span", {}, element("b", { words: title }), element("span", { text: summary(message) }));
    this.strip.replaceChildren(icon(kind), note, iconButton("close", "cancel", () => this.clearAbout()));
    this.strip.hidden = false;
    if (kind === "edit") this.write(message.text);
    this.field.focus();
  }

  /** Answer nothing in particular any more. */
  clearAbout() {
    if (this.#about?.kind === "edit") this.write("");
    this.#about = null;
    this.strip.hidden = true;
  }

  /** The message the next one will answer, or undefined. */
  get replyTo() {
    return this.#about?.kind === "reply" ? this.#about.message : undefined;
  }

  /** Follow the chat: its commands, its keyboard, and whether it has begun or is blocked. */
  show() {
    const { chat, person } = this.phone;
    const wide = person.blocked ? "unblock" : !chat.ordered.length && chat.loaded ? "start" : null;
    this.wide.hidden = !wide;
    this.line.hidden = Boolean(wide);
    if (wide) wordNode(this.wide.firstChild, "words", wide);
    this.menu.hidden = !chat.commands.length && chat.menuButton?.type !== "web_app";
    this.#showKeyboard(wide ? null : chat.keyboard);
    this.#suggest();
  }

  #showKeyboard(markup) {
    const seen = `${JSON.stringify(markup)} ${this.phone.chat.keyboardNews}`;
    if (seen === this.#keyboardSeen) return;
    this.#keyboardSeen = seen;
    const keyboard = markup?.keyboard ? markup : null;
    this.keys.hidden = !keyboard || Boolean(keyboard.is_persistent);
    const press = (key) => this.#press(key, keyboard);
    const made = keyboard && replyKeyboard(keyboard, press, this.phone.person.language_code);
    this.keyboardPlace.replaceChildren(...(made ? [made] : []));
    this.#fold(false);
    wordNode(this.field, "hint", markup?.input_field_placeholder || "write");
    if (markup?.force_reply) this.#forceReply();
  }

  #forceReply() {
    const question = this.phone.chat.newestOfBot;
    if (question) this.setAbout("reply", question);
  }

  async #press(key, keyboard) {
    const refused = (await this.phone.pressKey(key)) === false;
    if (keyboard.one_time_keyboard && !refused) this.#fold(true);
  }

  #fold(folded) {
    this.#folded = folded;
    this.keyboardPlace.hidden = folded;
    this.keys.setAttribute("aria-pressed", String(!folded));
  }
}

/** One command with its description, as a button. */
export function commandRow(known, act) {
  return element("button", { type: "button", class: "command-row", on: { click: act } },
    element("b", { text: `/${known.command}` }), element("span", { text: known.description }));
}
