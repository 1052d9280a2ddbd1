// What this phone can say about a code by itself: whether it is one of ours. Not whether it was used.

import { TOLERANCE_OFFLINE, importKey, verifyToken } from "../passes/nf1.js";
import { words } from "./scan_screen.js";

const WHEN_GOOD = "ours_unheard";
let imported;

async function issuerKeys() {
  const pairs = Object.entries(words.keys).map(async ([kid, spki]) => [kid, await importKey(spki)]);
  return new Map(await Promise.all(pairs));
}

export async function outcomeHere(text) {
  imported ??= issuerKeys();
  const { outcome } = await verifyToken(text, {
    keys: await imported,
    county: words.county,
    nowSeconds: Math.floor(Date.now() / 1000),
    toleranceSeconds: TOLERANCE_OFFLINE,
  });
  return outcome === "ok" ? WHEN_GOOD : outcome;
}
