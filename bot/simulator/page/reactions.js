/* Reactions: those below a message, and the choice of one's own. */

import * as api from "./api.js";
import { element } from "./element.js";
import { openSheet } from "./sheet.js";

// Some of those that Telegram lets everybody use.
const CHOICE = ["👍", "👎", "❤", "🔥", "🎉", "😁", "😢", "🙏", "👌", "🤔", "👀", "💯"];

/** Build the line of reactions below a message, or null. */
export function reactionsBelow(message, phone) {
  const given = Object.entries(phone.chat.reactions[message.message_id] || {});
  const found = given.flatMap(([user, reactions]) => reactions.map(({ emoji }) => ({ user: Number(user), emoji })));
  if (!found.length) return null;
  const own = (each) => each.user === phone.person.id;
  const marks = found.map((each) => element("button", {
    type: "button", class: "reaction", "aria-pressed": String(own(each)), "aria-label": each.emoji, text: each.emoji,
    on: { click: () => set(phone, message, own(each) ? null : each.emoji) },
  }));
  return element("div", { class: "reactions", role: "group", label: "reactions" }, marks);
}

/** Let the person choose a reaction to a message. */
export function chooseReaction(phone, message) {
  const choose = (emoji) => {
    sheet.close();
    set(phone, message, emoji);
  };
  const buttons = CHOICE.map((emoji) =>
    element("button", { type: "button", "aria-label": emoji, text: emoji, on: { click: () => choose(emoji) } }));
  const sheet = openSheet(phone.screen, { title: "react", body: element("div", { class: "stickers" }, buttons) });
}

async function set(phone, message, emoji) {
  await phone.attempt(api.react(phone.person.id, message.message_id, emoji));
  await phone.chat.refresh(true);
}
