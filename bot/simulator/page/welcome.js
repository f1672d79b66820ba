/* The cards in an empty chat: what the bot can do, and who uses this phone. */

import { directory } from "./directory.js";
import { avatar, element, fullName } from "./element.js";
import { onLanguageChange, t } from "./i18n.js";

export class Welcome {
  constructor(phone) {
    this.phone = phone;
    this.node = element("div", { class: "welcome", hidden: true });
    onLanguageChange(() => this.show());
  }

  /** Show the cards while the chat has no messages. */
  show() {
    const { chat, person } = this.phone;
    this.node.hidden = !chat.loaded || chat.ordered.length > 0;
    if (this.node.hidden) return;
    const description = directory.bot.description && card(t("what_bot_does"), directory.bot.description, directory.bot);
    const you = card(t("you_are", { name: fullName(person) }), this.phone.hint() || t("press_start"), person);
    this.node.replaceChildren(...[description, you].filter(Boolean));
  }
}

function card(title, text, who) {
  return element("div", { class: "welcome-card" }, avatar(who.first_name, who.id),
    element("div", {}, element("h2", { text: title }), element("p", { text })));
}
