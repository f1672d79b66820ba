/* The guide: first steps, all people, and the form to add a person. */

import { addPerson } from "./api.js";
import { directory } from "./directory.js";
import { avatar, element, fullName, roleAndPhone, textButton, unreadBadge } from "./element.js";
import { currentLanguage } from "./i18n.js";

/** Build the guide. `addPhone(person)` gives a person a phone. */
export function guide(phones, addPhone) {
  const steps = ["guide_start", "guide_phones", "guide_codes", "guide_picture"];
  return [element("ul", { class: "guide-steps" }, steps.map((words) => element("li", { words }))),
    element("h3", { words: "people" }), ...directory.people.map((person) => card(person, phones, addPhone)),
    newPersonForm(addPhone)];
}

function card(person, phones, addPhone) {
  const shown = phones.of(person.id);
  const hint = person.hint?.[currentLanguage()] || person.hint?.en || "";
  const button = shown
    ? textButton("show_phone", () => phones.reveal(shown), { class: "plain" })
    : textButton("take_phone", () => addPhone(person), { class: "primary" });
  return element("article", { class: "guide-card" },
    element("header", {}, avatar(fullName(person), person.id, "small"),
      element("div", {}, element("b", { text: fullName(person) }),
        element("span", { text: roleAndPhone(person) })), unreadBadge(person), button),
    hint && element("p", { text: hint }));
}

const FIELDS = ["last_name", "first_name", "phone"];

function newPersonForm(addPhone) {
  const inputs = FIELDS.map((name) =>
    element("input", {
      type: name === "phone" ? "tel" : "text", name, hint: name, label: name, required: name === "first_name",
    }));
  const problem = element("p", { class: "trouble", role: "alert" });
  const form = element("form", { class: "new-person" }, element("h3", { words: "new_person" }), inputs,
    element("button", { type: "submit", class: "primary" }, element("span", { words: "add" })), problem);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    try {
      const person = await addPerson({ ...given, language_code: currentLanguage() === "zh" ? "zh-hans" : "en" });
      directory.update(person);
      addPhone(directory.byId(person.id));
    } catch (error) {
      problem.textContent = error.message;
    }
  });
  return form;
}
