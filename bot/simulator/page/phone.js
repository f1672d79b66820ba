/* One phone: a person's chat with the bot, and everything the person can do in it. */

import * as api from "./api.js";
import { openAttachMenu } from "./attach-menu.js";
import { waitForAnswer } from "./callback-answers.js";
import { Chat } from "./chat.js";
import { commandRow, Composer } from "./composer.js";
import { directory } from "./directory.js";
import { element, fullName } from "./element.js";
import { startPayload } from "./entities.js";
import { currentLanguage, t } from "./i18n.js";
import { pictureOf } from "./media.js";
import { MessageList } from "./message-list.js";
import { openMessageMenu, share } from "./message-menu.js";
import { openApp } from "./mini-app.js";
import { PhoneHeader } from "./phone-header.js";
import { openPicture } from "./picture-viewer.js";
import { previewFiles } from "./send-files.js";
import { alert, ask, openSheet, toast } from "./sheet.js";
import { smsNotification } from "./sms.js";
import { Welcome } from "./welcome.js";

const SMS_VISIBLE_MS = 20000;
const SHARING = /^https?:\/\/(t|telegram)\.me\/share\/url\?/i;

export class Phone {
  viewed = null;
  app = null; // The Mini App that is open on it.

  /** `page`: {phones, choosePerson, changePerson, remove, refreshChat, sendPicture}. */
  constructor(person, page) {
    this.person = person;
    this.page = page;
    this.chat = new Chat(person);
    this.header = new PhoneHeader(this);
    this.messageList = new MessageList(this);
    this.welcome = new Welcome(this);
    this.composer = new Composer(this);
    this.node = this.#build();
    this.chat.addEventListener("change", (change) => this.show(change.detail.added));
    this.chat.addEventListener("action", () => this.header.show());
    this.chat.refresh(true);
  }

  #build() {
    this.notifications = element("div", { class: "notifications", "aria-live": "polite" });
    const chat = element("div", { class: "chat" }, this.header.bar, this.messageList.node, this.composer.node);
    this.messageList.node.append(this.welcome.node);
    this.screen = element("div", { class: "screen" }, chat, this.notifications, element("div", { class: "toasts" }));
    this.#acceptDrops();
    const name = fullName(this.person);
    return element("section", { class: "phone", label: ["phone_of", { name }], "data-person": this.person.id },
      this.header.strip, this.screen);
  }

  #acceptDrops() {
    this.screen.addEventListener("dragover", (drag) => drag.preventDefault());
    this.screen.addEventListener("drop", (drop) => {
      drop.preventDefault();
      if (drop.dataTransfer.files.length) this.previewFiles([...drop.dataTransfer.files]);
    });
  }

  /** Show the chat; `added` are its new messages. */
  show(added = []) {
    this.messageList.show(added);
    this.welcome.show();
    this.composer.show();
    this.header.show();
    const fromBot = added.filter((message) => message.from?.is_bot).length;
    if (fromBot && !this.isBeingRead()) directory.setUnread(this.person.id, (this.person.unread || 0) + fromBot);
    else if (this.isBeingRead()) this.markAsRead();
  }

  /** True if the phone's newest message is visible. */
  isBeingRead() {
    return !document.hidden && this.messageList.isAtEnd && this.page.phones.isOnScreen(this);
  }

  /** Reset the count of unread messages if the phone is visible. */
  markAsRead() {
    if (this.page.phones.isOnScreen(this)) directory.setUnread(this.person.id, 0);
  }

  /** Send a text, as a reply to a message if there is one; `quote`: words of that message. */
  async sendText(text, replyTo = this.composer.replyTo, quote = "") {
    this.composer.clearReference();
    const body = replyTo ? { text, reply_to: replyTo.message_id, quote } : { text };
    await this.chat.send(body, { text, reply_to_message: replyTo, quote: quote ? { text: quote } : undefined });
  }

  async editText(message, text) {
    await this.attempt(this.chat.edit(message, text));
  }

  /** Share the person's phone number after a question; resolves to false if they cancel. */
  async shareContact() {
    const sentence = t("share_contact_question", { bot: directory.bot.first_name, phone: this.person.phone || "" });
    if (!(await ask(this.screen, { title: "share_contact", sentence, yes: "share" }))) return false;
    const { first_name, phone, id } = this.person;
    return this.chat.send({ contact: true }, { contact: { first_name, phone_number: phone, user_id: id } });
  }

  /** Press a key of the reply keyboard. */
  pressKey(key) {
    if (key.request_contact) return this.shareContact();
    if (key.web_app) return this.openMiniApp(key.web_app.url, key.text);
    return this.sendText(key.text);
  }

  /** Press the main button: start, or unblock. */
  async pressMainButton() {
    if (this.person.blocked) return this.setBlocked(false);
    return this.sendText("/start");
  }

  async setBlocked(blocked) {
    const person = await this.attempt(api.block(this.person.id, blocked));
    if (person) directory.update(person);
    this.show();
  }

  /** Tap an inline button and show the bot's answer. */
  async tap(message, key) {
    const query = await this.attempt(api.tap(this.person.id, message.message_id, key.callback_data ?? key.text));
    if (!query) return void this.chat.refresh(true);
    const answer = await waitForAnswer(query.query_id);
    if (answer?.url) this.openLink(answer.url);
    if (answer?.text && answer.show_alert) alert(this.screen, answer.text);
    else if (answer?.text) this.toast(answer.text);
  }

  /** Return the answer to a request; null after an error, which is shown. */
  async attempt(request) {
    try {
      return await request;
    } catch (error) {
      this.toast(error.message);
      return null;
    }
  }

  /** Show a short notification on this phone. */
  toast(sentence) {
    toast(this.screen, sentence);
  }

  /** Open a link: a link to this bot starts it, one that shares asks with whom, any other opens a browser tab. */
  openLink(address) {
    const payload = startPayload(address, directory.bot);
    if (payload !== null) return this.sendText(payload ? `/start ${payload}` : "/start");
    if (SHARING.test(address)) return share(this, address);
    if (/^tg:|^https?:\/\/(t|telegram)\.me\//i.test(address)) return this.toast(t("not_here", { address }));
    return window.open(address, "_blank", "noopener");
  }

  /** Open a Mini App of the bot over the chat. `button`: the label of the reply key that opens it, if one does. */
  openMiniApp(address, button = "") {
    return this.attempt(openApp(this, address, button));
  }

  /** Copy to the clipboard; without access to it, put the text into the message field. */
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.toast(t("copied"));
    } catch {
      this.composer.write(text);
    }
  }

  mentionBot(text) {
    this.composer.write(`@${directory.bot.username} ${text}`);
    this.composer.field.focus();
  }

  openMessageMenu(messages, event) {
    openMessageMenu(this, messages, event);
  }

  openAttach(event) {
    openAttachMenu(this, event);
  }

  previewFiles(files) {
    previewFiles(this, files);
  }

  showPicture(message) {
    openPicture(this, message);
  }

  /** Show the bot's commands, or its web app. */
  openCommands() {
    const button = this.chat.menuButton;
    if (button?.type === "web_app") return this.openMiniApp(button.web_app.url);
    const choose = (known) => {
      sheet.close();
      this.sendText(`/${known.command}`);
    };
    const rows = this.chat.commands.map((known) => commandRow(known, () => choose(known)));
    const sheet = openSheet(this.screen, { title: "commands", body: element("div", { class: "commands" }, rows) });
    return sheet;
  }

  /** Return the messages with pictures, the visible ones first. */
  pictures() {
    const all = this.chat.ordered.filter((message) => !message.pending && pictureOf(message)).reverse();
    const visible = new Set(this.messageList.visibleIds());
    const rank = (message) => (message === this.viewed ? 0 : visible.has(message.message_id) ? 1 : 2);
    return all.sort((one, other) => rank(one) - rank(other));
  }

  /** Show a text message above the chat for some seconds. */
  showSms(sms) {
    const hide = () => {
      card.classList.add("leaving");
      setTimeout(() => card.remove(), 250);
    };
    const card = smsNotification(sms, this, hide);
    this.notifications.append(card);
    setTimeout(hide, SMS_VISIBLE_MS);
  }

  /** Put a code into the message field. */
  enterCode(code) {
    this.composer.write(code);
    this.composer.field.focus();
    this.toast(t("code_taken", { code }));
  }

  /** Return what this person can try, in the page's language. */
  hint() {
    return this.person.hint?.[currentLanguage()] || this.person.hint?.en || "";
  }
}
