/* The sheet that sends a place: coordinates, with a name a venue. */

import { element, textButton } from "./element.js";
import { openSheet } from "./sheet.js";

const BEIJING = { latitude: 39.9087, longitude: 116.3975 };  // Where the sheet begins.

/** Ask for a place, or take that of this device. */
export function openPlaceSheet(phone) {
  const latitude = degrees("latitude", BEIJING.latitude, 90);
  const longitude = degrees("longitude", BEIJING.longitude, 180);
  const title = element("input", { type: "text", maxlength: "256", hint: "place_name", label: "place_name" });
  const address = element("input", { type: "text", maxlength: "256", hint: "place_address", label: "place_address" });
  const found = ({ coords }) => {
    latitude.value = coords.latitude.toFixed(6);
    longitude.value = coords.longitude.toFixed(6);
  };
  const here = textButton("place_here", () => {
    navigator.geolocation.getCurrentPosition(found, (error) => phone.toast(error.message));
  }, { class: "plain" });
  const send = () => {
    if (!latitude.reportValidity() || !longitude.reportValidity()) return;
    sheet.close();
    const location = { latitude: Number(latitude.value), longitude: Number(longitude.value) };
    const venue = { location, title: title.value.trim(), address: address.value.trim() };
    phone.chat.send(venue.title ? { venue } : { location }, venue.title ? { location, venue } : { location });
  };
  const actions = [textButton("cancel", () => sheet.close(), { class: "plain" }), textButton("send", send, { class: "primary" })];
  const body = element("div", { class: "fields" }, latitude, longitude, here, title, address);
  const sheet = openSheet(phone.screen, { title: "place", body, actions });
}

function degrees(name, value, most) {
  return element("input", {
    type: "number", step: "any", min: String(-most), max: String(most), required: true, value: String(value), hint: name, label: name,
  });
}
