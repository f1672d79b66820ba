// Requests to the desk under the app's session, whose token lives as long as the page's tab.

import * as bridge from "./bridge.js";

// Frames of one tab share what they keep: each user of Telegram has a session of their own.
const KEPT = `session of ${bridge.user}`;
let token = read();

// The desk's answer to an act that it refuses: its words, and the link with which the chat goes on.
export class Refused extends Error {
  constructor(answer, status) {
    super(answer.error ?? "");
    this.chat = answer.chat ?? "";
    this.offers = answer.offers ?? [];
    this.status = status;
  }
}

// There is no network, or no answer.
export class Offline extends Error {}

// Begins a session, or goes on with the one of this tab. Returns what the desk says about the user.
export async function begin() {
  if (token) {
    try {
      return await send("GET", "session/about");
    } catch (problem) {
      if (!(problem instanceof Refused) || problem.status !== 401) throw problem;
    }
  }
  const begun = await send("POST", "session", { init_data: bridge.initData });
  keep(begun.token);
  return begun;
}

export const get = (path) => send("GET", path);
export const post = (path, body = {}) => send("POST", path, body);

export async function sendPicture(file) {
  const form = new FormData();
  form.append("picture", file, "picture");
  return send("POST", "scan/picture", form);
}

// Without waiting for an answer: also while the page is being closed.
export function leave(path) {
  fetch(`/app/${path}`, { method: "POST", keepalive: true, headers: headers(true), body: "{}" }).catch(() => {});
}

async function send(method, path, body) {
  const isForm = body instanceof FormData;
  const content = body === undefined || isForm ? body : JSON.stringify(body);
  const response = await fetch(`/app/${path}`, {
    method,
    headers: headers(body !== undefined && !isForm),
    body: content,
    credentials: "same-origin",
  }).catch(() => {
    throw new Offline();
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer, response.status);
  return answer;
}

function headers(isJson) {
  return {
    Accept: "application/json",
    ...(isJson ? { "Content-Type": "application/json" } : {}),
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
  };
}

function read() {
  try {
    return sessionStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

function keep(value) {
  token = value;
  try {
    sessionStorage.setItem(KEPT, value);
  } catch {
    // The session then ends with the page.
  }
}
