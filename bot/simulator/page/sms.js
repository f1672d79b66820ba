/* Text messages: a notice on the phone they belong to, an inbox on each phone, and a tray for all other numbers. */

import { cast, sameNumber } from "./cast.js";
import { element, icon, iconButton, nameOf } from "./element.js";
import { openSheet } from "./sheet.js";
import { t, timeOfDay } from "./words.js";
import { sms as fetchSms } from "./world.js";

const all = new Map();
const unread = new Set();
let phones = null;
let changed = () => {};

/** Tell this file which phones there are, and what to call when the tray changes; then load what has come so far. */
export async function startSms(list, listener) {
  phones = list;
  changed = listener;
  await reloadSms(true);
}

/** Fetch all text messages again: none is lost when the news of it was. */
export async function reloadSms(quiet = false) {
  const answer = await fetchSms().catch(() => ({ sms: [] }));
  answer.sms.forEach((text) => arrived(text, quiet));
}

/** A text message has come. The same id twice is one message. */
export function arrived(news, quiet = false) {
  const text = { ...news, number: news.to ?? news.phone, seconds: secondsOf(news.at) };
  if (all.has(String(text.id))) return;
  all.set(String(text.id), text);
  const phone = phones.all.find((shown) => sameNumber(shown.person.phone || "", text.number));
  if (!quiet) {
    unread.add(String(text.id));
    phone?.showNotice(text);
  }
  showCounts();
}

const secondsOf = (at) => (typeof at === "number" ? at : Date.parse(at) / 1000 || Date.now() / 1000);

/** What has been sent to this person's number, the newest first. */
export function smsOf(person) {
  return [...all.values()].filter((text) => person.phone && sameNumber(person.phone, text.number)).reverse();
}

/** What has been sent to numbers that are on no phone of the page, the newest first. */
export function smsElsewhere() {
  const here = (text) => phones.all.some((phone) => sameNumber(phone.person.phone || "", text.number));
  return [...all.values()].filter((text) => !here(text)).reverse();
}

const unreadAmong = (texts) => texts.filter((text) => unread.has(String(text.id))).length;

/** Count what nobody has looked at, on each phone and in the tray. */
export function showCounts() {
  phones.all.forEach((phone) => phone.head.countSms(unreadAmong(smsOf(phone.person))));
  changed(unreadAmong(smsElsewhere()));
}

/** Call these read. */
export function markRead(texts) {
  texts.forEach((text) => unread.delete(String(text.id)));
  showCounts();
}

/** The code in a text message, or null. */
export function codeIn(text) {
  // A text also holds plates, amounts and minutes: what is called a code comes first, then six digits, then any few.
  const ways = [/(?:验证码|校验码|动态码|code)\D{0,16}(\d{4,8})(?!\d)/i,
    /(?<![\dA-Za-z.·])(\d{6})(?!\d)/, /(?<![\dA-Za-z.·])(\d{4,8})(?!\d)/];
  return ways.map((way) => way.exec(text)?.[1]).find(Boolean) || null;
}

/** The notice that slides in. Tapping it puts its code into the chat's field. */
export function noticeCard(text, phone, leave) {
  const code = codeIn(text.text);
  const use = () => {
    markRead([text]);
    leave();
    if (code) phone.takeCode(code);
  };
  const main = element("button", { type: "button", class: "notice-main", on: { click: use } },
    element("span", { class: "notice-icon" }, icon("sms")),
    element("span", { class: "notice-text" },
      element("b", {}, element("span", { words: "sms" }), element("time", { text: timeOfDay(text.seconds) })),
      element("span", { text: text.text }), code && element("small", { words: ["tap_for_code", { code }] })));
  return element("div", { class: "notice" }, main, iconButton("close", "close", leave), chips(text, phone, leave));
}

/** Buttons that put the code into the fields of phones: a code often goes to one person and is typed by another. */
function chips(text, except, done = () => {}) {
  const code = codeIn(text.text);
  const targets = code ? phones.all.filter((phone) => phone !== except) : [];
  if (!targets.length) return null;
  const give = (phone) => {
    markRead([text]);
    done();
    phones.reveal(phone);
    phone.takeCode(code);
  };
  return element("div", { class: "chips" }, element("small", { words: ["put_code", { code }] }), targets.map((phone) =>
    element("button", { type: "button", class: "chip", text: nameOf(phone.person), on: { click: () => give(phone) } })));
}

/** One text message in a list. `phone`: whose inbox it is, or null for the tray. */
export function smsCard(text, phone, done) {
  const owner = cast.byPhone(text.number);
  const who = owner ? `${nameOf(owner)} · ${text.number}` : text.number;
  const code = phone && codeIn(text.text);
  const use = () => {
    done();
    phone.takeCode(code);
  };
  return element("article", { class: "sms-card" },
    element("header", {}, element("b", { text: phone ? t("sms") : who }),
      element("time", { text: timeOfDay(text.seconds) })),
    element("p", { text: text.text }),
    code && element("button", { type: "button", class: "chip", text: t("tap_for_code", { code }), on: { click: use } }),
    chips(text, phone, done));
}

/** The inbox of one phone. */
export function openInbox(phone) {
  const texts = smsOf(phone.person);
  const cards = texts.map((text) => smsCard(text, phone, () => sheet.close()));
  const body = cards.length ? cards : element("p", { class: "empty", words: "no_sms" });
  const sheet = openSheet(phone.screen, { title: "sms_inbox", body });
  markRead(texts);
}
