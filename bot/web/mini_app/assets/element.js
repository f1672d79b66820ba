// Makes elements, shows a view, and says what the desk says. Texts are never read as markup.

let words = JSON.parse(document.getElementById("words").textContent);
const content = document.getElementById("content");

export const say = (name) => words[name];

export function speak(newWords, language) {
  words = newWords;
  document.documentElement.lang = language;
  document.title = say("title");
}

// element("p", { class: "soft" }, "text", child); a function is listened to: { click: f }.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

export const button = (label, act, kind = "") => element("button", { type: "button", class: kind, click: act }, label);

export const lines = (texts, kind = "") => texts.map((text) => element("p", { class: kind }, text));

export function plate(text, type) {
  return element("p", { class: `plate plate-${type}` }, text);
}

// Shows a view: its heading, then these. Returns the place for what comes later.
export function show(heading, ...children) {
  content.replaceChildren(element("h1", {}, heading), ...children);
  content.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

// Shows a message above the view that is there, read out by screen readers.
export function tell(message, kind = "good") {
  content.querySelector(".message")?.remove();
  const made = element("p", { class: `message ${kind}`, role: kind === "bad" ? "alert" : "status" });
  content.querySelector("h1").after(made);
  made.textContent = message;
  made.scrollIntoView({ block: "nearest" });
  return made;
}

// Asks before an act that cannot be undone. Returns whether the answer is yes.
export function ask(question, yes) {
  return new Promise((resolve) => {
    const answer = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const dialog = element(
      "dialog",
      { cancel: () => answer(false), "aria-labelledby": "question" },
      element("p", { id: "question" }, question),
      button(yes, () => answer(true), "bad"),
      button(say("no"), () => answer(false), "quiet"),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
