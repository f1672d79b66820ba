/* Entry point of the page: people, phones, server-sent events, and the buttons at the top. */

import { sendMessage } from "./api.js";
import { receiveAnswer } from "./callback-answers.js";
import { directory } from "./directory.js";
import { redraw, toggleDrawer } from "./drawer.js";
import { avatar, element, fullName, icon, roleAndPhone, unreadBadge } from "./element.js";
import { listen } from "./events.js";
import { faultsPanel } from "./faults-panel.js";
import { guide } from "./guide.js";
import { currentLanguage, onLanguageChange, setLanguage, setTranslation, translatePage } from "./i18n.js";
import { openMenu, pointOf } from "./menu.js";
import { Phones } from "./phones.js";
import { sendFiles } from "./send-files.js";
import { openSheet } from "./sheet.js";
import { addSms, markRead, reloadSms, showCounts, smsCard, startSms, unassignedSms } from "./sms.js";
import { nextTheme, showTheme } from "./theme.js";

const POLL_MS = 3000; // while the event stream is broken
const REFRESH_MS = 30000;
const byId = (id) => document.getElementById(id);

const phones = new Phones(byId("phones"), byId("tabs"), {
  choosePerson, sendPicture,
  changePerson: async (phone) => {
    const person = await choosePerson(phone, "who_has_phone", true);
    if (person) phones.change(phone, person);
  },
  remove: (phone) => phones.remove(phone),
  refreshChat: (id) => phones.of(id)?.chat.refresh(),
});

/** Choose a person in a sheet on a phone; resolves to null if it is closed without a choice. */
function choosePerson(phone, title, includesOwner = false) {
  return new Promise((resolve) => {
    let chosen = null;
    const shown = directory.people.filter((person) => includesOwner || person !== phone.person);
    const rows = shown.map((person) => personRow(person, () => {
      chosen = person;
      sheet.close();
    }));
    const body = element("div", { class: "people-list" }, rows);
    const sheet = openSheet(phone.screen, { title, body, closed: () => resolve(chosen) });
  });
}

function personRow(person, onClick) {
  const text = element("span", {}, element("b", { text: fullName(person) }),
    element("small", { text: roleAndPhone(person) }));
  const face = avatar(fullName(person), person.id, "small");
  return element("button", { type: "button", on: { click: onClick } }, face, text, unreadBadge(person));
}

async function sendPicture(person, blob, name) {
  const file = new File([blob], name, { type: blob.type });
  const phone = phones.of(person.id);
  if (phone) return sendFiles(phone, [file]);
  const form = new FormData();
  form.append("photo", file, name);
  return sendMessage(person.id, form);
}

const actions = [
  { icon: "plus", words: "add_phone", action: addPhone },
  { icon: "book", words: "guide", action: () => toggleDrawer("guide", "guide", () => guide(phones, givePhone)) },
  { icon: "sms", words: "other_phones", id: "tray", action: () => toggleDrawer("tray", "other_phones", tray) },
  { icon: "storm", words: "faults", action: () => toggleDrawer("faults", "faults", faultsPanel) },
  { icon: "language", words: "other_language", action: () => setLanguage(currentLanguage() === "zh" ? "en" : "zh") },
  { icon: "theme", words: "theme", action: nextTheme },
];

function buildActions() {
  for (const action of actions) {
    const properties = { type: "button", class: "action", label: action.words, on: { click: action.action } };
    const node = element("button", properties, icon(action.icon), element("span", { words: action.words }));
    if (action.id) node.append(element("span", { class: "badge", id: `${action.id}-badge`, hidden: true }));
    byId("actions").append(node);
  }
  const more = byId("more");
  more.prepend(icon("menu"));
  setTranslation(more, "label", "more");
  more.addEventListener("click", (click) => openMenu(document.body, actions, pointOf(click)));
}

function addPhone() {
  const free = directory.people.find((person) => !phones.of(person.id));
  if (free) phones.add(free);
  else toggleDrawer("guide", "guide", () => guide(phones, givePhone));
}

function givePhone(person) {
  phones.add(person);
  redraw("guide");
}

function tray() {
  const messages = unassignedSms();
  markRead(messages);
  const cards = messages.map((sms) => smsCard(sms, null, () => {}));
  return cards.length ? cards : [element("p", { class: "empty", words: "no_sms_elsewhere" })];
}

function showTrayCount(count) {
  for (const badge of [byId("tray-badge"), byId("more-badge")]) {
    badge.textContent = count;
    badge.hidden = !count;
  }
  if (count) redraw("tray");
}

// The phones show private chats only.
const isGroupEvent = (event) => event.chat !== undefined && event.chat !== event.person;

const eventHandlers = {
  message: (event) => {
    if (isGroupEvent(event)) return;
    const phone = phones.of(event.person);
    if (phone) phone.chat.refresh(event.kind !== "new");
    else if (event.kind === "new") directory.load();
  },
  keyboard: (event) => {
    const chat = phones.of(event.person)?.chat;
    if (chat) chat.keyboardEvents += 1;
    chat?.refresh();
  },
  action: (event) => isGroupEvent(event) || phones.of(event.person)?.chat.setAction(event.action),
  answer: receiveAnswer,
  sms: (event) => addSms(event),
  people: () => directory.load(),
  commands: () => Promise.all([directory.load(), refreshChats()]),
};

const refreshChats = () => phones.all.forEach((phone) => phone.chat.refresh(true));
let polling = null;

function connected() {
  clearInterval(polling);
  polling = null;
  byId("offline").hidden = true;
  directory.load();
  refreshChats();
  reloadSms();
}

function disconnected() {
  byId("offline").hidden = false;
  polling ||= setInterval(refreshChats, POLL_MS);
}

async function start() {
  showTheme();
  setTranslation(byId("brand"), "words", "title");
  setTranslation(byId("tabs"), "label", "phones");
  setTranslation(byId("phones"), "label", "phones");
  setTranslation(byId("offline"), "words", "offline");
  buildActions();
  translatePage();
  await directory.load();
  phones.start();
  await startSms(phones, showTrayCount);
  listen(eventHandlers, { opened: connected, broken: disconnected });
  onLanguageChange(() => directory.load());
  onLanguageChange(() => ["guide", "tray", "faults"].forEach(redraw));
  directory.addEventListener("change", () => redraw("guide"));
  phones.addEventListener("change", () => [showCounts(), redraw("guide")]);
  document.addEventListener("visibilitychange", () => document.hidden || refreshChats());
  setInterval(() => document.hidden || refreshChats(), REFRESH_MS);
}

start().catch(() => setTimeout(() => location.reload(), POLL_MS));
