/* News from the world as it happens, over server-sent events that come back after every break. */

const NAMES = ["message", "action", "answer", "keyboard", "sms", "payment", "people", "commands"];
const RETRY = 1500;

/** Listen. `on[name](data)` for each piece of news; `opened()` after every (re)connection; `broken()` when it drops. */
export function listen(on, { opened, broken }) {
  const source = new EventSource("/world/events");
  source.addEventListener("open", opened);
  source.addEventListener("error", () => {
    broken();
    // The browser's own retry would ask to resume after an event number that a restarted world has not reached yet.
    source.close();
    setTimeout(() => listen(on, { opened, broken }), RETRY);
  });
  for (const name of NAMES) {
    source.addEventListener(name, (news) => on[name]?.(JSON.parse(news.data || "{}")));
  }
}
