// A reader for the few kinds of CBOR that a pass uses, each in its one shortest spelling.
// The twin of rules/cbor.py: both answer alike on every shared vector.

const DEPTH_MAX = 4;
const SIGN1_TAG = 18;
const [UNSIGNED, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG] = [0, 1, 2, 3, 4, 5, 6];
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class NotStrict extends Error {}

export class Tagged {
  constructor(item) {
    this.item = item;
  }
}

// The one item that `raw` (Uint8Array) holds; throws NotStrict for anything loose, unknown or left over.
export function readStrict(raw) {
  const [item, end] = readItem(raw, 0, 0);
  if (end !== raw.length) throw new NotStrict("bytes are left over");
  return item;
}

function readItem(raw, start, depth) {
  const [kind, number, at] = readHead(raw, start);
  if (kind === UNSIGNED) return [number, at];
  if (kind === NEGATIVE) return [-1 - number, at];
  if (kind === BYTES || kind === TEXT) return readString(raw, at, number, kind);
  if (depth === DEPTH_MAX) throw new NotStrict("too deep");
  if (kind === ARRAY) return readArray(raw, at, number, depth + 1);
  if (kind === MAP) return readMap(raw, at, number, depth + 1);
  if (number !== SIGN1_TAG) throw new NotStrict("unknown tag");
  const [item, end] = readItem(raw, at, depth + 1);
  return [new Tagged(item), end];
}

// Kind, number and where to read on. Indefinite lengths and simple values end here.
function readHead(raw, start) {
  if (start >= raw.length) throw new NotStrict("cut short");
  const kind = raw[start] >> 5;
  const small = raw[start] & 31;
  if (kind > TAG || small > 27) throw new NotStrict("a kind that no pass uses");
  if (small < 24) return [kind, small, start + 1];
  const width = 1 << (small - 24);
  const end = start + 1 + width;
  if (end > raw.length) throw new NotStrict("cut short");
  let number = 0;
  for (let at = start + 1; at < end; at += 1) number = number * 256 + raw[at];
  const smallest = width === 1 ? 24 : 2 ** (4 * width);
  if (number < smallest || number > Number.MAX_SAFE_INTEGER) throw new NotStrict("not the shortest spelling");
  return [kind, number, end];
}

function readString(raw, start, length, kind) {
  const end = start + length;
  if (end > raw.length) throw new NotStrict("cut short");
  const piece = raw.slice(start, end);
  if (kind === BYTES) return [piece, end];
  try {
    return [utf8.decode(piece), end];
  } catch {
    throw new NotStrict("not UTF-8");
  }
}

function readArray(raw, start, length, depth) {
  const items = [];
  let at = start;
  for (let i = 0; i < length; i += 1) {
    const [item, end] = readItem(raw, at, depth);
    items.push(item);
    at = end;
  }
  return [items, at];
}

// Keys are numbers in ascending order of their bytes, so none comes twice.
function readMap(raw, start, length, depth) {
  const entries = new Map();
  let at = start;
  let before = new Uint8Array();
  for (let i = 0; i < length; i += 1) {
    const [key, end] = readItem(raw, at, depth);
    if (typeof key !== "number") throw new NotStrict("a key that is not a number");
    const spelled = raw.subarray(at, end);
    if (!comesAfter(spelled, before)) throw new NotStrict("keys out of order or twice");
    before = spelled;
    const [value, next] = readItem(raw, end, depth);
    entries.set(key, value);
    at = next;
  }
  return [entries, at];
}

function comesAfter(bytes, before) {
  for (let i = 0; i < Math.min(bytes.length, before.length); i += 1) {
    if (bytes[i] !== before[i]) return bytes[i] > before[i];
  }
  return bytes.length > before.length;
}
