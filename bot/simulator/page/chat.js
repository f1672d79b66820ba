/* One person's chat with the bot: what the server holds, and what is on its way there.

Every piece of news only says "look again"; the messages themselves always come from the server, so a
lost piece of news costs a moment and never a message. */

import * as world from "./world.js";

const ACTION_LASTS = 5500;
const RETRY = 2000;
let pendingCount = 0;

export class Chat extends EventTarget {
  messages = new Map();
  pending = [];
  keyboard = null;
  keyboardNews = 0;
  commands = [];
  menuButton = null;
  action = null;
  loaded = false;
  #last = 0;
  #wanted = 0;
  #running = null;

  constructor(person) {
    super();
    this.person = person;
  }

  /** All messages in order, those still being sent at the end. */
  get ordered() {
    return [...[...this.messages.values()].sort((one, other) => one.message_id - other.message_id), ...this.pending];
  }

  /** The newest message of the bot, or undefined. */
  get newestOfBot() {
    return this.ordered.findLast((message) => message.from?.is_bot);
  }

  /** Look again: only at what is new, or (`whole`) also at edits and deletions. */
  refresh(whole = false) {
    this.#wanted = Math.max(this.#wanted, whole || !this.loaded ? 2 : 1);
    this.#running ||= this.#run().finally(() => (this.#running = null));
    return this.#running;
  }

  async #run() {
    while (this.#wanted) {
      const whole = this.#wanted === 2;
      this.#wanted = 0;
      try {
        this.#take(await world.messagesOf(this.person.id, whole ? 0 : this.#last), whole);
      } catch {
        setTimeout(() => this.refresh(true), RETRY);
      }
    }
  }

  #take(screen, whole) {
    const news = screen.messages.filter((message) => !this.messages.has(message.message_id));
    const kept = new Set(screen.messages.map((message) => message.message_id));
    if (whole) [...this.messages.keys()].filter((id) => !kept.has(id)).forEach((id) => this.messages.delete(id));
    screen.messages.forEach((message) => this.#put(message));
    this.#last = screen.last || 0;
    this.keyboard = screen.keyboard;
    this.commands = screen.commands || [];
    this.menuButton = screen.menu_button;
    if (news.some((message) => message.from?.is_bot)) this.action = null;
    const first = !this.loaded;
    this.loaded = true;
    this.#changed(first ? [] : news);
  }

  #put(message) {
    if (!message.from?.is_bot && !this.messages.has(message.message_id)) this.#arrived(message);
    this.messages.set(message.message_id, message);
  }

  /** News may overtake the answer to our own request: the message then takes its place. */
  #arrived(message) {
    const same = (waiting) => !waiting.failed && (waiting.text || "") === (message.text || "");
    const index = this.pending.findIndex(same);
    if (index >= 0) this.pending.splice(index, 1);
  }

  #changed(news = []) {
    this.dispatchEvent(new CustomEvent("change", { detail: { news } }));
  }

  /** Send, and show it as being sent meanwhile. A failure stays visible and can be tried again. */
  async send(body, preview = {}) {
    const waiting = { date: Date.now() / 1000, from: this.person, ...preview, pending: true };
    waiting.message_id = `pending-${++pendingCount}`;
    waiting.again = () => this.#deliver(waiting, body);
    this.pending.push(waiting);
    await this.#deliver(waiting, body);
  }

  async #deliver(waiting, body) {
    waiting.failed = null;
    this.#changed([waiting]);
    try {
      const { messages = [] } = await world.say(this.person.id, body);
      messages.forEach((message) => this.#put(message));
      this.cancel(waiting);
    } catch (refusal) {
      waiting.failed = refusal.message;
      this.#changed();
    }
  }

  /** Forget a message that could not be sent. */
  cancel(waiting) {
    this.pending = this.pending.filter((other) => other !== waiting);
    this.#changed();
  }

  /** Change an own message's text. */
  async edit(message, text) {
    const { messages = [] } = await world.say(this.person.id, { edit: message.message_id, text });
    messages.forEach((changed) => this.messages.set(changed.message_id, changed));
    this.#changed();
  }

  /** The bot is typing, or sending a photo; it lasts five seconds, as at Telegram. */
  setAction(action) {
    clearTimeout(this.actionTimer);
    this.action = action;
    if (action) this.actionTimer = setTimeout(() => this.setAction(null), ACTION_LASTS);
    this.dispatchEvent(new Event("action"));
  }
}
