/* The people's side of the local Telegram, as JSON over HTTP. */

/** The server said no, in a sentence. */
export class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function ask(path, options) {
  const answer = await fetch(path, options);
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(answer.status, body.error || `${answer.status} ${answer.statusText}`);
  return body;
}

const get = (path) => ask(path, { cache: "no-store" });

function post(path, body) {
  if (body instanceof FormData) return ask(path, { method: "POST", body });
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

export const people = (language) => get(`/world/people?language=${language}`);
export const addPerson = (person) => post("/world/people", person);
export const messagesOf = (person, after) => get(`/world/people/${person}/messages?after=${after}`);
export const say = (person, body) => post(`/world/people/${person}/messages`, body);
export const tap = (person, message, button) =>
  post(`/world/people/${person}/taps`, { message_id: message, button });
export const block = (person, blocked) => post(`/world/people/${person}/block`, { blocked });
export const fileAddress = (file) => `/world/files/${encodeURIComponent(file)}`;
export const sms = (phone) => get(phone ? `/world/sms?phone=${encodeURIComponent(phone)}` : "/world/sms");
export const faceOf = (person) => get(`/world/face?person=${person}`);
export const setFace = (person, outcome) => post("/world/face", { person, outcome });
export const faults = () => get("/world/faults");
export const setFaults = (wanted) => post("/world/faults", wanted);
export const payments = (person) => get(`/world/wallet?person=${person}`);
export const pay = (person, code, outcome) => post("/world/wallet/pay", { person, code, outcome });

export const walletFaults = () => get("/world/wallet/faults");
export const setWalletFaults = (wanted) => post("/world/wallet/faults", wanted);

/** What the QR code in a picture says: {code, and from the server also amount_fen, subject, provider}, or null. */
export async function readCode(picture) {
  if ("BarcodeDetector" in window) {
    const found = await new BarcodeDetector({ formats: ["qr_code"] })
      .detect(await createImageBitmap(picture))
      .catch(() => []);
    if (found.length) return { code: found[0].rawValue };
  }
  const form = new FormData();
  form.append("picture", picture, "picture");
  return post("/world/wallet/read", form).catch(() => null);
}

/** The picture itself, from its address. */
export async function pictureAt(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Refusal(answer.status, answer.statusText);
  return answer.blob();
}
