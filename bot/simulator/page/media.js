/* Pictures, videos, sounds, files, albums, contacts, places, polls, dice and stickers in a bubble. */

import { fileAddress } from "./api.js";
import { avatar, element, icon } from "./element.js";
import { fileSize } from "./i18n.js";
import { pollNode } from "./polls.js";

const SHOWN_WIDTH = 340;

/** Return the picture of a message: {address, small, name, width, height}, or null. */
export function pictureOf(message) {
  if (message.localPicture) return { address: message.localPicture, small: message.localPicture, name: "photo.jpg" };
  if (message.photo?.length) return photoPicture(message);
  const file = message.document;
  if (!file || !/^image\/(png|jpe?g|webp|gif)$/.test(file.mime_type || "")) return null;
  const address = fileAddress(file.file_id);
  return { address, small: address, name: file.file_name || "picture" };
}

function photoPicture(message) {
  const sizes = [...message.photo].sort((one, other) => one.width - other.width);
  const largest = sizes.at(-1);
  const shown = sizes.find((size) => size.width >= SHOWN_WIDTH) || largest;
  return {
    address: fileAddress(largest.file_id), small: fileAddress(shown.file_id),
    width: largest.width, height: largest.height, name: `photo-${message.message_id}.jpg`,
  };
}

/** Build the media of a bubble. `messages`: one message, or all of an album. */
export function mediaNodes(messages, phone) {
  const pictures = messages.filter((message) => message.photo || message.localPicture);
  const nodes = [];
  if (pictures.length) nodes.push(grid(pictures, phone));
  for (const message of messages) {
    const moving = message.video || message.animation || message.video_note;
    if (moving) nodes.push(video(moving, Boolean(message.animation)));
    else if (message.document || message.localFile) nodes.push(file(message, phone));
    const sound = message.voice || message.audio;
    if (sound) nodes.push(audio(sound));
    if (message.poll) nodes.push(pollNode(message, phone));
    if (message.dice) nodes.push(dice(message.dice));
    if (message.contact) nodes.push(contact(message.contact));
    if (message.location) nodes.push(place(message.location, message.venue));
    if (message.sticker) nodes.push(sticker(message.sticker));
  }
  return nodes;
}

function video(details, isLooped) {
  const src = fileAddress(details.file_id);
  const node = element("video", { class: "video", src, controls: !isLooped, loop: isLooped, preload: "metadata", label: "video" });
  node.muted = isLooped;
  node.autoplay = isLooped;
  return node;
}

function audio(details) {
  const name = [details.performer, details.title].filter(Boolean).join(" – ");
  return element("div", { class: "sound" }, name && element("b", { text: name }),
    element("audio", { src: fileAddress(details.file_id), controls: true, preload: "metadata", label: "voice" }));
}

function dice({ emoji, value }) {
  return element("div", { class: "sticker", role: "img", "aria-label": `${emoji} ${value}` },
    emoji, element("span", { class: "dice-value", text: String(value) }));
}

function grid(messages, phone) {
  const single = messages.length === 1;
  const tiles = messages.map((message) => tile(message, phone, single));
  return element("div", { class: `pictures of-${Math.min(messages.length, 10)}` }, tiles);
}

function tile(message, phone, single) {
  const picture = pictureOf(message);
  const image = element("img", { src: picture.small, alt: "", loading: "eager", decoding: "async" });
  if (single && picture.width) Object.assign(image, { width: picture.width, height: picture.height });
  const properties = { type: "button", class: "picture", label: "open_picture" };
  return element("button", { ...properties, on: { click: () => phone.showPicture(message) } }, image);
}

function file(message, phone) {
  const details = message.document || message.localFile;
  const picture = pictureOf(message);
  const name = details.file_name || "file";
  return element(
    "div", { class: "file" },
    picture ? filePicture(message, picture, phone) : element("span", { class: "file-icon" }, icon("file")),
    element("span", { class: "file-text" },
      element("span", { class: "file-name", text: name }),
      element("span", { class: "file-size", text: fileSize(details.file_size) })),
    message.document && download(details, name),
  );
}

function filePicture(message, picture, phone) {
  const image = element("img", { src: picture.small, alt: "" });
  const properties = { type: "button", class: "file-picture", label: "open_picture" };
  return element("button", { ...properties, on: { click: () => phone.showPicture(message) } }, image);
}

function download(details, name) {
  const address = fileAddress(details.file_id);
  const label = ["download_file", { name }];
  return element("a", { class: "icon-button download", href: address, download: name, label }, icon("save"));
}

function contact(card) {
  const name = [card.first_name, card.last_name].filter(Boolean).join(" ");
  return element(
    "div", { class: "contact" }, avatar(name, card.user_id),
    element("span", {}, element("b", { text: name }),
      element("a", { class: "number", href: `tel:${card.phone_number.replace(/ /g, "")}`, text: card.phone_number })),
  );
}

/** A place as a card that opens the device's maps: the local Telegram draws none, as it has no network. */
function place({ latitude, longitude }, venue) {
  const point = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return element(
    "a", { class: "place", href: `geo:${latitude},${longitude}`, label: "open_map" },
    element("span", { class: "map", "aria-hidden": "true" }, icon("pin")),
    venue && element("b", { text: venue.title }), venue && element("span", { text: venue.address }),
    element("span", { class: "number", text: point }),
  );
}

function sticker(details) {
  return element("div", { class: "sticker", role: "img", "aria-label": details.emoji, text: details.emoji || "🙂" });
}
