// Base45 (RFC 9285), reading only: the alphabet of a QR code's compact mode.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...ALPHABET].map((sign, value) => [sign, value]));

// The bytes that `text` spells, or null where it spells none.
export function readBase45(text) {
  const signs = Array.from(text, (sign) => VALUES.get(sign));
  if (signs.includes(undefined) || signs.length % 3 === 1) return null;
  const bytes = [];
  for (let at = 0; at < signs.length; at += 3) {
    const pair = signs.length - at === 2;
    const number = signs[at] + signs[at + 1] * 45 + (pair ? 0 : signs[at + 2] * 2025);
    if (number > (pair ? 0xff : 0xffff)) return null;
    if (!pair) bytes.push(number >> 8);
    bytes.push(number & 0xff);
  }
  return Uint8Array.from(bytes);
}
