/* The map: big marks with words, on plain ground or on Tianditu's tiles. Draws no boundary. */
import { cardOf, nearestFirst, words } from "./places.js";

const TILE_ERRORS_MOST = 4;
const REACH = 44;
// Where a town's word may stand, below or above the middle, in the order tried.
const SHIFTS = [0, 34, -34, 54, -54, 78, -78];
// Nothing lies under the word for north, which grows with the type.
const room = () => ({ paddingTopLeft: [48, 32 + 2 * letterSize()], paddingBottomRight: [48, 56] });
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
  map = L.map(ground, { preferCanvas: true, zoomAnimation: !calm, fadeAnimation: !calm, maxZoom: 18, minZoom: 7, zoomSnap: tianditu ? 1 : 0.25 });
  map.attributionControl.setPrefix(false);
  ruler(L).addTo(map);
  north(L).addTo(map);
  if (tianditu) tiles(L, tianditu);
  const known = places.filter((place) => place.isKnown);
  look(L, known, here);
  const marks = L.layerGroup().addTo(map);
  const choose = (place) => {
    const shown = here ? nearestFirst([place], here)[0] : place;
    below.replaceChildren(cardOf(shown));
    press(ground, place.id);
    below.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    marks.clearLayers();
    const groups = together(known);
    const taken = [...corners(ground), ...groups.map(({ at }) => boxAround(at, REACH / 2, REACH / 2))];
    if (!tianditu) towns(L, known, marks, taken);
    for (const group of groups) (group.members.length > 1 ? crowd : pin)(L, group, { marks, taken, icons, choose });
    press(ground, below.querySelector(".place")?.dataset.id);
  };
  map.on("moveend", draw);
  draw();
}

function press(ground, id) {
  for (const button of ground.querySelectorAll(".map-pin button")) button.setAttribute("aria-pressed", String(button.dataset.id === String(id)));
}

function look(L, known, here) {
  const points = known.map((place) => [place.latitude, place.longitude]);
  if (here) {
    L.circleMarker([here.latitude, here.longitude], { radius: 9, color: "#fff", weight: 3, fillColor: colour("--link"), fillOpacity: 1 })
      .bindTooltip(words().you).addTo(map);
    const near = nearestFirst(known, here).slice(0, 5).map((place) => [place.latitude, place.longitude]);
    map.fitBounds([[here.latitude, here.longitude], ...near], { ...room(), maxZoom: 15 });
  } else if (points.length) {
    map.fitBounds(points, { ...room(), maxZoom: 15 });
  } else {
    map.setView([0, 0], 7);
  }
}

/* Marks that a finger could not tell apart stand as one, with their number; open ones lead. */
function together(known) {
  const frame = map.getBounds().pad(0.1);
  const groups = [];
  const inFrame = known.filter((one) => frame.contains([one.latitude, one.longitude]));
  for (const place of inFrame.sort((a, b) => (b.word === "open") - (a.word === "open"))) {
    const at = map.latLngToContainerPoint([place.latitude, place.longitude]);
    const near = groups.find((group) => group.at.distanceTo(at) < REACH);
    if (near) near.members.push(place);
    else groups.push({ at, members: [place] });
  }
  return groups;
}

const boxAround = (at, wide, high) => ({ left: at.x - wide, right: at.x + wide, top: at.y - high, bottom: at.y + high });

const isFree = (box, taken) =>
  !taken.some((other) => box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);

/* Where the map's own tools lie. */
function corners(ground) {
  const frame = ground.getBoundingClientRect();
  return [...ground.querySelectorAll(".leaflet-control")].map((tool) => {
    const box = tool.getBoundingClientRect();
    return { left: box.left - frame.left, right: box.right - frame.left, top: box.top - frame.top, bottom: box.bottom - frame.top };
  });
}

const isInside = (box) => box.left > 4 && box.top > 4 && box.right < map.getSize().x - 4 && box.bottom < map.getSize().y - 4;

/* Several places in one spot: a tap goes closer, or shows the first where closer does not part them. */
function crowd(L, { members }, { marks, choose }) {
  const open = members.filter((place) => place.word === "open").length;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: members.length });
  button.setAttribute("aria-label", words().crowd.replace("{n}", members.length).replace("{open}", open));
  button.addEventListener("click", () => {
    const bounds = L.latLngBounds(members.map((place) => [place.latitude, place.longitude]));
    if (map.getZoom() >= map.getMaxZoom()) choose(members[0]);
    else map.fitBounds(bounds, { ...room(), maxZoom: Math.max(map.getZoom() + 1, 15) });
  });
  mark(L, members[0], button, `map-crowd is-${open ? "open" : "closed"}`).addTo(marks);
}

/* One place: its sign, and its whole name where nothing else stands. */
function pin(L, { at, members: [place] }, { marks, taken, icons, choose }) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.id = place.id;
  const figure = { open: "check", unknown: "unsure", paused: "pause" }[place.word] || "close";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "use")).setAttribute("href", `${icons}#${figure}`);
  button.append(svg);
  button.setAttribute("aria-label", `${place.name} ${place.sentence}`);
  button.addEventListener("click", () => choose(place));
  const name = roomFor(place.name, at, taken);
  if (name) button.append(Object.assign(document.createElement("span"), { className: `map-name to-${name}`, textContent: place.name }));
  mark(L, place, button, `map-pin is-${place.word}`).addTo(marks);
}

/* On which side of a mark its name has room; nowhere, where it would lie on something else. */
function roomFor(text, at, taken) {
  const wide = width(text) + 8;
  const half = letterSize() * 0.75;
  const sides = {
    right: { left: at.x + 20, right: at.x + 20 + wide, top: at.y - half, bottom: at.y + half },
    left: { left: at.x - 20 - wide, right: at.x - 20, top: at.y - half, bottom: at.y + half },
    below: { left: at.x - wide / 2, right: at.x + wide / 2, top: at.y + 18, bottom: at.y + 18 + 2 * half },
  };
  const own = boxAround(at, REACH / 2, REACH / 2);
  const others = taken.filter((box) => !(box.left === own.left && box.top === own.top));
  const side = Object.keys(sides).find((each) => isInside(sides[each]) && isFree(sides[each], others));
  if (side) taken.push(sides[side]);
  return side;
}

function mark(L, place, button, className) {
  const icon = L.divIcon({ html: button, className: `map-mark ${className}`, iconSize: null });
  return L.marker([place.latitude, place.longitude], { icon, keyboard: false, bubblingMouseEvents: false });
}

const letterSize = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.83;
const width = (text) => [...text].reduce((sum, letter) => sum + (letter > "⺀" ? 1 : 0.6), 0) * letterSize();
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/* Where the towns are, roughly: a word in the middle of their stations. */
function towns(L, known, marks, taken) {
  const byTown = grouped(known);
  for (const [town, members] of byTown) {
    if (!town) continue;
    const middle = ["latitude", "longitude"].map((side) => members.reduce((sum, place) => sum + place[side], 0) / members.length);
    const at = map.latLngToContainerPoint(middle);
    // The letters of a town's word stand apart, and take that much more room.
    const half = (width(town) * 1.1) / 2 + 6;
    const shift = SHIFTS.find((down) => {
      const box = boxAround({ x: at.x, y: at.y + down }, half, letterSize() * 0.75);
      return isInside(box) && isFree(box, taken);
    });
    if (shift === undefined) continue;
    const spot = map.containerPointToLatLng([at.x, at.y + shift]);
    taken.push(boxAround({ x: at.x, y: at.y + shift }, half, letterSize() * 0.75));
    const html = Object.assign(document.createElement("span"), { textContent: town });
    L.marker(spot, { icon: L.divIcon({ html, className: "map-town", iconSize: null }), interactive: false, keyboard: false }).addTo(marks);
  }
}

function grouped(known) {
  const byTown = new Map();
  for (const place of known) byTown.set(place.town, [...(byTown.get(place.town) || []), place]);
  return byTown;
}

/* Leaflet writes m and km, whatever the reader's language. */
function ruler(L) {
  const scale = L.control.scale({ imperial: false });
  scale._updateMetric = function (most) {
    const metres = this._getRoundNum(most);
    const text = metres < 1000 ? words().metres.replace("{n}", metres) : words().kilometres.replace("{n}", metres / 1000);
    this._updateScale(this._mScale, text, metres / most);
  };
  return scale;
}

/* Up is north here, always; a map on plain ground has to say so. */
function north(L) {
  const arrow = L.control({ position: "topright" });
  arrow.onAdd = () => Object.assign(document.createElement("div"), { className: "map-north", textContent: `↑ ${words().north}` });
  return arrow;
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
