/* What can be done with one message: answer, copy, change, forward, save. */

import { isOwn } from "./bubble.js";
import { pictureOf } from "./media.js";
import { openMenu, pointOf } from "./menu.js";
import { nameOf } from "./element.js";
import { t } from "./words.js";
import { fileAddress, say } from "./world.js";

/** Open the menu of a bubble at the pointer. */
export function openMessageMenu(phone, messages, event) {
  const message = messages.find((part) => part.text || part.caption) || messages[0];
  const text = message.text || message.caption;
  const free = !message.has_protected_content;
  openMenu(phone.screen, [
    { icon: "reply", words: "reply", act: () => phone.composer.setAbout("reply", message) },
    text && { icon: "copy", words: "copy", act: () => phone.copy(text) },
    isOwn(message) && message.text && !message.forward_origin
      && { icon: "edit", words: "edit", act: () => phone.composer.setAbout("edit", message) },
    free && { icon: "forward", words: "forward", act: () => forward(phone, messages) },
    free && fileOf(message) && { icon: "save", words: "save", act: () => save(message) },
  ], pointOf(event));
}

function fileOf(message) {
  const picture = pictureOf(message);
  if (picture) return { address: picture.address, name: picture.name };
  const file = message.document;
  return file ? { address: fileAddress(file.file_id), name: file.file_name || "file" } : null;
}

function save(message) {
  const { address, name } = fileOf(message);
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
}

async function forward(phone, messages) {
  const target = await phone.desk.choosePerson(phone, "forward_to");
  if (!target) return;
  try {
    for (const message of messages) await say(target.id, { forward: message.message_id, from: phone.person.id });
    phone.tell(t("sent_from", { name: nameOf(target) }));
    phone.desk.news(target.id);
  } catch (refusal) {
    phone.tell(refusal.message);
  }
}
