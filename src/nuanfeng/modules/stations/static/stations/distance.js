/* Distances, reckoned on the phone; the place of the phone goes nowhere else. */
const EARTH_METRES = 6371008.8;

export function metresBetween(a, b) {
  const rad = Math.PI / 180;
  const half =
    Math.sin(((b.latitude - a.latitude) * rad) / 2) ** 2 +
    Math.cos(a.latitude * rad) * Math.cos(b.latitude * rad) * Math.sin(((b.longitude - a.longitude) * rad) / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(half)));
}

/* 320 米, 1.2 公里, 12 公里: as exact as somebody needs who has to ride there. */
export function distanceWords(metres, words) {
  if (metres < 1000) return words.metres.replace("{n}", Math.max(10, Math.round(metres / 10) * 10));
  const kilometres = metres / 1000;
  return words.kilometres.replace("{n}", kilometres < 10 ? kilometres.toFixed(1) : Math.round(kilometres));
}
