// The scanner's own key pair, and what the county has sealed.

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };
const utf8 = new TextEncoder();

const toBase64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/=+$/, "");
const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

// The private half can be used on this phone and never leaves it.
export async function makeKeys() {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
  return { pair, publicKey: await publicHalf(pair) };
}

export const publicHalf = async ({ publicKey }) => toBase64(await crypto.subtle.exportKey("spki", publicKey));

export async function signBatch({ privateKey }, body) {
  return toBase64(await crypto.subtle.sign(ES256, privateKey, utf8.encode(`nf1/batch\n${body}`)));
}

// The payload of a sealed statement, or null where it is not sealed by a key of `keys` (kid → SPKI).
export async function openSealed(statement, keys) {
  try {
    const [payload, signature] = statement.split(".").map(fromBase64);
    const said = JSON.parse(new TextDecoder().decode(payload));
    if (!Object.hasOwn(keys, said.kid)) return null;
    const key = await crypto.subtle.importKey("spki", fromBase64(keys[said.kid]), CURVE, false, ["verify"]);
    const before = utf8.encode("nf1/statement\n");
    const signed = new Uint8Array([...before, ...payload]);
    return (await crypto.subtle.verify(ES256, key, signature, signed)) ? said : null;
  } catch {
    return null;
  }
}

export async function sha256(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", utf8.encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
