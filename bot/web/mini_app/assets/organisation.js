// The organisation portal, opened without a code; from a frame of a web client, with a code for the browser.

import * as api from "./api.js";
import * as bridge from "./bridge.js";
import { button, element, lines, say, show } from "./element.js";

export async function open() {
  const entered = await api.post("organisation", { framed: bridge.isFramed ? "yes" : "" });
  const url = new URL(entered.portal, window.location.origin).href;
  if (!entered.code) {
    window.location.assign(url);
    return;
  }
  show(say("organisation"), ...lines([say("organisation-code")]), element("p", { class: "short" }, entered.code), button(say("organisation-browser"), () => bridge.openBrowser(url)));
}
