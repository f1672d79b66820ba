/* One phone: a person's chat with the bot on a screen, and everything the person can do in it. */

import { answerTo } from "./answers.js";
import { openAttachMenu, previewFiles } from "./attach.js";
import { cast } from "./cast.js";
import { Chat } from "./chat.js";
import { commandRow, Composer } from "./composer.js";
import { element, nameOf } from "./element.js";
import { startPayload } from "./entities.js";
import { pictureOf } from "./media.js";
import { openMessageMenu } from "./message-menu.js";
import { openPicture } from "./picture.js";
import { PhoneHead } from "./phone-head.js";
import { alert, ask, openSheet, toast } from "./sheet.js";
import { noticeCard } from "./sms.js";
import { Thread } from "./thread.js";
import { Welcome } from "./welcome.js";
import { currentLanguage, t } from "./words.js";
import * as world from "./world.js";

const NOTICE_STAYS = 20000;

export class Phone {
  viewed = null;

  /** `desk` = {phones, choosePerson, changePerson, remove, news}: what lies around the phones. */
  constructor(person, desk) {
    this.person = person;
    this.desk = desk;
    this.chat = new Chat(person);
    this.head = new PhoneHead(this);
    this.thread = new Thread(this);
    this.welcome = new Welcome(this);
    this.composer = new Composer(this);
    this.node = this.#build();
    this.chat.addEventListener("change", (change) => this.show(change.detail.news));
    this.chat.addEventListener("action", () => this.head.show());
    this.chat.refresh(true);
  }

  #build() {
    this.notices = element("div", { class: "notices", "aria-live": "polite" });
    const chat = element("div", { class: "chat" }, this.head.bar, this.thread.node, this.composer.node);
    this.thread.node.append(this.welcome.node);
    this.screen = element("div", { class: "screen" }, chat, this.notices, element("div", { class: "toasts" }));
    this.#acceptDrops();
    const name = nameOf(this.person);
    return element("section", { class: "phone", label: ["phone_of", { name }], "data-person": this.person.id },
      this.head.strip, this.screen);
  }

  #acceptDrops() {
    this.screen.addEventListener("dragover", (drag) => drag.preventDefault());
    this.screen.addEventListener("drop", (drop) => {
      drop.preventDefault();
      if (drop.dataTransfer.files.length) this.previewFiles([...drop.dataTransfer.files]);
    });
  }

  /** Draw what has changed. */
  show(news = []) {
    this.thread.show(news);
    this.welcome.show();
    this.composer.show();
    this.head.show();
    const fromBot = news.filter((message) => message.from?.is_bot).length;
    if (fromBot && !this.isWatched()) cast.setUnread(this.person.id, (this.person.unread || 0) + fromBot);
    else if (this.isWatched()) this.wasRead();
  }

  /** True if someone looking at the page sees this phone's newest message. */
  isWatched() {
    return !document.hidden && this.thread.atBottom && this.desk.phones.isOnScreen(this);
  }

  wasRead() {
    if (this.desk.phones.isOnScreen(this)) cast.setUnread(this.person.id, 0);
  }

  /** Send words; `about` is the message they answer. */
  async sendText(text, about = this.composer.replyTo) {
    this.composer.clearAbout();
    const body = about ? { text, reply_to: about.message_id } : { text };
    await this.chat.send(body, { text, reply_to_message: about });
  }

  async editText(message, text) {
    await this.#tried(this.chat.edit(message, text));
  }

  /** Share the person's own telephone number, after asking; false if they would rather not. */
  async shareContact() {
    const sentence = t("share_contact_question", { bot: cast.bot.first_name, phone: this.person.phone || "" });
    if (!(await ask(this.screen, { title: "share_contact", sentence, yes: "share" }))) return false;
    const { first_name, phone, id } = this.person;
    return this.chat.send({ contact: true }, { contact: { first_name, phone_number: phone, user_id: id } });
  }

  /** A key of the reply keyboard. */
  pressKey(key) {
    if (key.request_contact) return this.shareContact();
    if (key.web_app) return this.openLink(key.web_app.url);
    return this.sendText(key.text);
  }

  /** The wide button at the foot: start, or unblock. */
  async pressWide() {
    if (this.person.blocked) return this.setBlocked(false);
    return this.sendText("/start");
  }

  async setBlocked(blocked) {
    const person = await this.#tried(world.block(this.person.id, blocked));
    if (person) cast.update(person);
    this.show();
  }

  /** Tap a button under a message and show what the bot answers. */
  async tap(message, key) {
    const query = await this.#tried(world.tap(this.person.id, message.message_id, key.callback_data ?? key.text));
    if (!query) return void this.chat.refresh(true);
    const answer = await answerTo(query.query_id);
    if (answer?.url) this.openLink(answer.url);
    if (answer?.text && answer.show_alert) alert(this.screen, answer.text);
    else if (answer?.text) this.tell(answer.text);
  }

  async #tried(deed) {
    try {
      return await deed;
    } catch (refusal) {
      this.tell(refusal.message);
      return null;
    }
  }

  /** A short note on this phone. */
  tell(sentence) {
    toast(this.screen, sentence);
  }

  /** Follow a link: those to this bot start it here, all others open beside. */
  openLink(address) {
    const payload = startPayload(address, cast.bot);
    if (payload !== null) return this.sendText(payload ? `/start ${payload}` : "/start");
    if (/^tg:|^https?:\/\/(t|telegram)\.me\//i.test(address)) return this.tell(t("not_here", { address }));
    return window.open(address, "_blank", "noopener");
  }

  /** Copy to the clipboard and say so. */
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.tell(t("copied"));
    } catch {
      this.composer.write(text);
    }
  }

  mentionBot(text) {
    this.composer.write(`@${cast.bot.username} ${text}`);
    this.composer.field.focus();
  }

  jumpTo(id) {
    this.thread.jumpTo(id);
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

  /** The bot's commands, as its menu button shows them. */
  openCommands() {
    const button = this.chat.menuButton;
    if (button?.type === "web_app") return this.openLink(button.web_app.url);
    const choose = (known) => {
      sheet.close();
      this.sendText(`/${known.command}`);
    };
    const rows = this.chat.commands.map((known) => commandRow(known, () => choose(known)));
    const sheet = openSheet(this.screen, { title: "commands", body: element("div", { class: "commands" }, rows) });
    return sheet;
  }

  /** The pictures of this chat, what the screen shows right now first. */
  pictures() {
    const all = this.chat.ordered.filter((message) => !message.pending && pictureOf(message)).reverse();
    const visible = new Set(this.thread.visibleIds());
    const rank = (message) => (message === this.viewed ? 0 : visible.has(message.message_id) ? 1 : 2);
    return all.sort((one, other) => rank(one) - rank(other));
  }

  /** Let a text message slide in over the screen. */
  showNotice(sms) {
    const leave = () => {
      card.classList.add("leaving");
      setTimeout(() => card.remove(), 250);
    };
    const card = noticeCard(sms, this, leave);
    this.notices.append(card);
    setTimeout(leave, NOTICE_STAYS);
  }

  /** Put a code where the person can send it. */
  takeCode(code) {
    this.composer.write(code);
    this.composer.field.focus();
    this.tell(t("code_taken", { code }));
  }

  /** What this person may try, in the reader's language. */
  hint() {
    return this.person.hint?.[currentLanguage()] || this.person.hint?.en || "";
  }
}
