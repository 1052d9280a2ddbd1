// NF1 on a phone: the same judgement as rules/nf1.py, held to it by tests/vectors.json.
// Needs WebCrypto, which browsers give to https and to localhost only.

import { readBase45 } from "./base45.js";
import { NotStrict, Tagged, readStrict } from "./cbor.js";

export const PREFIX = "NF1:";
export const TOLERANCE_ONLINE = 120;
export const TOLERANCE_OFFLINE = 600;
const TEXT_LENGTH_MAX = 600;
const HANDLE_BYTES = 10;
const SIGNATURE_BYTES = 64;
const REVOKED_PREFIX_BYTES = 8;

const [ALGORITHM, KEY_ID] = [1, 4];
const ES256 = -7;
const [SUBJECT, EXPIRES, NOT_BEFORE, COUNTY] = [2, 4, 5, -65537];
const ascii = new TextEncoder();
const EXTERNAL_AAD = ascii.encode("nf1/pass");
const ECDSA = { name: "ECDSA", hash: "SHA-256" };

class NotOurs extends Error {}

// Judge a scanned text; never throws for input.
//   keys     Map of kid (hex) to CryptoKey, see importKey
//   revoked  Set of the first 8 bytes (hex) of each revoked handle
// Resolves to { outcome, reason, handle, notBefore, expires }; handle is hex, or null unless signed by us.
export async function verifyToken(
  text,
  { keys, county, nowSeconds, toleranceSeconds = TOLERANCE_ONLINE, revoked = new Set() },
) {
  try {
    const token = readToken(text);
    if (token.county !== county) return verdict("other_county");
    await checkSignature(token, keys);
    const outcome = outcomeOf(token, nowSeconds, toleranceSeconds, revoked);
    return { ...verdict(outcome), handle: token.handle, notBefore: token.notBefore, expires: token.expires };
  } catch (why) {
    if (why instanceof NotOurs) return verdict("not_ours", why.message);
    throw why;
  }
}

// An issuer's public key (SubjectPublicKeyInfo, base64 as in a PEM file) as verifyToken wants it.
export function importKey(base64) {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  return crypto.subtle.importKey("spki", bytes, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
}

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function verdict(outcome, reason = "") {
  return { outcome, reason, handle: null, notBefore: 0, expires: 0 };
}

function outcomeOf(token, now, tolerance, revoked) {
  if (now >= token.expires + tolerance) return "expired";
  if (now < token.notBefore - tolerance) return "not_yet";
  return revoked.has(token.handle.slice(0, REVOKED_PREFIX_BYTES * 2)) ? "revoked" : "ok";
}

function readToken(text) {
  if (isTooLong(text)) throw new NotOurs("too_long");
  if (!text.startsWith(PREFIX)) throw new NotOurs("no_prefix");
  const raw = readBase45(text.slice(PREFIX.length));
  if (raw === null) throw new NotOurs("not_base45");
  try {
    return tokenFrom(...partsOf(readStrict(raw)));
  } catch (why) {
    throw why instanceof NotStrict ? new NotOurs("not_strict") : why;
  }
}

// Counted in characters as Python counts them, not in UTF-16 halves.
function isTooLong(text) {
  return text.length > TEXT_LENGTH_MAX && (text.length > TEXT_LENGTH_MAX * 2 || [...text].length > TEXT_LENGTH_MAX);
}

function partsOf(envelope) {
  const parts = envelope instanceof Tagged ? envelope.item : null;
  if (!Array.isArray(parts) || parts.length !== 4) throw new NotOurs("wrong_shape");
  const [head, loose, payload, signature] = parts;
  const whole = [head, payload, signature].every((part) => part instanceof Uint8Array);
  if (!whole || !(loose instanceof Map) || loose.size > 0 || signature.length !== SIGNATURE_BYTES) {
    throw new NotOurs("wrong_shape");
  }
  return [head, payload, signature];
}

function tokenFrom(head, payload, signature) {
  const [header, claims] = [readStrict(head), readStrict(payload)];
  if (!(header instanceof Map)) throw new NotOurs("wrong_shape");
  if (header.has(ALGORITHM) && header.get(ALGORITHM) !== ES256) throw new NotOurs("wrong_algorithm");
  const kid = hasExactly(header, ALGORITHM, KEY_ID) && header.get(KEY_ID);
  if (!(kid instanceof Uint8Array) || !hasExactly(claims, SUBJECT, EXPIRES, NOT_BEFORE, COUNTY)) {
    throw new NotOurs("wrong_shape");
  }
  const token = {
    handle: claims.get(SUBJECT),
    county: claims.get(COUNTY),
    notBefore: claims.get(NOT_BEFORE),
    expires: claims.get(EXPIRES),
  };
  if (!hasRightKinds(token)) throw new NotOurs("wrong_shape");
  return { ...token, handle: toHex(token.handle), kid: toHex(kid), head, payload, signature };
}

function hasRightKinds({ handle, county, notBefore, expires }) {
  return (
    handle instanceof Uint8Array &&
    handle.length === HANDLE_BYTES &&
    typeof county === "string" &&
    typeof notBefore === "number" &&
    typeof expires === "number" &&
    notBefore >= 0 &&
    notBefore < expires
  );
}

function hasExactly(map, ...keys) {
  return map instanceof Map && map.size === keys.length && keys.every((key) => map.has(key));
}

async function checkSignature(token, keys) {
  const key = keys.get(token.kid);
  if (!key) throw new NotOurs("unknown_key");
  const signed = signedBytes(token.head, token.payload);
  if (!(await crypto.subtle.verify(ECDSA, key, token.signature, signed))) throw new NotOurs("wrong_signature");
}

// COSE's Sig_structure (RFC 9052, section 4.4): ["Signature1", head, external_aad, payload].
function signedBytes(head, payload) {
  const pieces = [[0x84, 0x6a], ascii.encode("Signature1")];
  for (const bytes of [head, EXTERNAL_AAD, payload]) pieces.push(byteStringHead(bytes.length), bytes);
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

function byteStringHead(length) {
  if (length < 24) return [0x40 + length];
  return length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
}
