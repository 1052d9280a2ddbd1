/* RELEASE and SHELL stand in front of this file (nuanfeng.ui.pages.worker_script).

   A page is kept only if the server says that it may be (X-Keep-Offline), and is shown from here only
   when the network does not answer. Everything that a person signed in for is gone after signing out. */
const FILES = `files-${RELEASE}`;
const PAGES = "pages";
const OFFLINE = "/offline/";
// Whoever stands at a counter without a code needs other words than whoever looks for a place.
const OFFLINE_PASS = "/offline/?for=pass";
const PAGES_MOST = 40;
const PATIENCE_MS = 6000;
// A scanner keeps its page and files by itself, whole and per release (benefits/scanner.js); they stay
// while hand-outs wait to be sent, whoever signs out. Its modules have plain names, so the network is asked first.
const SCANNER = /^\/scanner\/(paper\/)?$/;
const SCANNER_MODULE = /^\/static\/(benefits|passes)\/[a-z_0-9]+\.js$/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(FILES).then((files) => Promise.all([files.addAll(SHELL), files.addAll([OFFLINE, OFFLINE_PASS])])).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("files-") && name !== FILES).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") {
    event.respondWith(sent(request, address));
  } else if (request.method !== "GET") {
    return;
  } else if (SCANNER.test(address.pathname) || SCANNER_MODULE.test(address.pathname)) {
    event.respondWith(networkElseKept(request));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(fileFirst(request));
  } else if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (address.pathname === "/stations/index.json") {
    event.respondWith(networkFirst(request));
  }
});

async function sent(request, address) {
  const response = await fetch(request).catch(() => null);
  if (!response) return (await caches.match(OFFLINE)) || Response.error();
  if (address.pathname === "/accounts/logout/" || address.pathname === "/preferences/") await forget();
  return response;
}

function forget() {
  return caches.delete(PAGES);
}

async function fileFirst(request) {
  return (await caches.match(request)) || fetch(request);
}

async function networkElseKept(request) {
  const kept = await caches.match(request, { ignoreVary: true, ignoreSearch: true });
  return (kept ? inTime(fetch(request)) : fetch(request)).catch(() => kept || Response.error());
}

async function networkFirst(request) {
  const pages = await caches.open(PAGES);
  try {
    const response = await fetch(request);
    if (response.ok) await pages.put(request, response.clone());
    return response;
  } catch {
    return (await pages.match(request, { ignoreVary: true })) || Response.error();
  }
}

async function page(request) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(request, { ignoreVary: true });
  try {
    // A page that is kept here is asked for anew, past the browser's own store, or its age would be hidden.
    const response = await (kept ? inTime(fetch(new Request(request, { cache: "no-cache" }))) : fetch(request));
    // What was kept and now sends elsewhere: the person is signed out, on whatever phone they did it.
    if (kept && response.type === "opaqueredirect") await forget();
    if (response.ok && !response.redirected && response.headers.get("X-Keep-Offline")) await keep(pages, request, response);
    return response;
  } catch {
    const instead = new URL(request.url).pathname === "/pass/" ? OFFLINE_PASS : OFFLINE;
    return kept ? withTime(kept) : (await caches.match(instead)) || Response.error();
  }
}

function inTime(promise) {
  return Promise.race([promise, new Promise((_, refuse) => setTimeout(refuse, PATIENCE_MS, new Error("slow")))]);
}

async function keep(pages, request, response) {
  await pages.put(request, response.clone());
  const keys = await pages.keys();
  const tooMany = keys.filter((key) => !new URL(key.url).pathname.startsWith("/pass/")).slice(0, Math.max(0, keys.length - PAGES_MOST));
  await Promise.all(tooMany.map((key) => pages.delete(key)));
}

/* Month, day and clock where the county is, whatever the phone is set to. */
function inZone(date, timeZone) {
  const form = new Intl.DateTimeFormat("en-GB", { timeZone, month: "numeric", day: "numeric", hour: "numeric", minute: "2-digit", hourCycle: "h23" });
  const part = Object.fromEntries(form.formatToParts(date).map(({ type, value }) => [type, value]));
  return [`${Number(part.month)}-${Number(part.day)}`, `${Number(part.hour)}:${part.minute}`];
}

/* The page says itself how old it is: the server left a line in it for that. */
async function withTime(kept) {
  const page = await kept.text();
  const zone = /id="offline-note"[^>]*data-zone="([^"]*)"/.exec(page)?.[1];
  const [day, clock] = inZone(new Date(kept.headers.get("Date") || Date.now()), zone);
  const time = day === inZone(new Date(), zone)[0] ? clock : `${day} ${clock}`;
  const text = page.replace(
    /(<p [^>]*id="offline-note"[^>]*data-words="([^"]*)"[^>]*?) hidden>/,
    (_line, start, words) => `${start}>${words.replace("{time}", time)}`,
  );
  const headers = new Headers(kept.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(text, { status: 200, headers });
}
