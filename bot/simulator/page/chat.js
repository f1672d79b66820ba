/* One person's chat with the bot: the messages on the server, and those being sent.

An event only says that the chat has changed; the messages are always loaded from the server. A lost event delays
messages but loses none. */

import * as api from "./api.js";

const ACTION_MS = 5500;
const RETRY_MS = 2000;
let pendingCount = 0;

export class Chat extends EventTarget {
  messages = new Map();
  pending = [];
  keyboard = null;
  keyboardEvents = 0;
  commands = [];
  reactions = {};
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

  /** All messages in order; those being sent are at the end. */
  get ordered() {
    return [...[...this.messages.values()].sort((one, other) => one.message_id - other.message_id), ...this.pending];
  }

  /** The bot's newest message, or undefined. */
  get newestBotMessage() {
    return this.ordered.findLast((message) => message.from?.is_bot);
  }

  /** Load the new messages, with `whole` also edits and deletions. */
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
        this.#update(await api.messagesOf(this.person.id, whole ? 0 : this.#last), whole);
      } catch {
        setTimeout(() => this.refresh(true), RETRY_MS);
      }
    }
  }

  #update(screen, whole) {
    const added = screen.messages.filter((message) => !this.messages.has(message.message_id));
    const kept = new Set(screen.messages.map((message) => message.message_id));
    if (whole) [...this.messages.keys()].filter((id) => !kept.has(id)).forEach((id) => this.messages.delete(id));
    screen.messages.forEach((message) => this.#store(message));
    this.#last = screen.last || 0;
    this.keyboard = screen.keyboard;
    this.commands = screen.commands || [];
    this.reactions = screen.reactions || {};
    this.menuButton = screen.menu_button;
    if (added.some((message) => message.from?.is_bot)) this.action = null;
    const first = !this.loaded;
    this.loaded = true;
    this.#changed(first ? [] : added);
  }

  #store(message) {
    if (!message.from?.is_bot && !this.messages.has(message.message_id)) this.#removePending(message);
    this.messages.set(message.message_id, message);
  }

  /** An event can arrive before the response to our own request: replace the pending message. */
  #removePending(message) {
    const same = (pending) => !pending.failed && (pending.text || "") === (message.text || "");
    const index = this.pending.findIndex(same);
    if (index >= 0) this.pending.splice(index, 1);
  }

  #changed(added = []) {
    this.dispatchEvent(new CustomEvent("change", { detail: { added } }));
  }

  /** Send a message, and show it as pending meanwhile. A failed message stays visible and can be sent again. */
  async send(body, preview = {}) {
    const waiting = { date: Date.now() / 1000, from: this.person, ...preview, pending: true };
    waiting.message_id = `pending-${++pendingCount}`;
    waiting.retry = () => this.#deliver(waiting, body);
    this.pending.push(waiting);
    await this.#deliver(waiting, body);
  }

  async #deliver(waiting, body) {
    waiting.failed = null;
    this.#changed([waiting]);
    try {
      const { messages = [] } = await api.sendMessage(this.person.id, body);
      messages.forEach((message) => this.#store(message));
      this.cancel(waiting);
    } catch (error) {
      waiting.failed = error.message;
      this.#changed();
    }
  }

  /** Remove a pending message. */
  cancel(waiting) {
    this.pending = this.pending.filter((other) => other !== waiting);
    this.#changed();
  }

  /** Edit one of the person's messages. */
  async edit(message, text) {
    const { messages = [] } = await api.sendMessage(this.person.id, { edit: message.message_id, text });
    messages.forEach((changed) => this.messages.set(changed.message_id, changed));
    this.#changed();
  }

  /** Show a chat action ("typing" …) for five seconds, as Telegram does. */
  setAction(action) {
    clearTimeout(this.actionTimer);
    this.action = action;
    if (action) this.actionTimer = setTimeout(() => this.setAction(null), ACTION_MS);
    this.dispatchEvent(new Event("action"));
  }
}
