/* Builds DOM nodes. Texts are never parsed as HTML, because a chat shows what strangers typed. */

import { currentLanguage, setTranslation } from "./i18n.js";

const SVG = "http://www.w3.org/2000/svg";

/** Create an element. `on`: listeners; `words`, `label`, `hint`: translation keys; all others: attributes. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) setProperty(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProperty(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") Object.entries(value).forEach(([event, listener]) => node.addEventListener(event, listener));
  else if (name === "text") node.textContent = value;
  else if (name === "value") node.value = value;
  else if (["words", "label", "hint"].includes(name)) setTranslation(node, name, value);
  else node.setAttribute(name, value === true ? "" : value);
}

const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  clip: "M19.5 11.5l-7.4 7.4a4.6 4.6 0 0 1-6.5-6.5l7.8-7.8a3.1 3.1 0 0 1 4.4 4.4l-7.7 7.7a1.6 1.6 0 0 1-2.2-2.2l6.8-6.8",
  send: "M4.5 12h7M4.5 12L3.5 4.6 20.5 12 3.5 19.4z",
  down: "M6 9.5l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  plus: "M12 5v14M5 12h14",
  keys: "M4 6.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1zM7 10h.01M12 10h.01M17 10h.01M8 14h8",
  image: "M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v12a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 18V6A1.5 1.5 0 0 1 5 4.5zM4 17l5-5 4 4 3-3 4 4M15.5 9h.01",
  file: "M7 3.5h7l4.5 4.5v11A1.5 1.5 0 0 1 17 20.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 0 0 1 7 3.5zM14 3.5V8h4.5",
  camera: "M4.5 7.5h3l1.5-2.5h6l1.5 2.5h3A1.5 1.5 0 0 1 21 9v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18V9a1.5 1.5 0 0 1 1.5-1.5zM12 10a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6z",
  scan: "M4 8.5V5a1 1 0 0 1 1-1h3.5M15.5 4H19a1 1 0 0 1 1 1v3.5M20 15.5V19a1 1 0 0 1-1 1h-3.5M8.5 20H5a1 1 0 0 1-1-1v-3.5M8 8h3v3H8zM13 13h3v3h-3zM13 8h3M8 13v3",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.7 3.8-5.5 7.5-5.5s6.7 1.8 7.5 5.5",
  people: "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19.5c.6-3.3 3-5 6.5-5s5.9 1.7 6.5 5M16 5a3.3 3.3 0 0 1 0 6.3M18 15c1.9.7 3.1 2.2 3.5 4.5",
  sticker: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9 10h.01M15 10h.01M8.5 14.2c1.8 2.4 5.2 2.4 7 0",
  sms: "M5 5h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 17h-8l-4.5 3.5V17H5a1.5 1.5 0 0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 5zM8 9.5h8M8 12.7h5",
  wallet: "M4.5 6.5h13A1.5 1.5 0 0 1 19 8v1.5h1.5v8A1.5 1.5 0 0 1 19 19H4.5A1.5 1.5 0 0 1 3 17.5V8a1.5 1.5 0 0 1 1.5-1.5zM16.5 14h.01M6 6.5l9-3 1 3",
  face: "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M9 9.5v1M15 9.5v1M9 15c1.6 1.5 4.4 1.5 6 0",
  block: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM6 6l12 12",
  reply: "M10 7L4.5 12 10 17M4.5 12H14c3.5 0 5.5 2 5.5 6",
  edit: "M4.5 19.5l1-4L16.5 4.5l3 3L8.5 18.5zM14 7l3 3",
  copy: "M9 8.5h9.5v11H9zM15 8.5v-4H5.5v11H9",
  forward: "M14 7l5.5 5L14 17M19.5 12H10c-3.5 0-5.5 2-5.5 6",
  save: "M12 4v10.5M7.5 10.5L12 15l4.5-4.5M5 19.5h14",
  turn: "M5 10a7.5 7.5 0 0 1 13.5-2M19 4.5V8.5h-4M19 14a7.5 7.5 0 0 1-13.5 2M5 19.5V15.5h4",
  back: "M15 5.5L8.5 12l6.5 6.5",
  enlarge: "M14 4h6v6M20 4l-6.5 6.5M10 20H4v-6M4 20l6.5-6.5",
  book: "M5 4.5h5.5A1.5 1.5 0 0 1 12 6v14a2 2 0 0 0-2-1.5H5zM19 4.5h-5.5A1.5 1.5 0 0 0 12 6v14a2 2 0 0 1 2-1.5h5z",
  storm: "M7 15a4 4 0 0 1 .5-8A5 5 0 0 1 17 8a3.5 3.5 0 0 1 .5 7M12.5 11.5L10 16h4l-2.5 4.5",
  theme: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  language: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17",
  clock: "M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM12 8v4.5l3 1.5",
  seen: "M2.5 12.5L7 17l8-9.5M11.5 16.5l.5.5 9-9.5",
  pin: "M12 21s-6.5-6.2-6.5-11.2a6.5 6.5 0 1 1 13 0C18.5 14.8 12 21 12 21zM12 12a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  video: "M4.5 7h9A1.5 1.5 0 0 1 15 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 3 15.5v-7A1.5 1.5 0 0 1 4.5 7zM15 11l6-3.5v9L15 13",
  voice: "M12 3.5a2.6 2.6 0 0 1 2.6 2.6v5.3a2.6 2.6 0 0 1-5.2 0V6.1A2.6 2.6 0 0 1 12 3.5zM6 11a6 6 0 0 0 12 0M12 17v3.5",
  poll: "M5 19.5V13M12 19.5V5M19 19.5V9.5",
  react: "M12 19.5S4.5 15 4.5 9.8A3.9 3.9 0 0 1 12 8a3.9 3.9 0 0 1 7.5 1.8C19.5 15 12 19.5 12 19.5z",
  quote: "M5 12c0-3.5 1.5-5.5 4.5-6.5M5 12h4.5v5.5H5zM14 12c0-3.5 1.5-5.5 4.5-6.5M14 12h4.5v5.5H14z",
  bin: "M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13",
  link: "M8 16L16.5 7.5M9.5 7.5h7v7",
};

/** Create an icon, which is hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

/** Create a button with an icon; `label` (a translation key) is its accessible name. */
export function iconButton(name, label, onClick, properties = {}) {
  const classes = `icon-button ${properties.class || ""}`;
  const fixed = { type: "button", class: classes, on: { click: onClick } };
  return element("button", { label, ...properties, ...fixed }, icon(name));
}

/** Create a button with a text (a translation key). */
export function textButton(words, onClick, properties = {}) {
  return element("button", { type: "button", ...properties, on: { click: onClick } }, element("span", { words }));
}

const HUES = [4, 28, 150, 190, 215, 262, 325];

/** Create a round avatar with the initial, in a colour that depends on the id. */
export function avatar(name, id, size = "") {
  const hue = HUES[Math.abs(Number(id) || 0) % HUES.length];
  const initial = [...(name || "?").trim()][0] || "?";
  return element("span", { class: `avatar ${size}`, style: `--hue:${hue}`, "aria-hidden": "true", text: initial });
}

/** Return a person's full name in the order of its language. */
export function fullName(person) {
  const chinese = /\p{Script=Han}/u.test(person.first_name + (person.last_name || ""));
  if (!person.last_name) return person.first_name;
  return chinese ? `${person.last_name}${person.first_name}` : `${person.first_name} ${person.last_name}`;
}

/** Return a person's role, in the language of the page if it is known, and phone number for display. */
export const roleAndPhone = (person) =>
  [person.roles?.[currentLanguage()] || person.role, person.phone].filter(Boolean).join(" · ");

/** Create a badge with the number of a person's unread messages; null if there are none. */
export const unreadBadge = (person) =>
  (person.unread ? element("span", { class: "badge", text: person.unread }) : null);
