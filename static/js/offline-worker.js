// Keeps what was last seen of "my schedule" and "who is on call" for when there is no network. What
// is kept says how old it is, is forgotten at sign-out, and is not shown after a week.

const PAGES = "rounds-pages";
const FILES = "rounds-files";
const OFFLINE = "/offline/";
const OLDEST_MS = 7 * 24 * 60 * 60 * 1000;
const FRESH_MS = 60 * 60 * 1000;
const MOST_PAGES = 40;
const MOST_FILES = 60;
const KEPT_PAGES = ["/my/", "/on-call/"];
const ALONG_WITH_TODAY = ["/my/week/", "/my/block/", "/my/year/", "/on-call/"];

const isKept = (path) => KEPT_PAGES.some((start) => path.startsWith(start));
const isFile = (path) => path.startsWith("/static/") || path.startsWith("/schedule/");
const isSignIn = (path) => path.startsWith("/accounts/login/");
const isSignOut = (path) => path.startsWith("/accounts/logout/");
// By the clock of this device, whatever the server's says.
const KEPT_AT = "X-Kept-At";
const age = (answer) => Date.now() - Number(answer.headers.get(KEPT_AT));

// What was asked for before a sign-out is not kept after it.
let signOuts = 0;

async function forget() {
  signOuts += 1;
  await caches.delete(PAGES);
}

async function keep(name, request, answer, most, asked = signOuts) {
  const cache = await caches.open(name);
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, Date.now());
  const content = await answer.blob();
  if (asked !== signOuts) return;
  await cache.put(request, new Response(content, { headers }));
  if (asked !== signOuts) await cache.delete(request);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
}

// The other pages of the schedule are kept with today's, at most once an hour.
async function keepAlong(asked) {
  const cache = await caches.open(PAGES);
  for (const path of ALONG_WITH_TODAY) {
    if (asked !== signOuts) return;
    const known = await cache.match(path);
    if (known && age(known) < FRESH_MS) continue;
    const answer = await fetch(path, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await keep(PAGES, path, answer, MOST_PAGES, asked);
  }
}

async function seen(request, answer, asked) {
  const url = new URL(request.url);
  if (isSignIn(url.pathname)) await forget();
  if (!answer.ok || answer.redirected || !isKept(url.pathname)) return;
  await keep(PAGES, request.url, answer, MOST_PAGES, asked);
  if (url.pathname === "/my/" && !url.search) await keepAlong(asked);
}

// The page itself has the sentence that says how old it is; kept, it shows it.
async function asKept(answer) {
  const text = (await answer.text()).replace('data-kept role="status" hidden', 'data-kept role="status"');
  return new Response(text, { status: 200, headers: answer.headers });
}

async function fromBefore(request) {
  const url = new URL(request.url);
  const cache = await caches.open(PAGES);
  const answer = await cache.match(url.pathname === "/" ? "/my/" : request.url);
  if (answer && age(answer) < OLDEST_MS) return asKept(answer);
  return (await caches.match(OFFLINE)) || Response.error();
}

async function page(event) {
  const asked = signOuts;
  try {
    const answer = await fetch(event.request);
    event.waitUntil(seen(event.request, answer.clone(), asked));
    return answer;
  } catch {
    return fromBefore(event.request);
  }
}

async function file(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(keep(FILES, event.request, answer.clone(), MOST_FILES));
    return answer;
  } catch {
    return (await caches.match(event.request, { ignoreSearch: true })) || Response.error();
  }
}

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(FILES).then((cache) => cache.add(OFFLINE)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && isSignOut(url.pathname)) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (isFile(url.pathname)) event.respondWith(file(event));
});
