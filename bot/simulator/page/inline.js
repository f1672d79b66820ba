/* Inline mode: what the bot offers for a query, to be sent. People here write to the bot only, so a phone is asked for. */

import { askInline, inlineResults } from "./api.js";
import { element } from "./element.js";
import { t } from "./i18n.js";
import { sendFrom } from "./send-from.js";
import { openSheet } from "./sheet.js";

const TRIES = 40;
const PAUSE_MS = 250;

/** Ask the bot for inline results, and let the person choose one of them. */
export async function offerInline(phone, query) {
  const asked = await phone.attempt(askInline(phone.person.id, query));
  const results = asked && await resultsOf(phone.person.id, asked.query_id);
  if (!asked) return;
  if (!results?.length) return void phone.toast(t("inline_none"));
  const choose = (result) => {
    sheet.close();
    sendFrom(phone, "share_with", [{ text: textOf(result) }]);
  };
  const rows = results.map((result) => element("button", { type: "button", on: { click: () => choose(result) } },
    element("span"), element("span", {}, element("b", { text: result.title || "" }), element("small", { text: result.description || "" }))));
  const body = element("div", { class: "people-list" }, rows);
  const sheet = openSheet(phone.screen, { title: "inline_results", body });
}

/** Return the bot's results; null if it has not answered within ten seconds. */
async function resultsOf(person, query) {
  for (let each = 0; each < TRIES; each += 1) {
    const { results } = await inlineResults(person, query);
    if (results) return results;
    await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
  }
  return null;
}

/** Return the text of a result, with the links of its buttons: the chat that it is sent to would show them. */
function textOf(result) {
  const links = (result.reply_markup?.inline_keyboard || []).flat().map((key) => key.url);
  return [result.message?.text || result.caption || result.title, ...links].filter(Boolean).join("\n");
}
