// Requests of one's vehicles: what waits, what is agreed, what is filed, and their terms.

import * as api from "./api.js";
import { ask, button, element, lines, say, show, tell } from "./element.js";
import { tellProblem } from "./problem.js";

let page = 1;

export async function open() {
  page = 1;
  await refresh();
}

async function refresh() {
  const found = await api.get(`requests?page=${page}`);
  page = found.page;
  const turning = [
    page > 1 ? button(say("requests-previous"), () => turn(-1), "quiet") : "",
    page < found.pages ? button(say("requests-next"), () => turn(1), "quiet") : "",
  ];
  const back = document.querySelector("#content > .back");
  show(say("requests"), ...(found.requests.length ? found.requests.map(card) : lines([found.none])), ...turning, back ?? "");
}

async function turn(by) {
  page += by;
  await refresh().catch(tellProblem);
}

function card(request) {
  return element(
    "section",
    { class: `card ${request.state}`, "aria-label": `#${request.number} ${request.plate}` },
    element("h2", {}, `#${request.number} `, element("span", { class: "number-plate" }, request.plate)),
    ...lines([request.who], "who"),
    ...lines(request.lines, "soft"),
    element("div", { class: "acts" }, ...request.acts.map(control)),
  );
}

function control(act) {
  if (!act.choices) return button(act.label, () => answer(act), { approve: "", refuse: "quiet" }[act.act] ?? "bad");
  const choices = act.choices.map(({ choice, label }) => element("option", { value: choice }, label));
  const select = element(
    "select",
    { "aria-label": act.label, change: () => answer(act, select.value) },
    element("option", { value: "", disabled: true, selected: true }, act.label),
    ...choices,
  );
  return select;
}

async function answer(act, choice = "") {
  if (act.sure && !(await ask(act.sure, act.label))) return;
  try {
    const { said } = await api.post(`requests/${act.act}`, { id: act.id, choice });
    await refresh();
    tell(said);
  } catch (problem) {
    await refresh().catch(() => {});
    tellProblem(problem);
  }
}
