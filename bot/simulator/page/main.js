/* Puts the page together: people, phones, news, and the buttons at the top. */

import { answered } from "./answers.js";
import { sendFiles } from "./attach.js";
import { cast } from "./cast.js";
import { redraw, toggleDrawer } from "./drawer.js";
import { avatar, element, icon, nameOf } from "./element.js";
import { faultsPanel } from "./faults-panel.js";
import { guide } from "./guide.js";
import { listen } from "./live.js";
import { openMenu, pointOf } from "./menu.js";
import { Phones } from "./phones.js";
import { openSheet } from "./sheet.js";
import { arrived, markRead, reloadSms, showCounts, smsCard, smsElsewhere, startSms } from "./sms.js";
import { nextTheme, showTheme } from "./theme.js";
import { currentLanguage, onLanguage, setLanguage, showLanguage, wordNode } from "./words.js";
import { say } from "./world.js";

const POLL = 3000;
const CHECK = 30000;
const byId = (id) => document.getElementById(id);

const phones = new Phones(byId("phones"), byId("tabs"), {
  choosePerson, sendPicture,
  changePerson: async (phone) => {
    const person = await choosePerson(phone, "who_has_phone", true);
    if (person) phones.change(phone, person);
  },
  remove: (phone) => phones.remove(phone),
  news: (id) => phones.of(id)?.chat.refresh(),
});

/** Let someone choose a person on a phone; resolves to null if nobody was chosen. */
function choosePerson(phone, title, oneself = false) {
  return new Promise((resolve) => {
    let chosen = null;
    const shown = cast.people.filter((person) => oneself || person !== phone.person);
    const rows = shown.map((person) => personRow(person, () => {
      chosen = person;
      sheet.close();
    }));
    const body = element("div", { class: "people-list" }, rows);
    const sheet = openSheet(phone.screen, { title, body, closed: () => resolve(chosen) });
  });
}

function personRow(person, choose) {
  const unread = person.unread ? element("span", { class: "badge", text: person.unread }) : null;
  const text = element("span", {}, element("b", { text: nameOf(person) }),
    element("small", { text: [person.role, person.phone].filter(Boolean).join(" · ") }));
  const face = avatar(nameOf(person), person.id, "small");
  return element("button", { type: "button", on: { click: choose } }, face, text, unread);
}

async function sendPicture(person, blob, name) {
  const file = new File([blob], name, { type: blob.type });
  const phone = phones.of(person.id);
  if (phone) return sendFiles(phone, [file]);
  const form = new FormData();
  form.append("photo", file, name);
  return say(person.id, form);
}

const actions = [
  { icon: "plus", words: "add_phone", act: addPhone },
  { icon: "book", words: "guide", act: () => toggleDrawer("guide", "guide", () => guide(phones, takePhone)) },
  { icon: "sms", words: "other_phones", id: "tray", act: () => toggleDrawer("tray", "other_phones", tray) },
  { icon: "storm", words: "faults", act: () => toggleDrawer("faults", "faults", faultsPanel) },
  { icon: "language", words: "other_language", act: () => setLanguage(currentLanguage() === "zh" ? "en" : "zh") },
  { icon: "theme", words: "theme", act: nextTheme },
];

function buildActions() {
  for (const action of actions) {
    const node = element("button", { type: "button", class: "action", label: action.words, on: { click: action.act } },
      icon(action.icon), element("span", { words: action.words }));
    if (action.id) node.append(element("span", { class: "badge", id: `${action.id}-badge`, hidden: true }));
    byId("actions").append(node);
  }
  const more = byId("more");
  more.prepend(icon("menu"));
  wordNode(more, "label", "more");
  more.addEventListener("click", (click) => openMenu(document.body, actions, pointOf(click)));
}

function addPhone() {
  const free = cast.people.find((person) => !phones.of(person.id));
  if (free) phones.add(free);
  else toggleDrawer("guide", "guide", () => guide(phones, takePhone));
}

function takePhone(person) {
  phones.add(person);
  redraw("guide");
}

function tray() {
  const texts = smsElsewhere();
  markRead(texts);
  const cards = texts.map((text) => smsCard(text, null, () => {}));
  return cards.length ? cards : [element("p", { class: "empty", words: "no_sms_elsewhere" })];
}

function showTray(count) {
  for (const badge of [byId("tray-badge"), byId("more-badge")]) {
    badge.textContent = count;
    badge.hidden = !count;
  }
  if (count) redraw("tray");
}

// Group chats have a screen of their own; these phones show the chat between a person and the bot.
const isElsewhere = (news) => news.chat !== undefined && news.chat !== news.person;

const hear = {
  message: (news) => {
    if (isElsewhere(news)) return;
    const phone = phones.of(news.person);
    if (phone) phone.chat.refresh(news.kind !== "new");
    else if (news.kind === "new") cast.load();
  },
  keyboard: (news) => {
    const chat = phones.of(news.person)?.chat;
    if (chat) chat.keyboardNews += 1;
    chat?.refresh();
  },
  action: (news) => isElsewhere(news) || phones.of(news.person)?.chat.setAction(news.action),
  answer: answered,
  sms: (news) => arrived(news),
  people: () => cast.load(),
  commands: () => Promise.all([cast.load(), lookAgain()]),
};

const lookAgain = () => phones.all.forEach((phone) => phone.chat.refresh(true));
let polling = null;

function connected() {
  clearInterval(polling);
  polling = null;
  byId("offline").hidden = true;
  cast.load();
  lookAgain();
  reloadSms();
}

function disconnected() {
  byId("offline").hidden = false;
  polling ||= setInterval(lookAgain, POLL);
}

async function start() {
  showTheme();
  wordNode(byId("brand"), "words", "title");
  wordNode(byId("tabs"), "label", "phones");
  wordNode(byId("phones"), "label", "phones");
  wordNode(byId("offline"), "words", "offline");
  buildActions();
  showLanguage();
  await cast.load();
  phones.start();
  await startSms(phones, showTray);
  listen(hear, { opened: connected, broken: disconnected });
  onLanguage(() => cast.load());
  onLanguage(() => ["guide", "tray", "faults"].forEach(redraw));
  cast.addEventListener("change", () => redraw("guide"));
  phones.addEventListener("change", () => [showCounts(), redraw("guide")]);
  document.addEventListener("visibilitychange", () => document.hidden || lookAgain());
  setInterval(() => document.hidden || lookAgain(), CHECK);
}

start().catch(() => setTimeout(() => location.reload(), POLL));
