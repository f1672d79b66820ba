// Countdown of a vehicle code: hides the code as soon as it is used, cancelled or expired.

const POLL_INTERVAL = 2000;

const root = document.querySelector("[data-countdown]");
const clock = root.querySelector("[data-clock]");
const end = performance.now() + Number(root.dataset.countdown) * 1000;
const ticker = setInterval(tick, 250);
const poller = setInterval(poll, POLL_INTERVAL);
tick();

function tick() {
  const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
  clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (!left) show("expired");
}

async function poll() {
  try {
    const response = await fetch(root.dataset.state, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!response.ok) return;
    const { status } = await response.json();
    if (status !== "open") show(status);
  } catch {
    // No network: the countdown continues, and the next request may succeed.
  }
}

function show(status) {
  clearInterval(ticker);
  clearInterval(poller);
  for (const part of root.querySelectorAll("[data-while]")) part.hidden = part.dataset.while !== status;
}
