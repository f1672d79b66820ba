/* Who there is: the people, the bot, and what each has not read yet. */

import { currentLanguage } from "./words.js";
import * as world from "./world.js";

class Cast extends EventTarget {
  people = [];
  bot = { id: 0, username: "", first_name: "Bot", commands: [] };

  /** Whose chats are on a phone: what they have not read is counted there, not by the server. */
  onPhones = new Set();

  /** Fetch everyone again and tell the listeners. A person stays the same object. */
  async load() {
    const { people, bot } = await world.people(currentLanguage());
    this.bot = bot;
    this.people = people.map((person) => this.#renewed(person));
    this.changed();
  }

  #renewed(person) {
    const known = this.byId(person.id);
    if (!known) return person;
    return Object.assign(known, person, { unread: this.onPhones.has(person.id) ? known.unread : person.unread });
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** The person with this Telegram id, if any. */
  byId(id) {
    return this.people.find((person) => person.id === Number(id));
  }

  /** The person with this telephone number, however it is written. */
  byPhone(number) {
    return this.people.find((person) => person.phone && sameNumber(person.phone, number));
  }

  /** Take over what the server says of one person. */
  update(person) {
    const old = this.byId(person.id);
    if (old) Object.assign(old, person, { unread: old.unread });
    else this.people.push(person);
    this.changed();
  }

  /** One more unread message, or none at all. */
  setUnread(id, count) {
    const person = this.byId(id);
    if (!person || person.unread === count) return;
    person.unread = count;
    this.changed();
  }
}

/** True if both are the same Chinese mobile number, with or without the country code. */
export function sameNumber(one, other) {
  const tail = (number) => String(number).replace(/\D/g, "").slice(-11);
  return tail(one) === tail(other);
}

export const cast = new Cast();
