/* The attachment menu: pictures, videos, files, the camera, another phone's screen, voice, place, poll, contact, stickers. */

import { fetchPicture } from "./api.js";
import { openCamera } from "./camera.js";
import { element, fullName } from "./element.js";
import { t } from "./i18n.js";
import { pictureOf } from "./media.js";
import { openMenu, pointOf } from "./menu.js";
import { openPlaceSheet } from "./places.js";
import { openPollSheet } from "./polls.js";
import { previewFiles, sendFiles } from "./send-files.js";
import { openSheet } from "./sheet.js";
import { openRecorder } from "./voice.js";

const STICKERS = ["👍", "❤️", "😂", "🎉", "🙏", "🚗"];

/** Open the menu of the paper clip button. */
export function openAttachMenu(phone, event) {
  openMenu(phone.screen, [
    { icon: "image", words: "attach_photo", action: () => pickFiles(phone, "image/*") },
    { icon: "video", words: "video", action: () => pickFiles(phone, "video/*") },
    { icon: "file", words: "attach_file", action: () => pickFiles(phone, "", true) },
    { icon: "camera", words: "attach_camera", action: () => openCamera(phone) },
    { icon: "scan", words: "attach_other_phone", action: () => openOtherPhones(phone) },
    { icon: "voice", words: "attach_voice", action: () => openRecorder(phone) },
    { icon: "pin", words: "place", action: () => openPlaceSheet(phone) },
    { icon: "poll", words: "poll", action: () => openPollSheet(phone) },
    { icon: "person", words: "share_contact", action: () => phone.shareContact() },
    { icon: "sticker", words: "attach_sticker", action: () => openStickers(phone) },
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

/** Choose a picture from another phone's chat, to send it as a photo of that phone. */
function openOtherPhones(phone) {
  const found = phone.page.phones.others(phone).flatMap((other) =>
    other.pictures().map((message) => ({ other, message })));
  const choose = (other, message) => {
    sheet.close();
    photograph(phone, pictureOf(message), other);
  };
  const tiles = found.map(({ other, message }) =>
    element("button", { type: "button", class: "shot", on: { click: () => choose(other, message) } },
      element("img", { src: pictureOf(message).small, alt: message.caption || "" }),
      element("span", { text: fullName(other.person) })));
  const body = tiles.length
    ? element("div", { class: "shots" }, tiles) : element("p", { words: "no_pictures_elsewhere" });
  const sheet = openSheet(phone.screen, { title: "attach_other_phone", body });
}

async function photograph(phone, picture, other) {
  try {
    const blob = await fetchPicture(picture.address);
    await sendFiles(phone, [new File([blob], "photo.jpg", { type: blob.type })]);
  } catch (error) {
    phone.toast(t("no_picture_from", { name: fullName(other.person), why: error.message }));
  }
}
