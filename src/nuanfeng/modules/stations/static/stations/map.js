/* The map: big marks with words, on plain ground or on Tianditu's tiles. Draws no boundary. */
import { cardOf, nearestFirst, words } from "./places.js";

const LABELS_MOST = 60;
const TILE_ERRORS_MOST = 4;
// A mark's word stands to the right of its point.
const ROOM = { paddingTopLeft: [60, 50], paddingBottomRight: [130, 50] };
const COLOURS = { open: "--on-open", unknown: "--on-doubt" };
let map = null;

export async function showMap(frame, places, { leaflet, leafletCss, tianditu, icons, here }) {
  await Promise.all([script(leaflet), sheet(leafletCss)]);
  const L = window.L;
  map?.remove();
  const ground = Object.assign(document.createElement("div"), { className: "map" });
  ground.setAttribute("role", "region");
  ground.setAttribute("aria-label", words().map);
  const below = document.createElement("ul");
  below.className = "cards";
  below.setAttribute("role", "list");
  below.setAttribute("aria-live", "polite");
  frame.replaceChildren(ground, below);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  map = L.map(ground, { preferCanvas: true, zoomAnimation: !calm, fadeAnimation: !calm, maxZoom: 18, minZoom: 7 });
  map.attributionControl.setPrefix(false);
  L.control.scale({ imperial: false }).addTo(map);
  if (tianditu) tiles(L, tianditu);
  const known = places.filter((place) => place.isKnown);
  look(L, known, here);
  const dots = L.layerGroup().addTo(map);
  const labels = L.layerGroup().addTo(map);
  const choose = (place) => {
    const shown = here ? nearestFirst([place], here)[0] : place;
    below.replaceChildren(cardOf(shown));
    for (const button of ground.querySelectorAll(".map-pin button")) button.setAttribute("aria-pressed", String(button.dataset.id === String(place.id)));
    below.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const taken = mark(L, known, { dots, labels, icons, choose });
    if (!tianditu) towns(L, known, labels, taken);
  };
  map.on("moveend", draw);
  draw();
}

function look(L, known, here) {
  const points = known.map((place) => [place.latitude, place.longitude]);
  if (here) {
    L.circleMarker([here.latitude, here.longitude], { radius: 9, color: "#fff", weight: 3, fillColor: colour("--link"), fillOpacity: 1 })
      .bindTooltip(words().you).addTo(map);
    const near = nearestFirst(known, here).slice(0, 5).map((place) => [place.latitude, place.longitude]);
    map.fitBounds([[here.latitude, here.longitude], ...near], { ...ROOM, maxZoom: 15 });
  } else if (points.length) {
    map.fitBounds(points, { ...ROOM, maxZoom: 15 });
  } else {
    map.setView([0, 0], 7);
  }
}

/* A word wherever there is room for it; the rest are dots that become words on zooming in. */
function mark(L, known, { dots, labels, icons, choose }) {
  dots.clearLayers();
  labels.clearLayers();
  const frame = map.getBounds().pad(0.1);
  const taken = [];
  const dotted = [];
  const inFrame = known.filter((one) => frame.contains([one.latitude, one.longitude]));
  for (const place of inFrame.sort((a, b) => (b.word === "open") - (a.word === "open"))) {
    const at = map.latLngToContainerPoint([place.latitude, place.longitude]);
    const box = { left: at.x - 22, right: at.x + 30 + width(short(place.name)), top: at.y - 24, bottom: at.y + 24 };
    if (taken.length < LABELS_MOST && isFree(box, taken)) {
      taken.push(box);
      label(L, place, icons, choose).addTo(labels);
    } else {
      dotted.push({ left: at.x - 12, right: at.x + 12, top: at.y - 12, bottom: at.y + 12 });
      dot(L, place, choose).addTo(dots);
    }
  }
  return [...taken, ...dotted];
}

const isFree = (box, taken) =>
  !taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);

function dot(L, place, choose) {
  const fill = colour(COLOURS[place.word] || "--quiet");
  return L.circleMarker([place.latitude, place.longitude], { radius: 11, weight: 3, color: colour("--card"), fillColor: fill, fillOpacity: 1 })
    .on("click", () => choose(place));
}

function label(L, place, icons, choose) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.id = place.id;
  button.setAttribute("aria-pressed", "false");
  const figure = { open: "check", unknown: "unsure", paused: "pause" }[place.word] || "close";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "use")).setAttribute("href", `${icons}#${figure}`);
  button.append(svg, short(place.name), Object.assign(document.createElement("span"), { className: "only-heard", textContent: ` ${place.sentence}` }));
  button.addEventListener("click", () => choose(place));
  const icon = L.divIcon({ html: button, className: `map-pin is-${place.word}`, iconSize: null });
  return L.marker([place.latitude, place.longitude], { icon, keyboard: false, bubblingMouseEvents: false });
}

const short = (name) => (name.length > 10 ? `${name.slice(0, 9)}…` : name);
const letterSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.83;
const width = (text) => [...text].reduce((sum, letter) => sum + (letter > "⺀" ? 1 : 0.6), 0) * letterSize();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* Where the towns are, roughly: in the middle of their stations, if there is room for the word. */
function towns(L, known, labels, taken) {
  const byTown = new Map();
  for (const place of known) byTown.set(place.town, [...(byTown.get(place.town) || []), place]);
  for (const [town, members] of byTown) {
    const middle = ["latitude", "longitude"].map((side) => members.reduce((sum, place) => sum + place[side], 0) / members.length);
    const at = map.latLngToContainerPoint(middle);
    const half = width(town) / 2;
    const box = { left: at.x - half, right: at.x + half, top: at.y - 14, bottom: at.y + 14 };
    if (!town || !isFree(box, taken)) continue;
    taken.push(box);
    const html = Object.assign(document.createElement("span"), { textContent: town });
    L.marker(middle, { icon: L.divIcon({ html, className: "map-town", iconSize: null }), interactive: false, keyboard: false }).addTo(labels);
  }
}

function tiles(L, key) {
  let errors = 0;
  const layers = ["vec", "cva"].map((name) =>
    L.tileLayer(`https://t{s}.tianditu.gov.cn/DataServer?T=${name}_w&x={x}&y={y}&l={z}&tk=${encodeURIComponent(key)}`, { subdomains: "01234567", maxZoom: 18, attribution: "天地图" }));
  for (const layer of layers) {
    layer.on("tileerror", () => {
      errors += 1;
      if (errors === TILE_ERRORS_MOST) for (const other of layers) other.remove();
    });
    layer.addTo(map);
  }
}

const wanted = new Map();

function once(address, element) {
  if (!wanted.has(address)) {
    wanted.set(address, new Promise((done, failed) => {
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    }));
  }
  return wanted.get(address);
}

const script = (address) => once(address, Object.assign(document.createElement("script"), { src: address }));
const sheet = (address) => once(address, Object.assign(document.createElement("link"), { rel: "stylesheet", href: address }));
