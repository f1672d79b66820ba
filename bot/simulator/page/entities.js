/* Formatted text as DOM nodes. Offsets are in UTF-16 code units, in Telegram as in JavaScript. */

import { element } from "./element.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote",
};

/** Return the nodes of a text with its entities. `phone`: {openLink(address), sendText(text), copy(text)}. */
export function textNodes(text, entities, phone) {
  const sorted = [...(entities || [])].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return nodesBetween(text, 0, text.length, sorted, phone);
}

function nodesBetween(text, start, end, entities, phone) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [outer, ...others] = rest;
    const stop = Math.min(outer.offset + outer.length, end);
    const inner = others.filter((entity) => entity.offset < stop);
    rest = others.filter((entity) => entity.offset >= stop);
    if (outer.offset > at) nodes.push(text.slice(at, outer.offset));
    const children = nodesBetween(text, outer.offset, stop, inner, phone);
    nodes.push(wrap(outer, text.slice(outer.offset, stop), children, phone));
    at = stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, text, children, phone) {
  if (entity.type === "expandable_blockquote") return folded(children);
  if (TAGS[entity.type]) return plain(entity, text, children, phone);
  if (entity.type === "spoiler") return spoiler(children);
  if (["bot_command", "hashtag"].includes(entity.type)) return inlineButton(children, () => phone.sendText(text));
  const address = addressOf(entity, text);
  return address ? link(address, children, phone) : element("span", {}, children);
}

function plain(entity, text, children, phone) {
  const node = element(TAGS[entity.type], { class: entity.type }, children);
  if (entity.type === "pre" && entity.language) node.dataset.language = entity.language;
  if (entity.type !== "code" && entity.type !== "pre") return node;
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.addEventListener("click", () => phone.copy(text));
  node.addEventListener("keydown", (key) => key.key === "Enter" && phone.copy(text));
  return node;
}

/* A quotation of which three lines are shown until it is unfolded, as in the clients. */
function folded(children) {
  const unfold = element("button", { type: "button", class: "unfold", label: "unfold", "aria-expanded": "false", on: { click: () => {
    unfold.setAttribute("aria-expanded", String(!node.classList.toggle("folded")));
  } } });
  const node = element("blockquote", { class: "folded" }, element("div", {}, children), unfold);
  return node;
}

function addressOf(entity, text) {
  if (entity.type === "text_link") return entity.url;
  if (entity.type === "email") return `mailto:${text}`;
  if (entity.type === "phone_number") return `tel:${text}`;
  if (entity.type === "mention") return `https://t.me/${text.slice(1)}`;
  if (entity.type === "text_mention") return `tg://user?id=${entity.user?.id}`;
  if (entity.type === "url") return /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  return null;
}

function link(address, children, phone) {
  const safe = /^(https?|tg|mailto|tel):/i.test(address) ? address : "#";
  const open = (click) => {
    click.preventDefault();
    phone.openLink(safe);
  };
  return element("a", { href: safe, rel: "noopener noreferrer", on: { click: open } }, children);
}

function inlineButton(children, onClick) {
  return element("button", { type: "button", class: "in-text", on: { click: onClick } }, children);
}

function spoiler(children) {
  const node = element("span", { class: "spoiler", role: "button", tabindex: "0", label: "show_spoiler" }, children);
  const reveal = () => {
    node.classList.add("shown");
    ["role", "tabindex", "aria-label", "data-translated"].forEach((name) => node.removeAttribute(name));
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (key) => (key.key === "Enter" || key.key === " ") && reveal());
  return node;
}

/** Return the payload of a deep link to this bot ("" without one), or null for any other address. */
export function startPayload(address, bot) {
  let parts;
  try {
    parts = new URL(address);
  } catch {
    return null;
  }
  const isBot = (name) => name?.toLowerCase() === bot.username?.toLowerCase();
  const web = /^https?:$/.test(parts.protocol) && /^(www\.)?(t|telegram)\.me$/i.test(parts.hostname);
  const app = parts.protocol === "tg:" && /resolve/.test(parts.host + parts.pathname);
  const name = web ? parts.pathname.slice(1).split("/")[0] : app ? parts.searchParams.get("domain") : null;
  return isBot(name) ? parts.searchParams.get("start") || "" : null;
}
