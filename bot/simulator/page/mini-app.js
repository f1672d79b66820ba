/* A Mini App on a phone: the page in a frame, the client's bar above it, and the documented events between the two. */

import { fetchPicture, openMiniApp, readQrCode } from "./api.js";
import { directory } from "./directory.js";
import { element, fullName, iconButton, textButton } from "./element.js";
import { t } from "./i18n.js";
import { pictureOf } from "./media.js";
import { EVENTS } from "./mini-app-events.js";
import { ask, focusTopLayer, openSheet } from "./sheet.js";

const FRAME_MS = 200;
const LIGHT = {
  bg_color: "#ffffff", text_color: "#10161c", hint_color: "#55626d", secondary_bg_color: "#f0f3f6",
  button_color: "#1a6fbd", button_text_color: "#ffffff",
};
const DARK = {
  bg_color: "#17212b", text_color: "#f1f4f7", hint_color: "#9fb0bf", secondary_bg_color: "#111921",
  button_color: "#2a75b8", button_text_color: "#ffffff",
};

/** Open a Mini App on a phone. `address`: of a button or of the bot's menu button; `button`: the label of a reply key. */
export async function openApp(phone, address, button = "") {
  if (!(await agree(phone, address))) return null;
  const { url } = await openMiniApp(phone.person.id, { url: address, theme: theme() });
  return new MiniApp(phone, url, button);
}

class MiniApp {
  asksToClose = false;

  constructor(phone, url, button) {
    this.phone = phone;
    this.button = button;
    this.before = document.activeElement;
    this.origin = new URL(url).origin;
    this.frame = element("iframe", { class: "mini-app-page", src: url, title: directory.bot.first_name, allow: "camera; clipboard-write" });
    this.frame.addEventListener("load", () => feedCamera(this));
    this.back = iconButton("back", "app_back", () => this.send("back_button_pressed", null), { hidden: true });
    this.settings = iconButton("more", "app_settings", () => this.send("settings_button_pressed", null), { hidden: true });
    this.main = this.buildButton("main_button_pressed");
    this.secondary = this.buildButton("secondary_button_pressed");
    this.node = element("div", { class: "viewer mini-app", role: "dialog", "aria-modal": "true", label: "mini_app" },
      element("div", { class: "viewer-head" }, this.back, element("span", { class: "grow", text: directory.bot.first_name }),
        this.settings, iconButton("close", "close", () => this.leave())), this.frame, this.secondary, this.main);
    this.take = (message) => message.source === this.frame.contentWindow && this.onMessage(message);
    window.addEventListener("message", this.take);
    phone.screen.append(this.node);
    phone.app = this;
    focusTopLayer(phone.screen);
    this.frame.focus();
  }

  buildButton(event) {
    return element("button", { type: "button", class: "mini-app-main", hidden: true, on: { click: () => this.send(event, {}) } });
  }

  onMessage({ data }) {
    let content = null;
    try {
      content = JSON.parse(data);
    } catch {
      return; // Other scripts of the page may send what is no event.
    }
    EVENTS[content?.eventType]?.(this, content.eventData ?? {});
  }

  /** Tell the page something. */
  send(eventType, eventData) {
    this.frame.contentWindow?.postMessage(JSON.stringify({ eventType, eventData }), this.origin);
  }

  sendViewport() {
    const { offsetWidth: width, offsetHeight: height } = this.frame;
    this.send("viewport_changed", { width, height, is_state_stable: true, is_expanded: true });
  }

  sendTheme() {
    this.send("theme_changed", { theme_params: theme() });
  }

  showButton(node, { is_visible: isVisible, is_active: isActive, text, color, text_color: textColour }) {
    node.hidden = !isVisible;
    node.disabled = isActive === false;
    node.textContent = text ?? "";
    Object.assign(node.style, { background: color ?? "", color: textColour ?? "" });
  }

  async openPopup({ title, message, buttons }) {
    const sheet = openSheet(this.phone.screen, {
      title: title || "mini_app",
      body: element("p", { class: "sentence", text: message }),
      actions: (buttons ?? []).map((one) => textButton(one.text || one.type, () => press(one.id), { class: "primary" })),
      closed: () => this.send("popup_closed", pressed === null ? {} : { button_id: pressed }),
    });
    let pressed = null;
    const press = (id) => {
      pressed = id ?? "";
      sheet.close();
    };
  }

  /** Scan: the picture comes from a chat or a Mini App on a phone beside this one. */
  openScanner({ text }) {
    this.scanner = openPictures(this.phone, { text, choose: (address) => this.scan(address),
      closed: () => this.send("scan_qr_popup_closed", {}) });
  }

  async scan(address) {
    const found = await fetchPicture(address).then((picture) => readQrCode(picture, { any: true })).catch(() => null);
    if (found?.code) this.send("qr_text_received", { data: found.code });
    else this.phone.toast(t("no_code_in_picture"));
  }

  /** Close, after a question if the page wants one. */
  async leave() {
    const question = { title: "mini_app", sentence: t("close_app_question"), yes: "close" };
    if (!this.asksToClose || (await ask(this.phone.screen, question))) this.close();
  }

  close() {
    window.removeEventListener("message", this.take);
    this.scanner?.close();
    this.node.remove();
    this.phone.app = null;
    focusTopLayer(this.phone.screen);
    this.before?.focus?.({ preventScroll: true });
  }
}

/** Let the person choose a picture that a phone beside theirs shows. */
function openPictures(phone, { text, choose, closed }) {
  const tiles = phone.page.phones.others(phone).flatMap((other) => picturesOn(other).map((address) =>
    element("button", { type: "button", class: "shot", on: { click: () => choose(address) } },
      element("img", { src: address, alt: "" }), element("span", { text: fullName(other.person) }))));
  const shots = tiles.length ? element("div", { class: "shots" }, tiles) : element("p", { words: "no_pictures_elsewhere" });
  return openSheet(phone.screen, { title: "scan_code", body: [text && element("p", { text }), shots].filter(Boolean), closed });
}

/** Let the camera of a page show a picture of a phone beside. The browser allows this for pages of this origin only. */
function feedCamera({ phone, frame }) {
  const devices = frame.contentDocument && frame.contentWindow.navigator.mediaDevices;
  if (!devices) return;
  devices.getUserMedia = () => new Promise((resolve, reject) => {
    const closed = () => reject(new DOMException("", "NotAllowedError"));
    const choose = async (address) => {
      resolve(await filmed(address));
      sheet.close();
    };
    const sheet = openPictures(phone, { choose, closed });
  });
}

/** Return a video stream that shows a picture. */
async function filmed(address) {
  const picture = await createImageBitmap(await fetchPicture(address));
  const canvas = element("canvas", { width: picture.width, height: picture.height });
  const drawing = canvas.getContext("2d");
  const draw = () => drawing.drawImage(picture, 0, 0);
  draw();
  const stream = canvas.captureStream();
  const timer = setInterval(() => (stream.active ? draw() : clearInterval(timer)), FRAME_MS);
  return stream;
}

/** Ask before a page of another site is opened in a phone, as clients do the first time. */
function agree(phone, address) {
  if (new URL(address).origin === window.location.origin) return Promise.resolve(true);
  return ask(phone.screen, { title: "mini_app", sentence: t("open_app_question", { address }), yes: "open_app" });
}

/** The pictures on a phone's screen, those of an open Mini App of this origin first. */
function picturesOn(phone) {
  const shown = phone.app?.frame.contentDocument?.querySelectorAll("img") ?? [];
  const inApp = [...shown].filter((picture) => picture.naturalWidth > 60).map((picture) => picture.src);
  return [...inApp, ...phone.pictures().map((message) => pictureOf(message).address)];
}

function theme() {
  const chosen = document.documentElement.dataset.theme;
  const isDark = chosen === "dark" || (chosen !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  return isDark ? DARK : LIGHT;
}
