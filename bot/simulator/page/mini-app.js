/* A Mini App on a phone: the page in a frame, the client's bar above it, and the documented events between the two. */

import { fetchPicture, openMiniApp, readQrCode } from "./api.js";
import { directory } from "./directory.js";
import { element, fullName, iconButton, textButton } from "./element.js";
import { t } from "./i18n.js";
import { pictureOf } from "./media.js";
import { ask, focusTopLayer, openSheet } from "./sheet.js";

const EVENTS = {
  web_app_close: (app) => app.close(),
  web_app_request_theme: (app) => app.send("theme_changed", { theme_params: theme() }),
  web_app_request_viewport: (app) => app.sendViewport(),
  web_app_expand: (app) => app.sendViewport(),
  web_app_setup_back_button: (app, data) => (app.back.hidden = !data.is_visible),
  web_app_setup_main_button: (app, data) => app.showMainButton(data),
  web_app_open_popup: (app, data) => app.openPopup(data),
  web_app_open_scan_qr_popup: (app, data) => app.openScanner(data),
  web_app_close_scan_qr_popup: (app) => app.scanner?.close(),
  web_app_open_tg_link: (app, data) => app.phone.openLink(`https://t.me${data.path_full}`),
  web_app_open_link: (app, data) => app.phone.openLink(data.url),
  web_app_open_invoice: (app, data) => app.send("invoice_closed", { slug: data.slug, status: "failed" }),
  web_app_add_to_home_screen: (app) => app.send("home_screen_added", {}),
  web_app_check_home_screen: (app) => app.send("home_screen_checked", { status: "unknown" }),
  web_app_trigger_haptic_feedback: () => navigator.vibrate?.(20),
};

const LIGHT = {
  bg_color: "#ffffff", text_color: "#10161c", hint_color: "#55626d", secondary_bg_color: "#f0f3f6",
  button_color: "#1a6fbd", button_text_color: "#ffffff",
};
const DARK = {
  bg_color: "#17212b", text_color: "#f1f4f7", hint_color: "#9fb0bf", secondary_bg_color: "#111921",
  button_color: "#2a75b8", button_text_color: "#ffffff",
};

/** Open a Mini App on a phone. `address`: of a button or of the bot's menu button. */
export async function openApp(phone, address) {
  if (!(await agree(phone, address))) return null;
  const { url } = await openMiniApp(phone.person.id, { url: address, theme: theme() });
  return new MiniApp(phone, url);
}

class MiniApp {
  constructor(phone, url) {
    this.phone = phone;
    this.before = document.activeElement;
    this.origin = new URL(url).origin;
    this.frame = element("iframe", { class: "mini-app-page", src: url, title: directory.bot.first_name, allow: "camera; clipboard-write" });
    this.back = iconButton("back", "app_back", () => this.send("back_button_pressed", null));
    this.back.hidden = true;
    this.main = element("button", { type: "button", class: "mini-app-main", hidden: true, on: { click: () => this.send("main_button_pressed", {}) } });
    this.node = element("div", { class: "viewer mini-app", role: "dialog", "aria-modal": "true", label: "mini_app" },
      element("div", { class: "viewer-head" }, this.back, element("span", { class: "grow", text: directory.bot.first_name }),
        iconButton("close", "close", () => this.close())), this.frame, this.main);
    this.take = (message) => message.source === this.frame.contentWindow && this.onMessage(message);
    window.addEventListener("message", this.take);
    phone.screen.append(this.node);
    phone.app = this;
    focusTopLayer(phone.screen);
    this.frame.focus();
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

  showMainButton({ is_visible: isVisible, is_active: isActive, text }) {
    this.main.hidden = !isVisible;
    this.main.disabled = isActive === false;
    this.main.textContent = text ?? "";
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
    const tiles = this.phone.page.phones.others(this.phone).flatMap((other) => picturesOn(other).map((address) =>
      element("button", { type: "button", class: "shot", on: { click: () => this.scan(address) } },
        element("img", { src: address, alt: "" }), element("span", { text: fullName(other.person) }))));
    const shots = tiles.length ? element("div", { class: "shots" }, tiles) : element("p", { words: "no_pictures_elsewhere" });
    this.scanner = openSheet(this.phone.screen, {
      title: "scan_code",
      body: [text ? element("p", { text }) : null, shots].filter(Boolean),
      closed: () => this.send("scan_qr_popup_closed", {}),
    });
  }

  async scan(address) {
    const found = await fetchPicture(address).then((picture) => readQrCode(picture, { any: true })).catch(() => null);
    if (found?.code) this.send("qr_text_received", { data: found.code });
    else this.phone.toast(t("no_code_in_picture"));
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
