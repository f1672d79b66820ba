/* What an empty chat shows: what the bot does, and who one is on this phone. */

import { cast } from "./cast.js";
import { avatar, element, nameOf } from "./element.js";
import { onLanguage, t } from "./words.js";

export class Welcome {
  constructor(phone) {
    this.phone = phone;
    this.node = element("div", { class: "welcome", hidden: true });
    onLanguage(() => this.show());
  }

  /** Show the cards while there is no message. */
  show() {
    const { chat, person } = this.phone;
    this.node.hidden = !chat.loaded || chat.ordered.length > 0;
    if (this.node.hidden) return;
    const description = cast.bot.description && card(t("what_bot_does"), cast.bot.description, cast.bot);
    const you = card(t("you_are", { name: nameOf(person) }), this.phone.hint() || t("press_start"), person);
    this.node.replaceChildren(...[description, you].filter(Boolean));
  }
}

function card(title, text, who) {
  return element("div", { class: "welcome-card" }, avatar(who.first_name, who.id),
    element("div", {}, element("h2", { text: title }), element("p", { text })));
}
