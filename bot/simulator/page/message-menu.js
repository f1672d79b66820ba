/* The menu of a message: reply, quote, react, copy, edit, forward, save, delete. */

import { deleteMessage, fileAddress } from "./api.js";
import { isOwn } from "./bubble.js";
import { pictureOf } from "./media.js";
import { openMenu, pointOf } from "./menu.js";
import { chooseReaction } from "./reactions.js";
import { sendFrom } from "./send-from.js";

/** Open the menu of a message, or of the messages of an album. */
export function openMessageMenu(phone, messages, event) {
  const message = messages.find((part) => part.text || part.caption) || messages[0];
  const text = message.text || message.caption;
  const selected = selectedIn(message, text);
  openMenu(phone.screen, [
    { icon: "reply", words: "reply", action: () => phone.composer.setReference("reply", message) },
    selected && { icon: "quote", words: "quote", action: () => phone.composer.setReference("reply", message, selected) },
    { icon: "react", words: "react", action: () => chooseReaction(phone, message) },
    text && { icon: "copy", words: "copy", action: () => phone.copy(text) },
    isOwn(message) && message.text && !message.forward_origin
      && { icon: "edit", words: "edit", action: () => phone.composer.setReference("edit", message) },
    { icon: "forward", words: "forward", action: () => forward(phone, messages) },
    fileOf(message) && { icon: "save", words: "save", action: () => save(message) },
    { icon: "bin", words: "delete", danger: true, action: () => remove(phone, messages) },
  ], pointOf(event));
}

/** Return the words of a message that are selected on the page, or "". */
function selectedIn(message, text) {
  const words = String(getSelection() || "").trim();
  return words && text?.includes(words) ? words : "";
}

async function remove(phone, messages) {
  for (const message of messages) await phone.attempt(deleteMessage(phone.person.id, message.message_id));
  await phone.chat.refresh(true);
}

function fileOf(message) {
  const picture = pictureOf(message);
  if (picture) return { address: picture.address, name: picture.name };
  const file = message.document || message.video || message.voice || message.audio;
  return file ? { address: fileAddress(file.file_id), name: file.file_name || "file" } : null;
}

function save(message) {
  const { address, name } = fileOf(message);
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
}

async function forward(phone, messages) {
  const sent = messages.map(({ message_id }) => ({ forward: message_id, from: phone.person.id }));
  return sendFrom(phone, "forward_to", sent);
}

/** Share a link as https://t.me/share/url?url=…&text=… asks; people here write to the bot only. */
export function share(phone, address) {
  const given = new URL(address).searchParams;
  const text = [given.get("url"), given.get("text")].filter(Boolean).join("\n");
  return sendFrom(phone, "share_with", [{ text }]);
}
