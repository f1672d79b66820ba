/* Text with its entities as DOM. Offsets count UTF-16 units, which is how both Telegram and JavaScript count. */

import { element } from "./element.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** The nodes of a text. `acts` = {openLink(address), sendText(text), copy(text)}. */
export function textNodes(text, entities, acts) {
  const sorted = [...(entities || [])].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return between(text, 0, text.length, sorted, acts);
}

function between(text, start, end, entities, acts) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [outer, ...others] = rest;
    const stop = Math.min(outer.offset + outer.length, end);
    const inner = others.filter((entity) => entity.offset < stop);
    rest = others.filter((entity) => entity.offset >= stop);
    if (outer.offset > at) nodes.push(text.slice(at, outer.offset));
    const children = between(text, outer.offset, stop, inner, acts);
    nodes.push(wrap(outer, text.slice(outer.offset, stop), children, acts));
    at = stop;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, text, children, acts) {
  if (TAGS[entity.type]) return plain(entity, text, children, acts);
  if (entity.type === "spoiler") return spoiler(children);
  if (entity.type === "bot_command" || entity.type === "hashtag") return act(children, () => acts.sendText(text));
  const address = addressOf(entity, text);
  return address ? link(address, children, acts) : element("span", {}, children);
}

function plain(entity, text, children, acts) {
  const node = element(TAGS[entity.type], { class: entity.type }, children);
  if (entity.type === "pre" && entity.language) node.dataset.language = entity.language;
  if (entity.type !== "code" && entity.type !== "pre") return node;
  node.tabIndex = 0;
  node.setAttribute("role", "button");
  node.addEventListener("click", () => acts.copy(text));
  node.addEventListener("keydown", (key) => key.key === "Enter" && acts.copy(text));
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

function link(address, children, acts) {
  const safe = /^(https?|tg|mailto|tel):/i.test(address) ? address : "#";
  const open = (click) => {
    click.preventDefault();
    acts.openLink(safe);
  };
  return element("a", { href: safe, rel: "noopener noreferrer", on: { click: open } }, children);
}

function act(children, deed) {
  return element("button", { type: "button", class: "in-text", on: { click: deed } }, children);
}

function spoiler(children) {
  const veil = element("span", { class: "spoiler", role: "button", tabindex: "0", label: "show_spoiler" }, children);
  const reveal = () => {
    veil.classList.add("shown");
    ["role", "tabindex", "aria-label", "data-worded"].forEach((name) => veil.removeAttribute(name));
  };
  veil.addEventListener("click", reveal);
  veil.addEventListener("keydown", (key) => (key.key === "Enter" || key.key === " ") && reveal());
  return veil;
}

/** The payload of a deep link to this bot ("" for a bare one), or null if the address leads elsewhere. */
export function startPayload(address, bot) {
  let parts;
  try {
    parts = new URL(address);
  } catch {
    return null;
  }
  const here = (name) => name?.toLowerCase() === bot.username?.toLowerCase();
  const web = /^https?:$/.test(parts.protocol) && /^(www\.)?(t|telegram)\.me$/i.test(parts.hostname);
  const app = parts.protocol === "tg:" && /resolve/.test(parts.host + parts.pathname);
  const name = web ? parts.pathname.slice(1).split("/")[0] : app ? parts.searchParams.get("domain") : null;
  return here(name) ? parts.searchParams.get("start") || "" : null;
}
