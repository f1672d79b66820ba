/* The people and the bot, and how many messages each person has not read. */

import * as api from "./api.js";
import { currentLanguage } from "./i18n.js";

class Directory extends EventTarget {
  people = [];
  bot = { id: 0, username: "", first_name: "Bot", commands: [] };

  /** Ids of the people with a phone on the page: their unread messages are counted here, not by the server. */
  onPhones = new Set();

  /** Load all people again. A known person stays the same object. */
  async load() {
    const { people, bot } = await api.people(currentLanguage());
    this.bot = bot;
    this.people = people.map((person) => this.#merged(person));
    this.changed();
  }

  #merged(person) {
    const known = this.byId(person.id);
    if (!known) return person;
    return Object.assign(known, person, { unread: this.onPhones.has(person.id) ? known.unread : person.unread });
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  /** Return the person with this Telegram id, or undefined. */
  byId(id) {
    return this.people.find((person) => person.id === Number(id));
  }

  /** Return the person with this phone number, or undefined. */
  byPhone(number) {
    return this.people.find((person) => person.phone && sameNumber(person.phone, number));
  }

  /** Update or add one person from the server. */
  update(person) {
    const old = this.byId(person.id);
    if (old) Object.assign(old, person, { unread: old.unread });
    else this.people.push(person);
    this.changed();
  }

  /** Set how many messages a person has not read. */
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

export const directory = new Directory();
