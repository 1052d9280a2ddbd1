// What a guest is given by one tap: what was taken last time on this phone, else the first thing on the table.

import { linesInWords } from "./scan_screen.js";

const fields = [...document.querySelectorAll("#guest-form [name^=take_]")];
const place = `usual-${document.getElementById("main").dataset.station}`;

export function rememberUsual(lines) {
  show(lines);
  try {
    localStorage.setItem(place, JSON.stringify(lines));
  } catch {} // a browser that keeps nothing
}

export function usualLines() {
  const lines = fields.map(({ name, value }) => ({ item: name.slice(5), quantity: Number(value) }));
  return lines.filter(({ quantity }) => quantity > 0);
}

export function recallUsual() {
  try {
    const kept = JSON.parse(localStorage.getItem(place)) || [];
    const lines = kept.filter(({ item }) => fields.some(({ name }) => name === `take_${item}`));
    if (lines.length) show(lines);
  } catch {}
}

function show(lines) {
  for (const field of fields) field.value = lines.find(({ item }) => `take_${item}` === field.name)?.quantity || 0;
  document.getElementById("usual").textContent = `(${linesInWords(lines)})`;
}
