// How a phone becomes a scanner, and keeps what it is made of for a start without a network.

import { keepScanner, scanners } from "./scan_store.js";
import { ask } from "./scan_wire.js";
import { makeKeys, publicHalf } from "./scanner_keys.js";
import { Log } from "./scanner_log.js";

export const newest = (all) => all.filter(({ pair, station }) => pair && Number.isInteger(station)).sort((a, b) => b.enrolledAt - a.enrolledAt)[0];

// Resolves to "" or to what the person has to be told. A phone that a backup does not know asks for its old number.
export async function enrol(code) {
  const before = newest(await scanners());
  const isLost = Boolean(before?.isUnknown);
  const { pair, publicKey } = isLost ? { pair: before.pair, publicKey: await publicHalf(before.pair) } : await makeKeys();
  const body = { code, public_key: publicKey, name: phoneName() };
  if (isLost) body.known_as = { scanner: before.id, station: before.station };
  const reply = await ask("/scanners", { key: "", body, patience: 15000 });
  if (!reply?.ok) return reply ? "enrol_failed" : "enrol_offline";
  const { id, key, station } = reply.body;
  await keepScanner({ station: station.number, name: station.name, id, key, pair, enrolledAt: Date.now() });
  if (id === before?.id) await new Log({ id }).sendAgain();
  await askToKeep();
  return "";
}

// A browser that has not promised to keep the log is asked again at every start: it says yes to an app that is used.
export async function askToKeep() {
  const isKept = await navigator.storage?.persisted?.().catch(() => false);
  if (!isKept) await navigator.storage?.persist?.().catch(() => {});
}

const phoneName = () => (/\(([^;)]*;){2}\s*([^;)]+)/.exec(navigator.userAgent)?.[2] ?? "").trim().slice(0, 40);

// The page and what it is made of, for a start without a network. The old ones go once the new are whole.
export async function keepShell(files) {
  if (!("caches" in self)) return;
  const name = `scanner-${files.join().length}-${[...files.join()].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) >>> 0, 7)}`;
  try {
    const kept = await caches.open(name);
    await kept.addAll(files);
    const others = (await caches.keys()).filter((other) => other.startsWith("scanner-") && other !== name);
    await Promise.all(others.map((other) => caches.delete(other)));
    document.documentElement.dataset.shell = "kept";
  } catch {} // next time
}
