/* The page's own words in the reader's language. What the bot says is never translated. */

import { DICTIONARY } from "./dictionary.js";
import { recall, remember } from "./remembered.js";

const values = new WeakMap();
const listeners = new Set();
let language = recall("language") || (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

/** "zh" or "en". */
export function currentLanguage() {
  return language;
}

/** One sentence of the dictionary, its {blanks} filled. */
export function t(key, blanks = {}) {
  const [zh, en] = DICTIONARY[key] || [key, key];
  return (language === "zh" ? zh : en).replace(/\{(\w+)\}/g, (whole, name) => blanks[name] ?? whole);
}

/** Give a node words that follow the language: its text (`words`), its name (`label`) or its placeholder (`hint`). */
export function wordNode(node, kind, key) {
  const [name, blanks] = Array.isArray(key) ? key : [key, {}];
  const kinds = values.get(node) || {};
  kinds[kind] = [name, blanks];
  values.set(node, kinds);
  node.dataset.worded = "";
  speak(node);
}

function speak(node) {
  for (const [kind, [name, blanks]] of Object.entries(values.get(node) || {})) {
    const sentence = t(name, blanks);
    if (kind === "words") node.textContent = sentence;
    else if (kind === "hint") node.placeholder = sentence;
    else {
      node.setAttribute("aria-label", sentence);
      if (node.matches("button, a")) node.title = sentence;
    }
  }
}

/** Call back after every change of language. */
export function onLanguage(listener) {
  listeners.add(listener);
}

/** Speak another language from now on. */
export function setLanguage(next) {
  language = next;
  remember("language", next);
  showLanguage();
  listeners.forEach((listener) => listener(next));
}

/** Put every worded node into the current language. */
export function showLanguage() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = t("title");
  document.querySelectorAll("[data-worded]").forEach(speak);
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
