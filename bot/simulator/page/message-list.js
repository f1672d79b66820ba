/* The list of messages. Nodes of unchanged messages are kept, with their pictures, focus and scroll position. */

import { bubble, changeBelow, isOwn } from "./bubble.js";
import { element, icon } from "./element.js";
import { currentLanguage, dayName, onLanguageChange } from "./i18n.js";

const NEAR_END_PX = 90;

export class MessageList {
  #nodes = new Map();
  #unseen = 0;
  #atEnd = true;
  #lastTop = 0;

  constructor(phone) {
    this.phone = phone;
    this.list = element("div", { class: "thread", role: "log", tabindex: "0", label: "messages" });
    this.count = element("span", { class: "badge", hidden: true });
    this.down = element("button", { type: "button", class: "to-bottom", label: "to_bottom", hidden: true,
      on: { click: () => this.scrollToEnd(true) } }, icon("down"), this.count);
    this.node = element("div", { class: "thread-frame" }, this.list, this.down);
    this.list.addEventListener("scroll", () => this.#onScroll(), { passive: true });
    this.#stayAtEnd();
    onLanguageChange(() => this.show());
  }

  #stayAtEnd() {
    // A keyboard that opens or a picture that loads changes the height: stay at the newest message.
    const watcher = new ResizeObserver(() => this.#atEnd && this.scrollToEnd());
    watcher.observe(this.list);
    this.list.addEventListener("load", () => this.#atEnd && this.scrollToEnd(), true);
  }

  /** Show the current messages of the chat; `added` are the new ones. */
  show(added = []) {
    this.#render(this.#items(this.phone.chat.ordered));
    if (this.#atEnd || added.some((message) => message.pending)) this.scrollToEnd();
    else this.#countUnseen(added.filter((message) => message.from?.is_bot).length);
  }

  #items(messages) {
    const seenUntil = this.phone.chat.newestBotMessage?.message_id || 0;
    const items = [];
    let day = "";
    for (const parts of groupAlbums(messages)) {
      const [first] = parts;
      const name = dayName(first.date);
      if (name !== day) items.push({ key: `day-${name}`, day: name });
      day = name;
      items.push({ key: String(first.message_id), parts, seen: isOwn(first) && first.message_id < seenUntil });
    }
    return items;
  }

  #render(items) {
    const nodes = items.map((item) => this.#node(item));
    const kept = new Map(items.map((item) => [item.key, this.#nodes.get(item.key)]));
    let cursor = this.list.firstChild;
    nodes.forEach((node, index) => {
      if (items[index].parts) markTail(node, items[index], items[index + 1]);
      if (node === cursor) cursor = cursor.nextSibling;
      else this.list.insertBefore(node, cursor);
    });
    this.#nodes.forEach((entry, key) => kept.has(key) || entry.node.remove());
    this.#nodes = kept;
  }

  #node(item) {
    const old = this.#nodes.get(item.key);
    const signature = item.day || JSON.stringify([item.parts.map(drawnInBubble), currentLanguage()]);
    const below = item.parts && JSON.stringify([item.parts.map((each) => this.#drawnBelow(each)), item.seen]);
    if (old?.signature === signature) {
      if (old.below !== below) changeBelow(old.node, item.parts, this.phone, item.seen);
      old.below = below;
      return old.node;
    }
    const node = item.day ? dayNode(item.day) : bubble(item.parts, this.phone, item.seen);
    old?.node.replaceWith(node);
    this.#nodes.set(item.key, { signature, below, node });
    return node;
  }

  #drawnBelow({ message_id: id, reply_markup: keyboard, edit_date: edited }) {
    return [this.phone.chat.reactions[id], keyboard, edited];
  }

  #countUnseen(more) {
    this.#unseen += more;
    this.count.textContent = this.#unseen;
    this.count.hidden = !this.#unseen;
    this.#onScroll();
  }

  #onScroll() {
    const distance = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
    // A picture that loads moves the end away too: only scrolling up leaves it.
    const upward = this.list.scrollTop < this.#lastTop - 1;
    this.#lastTop = this.list.scrollTop;
    this.#atEnd = distance < NEAR_END_PX || (this.#atEnd && !upward);
    this.down.hidden = this.#atEnd;
    if (!this.#atEnd) return;
    this.#unseen = 0;
    this.count.hidden = true;
    this.phone.markAsRead();
  }

  /** True if the newest message is visible. */
  get isAtEnd() {
    return this.#atEnd;
  }

  /** Scroll to the newest message. */
  scrollToEnd(smooth = false) {
    this.#atEnd = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  /** Scroll to a message and highlight it. */
  scrollTo(id) {
    const node = this.list.querySelector(`[data-id="${id}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("lit");
    requestAnimationFrame(() => node.classList.add("lit"));
  }

  /** Return the ids of the visible messages, the lowest first. */
  visibleIds() {
    const frame = this.list.getBoundingClientRect();
    const shown = [...this.list.querySelectorAll(".message")].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.bottom > frame.top + 20 && box.top < frame.bottom - 20;
    });
    return shown.map((node) => Number(node.dataset.id)).reverse();
  }
}

function groupAlbums(messages) {
  const groups = [];
  for (const message of messages) {
    const album = message.media_group_id;
    const previous = groups.at(-1);
    if (album && previous?.[0].media_group_id === album) previous.push(message);
    else groups.push([message]);
  }
  return groups;
}

const drawnInBubble = ({ reply_markup: _, edit_date: __, ...shown }) => shown;

const dayNode = (name) => element("div", { class: "day" }, element("span", { text: name }));

function markTail(node, item, next) {
  const last = !next?.parts || isOwn(next.parts[0]) !== isOwn(item.parts[0]);
  node.classList.toggle("tail", last);
}
