// My certificates: a card a car with its code. What was fetched stays on the device and is shown without a network.

import * as api from "./api.js";
import * as bridge from "./bridge.js";
import { button, element, lines, plate, say, show, tell } from "./element.js";
import { tellProblem } from "./problem.js";

const KEPT = "certificates";
const AT_ONCE = 6;

export async function open() {
  try {
    const { vehicles, more } = await api.get("vehicles");
    const cards = vehicles.map((vehicle) => placeFor(vehicle));
    show(say("certificates"), element("p", { class: "soft" }, say("certificates-bright")), ...(cards.length ? cards : lines([say("certificates-none")])), ...lines(more ? [more] : []), homeScreen());
    keep(stored().filter((one) => vehicles.some(({ id }) => id === one.id)));
    await Promise.all(vehicles.slice(0, AT_ONCE).map((vehicle, place) => fetchInto(cards[place], vehicle)));
  } catch (problem) {
    if (!(problem instanceof api.Offline) || !hasStored()) throw problem;
    show(say("certificates"), ...stored().map(card));
    tell(say("certificates-offline"), "due");
  }
}

export const hasStored = () => stored().length > 0;

export function forget() {
  write("");
}

function placeFor(vehicle) {
  const made = element("section", { class: "card certificate", "aria-label": vehicle.plate }, plate(vehicle.plate, vehicle.type), ...lines([vehicle.whose], "soft"));
  made.append(button(say("certificates"), () => fetchInto(made, vehicle).catch(tellProblem)));
  return made;
}

async function fetchInto(place, vehicle) {
  try {
    const fetched = await api.post("certificates", { vehicle: vehicle.id });
    keep([...stored().filter(({ id }) => id !== fetched.id), fetched]);
    place.replaceWith(card(fetched));
  } catch (problem) {
    if (problem instanceof api.Offline) throw problem;
    keep(stored().filter(({ id }) => id !== vehicle.id));
    place.querySelector("button")?.remove();
    place.append(...lines([problem.message], "due"));
  }
}

function card(certificate) {
  return element(
    "section",
    { class: `card certificate ${certificate.valid ? "valid" : "invalid"}`, "aria-label": certificate.plate },
    plate(certificate.plate, certificate.type),
    ...lines([certificate.verdict], "verdict"),
    element("img", { class: "code", src: certificate.picture, alt: certificate.alternative, width: 320, height: 320 }),
    ...lines(certificate.lines),
    ...lines([certificate.fetched], "soft"),
  );
}

function homeScreen() {
  if (!bridge.isAtLeast("8.0") || !["android", "ios"].includes(bridge.platform)) return "";
  return button(say("certificates-home"), () => bridge.post("web_app_add_to_home_screen"), "quiet");
}

// What another Telegram user of this device has fetched is not shown.
function stored() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) || "{}");
    return !bridge.user || kept.user === bridge.user ? (kept.list ?? []) : [];
  } catch {
    return [];
  }
}

function keep(list) {
  write(JSON.stringify({ user: bridge.user, list }));
}

function write(text) {
  try {
    localStorage.setItem(KEPT, text);
  } catch {
    // The browser keeps nothing: without a network there is nothing to show.
  }
}
