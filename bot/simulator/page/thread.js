/* The scrolling list of messages. Nodes of unchanged messages stay, so pictures, focus and scroll stay too. */

import { bubble, isOwn } from "./bubble.js";
import { element, icon } from "./element.js";
import { currentLanguage, dayName, onLanguage } from "./words.js";

const NEAR = 90;

export class Thread {
  #nodes = new Map();
  #below = 0;
  #stuck = true;
  #top = 0;

  constructor(phone) {
    this.phone = phone;
    this.list = element("div", { class: "thread", role: "log", tabindex: "0", label: "messages" });
    this.count = element("span", { class: "badge", hidden: true });
    this.down = element("button", { type: "button", class: "to-bottom", label: "to_bottom", hidden: true,
      on: { click: () => this.toBottom(true) } }, icon("down"), this.count);
    this.node = element("div", { class: "thread-frame" }, this.list, this.down);
    this.list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#keepBottom();
    onLanguage(() => this.show());
  }

  #keepBottom() {
    // A keyboard that opens or a picture that loads changes the height: stay where the person was reading.
    const watcher = new ResizeObserver(() => this.#stuck && this.toBottom());
    watcher.observe(this.list);
    this.list.addEventListener("load", () => this.#stuck && this.toBottom(), true);
  }

  /** Show the chat as it is now; `news` are the messages that have just come. */
  show(news = []) {
    const wanted = this.#items(this.phone.chat.ordered);
    this.#place(wanted);
    if (this.#stuck || news.some((message) => message.pending)) this.toBottom();
    else this.#countBelow(news.filter((message) => message.from?.is_bot).length);
  }

  #items(messages) {
    const seenUntil = this.phone.chat.newestOfBot?.message_id || 0;
    const items = [];
    let day = "";
    for (const parts of groups(messages)) {
      const [first] = parts;
      const name = dayName(first.date);
      if (name !== day) items.push({ key: `day-${name}`, day: name });
      day = name;
      items.push({ key: String(first.message_id), parts, seen: isOwn(first) && first.message_id < seenUntil });
    }
    return items;
  }

  #place(items) {
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
    const signature = item.day || JSON.stringify([item.parts, item.seen, currentLanguage()]);
    const old = this.#nodes.get(item.key);
    if (old?.signature === signature) return old.node;
    const node = item.day ? dayNode(item.day) : bubble(item.parts, this.phone, item.seen);
    old?.node.replaceWith(node);
    this.#nodes.set(item.key, { signature, node });
    return node;
  }

  #countBelow(more) {
    this.#below += more;
    this.count.textContent = this.#below;
    this.count.hidden = !this.#below;
    this.#scrolled();
  }

  #scrolled() {
    const distance = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
    // A picture that grows also moves the end away; only someone who scrolls up wants to leave it.
    const upward = this.list.scrollTop < this.#top - 1;
    this.#top = this.list.scrollTop;
    this.#stuck = distance < NEAR || (this.#stuck && !upward);
    this.down.hidden = this.#stuck;
    if (!this.#stuck) return;
    this.#below = 0;
    this.count.hidden = true;
    this.phone.wasRead();
  }

  /** True while the newest message is on the screen. */
  get atBottom() {
    return this.#stuck;
  }

  /** Go to the newest message. */
  toBottom(smooth = false) {
    this.#stuck = true;
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth ? "smooth" : "instant" });
  }

  /** Go to one message and light it up. */
  jumpTo(id) {
    const node = this.list.querySelector(`[data-id="${id}"]`);
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("lit");
    requestAnimationFrame(() => node.classList.add("lit"));
  }

  /** The messages whose bubbles can be seen right now, the lowest first. */
  visibleIds() {
    const frame = this.list.getBoundingClientRect();
    const shown = [...this.list.querySelectorAll(".message")].filter((node) => {
      const box = node.getBoundingClientRect();
      return box.bottom > frame.top + 20 && box.top < frame.bottom - 20;
    });
    return shown.map((node) => Number(node.dataset.id)).reverse();
  }
}

function groups(messages) {
  const found = [];
  for (const message of messages) {
    const album = message.media_group_id;
    const previous = found.at(-1);
    if (album && previous?.[0].media_group_id === album) previous.push(message);
    else found.push([message]);
  }
  return found;
}

const dayNode = (name) => element("div", { class: "day" }, element("span", { text: name }));

function markTail(node, item, next) {
  const last = !next?.parts || isOwn(next.parts[0]) !== isOwn(item.parts[0]);
  node.classList.toggle("tail", last);
}
