// The page's camera: frames are read by the browser's own detector, or by the small decoder that is loaded for it.

const INTERVAL = 250;
const MAX_SIDE = 960;
let stream = null;

export const isThere = () => Boolean(navigator.mediaDevices?.getUserMedia);

export function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
}

// Scans until a code is found or the camera is stopped. Returns the problem if the camera cannot be used.
export async function scan(video, found) {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch (problem) {
    return problem;
  }
  const current = stream;
  video.srcObject = current;
  video.hidden = false;
  await video.play();
  const read = await reader();
  while (stream === current && video.isConnected) {
    const text = await read(video).catch(() => "");
    if (text && stream === current) {
      stop();
      found(text);
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
  for (const track of current.getTracks()) track.stop();
  video.hidden = true;
  return null;
}

async function reader() {
  const formats = (await window.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (formats.includes("qr_code")) {
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  const { decodeQR } = await import("./vendor/qr/decode.js");
  return async (video) => decodeQR(frame(video));
}

function frame(video) {
  const scale = Math.min(1, MAX_SIDE / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
  return drawing.getImageData(0, 0, canvas.width, canvas.height);
}
