// The code of one's vehicle: shown with a countdown, watched while it is on the screen, cancelled with it.

import * as api from "./api.js";
import { button, element, lines, plate, say, show, tell } from "./element.js";
import { tellProblem } from "./problem.js";

const ASK_INTERVAL = 3000;
let shown = null; // The code on the screen: its id, timer, and whether it is open.

export async function open() {
  const { vehicles } = await api.get("vehicles");
  const own = vehicles.filter((vehicle) => vehicle.own);
  if (own.length === 1) await make(own[0]);
  else show(say("code"), ...(own.length ? own.map((vehicle) => button(vehicle.plate, () => make(vehicle, true).catch(tellProblem), "choice")) : lines([say("code-none")])));
  return close;
}

// Whoever leaves the code or closes the app takes it back.
function close() {
  if (!shown) return;
  clearInterval(shown.timer);
  if (shown.isOpen) api.leave(`codes/${shown.id}/cancel`);
  shown = null;
}

window.addEventListener("pagehide", close);

async function make(vehicle, keepsBack = false) {
  const back = keepsBack ? document.querySelector("#content > .back") : null;
  close();
  const made = await api.post("codes", { vehicle: vehicle.id });
  const left = element("p", { class: "countdown", role: "timer" });
  show(
    say("code"),
    plate(vehicle.plate, vehicle.type),
    element("img", { class: "code", src: made.picture, alt: made.alternative, width: 320, height: 320 }),
    element("p", { class: "short" }, made.short),
    left,
    ...lines([made.warning], "soft"),
    element("div", { class: "acts" }, button(say("code-link-copy"), () => copy(made.short), "quiet"), button(say("code-cancel"), () => cancel(vehicle), "bad")),
    back ?? "",
  );
  shown = { id: made.id, isOpen: true, until: Date.now() + made.seconds * 1000, asked: Date.now() };
  shown.timer = setInterval(() => tick(vehicle, left), 1000);
  tickText(left);
}

function tickText(left) {
  const seconds = Math.max(0, Math.round((shown.until - Date.now()) / 1000));
  left.textContent = `${say("code-left")} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

async function tick(vehicle, left) {
  const current = shown;
  tickText(left);
  if (Date.now() - current.asked < ASK_INTERVAL) return;
  current.asked = Date.now();
  const status = await api.get(`codes/${current.id}`).catch(() => null);
  if (!status || status.open || shown !== current) return;
  if (!status.scanned) over(vehicle, status.said);
  else if (current.isOpen) scanned(vehicle, status.said);
}

// Somebody has the code now: it is put away, and the owner waits for who applies, or cancels it.
function scanned(vehicle, said) {
  const back = document.querySelector("#content > .back");
  shown.isOpen = false;
  show(say("code"), plate(vehicle.plate, vehicle.type), button(say("code-cancel"), () => cancel(vehicle), "bad"), back ?? "");
  tell(said, "due");
}

// Shows how the code has ended, and nothing of it any more.
function over(vehicle, said) {
  const back = document.querySelector("#content > .back");
  clearInterval(shown.timer);
  shown = null;
  show(say("code"), plate(vehicle.plate, vehicle.type), button(say("code-make"), () => make(vehicle, true).catch(tellProblem)), back ?? "");
  tell(said, "good");
}

async function cancel(vehicle) {
  const { id } = shown;
  try {
    await api.post(`codes/${id}/cancel`);
    const { said } = await api.get(`codes/${id}`);
    over(vehicle, said);
  } catch (problem) {
    tellProblem(problem);
  }
}

async function copy(text) {
  await navigator.clipboard?.writeText(text).then(() => tell(say("copied")), () => {});
}
