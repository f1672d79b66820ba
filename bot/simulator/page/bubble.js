/* The bubble of a message or of an album. */

import { directory } from "./directory.js";
import { element, fullName, icon, iconButton } from "./element.js";
import { textNodes } from "./entities.js";
import { t, timeOfDay } from "./i18n.js";
import { inlineKeyboard } from "./keyboards.js";
import { mediaNodes } from "./media.js";
import { reactionsBelow } from "./reactions.js";

/** True if the person wrote the message. */
export const isOwn = (message) => !message.from?.is_bot;

/** Build the bubble of a message or of the messages of an album. `seen`: the bot has written since. */
export function bubble(messages, phone, seen) {
  const [first] = messages;
  const withText = messages.find((message) => message.caption || message.text) || first;
  const body = element("div", { class: `bubble ${bubbleClass(messages)}` },
    forwarded(first), quote(first, phone), mediaNodes(messages, phone), words(withText, phone),
    meta(first, seen));
  const column = element("div", { class: "column" }, body, below(messages, phone));
  const row = element("article", { class: `message ${isOwn(first) ? "own" : "of-bot"}` }, column);
  row.dataset.id = first.message_id;
  addMenu(row, body, messages, phone);
  return row;
}

/** Draw anew what stands below a bubble, and its marks. The bubble stays in its place: a reader may have selected words. */
export function changeBelow(row, messages, phone, seen) {
  const body = row.querySelector(".bubble");
  body.querySelector(":scope > .meta").replaceWith(meta(messages[0], seen));
  for (const node of [...row.querySelector(".column").children]) {
    if (node !== body && !node.matches(".message-menu")) node.remove();
  }
  body.after(...below(messages, phone));
}

function below(messages, phone) {
  const [message] = messages;
  const keys = message.reply_markup?.inline_keyboard;
  const failure = message.failed && element("button", { type: "button", class: "failed", on: { click: message.retry } },
    element("span", { words: ["send_again", { why: message.failed }] }));
  const reactions = messages.map((each) => reactionsBelow(each, phone));
  return [...reactions, keys?.length ? inlineKeyboard(message, phone) : null, failure].filter(Boolean);
}

function bubbleClass(messages) {
  const [first] = messages;
  const hasText = messages.some((message) => message.caption || message.text);
  if (first.sticker || first.dice) return "bare";
  if (first.photo || first.localPicture) return hasText ? "with-pictures" : "with-pictures only-pictures";
  return "";
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user?.first_name || origin.sender_user_name || origin.chat?.title || "";
  return element("div", { class: "forwarded", words: ["forwarded_from", { name }] });
}

function quote(message, phone) {
  const original = message.reply_to_message;
  if (!original) return null;
  const open = () => phone.messageList.scrollTo(original.message_id);
  return element("button", { type: "button", class: "quote", on: { click: open } },
    element("b", { text: isOwn(original) ? fullName(phone.person) : directory.bot.first_name }),
    element("span", { text: message.quote?.text || summary(original) }));
}

/** Return a message in a few words, for quotes. */
export function summary(message) {
  if (message.text || message.caption) return message.text || message.caption;
  if (message.photo || message.localPicture) return t("photo");
  if (message.poll) return message.poll.question;
  const kind = ["video", "voice", "audio", "animation", "video_note"].find((each) => message[each]);
  if (kind) return t(kind);
  if (message.document) return message.document.file_name || t("file");
  if (message.contact) return t("contact");
  if (message.web_app_data) return message.web_app_data.button_text;
  if (message.location) return message.venue?.title || t("place");
  return message.sticker?.emoji || message.dice?.emoji || "…";
}

function words(message, phone) {
  if (message.web_app_data) return element("div", { class: "words", words: ["app_data", { button: message.web_app_data.button_text }] });
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const properties = { class: "words", dir: "auto", lang: phone.person.language_code };
  return element("div", properties, textNodes(text, entities, phone));
}

function meta(message, seen) {
  const edited = message.edit_date && !message.reply_markup;
  const status = message.failed ? "close" : message.pending ? "clock" : seen ? "seen" : "check";
  const label = message.pending ? "sending" : seen ? "seen" : "sent";
  return element("span", { class: "meta" },
    edited && element("span", { class: "edited", words: "edited" }),
    element("time", { datetime: new Date(message.date * 1000).toISOString(), text: timeOfDay(message.date) }),
    isOwn(message) && element("span", { class: "marks", role: "img", label }, icon(status)));
}

const LONG_PRESS_MS = 500;

function addMenu(row, body, messages, phone) {
  if (messages[0].pending) {
    if (messages[0].failed) body.addEventListener("contextmenu", (click) => click.preventDefault());
    return;
  }
  const open = (event) => {
    event.preventDefault();
    phone.openMessageMenu(messages, event);
  };
  body.addEventListener("contextmenu", open);
  let timer;
  const onTouch = (touch) => (timer = setTimeout(() => open(touch), LONG_PRESS_MS));
  body.addEventListener("touchstart", onTouch, { passive: true });
  ["touchend", "touchmove", "touchcancel"].forEach((name) => {
    body.addEventListener(name, () => clearTimeout(timer), { passive: true });
  });
  row.querySelector(".column").append(iconButton("more", "message_menu", open, { class: "message-menu" }));
}
