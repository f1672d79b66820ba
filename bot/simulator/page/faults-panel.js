/* Trouble on request: what the local Telegram and the payment gateways do wrong, and how often. */

import { element, wordButton } from "./element.js";
import { t } from "./words.js";
import { faults, setFaults, setWalletFaults, walletFaults } from "./world.js";

const TELEGRAM = ["drop", "delay", "duplicate", "reorder", "too_many", "server_error"];
const SECONDS = { delay: 2, too_many: 3 };
const WALLET = ["lose", "duplicate", "wrong_amount", "reorder", "forge", "probe", "stale", "garble", "ignore",
  "server_error", "slow", "bad_signature", "bad_json"];

/** The panel's content; it fills itself with what is set now. */
export function faultsPanel() {
  const restart = (apply) =>
    wordButton("faults_restart", () => apply({ restart: true }, "faults_restarted"), { class: "plain" });
  return [element("p", { class: "note", words: "faults_note" }),
    section("faults_telegram", TELEGRAM.map((kind) => new Row(kind, "fault", SECONDS[kind])),
      faults, setFaults, restart),
    section("faults_wallet", WALLET.map((kind) => new Row(kind, "wallet_fault")), walletFaults, setWalletFaults)];
}

function section(title, rows, ask, tell, more = () => null) {
  const status = element("p", { class: "trouble", role: "status" });
  const apply = (wanted, words) => tell(wanted).then(
    () => (status.textContent = t(words)), (refusal) => (status.textContent = refusal.message));
  const set = () => apply(Object.fromEntries(rows.map((row) => [row.kind, row.value])), "faults_set");
  const clear = () => {
    rows.forEach((row) => row.fill(null));
    apply({ clear: true }, "faults_cleared");
  };
  const buttons = element("div", { class: "outcomes" }, wordButton("faults_apply", set, { class: "primary" }),
    wordButton("faults_clear", clear, { class: "plain" }), more(apply));
  const node = element("details", { class: "faults", open: title === "faults_telegram" },
    element("summary", { words: title }), rows.map((row) => row.node), buttons, status);
  // Without payment gateways beside it, the local Telegram has no such faults to offer.
  ask().then((now) => rows.forEach((row) => row.fill(now[row.kind])), () => node.remove());
  return node;
}

class Row {
  constructor(kind, family, seconds = null) {
    this.kind = kind;
    const words = `${family}_${kind}`;
    this.share = element("input", { type: "range", min: "0", max: "100", step: "5", value: "0", label: words });
    this.shown = element("output", { text: "0 %" });
    const limits = { type: "number", min: "0", max: "60", step: "0.5", label: "seconds" };
    this.seconds = seconds && element("input", { ...limits, value: String(seconds) });
    this.share.addEventListener("input", () => (this.shown.textContent = `${this.share.value} %`));
    const time = this.seconds
      && element("span", { class: "seconds" }, this.seconds, element("span", { words: "seconds" }));
    this.node = element("div", { class: "fault" }, element("span", { words }), this.share, this.shown, time);
  }

  /** As the server wants it: a probability, with its seconds where there are any. */
  get value() {
    const share = Number(this.share.value) / 100;
    return this.seconds ? [share, Number(this.seconds.value)] : share;
  }

  /** Show what the server says is set. */
  fill(now) {
    const [share, seconds] = Array.isArray(now) ? now : [now || 0, null];
    this.share.value = Math.round(share * 100);
    this.shown.textContent = `${this.share.value} %`;
    if (this.seconds && seconds) this.seconds.value = seconds;
  }
}
