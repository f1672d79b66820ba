// The organisation portal and the staff's page, opened without a code; from a frame of a web client, with one.

import * as api from "./api.js";
import * as bridge from "./bridge.js";
import { button, element, lines, say, show } from "./element.js";

export const open = () => enter("organisation");
export const openStaff = () => enter("staff");

async function enter(name) {
  const entered = await api.post(name, { framed: bridge.isFramed ? "yes" : "" });
  const url = new URL(entered.portal, window.location.origin).href;
  if (!entered.code) {
    window.location.assign(url);
    return;
  }
  show(say(name), ...lines([say(`${name}-code`)]), element("p", { class: "short" }, entered.code), button(say(`${name}-browser`), () => bridge.openBrowser(url)));
}
