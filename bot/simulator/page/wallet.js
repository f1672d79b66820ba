/* The wallet app of a phone: pays a payment code correctly, not at all, twice, late, or with a wrong amount. */

import { fetchPicture, pay, payments, readQrCode } from "./api.js";
import { element, textButton } from "./element.js";
import { setTranslation, t, timeOfDay, yuan } from "./i18n.js";
import { pictureOf } from "./media.js";
import { openSheet } from "./sheet.js";

const OUTCOMES = {
  pay: "pay", cancel: "pay_cancel", "pay twice": "pay_twice", late: "pay_late", "wrong amount": "pay_wrong",
};

/** True if WeChat Pay or Alipay accepts the code. */
export function isPaymentCode(code) {
  return /^(weixin|wxp|alipays?):/i.test(code) || /alipay|wxpay/i.test(code);
}

const providerOf = (code) => (/alipay/i.test(code) ? "alipay" : /weixin|wxp/i.test(code) ? "wechat" : "wallet");

/** Open the wallet of a phone, with the content of a payment code if there is one. */
export function openWallet(phone, found = { code: "" }) {
  const { code } = found;
  const field = element("input", { type: "text", hint: "payment_code", label: "payment_code", value: code });
  field.autocomplete = "off";
  const provider = element("p", { class: "provider", hidden: !code, words: providerOf(code) });
  const read = textButton("read_newest", () => readNewest(phone, field, result), { class: "plain" });
  field.addEventListener("input", () => {
    provider.hidden = !field.value;
    setTranslation(provider, "words", providerOf(field.value));
  });
  const result = element("div", { class: "pay-result", role: "status" });
  const history = element("div", { class: "pay-history" });
  const run = (outcome) => submit(phone, field.value.trim(), outcome, { result, history });
  const buttons = Object.entries(OUTCOMES).map(([outcome, words]) =>
    textButton(words, () => run(outcome), { class: outcome === "pay" ? "primary" : "plain" }));
  const due = found.amount_fen && element("p", { class: "due" },
    element("b", { text: yuan(found.amount_fen) }), element("span", { text: found.subject || "" }));
  const body = [provider, due || null, field, code ? null : read,
    element("div", { class: "outcomes" }, buttons), result,
    element("h3", { words: "past_payments" }), history].filter(Boolean);
  openSheet(phone.screen, { title: "wallet", body, className: "wallet" });
  showHistory(phone, history);
}

async function readNewest(phone, field, result) {
  const [newest] = phone.pictures();
  const found = newest && (await fetchPicture(pictureOf(newest).address).then(readQrCode).catch(() => null));
  if (!found?.code) return void (result.textContent = t("no_code_found"));
  field.value = found.code;
  return void field.dispatchEvent(new Event("input"));
}

async function submit(phone, code, outcome, { result, history }) {
  if (!code) return void (result.textContent = t("payment_code"));
  result.className = "pay-result waiting";
  result.textContent = t("paying");
  try {
    const paid = await pay(phone.person.id, code, outcome);
    result.className = "pay-result done";
    result.replaceChildren(...receipt(paid, outcome));
  } catch (error) {
    result.className = "pay-result refused";
    result.textContent = error.message;
  }
  return showHistory(phone, history);
}

function receipt(paid, outcome) {
  const words = OUTCOMES[paid.outcome] || OUTCOMES[outcome];
  return [element("b", { text: yuan(paid.amount_fen || 0) }),
    element("span", { text: `${paid.subject || ""} · ${t(`did_${words}`)}` })];
}

async function showHistory(phone, history) {
  const answer = await payments(phone.person.id).catch(() => ({}));
  const rows = (answer.payments || []).toReversed().map((paid) => element("div", { class: "past" },
    element("span", { text: paid.subject || paid.code || "" }),
    element("span", { text: paid.at ? timeOfDay(Date.parse(paid.at) / 1000) : "" }),
    element("b", { text: yuan(paid.amount_fen || 0) }),
    element("span", { text: t(`did_${OUTCOMES[paid.outcome] || "pay"}`) })));
  history.replaceChildren(...(rows.length ? rows : [element("p", { class: "empty", words: "no_payments" })]));
}
