/* Polls: one in a bubble with its votes, and the sheet that asks for a new one. */

import * as api from "./api.js";
import { element, textButton } from "./element.js";
import { openSheet } from "./sheet.js";

/** Build a poll. Tapping an option votes for it; where several may be chosen, the button sends the marked ones. */
export function pollNode(message, phone) {
  const { poll } = message;
  const name = `poll-${phone.person.id}-${message.message_id}`;
  const type = poll.allows_multiple_answers ? "checkbox" : "radio";
  const boxes = poll.options.map((_, position) =>
    element("input", { type, name, value: String(position), disabled: poll.is_closed }));
  const chosen = () => boxes.flatMap((box, position) => (box.checked ? [position] : []));
  const vote = () => castVote(phone, message, chosen());
  if (type === "radio") boxes.forEach((box) => box.addEventListener("change", vote));
  const rows = poll.options.map((option, position) => optionRow(option, boxes[position], poll.total_voter_count));
  const several = type === "checkbox" && !poll.is_closed && textButton("vote", vote, { class: "plain" });
  return element("fieldset", { class: "poll" },
    element("legend", { text: poll.question }), rows, several,
    element("span", { class: "votes", words: [poll.is_closed ? "poll_closed" : "poll_votes", { count: poll.total_voter_count }] }));
}

function optionRow(option, box, total) {
  const share = total ? Math.round((100 * option.voter_count) / total) : 0;
  return element("label", { class: "option" }, box, element("span", { text: option.text }),
    element("span", { class: "share", text: total ? `${share} %` : "" }));
}

async function castVote(phone, message, options) {
  await phone.attempt(api.vote(phone.person.id, message.message_id, options));
  await phone.chat.refresh(true);
}

/** Ask for the question and the options of a new poll. */
export function openPollSheet(phone) {
  const question = element("input", { type: "text", maxlength: "300", autofocus: true, hint: "poll_question", label: "poll_question" });
  const options = element("textarea", { rows: "4", hint: "poll_options", label: "poll_options" });
  const several = element("input", { type: "checkbox" });
  const isPublic = element("input", { type: "checkbox" });
  const send = () => {
    const lines = options.value.split("\n").map((line) => line.trim()).filter(Boolean);
    if (!question.value.trim() || !lines.length) return;
    sheet.close();
    const poll = {
      question: question.value, options: lines,
      allows_multiple_answers: several.checked, is_anonymous: !isPublic.checked,
    };
    phone.chat.send({ poll }, { text: question.value });
  };
  const body = [question, options,
    element("label", { class: "check" }, several, element("span", { words: "poll_several" })),
    element("label", { class: "check" }, isPublic, element("span", { words: "poll_public" }))];
  const actions = [textButton("cancel", () => sheet.close(), { class: "plain" }), textButton("send", send, { class: "primary" })];
  const sheet = openSheet(phone.screen, { title: "poll", body: element("div", { class: "fields" }, body), actions });
}
