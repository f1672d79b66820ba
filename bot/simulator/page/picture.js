/* A picture over the whole screen of a phone: pay its code, hand it to another phone, save it. */

import { element, icon, iconButton, nameOf, wordButton } from "./element.js";
import { pictureOf } from "./media.js";
import { onlyTop } from "./sheet.js";
import { looksPayable, openWallet } from "./wallet.js";
import { t, yuan } from "./words.js";
import { pictureAt, readCode } from "./world.js";

/** Show one picture large. */
export function openPicture(phone, message) {
  const picture = pictureOf(message);
  const before = document.activeElement;
  const image = element("img", { src: picture.address, alt: message.caption || t("photo") });
  const foot = element("div", { class: "viewer-foot" });
  const close = () => shut(phone, node, before);
  const node = element("div", { class: "viewer", role: "dialog", "aria-modal": "true", label: "photo" },
    element("div", { class: "viewer-head" }, iconButton("back", "close", close), element("span", { class: "grow" }),
      iconButton("forward", "send_from_another", () => handOver(phone, picture)),
      iconButton("enlarge", "enlarge", () => node.requestFullscreen?.()),
      element("a", { class: "icon-button", href: picture.address, download: picture.name, label: "save" },
        icon("save"))),
    element("div", { class: "viewer-picture", on: { click: (click) => click.target !== image && close() } }, image),
    foot);
  node.addEventListener("keydown", (key) => key.key === "Escape" && close());
  phone.viewed = message;
  phone.screen.append(node);
  onlyTop(phone.screen);
  node.querySelector("button").focus();
  offerCode(phone, picture, foot, close);
}

function shut(phone, node, before) {
  node.remove();
  phone.viewed = null;
  onlyTop(phone.screen);
  before?.focus?.({ preventScroll: true });
}

async function offerCode(phone, picture, foot, close) {
  const found = await pictureAt(picture.address).then(readCode).catch(() => null);
  if (!found?.code) return;
  const { code } = found;
  const pay = () => {
    close();
    openWallet(phone, found);
  };
  const due = found.amount_fen && `${yuan(found.amount_fen)} · ${found.subject || ""}`;
  if (due) foot.append(element("p", { class: "amount", text: due }));
  const copy = wordButton("copy_code", () => phone.copy(code), { class: "plain" });
  if (looksPayable(code)) foot.append(wordButton("pay_with_wallet", pay, { class: "primary" }));
  foot.append(element("code", { text: code.length > 80 ? `${code.slice(0, 80)}…` : code }), copy);
}

async function handOver(phone, picture) {
  const target = await phone.desk.choosePerson(phone, "send_from_another");
  if (target) await photographFor(phone, target, picture);
}

/** Let `target` send a picture that is on this phone's screen, as if photographed from it. */
export async function photographFor(phone, target, picture) {
  try {
    await phone.desk.sendPicture(target, await pictureAt(picture.address), picture.name);
    phone.tell(t("sent_from", { name: nameOf(target) }));
  } catch (refusal) {
    phone.tell(refusal.message);
  }
}
