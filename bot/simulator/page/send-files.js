/* Sending photos and files: a preview with a caption, and albums of up to ten. */

import { element, textButton } from "./element.js";
import { fileSize } from "./i18n.js";
import { openSheet } from "./sheet.js";

const MAX_ALBUM_SIZE = 10;

/** Show files before they are sent, with a field for the caption. */
export function previewFiles(phone, files, asFiles = false) {
  if (!files.length) return;
  const pictures = files.every((file) => /^(image|video)\//.test(file.type));
  const field = { type: "text", class: "caption", maxlength: "1024", autofocus: true };
  const caption = element("input", { ...field, hint: "caption", label: "caption" });
  const asDocument = element("input", { type: "checkbox" });
  asDocument.checked = asFiles || !pictures;
  asDocument.disabled = !pictures;
  const choice = element("label", { class: "check" }, asDocument, element("span", { words: "as_file" }));
  const send = () => {
    sheet.close();
    sendFiles(phone, files, { asFiles: asDocument.checked, caption: caption.value.trim() });
  };
  caption.addEventListener("keydown", (key) => key.key === "Enter" && !key.isComposing && send());
  const body = [element("div", { class: "previews" }, files.map(preview)), choice, caption];
  const cancel = textButton("cancel", () => sheet.close(), { class: "plain" });
  const actions = [cancel, textButton("send", send, { class: "primary" })];
  const sheet = openSheet(phone.screen, { title: ["send_count", { count: files.length }], body, actions });
}

function preview(file) {
  if (file.type.startsWith("image/")) return element("img", { src: URL.createObjectURL(file), alt: file.name });
  return element("span", { class: "preview-file" }, element("b", { text: file.name }), fileSize(file.size));
}

/** Send files as albums of up to ten; a single file is not an album. */
export async function sendFiles(phone, files, { asFiles = false, caption = "" } = {}) {
  for (let at = 0; at < files.length; at += MAX_ALBUM_SIZE) {
    await sendAlbum(phone, files.slice(at, at + MAX_ALBUM_SIZE), asFiles, at ? "" : caption);
  }
}

/** Send one file as a message of this kind, such as a voice message. */
export async function sendAs(phone, kind, file) {
  const form = new FormData();
  form.append(kind, file, file.name);
  phone.composer.clearReference();
  await phone.chat.send(form, { localFile: { file_name: file.name, file_size: file.size } });
}

async function sendAlbum(phone, files, asFiles, caption) {
  const replyTo = phone.composer.replyTo;
  const form = new FormData();
  const kind = (file) => (asFiles ? "document" : file.type.startsWith("video/") ? "video" : "photo");
  files.forEach((file) => form.append(kind(file), file, file.name || "photo.jpg"));
  if (files.length > 1) form.append("album", "true");
  if (caption) form.append("caption", caption);
  if (replyTo) form.append("reply_to", replyTo.message_id);
  phone.composer.clearReference();
  await phone.chat.send(form, pendingPreview(files[0], asFiles, caption));
}

function pendingPreview(file, asFiles, caption) {
  if (!asFiles && !file.type.startsWith("video/")) return { localPicture: URL.createObjectURL(file), caption };
  return { localFile: { file_name: file.name, file_size: file.size }, caption };
}
