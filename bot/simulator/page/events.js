/* Server-sent events from the local Telegram; the connection is opened again when it breaks. */

const NAMES = ["message", "action", "answer", "keyboard", "sms", "payment", "people", "commands"];
const RETRY_MS = 1500;

/** Call `on[name](data)` for each event, `opened()` after each connection and `broken()` after each loss of it. */
export function listen(on, { opened, broken }) {
  const source = new EventSource("/world/events");
  source.addEventListener("open", opened);
  source.addEventListener("error", () => {
    broken();
    // The browser's own retry would resume after an event number that a restarted server has not reached yet.
    source.close();
    setTimeout(() => listen(on, { opened, broken }), RETRY_MS);
  });
  for (const name of NAMES) {
    source.addEventListener(name, (event) => on[name]?.(JSON.parse(event.data || "{}")));
  }
}
