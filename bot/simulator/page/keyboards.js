/* Inline keyboards of messages, and the reply keyboard below the composer. */

import { element, icon } from "./element.js";
import { offerInline } from "./inline.js";

/** Build the inline keyboard of a message. */
export function inlineKeyboard(message, phone) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    element("div", { class: "key-row" }, row.map((key) => inlineKey(key, message, phone))));
  return element("div", { class: "inline-keyboard", lang: phone.person.language_code }, rows);
}

function inlineKey(key, message, phone) {
  const isLink = key.url || key.web_app || key.login_url;
  const node = element("button", { type: "button", class: `key ${key.style ?? ""}`.trim() }, element("span", { text: key.text }),
    isLink && icon("link"), key.copy_text && icon("copy"));
  node.addEventListener("click", () => press(key, message, phone, node));
  return node;
}

async function press(key, message, phone, node) {
  if (key.web_app) return phone.openMiniApp(key.web_app.url);
  const address = key.url || key.login_url?.url;
  if (address) return phone.openLink(address);
  if (key.copy_text) return phone.copy(key.copy_text.text);
  if (key.switch_inline_query !== undefined) return offerInline(phone, key.switch_inline_query);
  if (key.switch_inline_query_current_chat !== undefined) return phone.mentionBot(key.switch_inline_query_current_chat);
  if (node.classList.contains("waiting")) return undefined;
  node.classList.add("waiting");
  node.setAttribute("aria-busy", "true");
  await phone.tap(message, key);
  node.classList.remove("waiting");
  return node.removeAttribute("aria-busy");
}

/** Build a reply keyboard. `press(key)` gets the key as an object. */
export function replyKeyboard(keyboard, press, language) {
  const rows = keyboard.keyboard.map((row) =>
    element("div", { class: "key-row" }, row.map((key) =>
      replyKey(typeof key === "string" ? { text: key } : key, press))));
  const classes = keyboard.resize_keyboard ? "reply-keyboard" : "reply-keyboard tall";
  return element("div", { class: classes, role: "group", label: "keyboard", lang: language }, rows);
}

function replyKey(key, press) {
  const image = key.request_contact ? icon("person") : null;
  return element("button", { type: "button", class: "key", on: { click: () => press(key) } }, image,
    element("span", { text: key.text }));
}
