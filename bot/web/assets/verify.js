// The public verification page: looks through the camera until it sees a code, or takes a picture or a text.
// The answer always comes from the desk; where the browser reads codes itself, only the text travels.

const PAUSE = 600;
const LONGEST = 1280;

const find = (id) => document.getElementById(id);
const result = find("result");
const video = find("video");
const hint = find("hint");
let stream = null;

if (navigator.mediaDevices?.getUserMedia) find("camera").hidden = false;
if (!result.hidden) result.focus();
find("start").addEventListener("click", start);
find("stop").addEventListener("click", stop);
find("again").addEventListener("click", again);
find("by-picture").addEventListener("submit", takePicture);
find("by-picture").querySelector("button").hidden = true; // Choosing a file is enough here.
find("picture").addEventListener("change", () => find("by-picture").requestSubmit());
find("by-text").addEventListener("submit", takeText);

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
  seeing(true);
  await look(stream);
}

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
  seeing(false);
}

function seeing(on) {
  for (const part of [video, document.querySelector(".frame"), find("stop")]) part.hidden = !on;
  find("start").hidden = on;
  hint.textContent = on ? hint.dataset.looking : "";
}

async function look(mine) {
  const reader = await ownReader();
  while (stream === mine) {
    try {
      const answer = reader ? await readHere(reader) : await sendFrame();
      if (stream !== mine) return;
      if (answer && answer.detail !== "no_code") {
        stop();
        show(answer);
        return;
      }
      hint.textContent = hint.dataset.looking;
    } catch {
      hint.textContent = hint.dataset.lost;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function ownReader() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("qr_code") ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null;
}

async function readHere(reader) {
  const [code] = await reader.detect(video);
  return code ? ask(JSON.stringify({ text: code.rawValue }), "application/json") : null;
}

async function sendFrame() {
  const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
  const frame = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  const form = new FormData();
  form.append("picture", frame, "frame.jpg");
  return ask(form);
}

async function ask(body, type) {
  const headers = { Accept: "application/json", ...(type ? { "Content-Type": type } : {}) };
  const answer = await fetch("/api/verify", { method: "POST", body, headers });
  const told = await answer.json();
  if (answer.status === 429 || answer.status === 503) throw new Error(told.error ?? "busy");
  return told.lines ? told : { look: "bad", lines: [told.error], detail: "" };
}

async function takePicture(event) {
  event.preventDefault();
  await ordered(event.target, () => ask(new FormData(event.target)));
  event.target.reset();
}

async function takeText(event) {
  event.preventDefault();
  const text = find("text").value;
  await ordered(event.target, () => ask(JSON.stringify({ text }), "application/json"));
}

async function ordered(form, question) {
  stop();
  form.classList.add("busy");
  try {
    show(await question());
  } catch {
    show({ look: "bad", lines: [hint.dataset.lost] });
  } finally {
    form.classList.remove("busy");
  }
}

function show({ look, lines, plate, plate_type: kind }) {
  const paragraphs = lines.map((line) => paragraph(line));
  if (plate) paragraphs.splice(1, 0, paragraph(`${plate.slice(0, 2)}·${plate.slice(2)}`, "plate", "number-plate", `plate-${kind}`));
  find("lines").replaceChildren(...paragraphs);
  if (look === "good") find("text").value = "";
  result.className = `result ${look}`;
  result.hidden = false;
  find("again").hidden = false;
  result.focus();
  result.scrollIntoView({ block: "nearest" });
}

function paragraph(words, ...kinds) {
  const made = document.createElement("p");
  made.textContent = words;
  made.classList.add(...kinds.filter(Boolean));
  return made;
}

function again() {
  result.hidden = true;
  find("text").value = "";
  if (find("camera").hidden) find("text").focus();
  else start();
}
