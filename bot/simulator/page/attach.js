/* Everything but words that a person can send: pictures, files, albums, the camera, another phone's screen. */

import { openCamera } from "./camera.js";
import { element, nameOf, wordButton } from "./element.js";
import { pictureOf } from "./media.js";
import { openMenu, pointOf } from "./menu.js";
import { openSheet } from "./sheet.js";
import { fileSize, t } from "./words.js";
import { pictureAt } from "./world.js";

const ALBUM_LIMIT = 10;
const STICKERS = ["👍", "❤️", "😂", "🎉", "🙏", "🚗"];

/** The menu behind the paper clip. */
export function openAttachMenu(phone, event) {
  openMenu(phone.screen, [
    { icon: "image", words: "attach_photo", act: () => pickFiles(phone, "image/*") },
    { icon: "file", words: "attach_file", act: () => pickFiles(phone, "", true) },
    { icon: "camera", words: "attach_camera", act: () => openCamera(phone) },
    { icon: "scan", words: "attach_other_phone", act: () => openOtherPhones(phone) },
    { icon: "person", words: "share_contact", act: () => phone.shareContact() },
    { icon: "sticker", words: "attach_sticker", act: () => openStickers(phone) },
  ], pointOf(event));
}

function pickFiles(phone, accept, asFiles = false) {
  const input = element("input", { type: "file", multiple: true, accept, hidden: true, class: "picker" });
  input.addEventListener("change", () => {
    previewFiles(phone, [...input.files], asFiles);
    input.remove();
  });
  input.addEventListener("cancel", () => input.remove());
  phone.screen.append(input);
  input.click();
}

/** Show what is about to be sent, with a caption. */
export function previewFiles(phone, files, asFiles = false) {
  if (!files.length) return;
  const pictures = files.every((file) => file.type.startsWith("image/"));
  const field = { type: "text", class: "caption", maxlength: "1024", autofocus: true };
  const caption = element("input", { ...field, hint: "caption", label: "caption" });
  const compressed = element("input", { type: "checkbox" });
  compressed.checked = asFiles || !pictures;
  compressed.disabled = !pictures;
  const choice = element("label", { class: "check" }, compressed, element("span", { words: "as_file" }));
  const send = () => {
    sheet.close();
    sendFiles(phone, files, { asFiles: compressed.checked, caption: caption.value.trim() });
  };
  caption.addEventListener("keydown", (key) => key.key === "Enter" && !key.isComposing && send());
  const body = [element("div", { class: "previews" }, files.map(preview)), choice, caption];
  const cancel = wordButton("cancel", () => sheet.close(), { class: "plain" });
  const actions = [cancel, wordButton("send", send, { class: "primary" })];
  const sheet = openSheet(phone.screen, { title: ["send_count", { count: files.length }], body, actions });
}

function preview(file) {
  if (file.type.startsWith("image/")) return element("img", { src: URL.createObjectURL(file), alt: file.name });
  return element("span", { class: "preview-file" }, element("b", { text: file.name }), fileSize(file.size));
}

/** Send files as one album each ten, or a single one alone. */
export async function sendFiles(phone, files, { asFiles = false, caption = "" } = {}) {
  for (let at = 0; at < files.length; at += ALBUM_LIMIT) {
    await sendPart(phone, files.slice(at, at + ALBUM_LIMIT), asFiles, at ? "" : caption);
  }
}

async function sendPart(phone, files, asFiles, caption) {
  const about = phone.composer.replyTo;
  const form = new FormData();
  files.forEach((file) => form.append(asFiles ? "document" : "photo", file, file.name || "photo.jpg"));
  if (files.length > 1) form.append("album", "true");
  if (caption) form.append("caption", caption);
  if (about) form.append("reply_to", about.message_id);
  phone.composer.clearAbout();
  await phone.chat.send(form, waitingLook(files[0], asFiles, caption));
}

function waitingLook(file, asFiles, caption) {
  if (!asFiles) return { localPicture: URL.createObjectURL(file), caption };
  return { localFile: { file_name: file.name, file_size: file.size }, caption };
}

function openStickers(phone) {
  const choose = (emoji) => {
    sheet.close();
    phone.chat.send({ sticker: emoji }, { sticker: { emoji } });
  };
  const buttons = STICKERS.map((emoji) =>
    element("button", { type: "button", "aria-label": emoji, on: { click: () => choose(emoji) }, text: emoji }));
  const body = element("div", { class: "stickers" }, buttons);
  const sheet = openSheet(phone.screen, { title: "attach_sticker", body });
}

/** Photograph what another phone shows: its pictures, the one on its screen first. */
function openOtherPhones(phone) {
  const found = phone.desk.phones.others(phone).flatMap((other) =>
    other.pictures().map((message) => ({ other, message })));
  const shoot = (other, message) => {
    sheet.close();
    photograph(phone, pictureOf(message), other);
  };
  const tiles = found.map(({ other, message }) =>
    element("button", { type: "button", class: "shot", on: { click: () => shoot(other, message) } },
      element("img", { src: pictureOf(message).small, alt: message.caption || "" }),
      element("span", { text: nameOf(other.person) })));
  const body = tiles.length
    ? element("div", { class: "shots" }, tiles) : element("p", { words: "no_pictures_elsewhere" });
  const sheet = openSheet(phone.screen, { title: "attach_other_phone", body });
}

async function photograph(phone, picture, other) {
  try {
    const taken = await pictureAt(picture.address);
    await sendFiles(phone, [new File([taken], "photo.jpg", { type: taken.type })]);
  } catch (refusal) {
    phone.tell(t("no_picture_from", { name: nameOf(other.person), why: refusal.message }));
  }
}
