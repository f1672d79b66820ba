/* Recording a voice message; without a microphone, a file is chosen. */

import { element, textButton } from "./element.js";
import { openSheet } from "./sheet.js";
import { sendAs } from "./send-files.js";

/** Open the recorder on a phone: what is recorded, or chosen, is sent as a voice message. */
export async function openRecorder(phone) {
  let recorder = null;
  const state = element("p", { class: "sentence", role: "status", words: "voice_recording" });
  const stop = textButton("voice_send", () => recorder?.stop(), { class: "primary", disabled: true });
  const cancel = textButton("cancel", () => sheet.close(), { class: "plain" });
  let isCancelled = false;
  const end = () => {
    isCancelled = true;
    recorder?.stream.getTracks().forEach((track) => track.stop());
  };
  const sheet = openSheet(phone.screen, { title: "attach_voice", body: state, actions: [cancel, stop], closed: end });
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    recorder = new MediaRecorder(stream);
    if (isCancelled) return end();
  } catch {
    stop.remove();
    return state.replaceWith(chooseFile(phone, sheet));
  }
  recorder.addEventListener("dataavailable", ({ data }) => {
    if (isCancelled || !data.size) return;
    sheet.close();
    sendAs(phone, "voice", new File([data], "voice.ogg", { type: data.type }));
  });
  recorder.start();
  stop.disabled = false;
}

function chooseFile(phone, sheet) {
  const input = element("input", { type: "file", accept: "audio/*", hidden: true });
  input.addEventListener("change", () => {
    sheet.close();
    sendAs(phone, "voice", input.files[0]);
  });
  const choose = textButton("choose_voice", () => input.click(), { class: "primary" });
  return element("div", { class: "no-camera" }, element("p", { words: "no_microphone" }), choose, input);
}
