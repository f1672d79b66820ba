/* One message (or one album) as a bubble. */

import { cast } from "./cast.js";
import { element, icon, iconButton, nameOf } from "./element.js";
import { textNodes } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { mediaNodes } from "./media.js";
import { t, timeOfDay } from "./words.js";

const SILENT = ["video", "voice", "audio", "animation", "video_note", "location", "venue", "poll", "dice"];

/** True if the person of the phone wrote it. */
export const isOwn = (message) => !message.from?.is_bot;

/** Build the bubble of these messages (several only for an album). `seen`: the bot has answered since. */
export function bubble(messages, phone, seen) {
  const [first] = messages;
  const told = messages.find((message) => message.caption || message.text) || first;
  const body = element("div", { class: `bubble ${bareClass(messages)}` },
    forwarded(first), quote(first, phone), mediaNodes(messages, phone), silent(first), words(told, phone),
    meta(first, seen));
  const row = element("article", { class: `message ${isOwn(first) ? "own" : "of-bot"}` }, column(body, first, phone));
  row.dataset.id = first.message_id;
  addMenu(row, body, messages, phone);
  return row;
}

function column(body, message, phone) {
  const keys = message.reply_markup?.inline_keyboard;
  const failure = message.failed && element("button", { type: "button", class: "failed", on: { click: message.again } },
    element("span", { words: ["send_again", { why: message.failed }] }));
  return element("div", { class: "column" }, body, keys?.length ? inlineKeyboard(message, phone) : null, failure);
}

function bareClass(messages) {
  const [first] = messages;
  const worded = messages.some((message) => message.caption || message.text);
  if (first.sticker) return "bare";
  if (first.photo || first.localPicture) return worded ? "with-pictures" : "with-pictures only-pictures";
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
  return element("button", { type: "button", class: "quote", on: { click: () => phone.jumpTo(original.message_id) } },
    element("b", { text: isOwn(original) ? nameOf(phone.person) : cast.bot.first_name }),
    element("span", { text: summary(original) }));
}

/** A message in a few words: for quotes and notices. */
export function summary(message) {
  if (message.text || message.caption) return message.text || message.caption;
  if (message.photo || message.localPicture) return t("photo");
  if (message.document) return message.document.file_name || t("file");
  if (message.contact) return t("contact");
  return message.sticker?.emoji || "…";
}

function silent(message) {
  const kind = SILENT.find((name) => message[name]);
  return kind ? element("div", { class: "other-kind", text: `[${kind}]` }) : null;
}

function words(message, phone) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  const properties = { class: "words", dir: "auto", lang: phone.person.language_code };
  return element("div", properties, textNodes(text, entities, phone));
}

function meta(message, seen) {
  const edited = message.edit_date && !message.reply_markup;
  const mark = message.failed ? "close" : message.pending ? "clock" : seen ? "seen" : "check";
  const label = message.pending ? "sending" : seen ? "seen" : "sent";
  return element("span", { class: "meta" },
    edited && element("span", { class: "edited", words: "edited" }),
    element("time", { datetime: new Date(message.date * 1000).toISOString(), text: timeOfDay(message.date) }),
    isOwn(message) && element("span", { class: "marks", role: "img", label }, icon(mark)));
}

const LONG_PRESS = 500;

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
  body.addEventListener("touchstart", (touch) => (timer = setTimeout(() => open(touch), LONG_PRESS)), { passive: true });
  ["touchend", "touchmove", "touchcancel"].forEach((name) => {
    body.addEventListener(name, () => clearTimeout(timer), { passive: true });
  });
  row.querySelector(".column").append(iconButton("more", "message_menu", open, { class: "message-menu" }));
}
