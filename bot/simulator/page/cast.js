/* Who there is: the people, the bot, and what each has not read yet. */

import * as world from "./world.js";

class Cast extends EventTarget {
  people = [];
  bot = { id: 0, username: "", first_name: "Bot", commands: [] };

  /** Fetch everyone again and tell the listeners. */
  async load() {
    const known = new Map(this.people.map((person) => [person.id, person.unread]));
    const { people, bot } = await world.people();
    this.bot = bot;
    this.people = people.map((person) => ({ ...person, unread: known.get(person.id) ?? person.unread ?? 0 }));
    this.changed();
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
