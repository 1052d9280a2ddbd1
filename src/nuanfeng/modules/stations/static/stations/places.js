/* All stations as the phone holds them, and the card of one. */
import { distanceWords, metresBetween } from "./distance.js";

const FACILITIES_SHOWN = 5;
let loading = null;

/* The whole list, asked for without saying where anybody is. */
export function loadPlaces(address) {
  loading ??= fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }).then(readPlaces);
  loading.catch(() => { loading = null; });
  return loading;
}

export function readPlaces(body) {
  return body.stations.map((row) => {
    const place = Object.fromEntries(body.columns.map((column, at) => [column, row[at]]));
    const [word, sentence, isDoubtful, door, ground] = body.openings[place.opening];
    return {
      ...place,
      word,
      sentence,
      isDoubtful,
      door,
      ground,
      town: body.towns[place.town],
      facilities: place.facilities.map((at) => ({ code: body.facilities[at][0], word: body.facilities[at][1] })),
      isKnown: place.latitude !== null,
    };
  });
}

export function matching(places, query) {
  const wanted = new URLSearchParams(query);
  const facilities = wanted.getAll("f");
  const kind = wanted.get("kind");
  const words = (wanted.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
  return places.filter((place) =>
    (!kind || place.kind === kind) &&
    (wanted.get("open") !== "1" || place.word === "open") &&
    facilities.every((code) => place.facilities.some((facility) => facility.code === code)) &&
    words.every((word) => `${place.name} ${place.town}`.toLowerCase().includes(word)));
}

export function nearestFirst(places, here) {
  return places
    .map((place) => ({ ...place, metres: place.isKnown ? metresBetween(here, place) : Infinity }))
    .sort((a, b) => a.metres - b.metres);
}

export const words = () => document.getElementById("words").dataset;

export function cardOf(place) {
  const card = document.getElementById("place-template").content.firstElementChild.cloneNode(true);
  const say = words();
  card.dataset.id = place.id;
  const link = card.querySelector("h2 a");
  link.textContent = place.name;
  link.href = `/stations/${place.id}/`;
  card.querySelector(".place-states").replaceWith(stateOf(place));
  card.querySelector(".place-sentence").textContent = place.sentence;
  const ground = card.querySelector(".place-ground");
  ground.textContent = place.ground;
  ground.hidden = !place.ground;
  card.querySelector(".place-has").append(...hasWords(place, say));
  const way = card.querySelector(".place-way");
  way.textContent = place.isKnown ? say.way : say.address;
  way.setAttribute("aria-label", (place.isKnown ? say.wayTo : say.addressOf).replace("{station}", place.name));
  way.classList.toggle("button-honey", place.isKnown);
  way.href = place.isKnown ? wayTo(place) : `/stations/${place.id}/`;
  return card;
}

/* What the evidence says of the door; a place that is shut for longer has no door to speak of. */
function stateOf(place) {
  const name = place.word === "paused" ? "paused" : place.door || "closed";
  return document.getElementById(`state-${name}`).content.firstElementChild.cloneNode(true);
}

function hasWords(place, say) {
  const parts = [];
  if (Number.isFinite(place.metres)) {
    parts.push(Object.assign(document.createElement("span"), { className: "distance nowrap", textContent: distanceWords(place.metres, say) }));
  }
  if (place.town) parts.push(`${parts.length ? " · " : ""}${place.town}`);
  const has = wantedFirst(place.facilities);
  has.slice(0, FACILITIES_SHOWN).forEach((facility, at) => parts.push(at ? " " : parts.length ? " · " : "", whole(facility.word)));
  const more = has.length - FACILITIES_SHOWN;
  if (more > 0) parts.push(" ", whole(say.andMore.replace("{n}", more)));
  return parts;
}

const whole = (text) => Object.assign(document.createElement("span"), { className: "whole", textContent: text });

/* What was looked for stands first, as on the list that the server writes. */
function wantedFirst(facilities) {
  const asked = new URLSearchParams(document.getElementById("found").dataset.query.split("?")[1]).getAll("f");
  return [...facilities].sort((a, b) => asked.includes(b.code) - asked.includes(a.code));
}

/* Amap leads the way; its address has no datum, so it is given the point as its own map draws it. */
export function wayTo(place) {
  const latitude = (place.latitude + place.gcj02_north_micro / 1e6).toFixed(6);
  const longitude = (place.longitude + place.gcj02_east_micro / 1e6).toFixed(6);
  const name = encodeURIComponent(place.name.replaceAll(",", " "));
  return `https://uri.amap.com/navigation?to=${longitude},${latitude},${name}&mode=ride&callnative=1`;
}
