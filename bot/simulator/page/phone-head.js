/* The top of a phone: whose it is, and the chat's header with its menu. */

import { cast } from "./cast.js";
import { avatar, element, icon, iconButton, nameOf } from "./element.js";
import { openMenu, pointOf } from "./menu.js";
import { openInbox, smsOf } from "./sms.js";
import { openWallet } from "./wallet.js";
import { onLanguage, t, wordNode } from "./words.js";
import * as world from "./world.js";

const OUTCOMES = ["pass", "fail", "unavailable"];
const ACTIONS = { typing: "typing", upload_photo: "sending_photo", upload_document: "sending_file" };

export class PhoneHead {
  constructor(phone) {
    this.phone = phone;
    this.strip = this.#strip();
    this.bar = this.#bar();
    onLanguage(() => this.show());
  }

  #strip() {
    const { person, desk } = this.phone;
    const change = () => desk.changePerson(this.phone);
    const label = ["change_person", { name: nameOf(person) }];
    const name = element("button", { type: "button", class: "owner", label, on: { click: change } },
      avatar(nameOf(person), person.id, "small"),
      element("span", { class: "owner-text" }, element("b", { text: nameOf(person) }), this.#role()), icon("down"));
    this.smsCount = element("span", { class: "badge", hidden: true });
    const inbox = iconButton("sms", "sms_inbox", () => openInbox(this.phone));
    inbox.append(this.smsCount);
    const remove = iconButton("close", "remove_phone", () => desk.remove(this.phone), { class: "remove-phone" });
    return element("div", { class: "strip" }, name, inbox, remove);
  }

  #role() {
    const { person } = this.phone;
    return element("span", { class: "role", text: [person.role, person.phone].filter(Boolean).join(" · ") });
  }

  #bar() {
    this.title = element("b");
    this.status = element("span", { class: "status", "aria-live": "polite" });
    this.face = element("span", { class: "bot-face" });
    const text = element("div", { class: "bar-text" }, this.title, this.status);
    const menu = iconButton("more", "chat_menu", (click) => this.#openMenu(click));
    return element("header", { class: "bar" }, this.face, text, menu);
  }

  /** Show the bot's name, and what it is doing. */
  show() {
    const { action } = this.phone.chat;
    if (this.title.textContent !== cast.bot.first_name) {
      this.title.textContent = cast.bot.first_name;
      this.face.replaceChildren(avatar(cast.bot.first_name, cast.bot.id));
    }
    wordNode(this.status, "words", this.phone.person.blocked ? "blocked" : action ? ACTIONS[action] || "busy" : "bot");
    this.status.classList.toggle("active", Boolean(action) && !this.phone.person.blocked);
  }

  /** Count the text messages that nobody has looked at. */
  countSms(count) {
    this.smsCount.textContent = count;
    this.smsCount.hidden = !count;
  }

  async #openMenu(click) {
    const { phone } = this;
    const point = pointOf(click);
    const blocked = phone.person.blocked;
    openMenu(phone.screen, [
      { icon: "wallet", words: "wallet", act: () => openWallet(phone) },
      { icon: "sms", words: ["sms_inbox_count", { count: smsOf(phone.person).length }], act: () => openInbox(phone) },
      { icon: "person", words: "share_contact", act: () => phone.shareContact() },
      { icon: "face", words: "face_check", act: () => this.#openFace(point) },
      { icon: "block", words: blocked ? "unblock" : "block", act: () => phone.setBlocked(!blocked), danger: !blocked },
    ], point);
  }

  async #openFace(point) {
    const { phone } = this;
    const now = await world.faceOf(phone.person.id).catch(() => ({}));
    const choose = async (outcome) => {
      await world.setFace(phone.person.id, outcome).then(
        () => phone.tell(t(`face_${outcome}_set`)), (refusal) => phone.tell(refusal.message));
    };
    openMenu(phone.screen, OUTCOMES.map((outcome) => ({
      icon: "face", words: `face_${outcome}`, checked: (now.outcome || "pass") === outcome, act: () => choose(outcome),
    })), point);
  }
}
