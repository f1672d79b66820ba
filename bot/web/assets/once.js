// A form that is being sent is not sent again by a second click: what it asks for would be done twice.

const WAIT = 3000;

addEventListener("submit", (event) => {
  const form = event.target;
  if (performance.now() - Number(form.dataset.sent) < WAIT) event.preventDefault();
  else form.dataset.sent = performance.now();
});
