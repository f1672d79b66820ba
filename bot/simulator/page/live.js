/* News from the world as it happens, over server-sent events that come back after every break. */

const NAMES = ["message", "action", "answer", "keyboard", "sms", "payment", "people"];
const RETRY = 1500;

/** Listen. `on[name](data)` for each piece of news; `opened()` after every (re)connection; `broken()` when it drops. */
export function listen(on, { opened, broken }) {
  const source = new EventSource("/world/events");
  source.addEventListener("open", opened);
  source.addEventListener("error", () => {
    broken();
    // A refused connection closes for good: the browser only retries those that were open once.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(on, { opened, broken }), RETRY);
  });
  for (const name of NAMES) {
    source.addEventListener(name, (news) => on[name]?.(JSON.parse(news.data || "{}")));
  }
}
