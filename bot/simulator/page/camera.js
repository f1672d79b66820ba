/* Taking a photo with the camera of this computer or telephone. */

import { previewFiles } from "./attach.js";
import { element, iconButton, wordButton } from "./element.js";
import { openSheet } from "./sheet.js";

/** Open the camera on a phone; without one, say so and offer the system's own picker. */
export async function openCamera(phone) {
  let facing = "environment";
  let stream = null;
  const video = element("video", { autoplay: true, playsinline: true, label: "camera" });
  video.muted = true;
  const place = element("div", { class: "camera" }, video);
  const shutter = element("button", { type: "button", class: "shutter", label: "shutter", disabled: true });
  const turnRound = () => start(facing === "user" ? "environment" : "user");
  const turn = iconButton("turn", "turn_camera", turnRound, { class: "turn" });
  const sheet = openSheet(phone.screen, {
    title: "attach_camera", className: "camera-sheet", body: place,
    actions: [element("span", { class: "balance" }), shutter, turn], closed: () => stop(stream),
  });
  video.addEventListener("loadeddata", () => (shutter.disabled = false));
  shutter.addEventListener("click", async () => {
    const shot = await frameOf(video);
    sheet.close();
    previewFiles(phone, [shot]);
  });

  async function start(wanted) {
    facing = wanted;
    stop(stream);
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: wanted, width: { ideal: 1920 } } });
      video.srcObject = stream;
      if (!sheet.node.isConnected) stop(stream);
    } catch {
      place.replaceChildren(withoutCamera(phone, sheet));
      shutter.remove();
      turn.remove();
    }
  }
  await start(facing);
}

function stop(stream) {
  stream?.getTracks().forEach((track) => track.stop());
}

function frameOf(video) {
  const canvas = element("canvas", { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((done) => {
    canvas.toBlob((blob) => done(new File([blob], "photo.jpg", { type: "image/jpeg" })), "image/jpeg", 0.92);
  });
}

function withoutCamera(phone, sheet) {
  // On a telephone `capture` opens its own camera even where the page may not use it.
  const input = element("input", { type: "file", accept: "image/*", capture: "environment", hidden: true });
  input.addEventListener("change", () => {
    sheet.close();
    previewFiles(phone, [...input.files]);
  });
  const choose = wordButton("choose_picture", () => input.click(), { class: "primary" });
  return element("div", { class: "no-camera" }, element("p", { words: "no_camera" }), choose, input);
}
