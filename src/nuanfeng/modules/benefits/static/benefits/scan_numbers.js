// Numbers of the scan page: the record's own id, and the ten digits that somebody reads out.

// A UUIDv7 (RFC 9562): made here, so that a record sent twice is still one record.
export function newId(milliseconds = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let rest = milliseconds;
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// The digits somebody typed, whatever the spaces, hyphens and widths: { digits } or { wrong }.
export function readNumber(typed) {
  const digits = typed.normalize("NFKC").replace(/[\s\-‐–—]/gu, "");
  if (!digits) return { wrong: "empty" };
  if (!/^\d+$/.test(digits)) return { wrong: "notDigits" };
  if (digits.length !== 10) return { wrong: "length", count: digits.length };
  let check = 5; // ISO 7064 Mod 11,10
  for (const digit of digits) check = ((((check || 10) * 2) % 11) + Number(digit)) % 10;
  return check === 1 ? { digits } : { wrong: "mistyped" };
}
