/* Who is who and what to try; and the form for a new person. */

import { cast } from "./cast.js";
import { avatar, element, nameOf, wordButton } from "./element.js";
import { currentLanguage } from "./words.js";
import { addPerson } from "./world.js";

/** The guide. `take(person)` puts someone on a phone. */
export function guide(phones, take) {
  const steps = ["guide_start", "guide_phones", "guide_codes", "guide_picture"];
  return [element("ul", { class: "guide-steps" }, steps.map((words) => element("li", { words }))),
    element("h3", { words: "people" }), ...cast.people.map((person) => card(person, phones, take)), newPerson(take)];
}

function card(person, phones, take) {
  const shown = phones.of(person.id);
  const hint = person.hint?.[currentLanguage()] || person.hint?.en || "";
  const unread = person.unread ? element("span", { class: "badge", text: person.unread }) : null;
  const button = shown
    ? wordButton("show_phone", () => phones.reveal(shown), { class: "plain" })
    : wordButton("take_phone", () => take(person), { class: "primary" });
  return element("article", { class: "guide-card" },
    element("header", {}, avatar(nameOf(person), person.id, "small"),
      element("div", {}, element("b", { text: nameOf(person) }),
        element("span", { text: [person.role, person.phone].filter(Boolean).join(" · ") })), unread, button),
    hint && element("p", { text: hint }));
}

const FIELDS = { last_name: "last_name", first_name: "first_name", phone: "phone" };

function newPerson(take) {
  const inputs = Object.entries(FIELDS).map(([name, words]) =>
    element("input", {
      type: name === "phone" ? "tel" : "text", name, hint: words, label: words, required: name === "first_name",
    }));
  const trouble = element("p", { class: "trouble", role: "alert" });
  const form = element("form", { class: "new-person" }, element("h3", { words: "new_person" }), inputs,
    element("button", { type: "submit", class: "primary" }, element("span", { words: "add" })), trouble);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    try {
      const person = await addPerson({ ...given, language_code: currentLanguage() === "zh" ? "zh-hans" : "en" });
      cast.update(person);
      take(cast.byId(person.id));
    } catch (refusal) {
      trouble.textContent = refusal.message;
    }
  });
  return form;
}
