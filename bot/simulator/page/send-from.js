/* Sends what one phone hands on from another: people here write to the bot only. */

import { sendMessage } from "./api.js";
import { fullName } from "./element.js";
import { t } from "./i18n.js";

/** Ask for a phone, and send these contents from it. `question`: a translation key. */
export async function sendFrom(phone, question, contents) {
  const target = await phone.page.choosePerson(phone, question);
  if (!target) return;
  try {
    for (const content of contents) await sendMessage(target.id, content);
    phone.toast(t("sent_from", { name: fullName(target) }));
    phone.page.refreshChat(target.id);
  } catch (error) {
    phone.toast(error.message);
  }
}
