/* The phones side by side; on a small screen one at a time, with tabs and swiping between them. */

import { cast } from "./cast.js";
import { avatar, element, nameOf } from "./element.js";
import { Phone } from "./phone.js";
import { recall, remember } from "./remembered.js";

const DEFAULT_COUNT = 3;

export class Phones extends EventTarget {
  all = [];
  #visible = new Set();

  constructor(place, tabs, desk) {
    super();
    this.place = place;
    this.tabs = tabs;
    this.desk = { ...desk, phones: this };
    this.watcher = new IntersectionObserver((changes) => this.#moved(changes), { root: place, threshold: 0.6 });
    cast.addEventListener("change", () => this.#showTabs());
  }

  /** Put the remembered people on phones, or the first three. */
  start() {
    const remembered = (recall("people") || []).map((id) => cast.byId(id)).filter(Boolean);
    const first = remembered.length ? remembered : cast.people.slice(0, DEFAULT_COUNT);
    first.forEach((person) => this.#insert(person));
    this.#changed();
  }

  /** The phone of this person, if it is on the page. */
  of(id) {
    return this.all.find((phone) => phone.person.id === Number(id));
  }

  /** All phones but this one. */
  others(phone) {
    return this.all.filter((other) => other !== phone);
  }

  /** True if the phone can be seen, not merely swiped to. */
  isOnScreen(phone) {
    return this.#visible.has(phone.node);
  }

  /** Give a person a phone beside the others. */
  add(person) {
    const phone = this.of(person.id) || this.#insert(person);
    this.#changed();
    this.reveal(phone);
    return phone;
  }

  #insert(person, before = null) {
    const phone = new Phone(person, this.desk);
    const index = before ? this.all.indexOf(before) : this.all.length;
    this.all.splice(index, before ? 1 : 0, phone);
    if (before) this.#leave(before, phone.node);
    else this.place.append(phone.node);
    this.watcher.observe(phone.node);
    return phone;
  }

  #leave(phone, replacement = null) {
    this.watcher.unobserve(phone.node);
    this.#visible.delete(phone.node);
    if (replacement) phone.node.replaceWith(replacement);
    else phone.node.remove();
  }

  /** Put another person into a phone; if they have one already, the two change places. */
  change(phone, person) {
    const other = this.of(person.id);
    if (other === phone) return;
    if (other) this.#swap(phone, other);
    else this.#insert(person, phone);
    this.#changed();
    this.reveal(this.of(person.id));
  }

  #swap(one, other) {
    const [first, second] = [this.all.indexOf(one), this.all.indexOf(other)];
    [this.all[first], this.all[second]] = [other, one];
    this.place.append(...this.all.map((phone) => phone.node));
    this.all.forEach((phone) => phone.thread.toBottom());
  }

  remove(phone) {
    this.all = this.others(phone);
    this.#leave(phone);
    this.#changed();
  }

  /** Bring a phone into sight. */
  reveal(phone) {
    phone.node.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
  }

  #moved(changes) {
    for (const change of changes) {
      if (change.isIntersecting) this.#visible.add(change.target);
      else this.#visible.delete(change.target);
    }
    this.all.filter((phone) => phone.isWatched()).forEach((phone) => phone.wasRead());
    this.#showTabs();
  }

  #changed() {
    cast.onPhones = new Set(this.all.map((phone) => phone.person.id));
    remember("people", this.all.map((phone) => phone.person.id));
    this.#showTabs();
    this.dispatchEvent(new Event("change"));
  }

  #showTabs() {
    this.tabs.replaceChildren(...this.all.map((phone) => this.#tab(phone)));
  }

  #tab(phone) {
    const { person } = phone;
    const unread = person.unread ? element("span", { class: "badge", text: person.unread }) : null;
    return element("button", {
      type: "button", class: "tab", "aria-current": this.isOnScreen(phone) ? "true" : null,
      label: ["phone_of", { name: nameOf(person) }], on: { click: () => this.reveal(phone) },
    }, avatar(nameOf(person), person.id, "small"), unread);
  }
}
