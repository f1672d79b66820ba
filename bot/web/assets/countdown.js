// The countdown beside a vehicle QR: the code goes from the screen as soon as it is used, taken back or too old.

const PAUSE = 2000;

const place = document.querySelector("[data-countdown]");
const clock = place.querySelector("[data-clock]");
const end = performance.now() + Number(place.dataset.countdown) * 1000;
const ticking = setInterval(tick, 250);
const asking = setInterval(ask, PAUSE);
tick();

function tick() {
  const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
  clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (!left) show("expired");
}

async function ask() {
  try {
    const answer = await fetch(place.dataset.state, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!answer.ok) return;
    const { status } = await answer.json();
    if (status !== "open") show(status);
  } catch {
    // Without a network the clock goes on; the next question may get an answer.
  }
}

function show(status) {
  clearInterval(ticking);
  clearInterval(asking);
  for (const part of place.querySelectorAll("[data-while]")) part.hidden = part.dataset.while !== status;
}
