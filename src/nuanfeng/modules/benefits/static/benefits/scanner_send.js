// Batches on their way to the county. A record leaves the queue only on a receipt that names it.

import { openSealed, signBatch } from "./scanner_keys.js";

const BATCH_MOST = 500;
const BYTES_MOST = 900000;
const PATIENCE = 20000;

// Sends what waits; with `asks` an empty batch too, to hear whether the whole log has to go again. Resolves to "done", "later" (no network, or no good answer) or the refusal's code.
export async function sendLog({ scanner, log, keys, onTime, onEpoch, epoch, asks = false }) {
  for (;;) {
    const rows = batchOf(await log.waiting());
    if (!rows.length && !asks) return "done";
    asks = false;
    const reply = await post(scanner, rows);
    if (!reply) return "later";
    if (!reply.ok) return reply.status === 401 ? "unknown" : reply.body.code || "later";
    const receipt = await openSealed(reply.body.receipt, keys);
    const settled = settledBy(receipt, scanner, rows);
    // A receipt that isn't the county's, or another's, or names none of these: they all stay.
    if (rows.length && !settled.size) return "later";
    await log.settle(settled);
    const time = await openSealed(reply.body.time, keys);
    if (time?.scanner === scanner.id) await onTime(reply.body.time, time.time);
    if (epoch !== undefined && reply.body.epoch > epoch) await onEpoch(reply.body.epoch);
    epoch = reply.body.epoch;
  }
}

function batchOf(rows) {
  let bytes = 0;
  return rows.slice(0, BATCH_MOST).filter((row) => (bytes += row.text.length * 3 + 150) < BYTES_MOST);
}

function settledBy(receipt, scanner, rows) {
  if (receipt?.scanner !== scanner.id) return new Map();
  const sent = new Set(rows.map(({ hash }) => hash));
  return new Map(receipt.records.filter(({ hash }) => sent.has(hash)).map(({ hash, outcome, reason }) => [hash, { outcome, reason }]));
}

async function post(scanner, rows) {
  const records = rows.map(({ seq, previous, text }) => ({ seq, previous, text }));
  const body = JSON.stringify({ scanner: scanner.id, records });
  try {
    const reply = await fetch("/api/v1/sync/batches", {
      method: "POST",
      body,
      headers: {
        Authorization: `Bearer ${scanner.key}`,
        "Content-Type": "application/json",
        "Nuanfeng-Signature": await signBatch(scanner.pair, body),
      },
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (reply.status >= 500 || reply.status === 429) return null;
    return { ok: reply.ok, status: reply.status, body: await reply.json() };
  } catch {
    return null;
  }
}
