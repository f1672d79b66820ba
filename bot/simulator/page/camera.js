/* Taking a photo with the device's camera. */

import { element, iconButton, textButton } from "./element.js";
import { previewFiles } from "./send-files.js";
import { openSheet } from "./sheet.js";

/** Open the camera on a phone; without a camera, offer the system's file picker. */
export async function openCamera(phone) {
  let facing = "environment";
  let stream = null;
  const video = element("video", { autoplay: true, playsinline: true, label: "camera" });
  video.muted = true;
  const frame = element("div", { class: "camera" }, video);
  const shutter = element("button", { type: "button", class: "shutter", label: "shutter", disabled: true });
  const switchCamera = () => start(facing === "user" ? "environment" : "user");
  const turn = iconButton("turn", "turn_camera", switchCamera, { class: "turn" });
  const sheet = openSheet(phone.screen, {
    title: "attach_camera", className: "camera-sheet", body: frame,
    actions: [element("span", { class: "balance" }), shutter, turn], closed: () => stop(stream),
  });
  video.addEventListener("loadeddata", () => (shutter.disabled = false));
  shutter.addEventListener("click", async () => {
    const photo = await captureFrame(video);
    sheet.close();
    previewFiles(phone, [photo]);
  });

  async function start(wanted) {
    facing = wanted;
    stop(stream);
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: wanted, width: { ideal: 1920 } } });
      video.srcObject = stream;
      if (!sheet.node.isConnected) stop(stream);
    } catch {
      frame.replaceChildren(noCameraMessage(phone, sheet));
      shutter.remove();
      turn.remove();
    }
  }
  await start(facing);
}

function stop(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

function captureFrame(video) {
  const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve) => {
    canvas.toBlob((blob) => resolve(new File([blob], "photo.jpg", { type: "image/jpeg" })), "image/jpeg", 0.92);
  });
}

function noCameraMessage(phone, sheet) {
  // On a mobile phone, `capture` opens the system's camera even if the page may not use it.
  const input = element("input", { type: "file", accept: "image/*", capture: "environment", hidden: true });
  input.addEventListener("change", () => {
    sheet.close();
    previewFiles(phone, [...input.files]);
  });
  const choose = textButton("choose_picture", () => input.click(), { class: "primary" });
  return element("div", { class: "no-camera" }, element("p", { words: "no_camera" }), choose, input);
}
