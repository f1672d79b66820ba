/* Translation of the page into Chinese or English, and formats of times, sizes and amounts. */

import { load, store } from "./browser-storage.js";
import { TRANSLATIONS } from "./translations.js";

const values = new WeakMap();
const listeners = new Set();
let language = load("language") || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

/** "zh" or "en". */
export function currentLanguage() {
  return language;
}

/** Return the translation of a key, with its {placeholders} filled. */
export function t(key, placeholders = {}) {
  const [zh, en] = TRANSLATIONS[key] || [key, key];
  return (language === "zh" ? zh : en).replace(/\{(\w+)\}/g, (whole, name) => placeholders[name] ?? whole);
}

/** Translate a node's text (`words`), accessible name (`label`) or placeholder (`hint`) now and later. */
export function setTranslation(node, kind, key) {
  const [name, placeholders] = Array.isArray(key) ? key : [key, {}];
  const kinds = values.get(node) || {};
  kinds[kind] = [name, placeholders];
  values.set(node, kinds);
  node.dataset.translated = "";
  translate(node);
}

function translate(node) {
  for (const [kind, [name, placeholders]] of Object.entries(values.get(node) || {})) {
    const sentence = t(name, placeholders);
    if (kind === "words") node.textContent = sentence;
    else if (kind === "hint") node.placeholder = sentence;
    else {
      node.setAttribute("aria-label", sentence);
      if (node.matches("button, a")) node.title = sentence;
    }
  }
}

/** Call a listener after each change of the language. */
export function onLanguageChange(listener) {
  listeners.add(listener);
}

/** Change the language. */
export function setLanguage(next) {
  language = next;
  store("language", next);
  translatePage();
  listeners.forEach((listener) => listener(next));
}

/** Translate the page into the current language. */
export function translatePage() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = t("title");
  document.querySelectorAll("[data-translated]").forEach(translate);
}

const locale = () => (language === "zh" ? "zh-CN" : "en-GB");

/** 21:05 */
export function timeOfDay(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
}

/** Today, yesterday, or the date. */
export function dayName(seconds) {
  const day = new Date(seconds * 1000);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(day).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  const year = day.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return day.toLocaleDateString(locale(), { year, month: "long", day: "numeric" });
}

/** 1.2 MB */
export function fileSize(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** ¥12.50 from fen. */
export function yuan(fen) {
  return `¥${(fen / 100).toFixed(2)}`;
}
