// Asking the server, and sending what it has not answered yet, again and again, under the same id.

import { dropEntry, entriesOf, keepEntry } from "./scan_store.js";

const API = "/api/v1";
const PATIENCE = 3000;
const WAIT_MAX = 60000;

export const isRevoked = ({ status, body }) => status === 401 || body.code === "scanner_revoked";
export const isStored = (answer) => answer.ok && Boolean(answer.body.status);

// { status, ok, body } or null where no answer came in time.
export async function ask(path, { key, body, method = "POST", patience = PATIENCE }) {
  const abort = new AbortController();
  const alarm = setTimeout(() => abort.abort(), patience);
  try {
    const reply = await fetch(API + path, {
      method,
      body: body && JSON.stringify(body),
      headers: {
        Authorization: `Bearer ${key}`,
        "Content-Type": "application/json",
        "Accept-Language": document.documentElement.lang,
      },
      credentials: "omit",
      cache: "no-store",
      signal: abort.signal,
    });
    if (reply.status >= 500 || reply.status === 429) return null;
    return { status: reply.status, ok: reply.ok, body: await reply.json() };
  } catch {
    return null;
  } finally {
    clearTimeout(alarm);
  }
}

// The records of one station on their way to the server.
export class Queue {
  #timer = 0;
  #wait = 5000;
  #inHand = new Set();
  #isSending = false;
  #isAskedAgain = false;

  constructor({ station, keyOf, onCount, onRevoked }) {
    Object.assign(this, { station, keyOf, onCount, onRevoked });
    addEventListener("online", () => this.sendAll());
  }

  // Keep first, send then; resolves to the answer, or null: the record is safe and will go later.
  async send(entry) {
    const kept = { ...entry, station: this.station, keptAt: Date.now() };
    // A browser without storage still sends; it only cannot keep.
    kept.seq = await keepEntry(kept).catch(() => kept.seq);
    this.#inHand.add(kept.seq);
    const answer = await ask(kept.path, { key: this.keyOf(), body: kept.body });
    // Answered and not stored: somebody is looking at it and decides, so it does not go by itself.
    if (!answer || isStored(answer)) this.#inHand.delete(kept.seq);
    if (answer) await this.#settle(kept, answer, { isAsked: true });
    else this.#later();
    await this.count();
    return { answer, entry: kept };
  }

  // Behind what is waiting already: undoing a record must not overtake the record.
  async sendBehind(id, entry) {
    const entries = await entriesOf(this.station);
    if (!entries.some((waiting) => waiting.body.id === id)) return this.send(entry);
    await keepEntry({ ...entry, station: this.station, keptAt: Date.now() });
    await this.sendAll();
    return { answer: null };
  }

  async drop(entry) {
    this.#inHand.delete(entry.seq);
    await this.#forget(entry);
    await this.count();
  }

  async count() {
    const entries = await entriesOf(this.station);
    this.onCount(entries.filter((entry) => !entry.stuck).length, entries.filter((entry) => entry.stuck).length);
  }

  // Asked for while it runs (the network came back), it goes round once more.
  async sendAll() {
    this.#isAskedAgain = this.#isSending;
    if (this.#isSending || !this.keyOf()) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    try {
      let isDone = await this.#sendEach();
      while (this.#isAskedAgain) {
        this.#isAskedAgain = false;
        isDone = await this.#sendEach();
      }
      if (isDone) this.#wait = 5000;
      else this.#later();
    } finally {
      this.#isSending = false;
      await this.count();
    }
  }

  async #sendEach() {
    for (const entry of await entriesOf(this.station)) {
      if (entry.stuck || this.#inHand.has(entry.seq)) continue;
      const answer = await ask(entry.path, { key: this.keyOf(), body: entry.body, patience: 10000 });
      if (!answer) return false;
      await this.#settle(entry, answer, { isAsked: false });
    }
    return true;
  }

  // A record leaves only when the server has said what became of it. What nobody is looking at any
  // more was handed over: an "already" is sent again as given anyway, under the same id.
  async #settle(entry, answer, { isAsked }) {
    if (isRevoked(answer)) return this.onRevoked();
    if (isStored(answer) || entry.isVoid) return this.#forget(entry);
    if (answer.ok || answer.status === 409) {
      if (isAsked) return undefined;
      const body = { ...entry.body, give_anyway: true, reason: entry.body.reason || "handed_over" };
      const again = await ask(entry.path, { key: this.keyOf(), body, patience: 10000 });
      return again && isStored(again) ? this.#forget(entry) : keepEntry({ ...entry, body });
    }
    return keepEntry({ ...entry, stuck: answer.body.code || String(answer.status) });
  }

  #forget({ seq }) {
    return seq === undefined ? undefined : dropEntry(seq);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.sendAll(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, WAIT_MAX);
  }
}
