// The staff's page. Everything works without it; it adds keys and the viewer of the photos.

const STEP = 1.25;
const MOST = 8;
const PAN = 60;
const KEYS_OFF = "staff-keys-off";

for (const figure of document.querySelectorAll("[data-viewer]")) view(figure);
for (const part of document.querySelectorAll("[data-load]")) load(part);
keys();
// On a phone the parts of the page are a row to scroll: the open one is brought into view.
document.querySelector(".bar nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A part that takes seconds replaces its link by itself; if it cannot, the link stays.
async function load(part) {
  try {
    const response = await fetch(part.dataset.load, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    part.replaceChildren(...page.getElementById("reading").childNodes);
  } catch {
    // No network: the link remains.
  }
}

// A viewer turns and enlarges its photo by buttons, keys and the wheel, and moves it by dragging and arrow keys.
function view(figure) {
  const frame = figure.querySelector(".frame");
  const image = figure.querySelector("img");
  const start = { turn: 0, zoom: 1, x: 0, y: 0 };
  let now = { ...start };
  const draw = () => {
    image.style.transform = `translate(${now.x}px, ${now.y}px) rotate(${now.turn}deg) scale(${now.zoom})`;
  };
  const acts = {
    left: () => (now.turn -= 90),
    right: () => (now.turn += 90),
    in: () => (now.zoom = Math.min(MOST, now.zoom * STEP)),
    out: () => (now.zoom = Math.max(1, now.zoom / STEP)),
    reset: () => (now = { ...start }),
  };
  const act = (name) => {
    acts[name]();
    draw();
  };
  for (const button of figure.querySelectorAll("[data-do]")) button.addEventListener("click", () => act(button.dataset.do));
  const byKey = { "[": "left", "]": "right", "+": "in", "=": "in", "-": "out", 0: "reset" };
  const moves = { ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0], ArrowUp: [0, PAN], ArrowDown: [0, -PAN] };
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (byKey[event.key]) act(byKey[event.key]);
    else if (moves[event.key]) move(...moves[event.key]);
    else return;
    event.preventDefault();
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    act(event.deltaY < 0 ? "in" : "out");
    event.preventDefault();
  }, { passive: false });
  frame.addEventListener("pointerdown", (event) => frame.setPointerCapture(event.pointerId));
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) move(event.movementX, event.movementY);
  });
  function move(x, y) {
    now.x += x;
    now.y += y;
    draw();
  }
}

// A key moves the focus to its button, and pressed again (or Enter) it is pressed: nothing is decided by one slip.
function keys() {
  const box = document.querySelector("[data-keys-on]");
  if (!box) return;
  box.checked = !localStorage.getItem(KEYS_OFF);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(KEYS_OFF) : localStorage.setItem(KEYS_OFF, "1")));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("textarea, select, input:not([type=checkbox])");
    if (!box.checked || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    const wasFocused = document.activeElement === target;
    target.focus();
    if (target.type === "checkbox" || wasFocused) target.click();
  });
}
