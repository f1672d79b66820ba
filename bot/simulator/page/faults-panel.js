/* Trouble on request: what the bot's side of the local Telegram does wrong, and how often. */

import { element, wordButton } from "./element.js";
import { t } from "./words.js";
import { faults, setFaults } from "./world.js";

const KINDS = ["drop", "delay", "duplicate", "reorder", "too_many", "server_error"];
const SECOND = { delay: 2, too_many: 3 };

/** The panel's content; it fills itself with what is set now. */
export function faultsPanel() {
  const status = element("p", { class: "trouble", role: "status" });
  const rows = KINDS.map((kind) => new Row(kind));
  const apply = (wanted, words) => setFaults(wanted).then(
    () => (status.textContent = t(words)), (refusal) => (status.textContent = refusal.message));
  const set = () => apply(Object.fromEntries(rows.map((row) => [row.kind, row.value])), "faults_set");
  const clear = () => {
    rows.forEach((row) => row.fill(null));
    apply({ clear: true }, "faults_cleared");
  };
  faults().then((now) => rows.forEach((row) => row.fill((now.faults || now)[row.kind])), () => {});
  return [element("p", { class: "note", words: "faults_note" }), ...rows.map((row) => row.node),
    element("div", { class: "outcomes" }, wordButton("faults_apply", set, { class: "primary" }),
      wordButton("faults_clear", clear, { class: "plain" }),
      wordButton("faults_restart", () => apply({ restart: true }, "faults_restarted"), { class: "plain" })), status];
}

class Row {
  constructor(kind) {
    this.kind = kind;
    this.share = element("input", { type: "range", min: "0", max: "100", step: "5", value: "0", label: `fault_${kind}` });
    this.shown = element("output", { text: "0 %" });
    this.seconds = SECOND[kind]
      ? element("input", { type: "number", min: "0", max: "60", step: "0.5", value: String(SECOND[kind]), label: "seconds" }) : null;
    this.share.addEventListener("input", () => (this.shown.textContent = `${this.share.value} %`));
    this.node = element("div", { class: "fault" }, element("span", { words: `fault_${kind}` }), this.share, this.shown,
      this.seconds, this.seconds && element("span", { words: "seconds" }));
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
