/* Text messages: a notification on their phone, an inbox for each phone, and a tray for all other numbers. */

import { sms as fetchSms } from "./api.js";
import { directory, sameNumber } from "./directory.js";
import { element, fullName, icon, iconButton } from "./element.js";
import { t, timeOfDay } from "./i18n.js";
import { openSheet } from "./sheet.js";

const all = new Map();
const unread = new Set();
let phones = null;
let showTrayCount = () => {};

/** Load all text messages. `onTrayCount(count)` is called with the number of unread ones in the tray. */
export async function startSms(allPhones, onTrayCount) {
  phones = allPhones;
  showTrayCount = onTrayCount;
  await reloadSms(true);
}

/** Load all text messages again, because an event may have been lost. */
export async function reloadSms(quiet = false) {
  const answer = await fetchSms().catch(() => ({ sms: [] }));
  answer.sms.forEach((sms) => addSms(sms, quiet));
}

/** Add a text message, each id once. `quiet`: without a notification. */
export function addSms(event, quiet = false) {
  const text = { ...event, number: event.to ?? event.phone, seconds: secondsOf(event.at) };
  if (all.has(String(text.id))) return;
  all.set(String(text.id), text);
  const phone = phones.all.find((shown) => sameNumber(shown.person.phone || "", text.number));
  if (!quiet) {
    unread.add(String(text.id));
    phone?.showSms(text);
  }
  showCounts();
}

const secondsOf = (at) => (typeof at === "number" ? at : Date.parse(at) / 1000 || Date.now() / 1000);

/** Return the text messages to a person's number, the newest first. */
export function smsOf(person) {
  return [...all.values()].filter((text) => person.phone && sameNumber(person.phone, text.number)).reverse();
}

/** Return the text messages to numbers without a phone on the page, the newest first. */
export function unassignedSms() {
  const here = (text) => phones.all.some((phone) => sameNumber(phone.person.phone || "", text.number));
  return [...all.values()].filter((text) => !here(text)).reverse();
}

const unreadAmong = (texts) => texts.filter((text) => unread.has(String(text.id))).length;

/** Show the number of unread text messages on each phone and in the tray. */
export function showCounts() {
  phones.all.forEach((phone) => phone.header.countSms(unreadAmong(smsOf(phone.person))));
  showTrayCount(unreadAmong(unassignedSms()));
}

/** Mark text messages as read. */
export function markRead(texts) {
  texts.forEach((text) => unread.delete(String(text.id)));
  showCounts();
}

/** Return the code in a text message, or null. */
function codeIn(text) {
  // A text also contains plates, amounts and minutes: prefer what is called a code, then ten digits in two groups, then
  // six digits, then any 4 to 8.
  const patterns = [/(?:验证码|校验码|动态码|code)\D{0,16}(\d{5} \d{5}|\d{4,8})(?!\d)/i,
    /(?<![\dA-Za-z.·])(\d{5} \d{5})(?!\d)/, /(?<![\dA-Za-z.·])(\d{6})(?!\d)/, /(?<![\dA-Za-z.·])(\d{4,8})(?!\d)/];
  return patterns.map((pattern) => pattern.exec(text)?.[1]).find(Boolean) || null;
}

/** Build the notification of a text message; a tap puts its code into the message field. */
export function smsNotification(text, phone, hide) {
  const code = codeIn(text.text);
  const useCode = () => {
    markRead([text]);
    hide();
    if (code) phone.enterCode(code);
  };
  const main = element("button", { type: "button", class: "notification-main", on: { click: useCode } },
    element("span", { class: "notification-icon" }, icon("sms")),
    element("span", { class: "notification-text" },
      element("b", {}, element("span", { words: "sms" }), element("time", { text: timeOfDay(text.seconds) })),
      element("span", { text: text.text }), code && element("small", { words: ["tap_for_code", { code }] })));
  return element("div", { class: "notification" }, main, iconButton("close", "close", hide), codeButtons(text, phone, hide));
}

/** Build buttons that put the code into other phones' message fields: some codes are typed by another person. */
function codeButtons(text, except, done = () => {}) {
  const code = codeIn(text.text);
  const targets = code ? phones.all.filter((phone) => phone !== except) : [];
  if (!targets.length) return null;
  const give = (phone) => {
    markRead([text]);
    done();
    phones.reveal(phone);
    phone.enterCode(code);
  };
  const button = (phone) => element("button",
    { type: "button", class: "chip", text: fullName(phone.person), on: { click: () => give(phone) } });
  return element("div", { class: "chips" }, element("small", { words: ["put_code", { code }] }), targets.map(button));
}

/** Build a text message in a list. `phone`: the phone of the inbox, or null for the tray. */
export function smsCard(text, phone, done) {
  const owner = directory.byPhone(text.number);
  const who = owner ? `${fullName(owner)} · ${text.number}` : text.number;
  const code = phone && codeIn(text.text);
  const useCode = () => {
    done();
    phone.enterCode(code);
  };
  return element("article", { class: "sms-card" },
    element("header", {}, element("b", { text: phone ? t("sms") : who }),
      element("time", { text: timeOfDay(text.seconds) })),
    element("p", { text: text.text }),
    code && element("button",
      { type: "button", class: "chip", text: t("tap_for_code", { code }), on: { click: useCode } }),
    codeButtons(text, phone, done));
}

/** Open the inbox of a phone. */
export function openInbox(phone) {
  const texts = smsOf(phone.person);
  const cards = texts.map((text) => smsCard(text, phone, () => sheet.close()));
  const body = cards.length ? cards : element("p", { class: "empty", words: "no_sms" });
  const sheet = openSheet(phone.screen, { title: "sms_inbox", body });
  markRead(texts);
}
