// The public verification page: scans with the camera until it finds a code, or takes a picture or a text.
// The desk always verifies; if the browser can read QR codes itself, only the text is sent.

const SCAN_INTERVAL = 600;
const MAX_SIDE = 1280;

const find = (id) => document.getElementById(id);
const result = find("result");
const video = find("video");
const hint = find("hint");
let stream = null;

// The desk is busy: it says nothing of the certificate, and when to ask again.
class Busy extends Error {
  constructor(message, response) {
    super(message);
    this.seconds = Number(response.headers.get("Retry-After")) || 3;
  }
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

if (navigator.mediaDevices?.getUserMedia) find("camera").hidden = false;
if (!result.hidden) result.focus();
find("start").addEventListener("click", start);
find("stop").addEventListener("click", stop);
find("again").addEventListener("click", again);
find("by-picture").addEventListener("submit", verifyPicture);
find("by-picture").querySelector("button").hidden = true; // Choosing a file submits the form.
find("picture").addEventListener("change", () => find("by-picture").requestSubmit());
find("by-text").addEventListener("submit", verifyText);

async function start() {
  result.hidden = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch {
    hint.textContent = hint.dataset.denied;
    return;
  }
  video.srcObject = stream;
  await video.play();
  showCamera(true);
  await scan(stream);
}

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
  showCamera(false);
}

function showCamera(on) {
  for (const part of [video, document.querySelector(".frame"), find("stop")]) part.hidden = !on;
  find("start").hidden = on;
  hint.textContent = on ? hint.dataset.looking : "";
}

async function scan(current) {
  const detector = await qrDetector();
  while (stream === current) {
    try {
      const answer = detector ? await detect(detector) : await sendFrame();
      if (stream !== current) return;
      if (answer && answer.detail !== "no_code") {
        stop();
        show(answer);
        return;
      }
      hint.textContent = hint.dataset.looking;
    } catch (problem) {
      hint.textContent = problem instanceof Busy ? problem.message : hint.dataset.lost;
      if (problem instanceof Busy) await sleep(problem.seconds * 1000);
    }
    await sleep(SCAN_INTERVAL);
  }
}

async function qrDetector() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
}

async function detect(detector) {
  const [code] = await detector.detect(video);
  return code ? verify(JSON.stringify({ text: code.rawValue }), "application/json") : null;
}

async function sendFrame() {
  const scale = Math.min(1, MAX_SIDE / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const frame = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  const form = new FormData();
  form.append("picture", frame, "frame.jpg");
  return verify(form);
}

async function verify(body, type) {
  const headers = { Accept: "application/json", ...(type ? { "Content-Type": type } : {}) };
  const response = await fetch("/api/verify", { method: "POST", body, headers });
  const answer = await response.json();
  if (response.status === 429 || response.status === 503) throw new Busy(answer.error, response);
  return answer.lines ? answer : { look: "bad", lines: [answer.error], detail: "" };
}

async function verifyPicture(event) {
  event.preventDefault();
  await submit(event.target, () => verify(new FormData(event.target)));
  event.target.reset();
}

async function verifyText(event) {
  event.preventDefault();
  const text = find("text").value;
  await submit(event.target, () => verify(JSON.stringify({ text }), "application/json"));
}

async function submit(form, request) {
  stop();
  form.classList.add("busy");
  try {
    show(await request());
  } catch (problem) {
    show({ look: "", lines: [problem instanceof Busy ? problem.message : hint.dataset.lost] });
  } finally {
    form.classList.remove("busy");
  }
}

function show({ look, lines, plate, plate_type: kind }) {
  const paragraphs = lines.map((line) => paragraph(line));
  if (plate) paragraphs.splice(1, 0, paragraph(`${plate.slice(0, 2)}·${plate.slice(2)}`, "plate", "number-plate", `plate-${kind}`));
  find("lines").replaceChildren(...paragraphs);
  if (look === "good" || look === "paper") find("text").value = "";
  result.className = `result ${look}`;
  result.hidden = false;
  find("again").hidden = false;
  result.focus();
  result.scrollIntoView({ block: "nearest" });
}

function paragraph(text, ...classes) {
  const element = document.createElement("p");
  element.textContent = text;
  element.classList.add(...classes.filter(Boolean));
  return element;
}

function again() {
  result.hidden = true;
  find("text").value = "";
  if (find("camera").hidden) find("text").focus();
  else start();
}
