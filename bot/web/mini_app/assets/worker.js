// Keeps the page of the Mini App for when there is no network. Answers of the desk are never kept here.

const CACHE = "app-1";
const KEPT = /^\/app(\/assets\/[\w./-]+)?$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === self.location.origin && KEPT.test(url.pathname)) event.respondWith(answer(event.request, url.pathname));
});

async function answer(request, path) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(path, response.clone());
    return response;
  } catch (problem) {
    const kept = await cache.match(path);
    if (!kept) throw problem;
    return kept;
  }
}
