// Scanning: with the client's scanner where it has one, else with the page's camera; a picture or a text always.

import * as api from "./api.js";
import * as bridge from "./bridge.js";
import * as camera from "./camera.js";
import { button, element, lines, plate, say, show } from "./element.js";
import { tellProblem } from "./problem.js";

export async function open() {
  begin();
  if (bridge.hasScanner) openScanner();
  return camera.stop;
}

function begin() {
  const back = document.querySelector("#content > .back");
  const file = element("input", { type: "file", id: "picture", accept: "image/*", change: () => file.files[0] && take(() => api.sendPicture(file.files[0])) });
  const text = element("input", { id: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 4096 });
  const typed = element("form", { class: "card", submit: (event) => send(event, text) }, element("label", { for: "text" }, say("scan-text")), text, element("button", { type: "submit" }, say("scan-check")));
  show(
    say("scan"),
    element("p", { class: "soft" }, say("scan-lead")),
    bridge.hasScanner ? button(say("scan-start"), openScanner) : cameraPanel(),
    element("label", { class: "card file", for: "picture" }, say("scan-picture"), file),
    typed,
    back ?? "",
  );
}

function openScanner() {
  bridge.on("qr_text_received", ({ data }) => {
    bridge.post("web_app_close_scan_qr_popup");
    takeText(String(data ?? ""));
  });
  bridge.post("web_app_open_scan_qr_popup", { text: say("scan-hint") });
}

function cameraPanel() {
  if (!camera.isThere()) return "";
  const video = element("video", { playsinline: true, muted: true, hidden: true, "aria-label": say("scan-video") });
  const hint = element("p", { class: "soft", role: "status" });
  const start = button(say("scan-start"), async () => {
    start.hidden = true;
    stop.hidden = false;
    hint.textContent = say("scan-looking");
    const problem = await camera.scan(video, takeText);
    hint.textContent = problem ? say("scan-denied") : "";
    start.hidden = false;
    stop.hidden = true;
  });
  const stop = button(say("scan-stop"), camera.stop, "quiet");
  stop.hidden = true;
  return element("div", { class: "card camera" }, video, hint, start, stop);
}

function send(event, text) {
  event.preventDefault();
  if (text.value.trim()) takeText(text.value);
}

const takeText = (text) => take(() => api.post("scan", { text }));

async function take(request) {
  camera.stop();
  try {
    const found = await request();
    if (found.kind === "vehicle") askRelationship(found);
    else showVerdict(found);
  } catch (problem) {
    tellProblem(problem);
  }
}

function showVerdict({ rating, lines: found }) {
  const back = document.querySelector("#content > .back");
  show(say("scan"), element("section", { class: `card result ${rating}`, role: "status" }, ...lines(found)), button(say("scan-another"), begin), back ?? "");
}

function askRelationship({ code, plate: text, question, relationships }) {
  const back = document.querySelector("#content > .back");
  const words = element("input", { id: "words", maxlength: 60, autocomplete: "off" });
  const other = element("form", { class: "card", hidden: true, submit: (event) => event.preventDefault() }, element("label", { for: "words" }, say("filed-other")), words, button(say("filed-other-send"), () => apply(code, "other", words.value)));
  const choose = (value) => {
    other.hidden = value !== "other";
    if (value === "other") words.focus();
    else apply(code, value);
  };
  show(say("scan"), plate(text, "any"), ...lines(question.split("\n")), ...relationships.map(({ value, label }) => button(label, () => choose(value), "choice")), other, back ?? "");
}

async function apply(code, relationship, words = "") {
  try {
    const { said, chat } = await api.post("filings", { code, relationship, words });
    const back = document.querySelector("#content > .back");
    show(say("scan"), element("p", { class: "message good", role: "status" }, said), button(say("filed-to-chat"), () => bridge.openChat(chat)), back ?? "");
  } catch (problem) {
    tellProblem(problem);
  }
}
