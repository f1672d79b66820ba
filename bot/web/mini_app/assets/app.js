// The Mini App: opens a session with Telegram's launch data, and shows one view at a time.

import * as api from "./api.js";
import * as bridge from "./bridge.js";
import * as certificates from "./certificates.js";
import * as code from "./code.js";
import { button, element, say, show, speak } from "./element.js";
import * as organisation from "./organisation.js";
import { tellProblem } from "./problem.js";
import * as requests from "./requests.js";
import * as scanning from "./scan.js";

const VIEWS = { scan: scanning.open, certificates: certificates.open, code: code.open, requests: requests.open, organisation: organisation.open, staff: organisation.openStaff };
let about = { registered: false, member: false, staff: false };
let leave = null;

async function begin() {
  bridge.begin();
  bridge.on("back_button_pressed", home);
  navigator.serviceWorker?.register("/app/worker.js", { scope: "/app" }).catch(() => {});
  try {
    about = await api.begin();
  } catch (problem) {
    await showProblem(problem);
    return;
  }
  speak(about.words, about.language);
  home();
}

async function showProblem(problem) {
  if (problem instanceof api.Offline && certificates.hasStored()) {
    await open("certificates");
    return;
  }
  const isOffline = problem instanceof api.Offline;
  const sentence = isOffline ? say("lost") : bridge.initData ? problem.message : say("outside");
  if (problem.status === 401 || problem.status === 403) certificates.forget();
  show(say("title"), element("p", { role: "alert" }, sentence), isOffline ? button(say("again"), () => window.location.reload()) : button(say("close"), () => bridge.post("web_app_close"), "quiet"));
}

function home() {
  leave?.();
  leave = null;
  bridge.post("web_app_setup_back_button", { is_visible: false });
  const names = ["scan", ...(about.certificates ? ["certificates"] : []), "code", "requests", ...(about.member ? ["organisation"] : []), ...(about.staff ? ["staff"] : [])];
  const tiles = names.map((name) =>
    element("button", { type: "button", class: `tile ${name}`, click: () => open(name) }, element("strong", {}, say(name)), element("span", {}, say(`${name}-lead`))),
  );
  show(say("title"), element("p", { class: "soft" }, say(about.registered ? "hello" : "hello-guest")), element("nav", { class: "tiles", "aria-label": say("title") }, ...tiles));
}

async function open(name) {
  bridge.post("web_app_setup_back_button", { is_visible: true });
  show(say(name), element("p", { class: "soft", role: "status" }, say("loading")));
  try {
    leave = (await VIEWS[name]()) ?? null;
  } catch (problem) {
    show(say(name));
    tellProblem(problem);
  }
  document.getElementById("content").append(button(say("back"), home, "quiet back"));
}


begin();
