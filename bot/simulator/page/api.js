/* HTTP client of the local Telegram's JSON API. */

/** An error response, with the sentence from the server. */
class ApiError extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

async function request(path, options) {
  const response = await fetch(path, options);
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, body.error || `${response.status} ${response.statusText}`);
  return body;
}

const get = (path) => request(path, { cache: "no-store" });

function post(path, body) {
  if (body instanceof FormData) return request(path, { method: "POST", body });
  return request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

const remove = (path) => request(path, { method: "DELETE" });

export const people = (language) => get(`/world/people?language=${language}`);
export const addPerson = (person) => post("/world/people", person);
export const messagesOf = (person, after) => get(`/world/people/${person}/messages?after=${after}`);
export const sendMessage = (person, body) => post(`/world/people/${person}/messages`, body);
export const deleteMessage = (person, message) => remove(`/world/people/${person}/messages/${message}`);
export const react = (person, message, emoji) =>
  post(`/world/people/${person}/reactions`, { message_id: message, emoji });
export const vote = (person, message, options) =>
  post(`/world/people/${person}/votes`, { message_id: message, options });
export const askInline = (person, query) => post(`/world/people/${person}/inline`, { query });
export const inlineResults = (person, query) => get(`/world/people/${person}/inline/${query}`);
export const openMiniApp = (person, body) => post(`/world/people/${person}/mini_app`, body);
export const sendAppData = (person, body) => post(`/world/people/${person}/mini_app/data`, body);
export const invokeAppMethod = (person, body) => post(`/world/people/${person}/mini_app/methods`, body);
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
export const gatewayFaults = () => get("/world/wallet/faults");
export const setGatewayFaults = (wanted) => post("/world/wallet/faults", wanted);

/** Read the QR code in a picture: {code}, of a payment also {amount_fen, subject, provider}; null without a code. `any`: of any kind. */
export async function readQrCode(picture, { any = false } = {}) {
  if ("BarcodeDetector" in window) {
    const found = await new BarcodeDetector({ formats: ["qr_code"] })
      .detect(await createImageBitmap(picture))
      .catch(() => []);
    if (found.length) return { code: found[0].rawValue };
  }
  const form = new FormData();
  form.append("picture", picture, "picture");
  if (any) form.append("any", "yes");
  return post("/world/wallet/read", form).catch(() => null);
}

/** Download a picture as a Blob. */
export async function fetchPicture(address) {
  const response = await fetch(address);
  if (!response.ok) throw new ApiError(response.status, response.statusText);
  return response.blob();
}
