// The bridge to Telegram's client, over the documented events of Mini Apps: https://core.telegram.org/api/bots/webapps
// Apps on a device listen at TelegramWebviewProxy; web clients, which show the page in a frame, take messages.

const KEPT = "launch";
const COLOUR = /^#[0-9a-f]{6}$/i;
const listeners = new Map();
const launch = readLaunch();

export const initData = launch.tgWebAppData ?? "";
export const platform = launch.tgWebAppPlatform ?? "";
export const isFramed = window.parent !== window;
export const user = readUser();

// Whether the client is of this version of the Bot API or newer: "6.4".
export function isAtLeast(version) {
  const [major, minor] = (launch.tgWebAppVersion ?? "0.0").split(".").map(Number);
  const [wantedMajor, wantedMinor] = version.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

export const hasScanner = ["android", "ios"].includes(platform) && isAtLeast("6.4");

// Tells the client something. A page outside of Telegram tells nobody.
export function post(event, data = {}) {
  if (window.TelegramWebviewProxy) window.TelegramWebviewProxy.postEvent(event, JSON.stringify(data));
  else if (isFramed) window.parent.postMessage(JSON.stringify({ eventType: event, eventData: data }), "*");
}

// Calls the listener at each such event of the client, instead of the one before.
export function on(event, listener) {
  listeners.set(event, listener);
}

export function begin() {
  window.addEventListener("message", takeMessage);
  const receiver = { receiveEvent: take };
  window.TelegramGameProxy = receiver;
  window.TelegramGameProxy_receiveEvent = take;
  window.Telegram = { ...window.Telegram, WebView: receiver };
  on("theme_changed", (data) => showTheme(data?.theme_params));
  showTheme(parsed(launch.tgWebAppThemeParams ?? "null"));
  post("iframe_ready");
  post("web_app_ready");
  post("web_app_expand");
  post("web_app_request_theme");
}

export function openChat(link) {
  const url = new URL(link);
  if (!window.TelegramWebviewProxy && !isFramed) window.location.assign(link);
  else post("web_app_open_tg_link", { path_full: url.pathname + url.search });
  post("web_app_close");
}

export function openBrowser(url) {
  if (window.TelegramWebviewProxy || isFramed) post("web_app_open_link", { url });
  else window.open(url, "_blank", "noopener");
}

function take(event, data) {
  listeners.get(event)?.(data);
}

// Only the frame around the page is listened to; the desk lets none but Telegram's clients be that frame.
function takeMessage(message) {
  if (message.source !== window.parent || typeof message.data !== "string") return;
  const content = parsed(message.data);
  if (typeof content?.eventType === "string") take(content.eventType, content.eventData);
}

// The launch data come behind the #. Where the client loads the page again without them, what was kept is used.
function readLaunch() {
  const given = Object.fromEntries(new URLSearchParams(window.location.hash.slice(1)));
  if (!("tgWebAppVersion" in given) && !("tgWebAppData" in given)) return parsed(kept()) ?? {};
  keep(JSON.stringify(given));
  return given;
}

function readUser() {
  return String(parsed(new URLSearchParams(initData).get("user") ?? "null")?.id ?? "");
}

function showTheme(theme) {
  for (const [name, value] of Object.entries(theme ?? {}))
    if (COLOUR.test(value)) document.documentElement.style.setProperty(`--tg-${name.replaceAll("_", "-")}`, value);
  if (COLOUR.test(theme?.bg_color)) document.documentElement.dataset.scheme = isDark(theme.bg_color) ? "dark" : "light";
}

function isDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((place) => parseInt(colour.slice(place, place + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT) ?? "null";
  } catch {
    return "null"; // The browser keeps nothing for this page.
  }
}

function keep(text) {
  try {
    sessionStorage.setItem(KEPT, text);
  } catch {
    // The page then cannot be loaded again without the client.
  }
}
