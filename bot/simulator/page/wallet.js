/* A wallet that pays what a payment code asks: properly, not at all, twice, or late. */

import { element, wordButton } from "./element.js";
import { pictureOf } from "./media.js";
import { openSheet } from "./sheet.js";
import { t, timeOfDay, wordNode, yuan } from "./words.js";
import { pay, payments, pictureAt, readCode } from "./world.js";

const OUTCOMES = {
  pay: "pay", cancel: "pay_cancel", "pay twice": "pay_twice", late: "pay_late", "wrong amount": "pay_wrong",
};

/** True for a code that WeChat Pay or Alipay would take. */
export function looksPayable(code) {
  return /^(weixin|wxp|alipays?):/i.test(code) || /alipay|wxpay/i.test(code);
}

const providerOf = (code) => (/alipay/i.test(code) ? "alipay" : /weixin|wxp/i.test(code) ? "wechat" : "wallet");

/** Open the wallet of a phone, with what was read from a payment code if there is one. */
export function openWallet(phone, found = { code: "" }) {
  const { code } = found;
  const field = element("input", { type: "text", hint: "payment_code", label: "payment_code", value: code });
  field.autocomplete = "off";
  const provider = element("p", { class: "provider", hidden: !code, words: providerOf(code) });
  const read = wordButton("read_newest", () => readNewest(phone, field, result), { class: "plain" });
  field.addEventListener("input", () => {
    provider.hidden = !field.value;
    wordNode(provider, "words", providerOf(field.value));
  });
  const result = element("div", { class: "pay-result", role: "status" });
  const history = element("div", { class: "pay-history" });
  const run = (outcome) => settle(phone, field.value.trim(), outcome, { result, history });
  const buttons = Object.entries(OUTCOMES).map(([outcome, words]) =>
    wordButton(words, () => run(outcome), { class: outcome === "pay" ? "primary" : "plain" }));
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
  const found = newest && (await pictureAt(pictureOf(newest).address).then(readCode).catch(() => null));
  if (!found?.code) return void (result.textContent = t("no_code_found"));
  field.value = found.code;
  return void field.dispatchEvent(new Event("input"));
}

async function settle(phone, code, outcome, { result, history }) {
  if (!code) return void (result.textContent = t("payment_code"));
  result.className = "pay-result waiting";
  result.textContent = t("paying");
  try {
    const paid = await pay(phone.person.id, code, outcome);
    result.className = "pay-result done";
    result.replaceChildren(...receipt(paid, outcome));
  } catch (refusal) {
    result.className = "pay-result refused";
    result.textContent = refusal.message;
  }
  return showHistory(phone, history);
}

function receipt(paid, outcome) {
  const words = OUTCOMES[paid.outcome] ? OUTCOMES[paid.outcome] : OUTCOMES[outcome];
  return [element("b", { text: yuan(paid.amount_fen || 0) }),
    element("span", { text: `${paid.subject || ""} · ${t(`did_${words}`)}` })];
}

async function showHistory(phone, history) {
  const answer = await payments(phone.person.id).catch(() => ({}));
  const past = answer.payments || [];
  const rows = past.toReversed().map((paid) => element("div", { class: "past" },
    element("span", { text: paid.subject || paid.code || "" }),
    element("span", { text: paid.at ? timeOfDay(Date.parse(paid.at) / 1000) : "" }),
    element("b", { text: yuan(paid.amount_fen || 0) }),
    element("span", { text: t(`did_${OUTCOMES[paid.outcome] || "pay"}`) })));
  history.replaceChildren(...(rows.length ? rows : [element("p", { class: "empty", words: "no_payments" })]));
}
