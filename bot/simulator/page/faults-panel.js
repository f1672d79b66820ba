/* The panel for fault injection in the local Telegram and the payment gateways. */

import { faults, gatewayFaults, setFaults, setGatewayFaults } from "./api.js";
import { element, textButton } from "./element.js";
import { t } from "./i18n.js";

const TELEGRAM_FAULTS = ["drop", "delay", "duplicate", "reorder", "too_many", "server_error"];
const DEFAULT_SECONDS = { delay: 2, too_many: 3 };
const GATEWAY_FAULTS = ["lose", "duplicate", "wrong_amount", "reorder", "forge", "probe", "stale", "garble", "ignore",
  "server_error", "slow", "bad_signature", "bad_json"];

/** Build the panel; it loads the current faults itself. */
export function faultsPanel() {
  const restart = (apply) =>
    textButton("faults_restart", () => apply({ restart: true }, "faults_restarted"), { class: "plain" });
  return [element("p", { class: "note", words: "faults_note" }),
    section("faults_telegram", TELEGRAM_FAULTS.map((kind) => new FaultRow(kind, "fault", DEFAULT_SECONDS[kind])),
      faults, setFaults, restart),
    section("faults_wallet", GATEWAY_FAULTS.map((kind) => new FaultRow(kind, "wallet_fault")),
      gatewayFaults, setGatewayFaults)];
}

function section(title, rows, load, save, more = () => null) {
  const status = element("p", { class: "trouble", role: "status" });
  const apply = (wanted, words) => save(wanted).then(
    () => (status.textContent = t(words)), (error) => (status.textContent = error.message));
  const set = () => apply(Object.fromEntries(rows.map((row) => [row.kind, row.value])), "faults_set");
  const clear = () => {
    rows.forEach((row) => row.fill(null));
    apply({ clear: true }, "faults_cleared");
  };
  const buttons = element("div", { class: "outcomes" }, textButton("faults_apply", set, { class: "primary" }),
    textButton("faults_clear", clear, { class: "plain" }), more(apply));
  const node = element("details", { class: "faults", open: title === "faults_telegram" },
    element("summary", { words: title }), rows.map((row) => row.node), buttons, status);
  // A local Telegram without payment gateways has no such faults.
  load().then((now) => rows.forEach((row) => row.fill(now[row.kind])), () => node.remove());
  return node;
}

class FaultRow {
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

  /** The probability as the server expects it, for some faults with seconds. */
  get value() {
    const share = Number(this.share.value) / 100;
    return this.seconds ? [share, Number(this.seconds.value)] : share;
  }

  /** Show the current value from the server. */
  fill(now) {
    const [share, seconds] = Array.isArray(now) ? now : [now || 0, null];
    this.share.value = Math.round(share * 100);
    this.shown.textContent = `${this.share.value} %`;
    if (this.seconds && seconds) this.seconds.value = seconds;
  }
}
