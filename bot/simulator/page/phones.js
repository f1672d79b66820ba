/* The phones side by side; on a small screen one at a time, with tabs and swiping. */

import { load, store } from "./browser-storage.js";
import { directory } from "./directory.js";
import { avatar, element, fullName, unreadBadge } from "./element.js";
import { Phone } from "./phone.js";

const DEFAULT_COUNT = 3;

export class Phones extends EventTarget {
  all = [];
  #visible = new Set();

  constructor(container, tabs, page) {
    super();
    this.container = container;
    this.tabs = tabs;
    this.page = { ...page, phones: this };
    const onIntersection = (changes) => this.#onIntersection(changes);
    this.watcher = new IntersectionObserver(onIntersection, { root: container, threshold: 0.6 });
    directory.addEventListener("change", () => this.#showTabs());
  }

  /** Show the phones of the last visit, or of the first three people. */
  start() {
    const remembered = (load("people") || []).map((id) => directory.byId(id)).filter(Boolean);
    const first = remembered.length ? remembered : directory.people.slice(0, DEFAULT_COUNT);
    first.forEach((person) => this.#insert(person));
    this.#changed();
  }

  /** Return the phone of this person, or undefined. */
  of(id) {
    return this.all.find((phone) => phone.person.id === Number(id));
  }

  /** Return all other phones. */
  others(phone) {
    return this.all.filter((other) => other !== phone);
  }

  /** True if the phone is visible on the screen. */
  isOnScreen(phone) {
    return this.#visible.has(phone.node);
  }

  /** Add a phone for a person, or show the one they have. */
  add(person) {
    const phone = this.of(person.id) || this.#insert(person);
    this.#changed();
    this.reveal(phone);
    return phone;
  }

  #insert(person, before = null) {
    const phone = new Phone(person, this.page);
    const index = before ? this.all.indexOf(before) : this.all.length;
    this.all.splice(index, before ? 1 : 0, phone);
    if (before) this.#removeNode(before, phone.node);
    else this.container.append(phone.node);
    this.watcher.observe(phone.node);
    return phone;
  }

  #removeNode(phone, replacement = null) {
    this.watcher.unobserve(phone.node);
    this.#visible.delete(phone.node);
    if (replacement) phone.node.replaceWith(replacement);
    else phone.node.remove();
  }

  /** Give a phone to another person; if they have one already, the two phones change places. */
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
    this.container.append(...this.all.map((phone) => phone.node));
    this.all.forEach((phone) => phone.messageList.scrollToEnd());
  }

  remove(phone) {
    this.all = this.others(phone);
    this.#removeNode(phone);
    this.#changed();
  }

  /** Scroll to a phone. */
  reveal(phone) {
    phone.node.scrollIntoView({ inline: "center", block: "nearest", behavior: "smooth" });
  }

  #onIntersection(changes) {
    for (const change of changes) {
      if (change.isIntersecting) this.#visible.add(change.target);
      else this.#visible.delete(change.target);
    }
    this.all.filter((phone) => phone.isBeingRead()).forEach((phone) => phone.markAsRead());
    this.#showTabs();
  }

  #changed() {
    directory.onPhones = new Set(this.all.map((phone) => phone.person.id));
    store("people", this.all.map((phone) => phone.person.id));
    this.#showTabs();
    this.dispatchEvent(new Event("change"));
  }

  #showTabs() {
    this.tabs.replaceChildren(...this.all.map((phone) => this.#tab(phone)));
  }

  #tab(phone) {
    const { person } = phone;
    return element("button", {
      type: "button", class: "tab", "aria-current": this.isOnScreen(phone) ? "true" : null,
      label: ["phone_of", { name: fullName(person) }], on: { click: () => this.reveal(phone) },
    }, avatar(fullName(person), person.id, "small"), unreadBadge(person));
  }
}
