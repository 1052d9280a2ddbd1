// Shows the slice of now and keeps those of the next two days for times without a network.
// What is kept lies in the cache of pages, which signing out empties.

import { encode } from "../vendor/uqr/uqr.js";

const SLICE_SECONDS = 900;
// Sixteen hours first, the rest of two days once the page has come to rest: the network is slow where people wait.
const FIRST_SLICES = 64;
const REST_AFTER_MS = 2000;
const QUIET_ZONE = 4;
const ASK_AGAIN_MS = 10 * 60 * 1000;
const HOURS_TRUE_MS = 6 * 60 * 60 * 1000;
const CACHE = "pages";

const pass = document.getElementById("pass");
const square = document.getElementById("pass-square");
const address = pass.dataset.slices;

let kept = null; // { number, slices: [[begin, text]], skew: ms that this phone's clock is behind, asked: its ms }
let drawn = "";
let timer = 0;

const here = () => Date.now() + (kept?.skew ?? 0);

async function readKept() {
  try {
    const found = await (await caches.open(CACHE)).match(address);
    return found ? await found.json() : null;
  } catch {
    return null; // a page on plain http has no cache: it lives from what it fetches
  }
}

async function writeKept() {
  try {
    const headers = { "Content-Type": "application/json" };
    await (await caches.open(CACHE)).put(address, new Response(JSON.stringify(kept), { headers }));
    return true;
  } catch {
    return false;
  }
}

// Asks for what comes after the last slice, or for all of them where the number is another.
async function ask(withAll = false) {
  const slices = withAll ? [] : kept?.slices ?? [];
  const isFirst = slices.length < FIRST_SLICES;
  const wanted = new URLSearchParams();
  if (slices.length) wanted.set("after", slices.at(-1)[0]);
  if (isFirst) wanted.set("most", FIRST_SLICES);
  const sent = Date.now();
  const response = await fetch(`${address}?${wanted}`, { headers: { Accept: "application/json" } });
  if (response.status === 401) return forget();
  if (!response.ok) return;
  const said = await response.json();
  if (slices.length && said.number !== kept.number) return ask(true);
  await keep(said, slices, sent);
  if (isFirst && said.slices.length) setTimeout(() => ask().catch(() => {}), REST_AFTER_MS);
}

async function keep(said, earlier, sent) {
  const received = Date.now();
  const skew = Math.round(said.now * 1000 - (sent + received) / 2);
  const running = earlier.filter(([begin]) => (begin + SLICE_SECONDS) * 1000 > received + skew);
  kept = { number: said.number, slices: [...running, ...said.slices], skew, asked: received };
  const isKept = await writeKept();
  pass.dataset.kept = isKept ? kept.slices.length : 0;
  document.getElementById("pass-kept").hidden = !isKept || kept.slices.length < 2;
}

async function forget() {
  kept = null;
  await caches?.open(CACHE).then((pages) => Promise.all([pages.delete(address), pages.delete(location.pathname)]));
  location.reload();
}

function show() {
  clearTimeout(timer);
  if (document.hidden) return;
  const seconds = here() / 1000;
  const slice = kept?.slices.find(([begin]) => begin <= seconds && seconds < begin + SLICE_SECONDS);
  if (slice) draw(slice[1]);
  // The square that came with the page is good until its end, whatever is kept.
  const isCurrent = Boolean(slice) || (!drawn && seconds < Number(pass.dataset.end ?? 0));
  square.hidden = !isCurrent;
  const isEmpty = !isCurrent && !pass.querySelector("[data-code]");
  document.getElementById("pass-none").hidden = !isEmpty;
  if (isEmpty) document.getElementById("pass-kept").hidden = true;
  if (kept) showNumber(kept.number);
  // The page may be an old one, what it shows is not.
  if (slice) document.getElementById("offline-note").hidden = true;
  // The hours on a page that was kept yesterday are not those of today.
  const programme = document.getElementById("pass-programme");
  if (programme) programme.hidden = here() - Number(pass.dataset.now) > HOURS_TRUE_MS;
  const next = (Math.floor(seconds / SLICE_SECONDS) + 1) * SLICE_SECONDS;
  timer = setTimeout(show, Math.min((next - seconds) * 1000 + 50, 60000));
}

function showNumber(number) {
  const groups = [number.slice(0, 3), number.slice(3, 6), number.slice(6)];
  const places = document.getElementById("pass-number").children;
  groups.forEach((group, at) => { places[at].textContent = group; });
}

function draw(text) {
  if (text === drawn) return;
  const { data, size } = encode(text, { ecc: "L", boostEcc: false, border: QUIET_ZONE });
  const marks = [];
  data.forEach((row, y) => row.forEach((isDark, x) => isDark && marks.push(`M${x} ${y}h1v1h-1z`)));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  const path = svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
  path.setAttribute("d", marks.join(""));
  square.replaceChildren(svg);
  drawn = text;
}

async function refresh() {
  if (!document.hidden && here() - (kept?.asked ?? 0) > ASK_AGAIN_MS) await ask().catch(() => {});
  show();
}

// A screen that goes dark in the queue helps nobody.
const stayAwake = () => navigator.wakeLock?.request("screen").catch(() => {});

const found = await readKept();
// Another number: somebody else signed in, or the code was renewed. Nothing kept is shown before that is clear.
const isOther = found !== null && found.number !== pass.dataset.number;
kept = isOther ? null : found;
if (kept?.slices.length) document.getElementById("pass-kept").hidden = false;
show();
await ask().catch(() => {
  if (isOther && found.asked + found.skew > Number(pass.dataset.now)) kept = found;
});
show();
stayAwake();
addEventListener("online", refresh);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh().then(stayAwake);
});
setInterval(refresh, ASK_AGAIN_MS);
