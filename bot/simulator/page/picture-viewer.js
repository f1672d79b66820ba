/* The picture viewer of a phone: pay a code, send the picture from another phone, save it. */

import { fetchPicture, readQrCode } from "./api.js";
import { element, fullName, icon, iconButton, textButton } from "./element.js";
import { t, yuan } from "./i18n.js";
import { pictureOf } from "./media.js";
import { focusTopLayer } from "./sheet.js";
import { isPaymentCode, openWallet } from "./wallet.js";

/** Open the picture of a message. */
export function openPicture(phone, message) {
  const picture = pictureOf(message);
  const before = document.activeElement;
  const image = element("img", { src: picture.address, alt: message.caption || t("photo") });
  const foot = element("div", { class: "viewer-foot" });
  const close = () => closeViewer(phone, node, before);
  const node = element("div", { class: "viewer", role: "dialog", "aria-modal": "true", label: "photo" },
    element("div", { class: "viewer-head" }, iconButton("back", "close", close), element("span", { class: "grow" }),
      iconButton("forward", "send_from_another", () => sendFromAnother(phone, picture)),
      iconButton("enlarge", "enlarge", () => node.requestFullscreen?.()),
      element("a", { class: "icon-button", href: picture.address, download: picture.name, label: "save" },
        icon("save"))),
    element("div", { class: "viewer-picture", on: { click: (click) => click.target !== image && close() } }, image),
    foot);
  node.addEventListener("keydown", (key) => key.key === "Escape" && close());
  phone.viewed = message;
  phone.screen.append(node);
  focusTopLayer(phone.screen);
  node.querySelector("button").focus();
  showCode(phone, picture, foot, close);
}

function closeViewer(phone, node, before) {
  node.remove();
  phone.viewed = null;
  focusTopLayer(phone.screen);
  before?.focus?.({ preventScroll: true });
}

async function showCode(phone, picture, foot, close) {
  const found = await fetchPicture(picture.address).then(readQrCode).catch(() => null);
  if (!found?.code) return;
  const { code } = found;
  const pay = () => {
    close();
    openWallet(phone, found);
  };
  const due = found.amount_fen && `${yuan(found.amount_fen)} · ${found.subject || ""}`;
  if (due) foot.append(element("p", { class: "amount", text: due }));
  const copy = textButton("copy_code", () => phone.copy(code), { class: "plain" });
  if (isPaymentCode(code)) foot.append(textButton("pay_with_wallet", pay, { class: "primary" }));
  foot.append(element("code", { text: code.length > 80 ? `${code.slice(0, 80)}…` : code }), copy);
}

/** Let another person send the picture, as if they photographed this phone. */
async function sendFromAnother(phone, picture) {
  const target = await phone.page.choosePerson(phone, "send_from_another");
  if (!target) return;
  try {
    await phone.page.sendPicture(target, await fetchPicture(picture.address), picture.name);
    phone.toast(t("sent_from", { name: fullName(target) }));
  } catch (error) {
    phone.toast(error.message);
  }
}
