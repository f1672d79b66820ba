/* The bot's answers to callback queries. An event can arrive before the response to the tap: early answers are kept. */

const TIMEOUT_MS = 30000;
const resolvers = new Map();
const early = new Map();

/** Handle the event of an answer. */
export function receiveAnswer(answer) {
  const id = String(answer.query_id);
  if (resolvers.has(id)) resolvers.get(id)(answer);
  else early.set(id, answer);
  setTimeout(() => early.delete(id), TIMEOUT_MS);
}

/** Wait for the answer to one query; null if there is none within half a minute. */
export function waitForAnswer(query) {
  const id = String(query);
  if (early.has(id)) return Promise.resolve(early.get(id));
  return new Promise((resolve) => {
    const settle = (answer) => {
      clearTimeout(timer);
      resolvers.delete(id);
      resolve(answer);
    };
    const timer = setTimeout(() => settle(null), TIMEOUT_MS);
    resolvers.set(id, settle);
  });
}
