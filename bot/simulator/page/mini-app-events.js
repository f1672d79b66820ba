/* The events that the page of a Mini App tells the client, as https://core.telegram.org/api/web-events names them. */

import * as api from "./api.js";
import { offerInline } from "./inline.js";

const NO_INSETS = { top: 0, bottom: 0, left: 0, right: 0 };
const LINK = /^https?:\/\//i;

/** What the client does, by event. `app`: the MiniApp; `data`: what the page tells. */
export const EVENTS = {
  web_app_close: (app) => app.close(),
  web_app_request_theme: (app) => app.sendTheme(),
  web_app_request_viewport: (app) => app.sendViewport(),
  web_app_expand: (app) => app.sendViewport(),
  web_app_request_safe_area: (app) => app.send("safe_area_changed", NO_INSETS),
  web_app_request_content_safe_area: (app) => app.send("content_safe_area_changed", NO_INSETS),
  web_app_setup_back_button: (app, data) => (app.back.hidden = !data.is_visible),
  web_app_setup_settings_button: (app, data) => (app.settings.hidden = !data.is_visible),
  web_app_setup_main_button: (app, data) => app.showButton(app.main, data),
  web_app_setup_secondary_button: (app, data) => app.showButton(app.secondary, data),
  web_app_setup_closing_behavior: (app, data) => (app.asksToClose = Boolean(data.need_confirmation)),
  web_app_open_popup: (app, data) => app.openPopup(data),
  web_app_open_scan_qr_popup: (app, data) => app.openScanner(data),
  web_app_close_scan_qr_popup: (app) => app.scanner?.close(),
  web_app_open_tg_link: (app, data) => app.phone.openLink(`https://t.me${data.path_full}`),
  web_app_open_link: (app, data) => LINK.test(data.url) && app.phone.openLink(data.url),
  web_app_data_send: sendData,
  web_app_switch_inline_query: switchInlineQuery,
  web_app_invoke_custom_method: invokeMethod,
  web_app_request_write_access: (app) => app.send("write_access_requested", { status: "allowed" }),
  web_app_request_phone: requestPhone,
  web_app_read_text_from_clipboard: readClipboard,
  web_app_trigger_haptic_feedback: () => navigator.vibrate?.(20),
  web_app_add_to_home_screen: (app) => app.send("home_screen_added", {}),
  web_app_check_home_screen: (app) => app.send("home_screen_checked", { status: "unknown" }),
  // What this client has not is refused, as a client on such a device refuses it.
  web_app_open_invoice: (app, data) => app.send("invoice_closed", { slug: data.slug, status: "failed" }),
  web_app_request_fullscreen: (app) => app.send("fullscreen_failed", { error: "UNSUPPORTED" }),
  web_app_biometry_get_info: (app) => app.send("biometry_info_received", { available: false }),
  web_app_check_location: (app) => app.send("location_checked", { available: false }),
  web_app_start_accelerometer: (app) => app.send("accelerometer_failed", { error: "UNSUPPORTED" }),
  web_app_start_gyroscope: (app) => app.send("gyroscope_failed", { error: "UNSUPPORTED" }),
  web_app_start_device_orientation: (app) => app.send("device_orientation_failed", { error: "UNSUPPORTED" }),
  web_app_set_emoji_status: (app) => app.send("emoji_status_failed", { error: "UNSUPPORTED" }),
  web_app_request_emoji_status_access: (app) => app.send("emoji_status_access_requested", { status: "cancelled" }),
  web_app_request_file_download: (app) => app.send("file_download_requested", { status: "cancelled" }),
  web_app_send_prepared_message: (app) => app.send("prepared_message_failed", { error: "UNSUPPORTED" }),
};

/** Only an app that a key of the reply keyboard has opened can send data; it closes with them. */
async function sendData(app, { data }) {
  if (!app.button) return;
  app.close();
  await app.phone.attempt(api.sendAppData(app.phone.person.id, { data, button: app.button }));
}

function switchInlineQuery(app, { query, chat_types: kinds }) {
  app.close();
  if (kinds?.length) offerInline(app.phone, query);
  else app.phone.mentionBot(query);
}

async function invokeMethod(app, { req_id: id, method, params }) {
  const answer = await app.phone.attempt(api.invokeAppMethod(app.phone.person.id, { method, params }));
  app.send("custom_method_invoked", { req_id: id, ...(answer ?? { error: "UNKNOWN_ERROR" }) });
}

async function requestPhone(app) {
  const sent = await app.phone.shareContact();
  app.send("phone_requested", { status: sent ? "sent" : "cancelled" });
}

async function readClipboard(app, { req_id: id }) {
  const data = await navigator.clipboard.readText().catch(() => null);
  app.send("clipboard_text_received", { req_id: id, data });
}
