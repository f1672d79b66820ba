/* The top of a phone: the person, the bot's name and status, and the chat menu. */

import * as api from "./api.js";
import { directory } from "./directory.js";
import { avatar, element, fullName, icon, iconButton, roleAndPhone } from "./element.js";
import { onLanguageChange, setTranslation, t } from "./i18n.js";
import { openMenu, pointOf } from "./menu.js";
import { openInbox, smsOf } from "./sms.js";
import { openWallet } from "./wallet.js";

const OUTCOMES = ["pass", "fail", "unavailable"];
const ACTIONS = { typing: "typing", upload_photo: "sending_photo", upload_document: "sending_file" };

export class PhoneHeader {
  constructor(phone) {
    this.phone = phone;
    this.strip = this.#strip();
    this.bar = this.#bar();
    onLanguageChange(() => this.show());
    directory.addEventListener("change", () => this.show());
  }

  #strip() {
    const { person, page } = this.phone;
    const change = () => page.changePerson(this.phone);
    const label = ["change_person", { name: fullName(person) }];
    const name = element("button", { type: "button", class: "owner", label, on: { click: change } },
      avatar(fullName(person), person.id, "small"),
      element("span", { class: "owner-text" }, element("b", { text: fullName(person) }), this.#role()), icon("down"));
    this.smsCount = element("span", { class: "badge", hidden: true });
    const inbox = iconButton("sms", "sms_inbox", () => openInbox(this.phone));
    inbox.append(this.smsCount);
    const remove = iconButton("close", "remove_phone", () => page.remove(this.phone), { class: "remove-phone" });
    return element("div", { class: "strip" }, name, inbox, remove);
  }

  #role() {
    const { person } = this.phone;
    this.role = element("span", { class: "role", text: roleAndPhone(person) });
    return this.role;
  }

  #bar() {
    this.title = element("b");
    this.status = element("span", { class: "status", "aria-live": "polite" });
    this.face = element("span", { class: "bot-face" });
    const text = element("div", { class: "bar-text" }, this.title, this.status);
    const menu = iconButton("more", "chat_menu", (click) => this.#openMenu(click));
    return element("header", { class: "bar" }, this.face, text, menu);
  }

  /** Show the bot's name and its chat action. */
  show() {
    const { action } = this.phone.chat;
    this.role.textContent = roleAndPhone(this.phone.person);
    if (this.title.textContent !== directory.bot.first_name) {
      this.title.textContent = directory.bot.first_name;
      this.face.replaceChildren(avatar(directory.bot.first_name, directory.bot.id));
    }
    const { blocked } = this.phone.person;
    setTranslation(this.status, "words", blocked ? "blocked" : action ? ACTIONS[action] || "busy" : "bot");
    this.status.classList.toggle("active", Boolean(action) && !blocked);
  }

  /** Show how many text messages are unread. */
  countSms(count) {
    this.smsCount.textContent = count;
    this.smsCount.hidden = !count;
  }

  #openMenu(click) {
    const { phone } = this;
    const point = pointOf(click);
    const { blocked } = phone.person;
    const count = smsOf(phone.person).length;
    openMenu(phone.screen, [
      { icon: "wallet", words: "wallet", action: () => openWallet(phone) },
      { icon: "sms", words: ["sms_inbox_count", { count }], action: () => openInbox(phone) },
      { icon: "person", words: "share_contact", action: () => phone.shareContact() },
      { icon: "face", words: "face_check", action: () => this.#openFace(point) },
      {
        icon: "block", words: blocked ? "unblock" : "block", action: () => phone.setBlocked(!blocked), danger: !blocked,
      },
    ], point);
  }

  async #openFace(point) {
    const { phone } = this;
    const now = await api.faceOf(phone.person.id).catch(() => ({}));
    const choose = async (outcome) => {
      await api.setFace(phone.person.id, outcome).then(
        () => phone.toast(t(`face_${outcome}_set`)), (error) => phone.toast(error.message));
    };
    const current = now.outcome || "pass";
    openMenu(phone.screen, OUTCOMES.map((outcome) => ({
      icon: "face", words: `face_${outcome}`, checked: current === outcome, action: () => choose(outcome),
    })), point);
  }
}
