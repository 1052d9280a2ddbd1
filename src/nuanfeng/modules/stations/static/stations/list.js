/* The list without page loads, "near me" on the phone itself, and the map when it is asked for. */
import { cardOf, loadPlaces, matching, nearestFirst, words } from "./places.js";

const AT_ONCE = 30;
const finder = document.getElementById("finder");
const near = document.getElementById("near");
const note = document.getElementById("near-note");
let here = null;
let shown = AT_ONCE;
let asked = null;

near.hidden = false;

/* Every link of the finder leads somewhere without this script; with it, only the found part changes. */
finder.addEventListener("click", (event) => {
  const link = event.target.closest("#found a[data-key], #views a, .more a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (link.rel === "next") more(link);
  else go(link.getAttribute("href"), link.dataset.key);
});

document.getElementById("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = new URLSearchParams(query());
  wanted.delete("q");
  wanted.delete("page");
  const text = event.target.elements.q.value.trim();
  if (text) wanted.set("q", text);
  go(`/?${wanted}`.replace(/\?$/, ""));
});

addEventListener("popstate", () => show(location.pathname + location.search));
near.addEventListener("click", () => (here ? leaveNear() : lookAround()));

if (query().includes("view=map")) drawMap();

function found() {
  return document.getElementById("found");
}

function query() {
  return found().dataset.query.split("?")[1] || "";
}

async function go(address, key) {
  if (await show(address)) history.pushState(null, "", address);
  if (key) document.querySelector(`#found [data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}

/* Fetches the found part and puts it in place; an older answer never replaces a newer one. */
async function show(address) {
  const mine = (asked = Symbol(address));
  found().setAttribute("aria-busy", "true");
  const part = await fetchFound(address);
  if (mine !== asked) return false;
  if (!part) {
    location.assign(address);
    return false;
  }
  found().replaceWith(part);
  markView();
  shown = AT_ONCE;
  if (here) await showNear();
  if (query().includes("view=map")) await drawMap();
  return true;
}

async function fetchFound(address) {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return document.adoptNode(page.getElementById("found"));
  } catch {
    return null;
  }
}

function markView() {
  const view = query().includes("view=map") ? "map" : "list";
  for (const link of document.querySelectorAll("#views a")) {
    const wanted = new URLSearchParams(query());
    wanted.delete("view");
    if (link.dataset.view === "map") wanted.set("view", "map");
    link.href = `/?${wanted}`.replace(/\?$/, "");
    link.toggleAttribute("aria-current", false);
    if (link.dataset.view === view) link.setAttribute("aria-current", "true");
  }
}

async function more(link) {
  if (here) {
    shown += AT_ONCE;
    await showNear();
    return;
  }
  const part = await fetchFound(link.getAttribute("href"));
  if (!part) return location.assign(link.href);
  const first = part.querySelector("#cards > li");
  document.getElementById("cards").append(...part.querySelectorAll("#cards > li"));
  const next = part.querySelector("#more");
  if (next) link.href = next.getAttribute("href");
  else link.closest("nav").remove();
  first?.querySelector("a")?.focus({ preventScroll: true });
}

/* Near me: the position stays in this variable, the distances are reckoned here. */
function lookAround() {
  if (!navigator.geolocation) return tell("unavailable");
  near.disabled = true;
  navigator.geolocation.getCurrentPosition(
    async ({ coords }) => {
      here = { latitude: coords.latitude, longitude: coords.longitude };
      near.disabled = false;
      near.setAttribute("aria-pressed", "true");
      tell("");
      await showNear();
      if (query().includes("view=map")) await drawMap();
    },
    (failure) => {
      near.disabled = false;
      tell(failure.code === 1 ? "denied" : "unavailable");
    },
    { timeout: 12000, maximumAge: 60000 },
  );
}

function leaveNear() {
  here = null;
  near.setAttribute("aria-pressed", "false");
  show(query() ? `/?${query()}` : "/");
}

async function showNear() {
  const places = await loadPlaces(finder.dataset.index).catch(() => null);
  if (!places) return tell("noList");
  const list = nearestFirst(matching(places, query()), here);
  const say = words();
  document.getElementById("cards").replaceChildren(...(list.length ? list.slice(0, shown).map(cardOf) : [nothing()]));
  document.getElementById("count").textContent = list.length ? say.count.replace("{n}", list.length) : say.none;
  document.querySelector(".more")?.remove();
  if (list.length > shown) found().append(moreButton(say.more));
}

function nothing() {
  return document.getElementById("nothing").content.firstElementChild.cloneNode(true);
}

function moreButton(text) {
  const nav = Object.assign(document.createElement("nav"), { className: "actions more" });
  nav.append(Object.assign(document.createElement("a"), { className: "button button-wide", rel: "next", href: "#cards", textContent: text }));
  return nav;
}

function tell(what) {
  note.textContent = what ? note.dataset[what] : "";
  note.hidden = !what;
}

async function drawMap() {
  const place = document.getElementById("map-place");
  if (!place) return;
  try {
    const [{ showMap }, places] = await Promise.all([import(finder.dataset.mapScript), loadPlaces(finder.dataset.index)]);
    const list = matching(places, query());
    await showMap(place, list, { ...finder.dataset, here });
    if (!list.length) document.getElementById("cards").replaceChildren(nothing());
    document.getElementById("cards").hidden = list.length > 0;
    document.querySelector(".more")?.remove();
  } catch {
    tell("noList");
  }
}
