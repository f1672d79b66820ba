/* The bot's answers to taps. News may come before the tap's own reply, so early answers are kept for a while. */

const PATIENCE = 30000;
const waiting = new Map();
const early = new Map();

/** An answer has come. */
export function answered(answer) {
  const id = String(answer.query_id);
  if (waiting.has(id)) waiting.get(id)(answer);
  else early.set(id, answer);
  setTimeout(() => early.delete(id), PATIENCE);
}

/** The answer to one query; null if the bot has not answered in half a minute. */
export function answerTo(query) {
  const id = String(query);
  if (early.has(id)) return Promise.resolve(early.get(id));
  return new Promise((resolve) => {
    const settle = (answer) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(answer);
    };
    const timer = setTimeout(() => settle(null), PATIENCE);
    waiting.set(id, settle);
  });
}
