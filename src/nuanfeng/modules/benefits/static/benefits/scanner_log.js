// The scanner's log: chained by hashes, written before anything turns green, never changed.

import { inStores } from "./scan_store.js";
import { sha256 } from "./scanner_keys.js";

const FIRST = "0".repeat(64);
const KEPT_FOR = 72 * 3600 * 1000;

const headOf = (id) => `head-${id}`;
const rowsOf = (id) => IDBKeyRange.bound([id, 0], [id, Infinity]);

export class Log {
  #turn = Promise.resolve();

  constructor({ id }) {
    this.id = id;
  }

  // One after the other: each record names the one before. Resolves once it is on the disk.
  write(record, beside = {}) {
    const written = this.#turn.then(() => this.#write(record, beside));
    this.#turn = written.catch(() => {});
    return written;
  }

  async #write(record, beside) {
    const text = JSON.stringify(record);
    const head = await this.#head();
    const [seq, previous] = head ? [head.seq + 1, head.hash] : [1, FIRST];
    const hash = await sha256(`nf1/record\n${this.id}\n${seq}\n${previous}\n${text}`);
    const row = { scanner: this.id, seq, previous, text, hash, recordId: record.id, at: Date.parse(record.at), ...beside };
    await inStores(["log", "kept", "scanners"], "readwrite", (store) => {
      const everything = store("scanners").count();
      // Somebody emptied the storage: what is written now would stand alone and under a strange number.
      everything.onsuccess = () => {
        if (!everything.result) return everything.transaction.abort();
        store("log").add(row);
        return store("kept").put({ name: headOf(this.id), seq, hash });
      };
    });
    return row;
  }

  #head() {
    return inStores(["kept"], "readonly", (store, answer) => {
      const request = store("kept").get(headOf(this.id));
      request.onsuccess = () => answer(request.result);
    });
  }

  rows() {
    return inStores(["log"], "readonly", (store, answer) => {
      const request = store("log").getAll(rowsOf(this.id));
      request.onsuccess = () => answer(request.result);
    });
  }

  async waiting() {
    return (await this.rows()).filter((row) => !row.settled);
  }

  // `outcomes` is a Map of hash → what became of it. What it doesn't name stays in the queue.
  settle(outcomes) {
    return this.#change((row) => (outcomes.has(row.hash) ? { ...row, settled: outcomes.get(row.hash) } : null));
  }

  // The county has put a backup back: everything that is kept goes once more.
  sendAgain() {
    return this.#change((row) => ({ ...row, settled: null }));
  }

  // After 72 hours a record goes, if the county has answered for it.
  async prune(now) {
    const old = (await this.rows()).filter((row) => row.settled && row.at < now - KEPT_FOR);
    if (!old.length) return;
    await inStores(["log"], "readwrite", (store) => old.forEach((row) => store("log").delete([row.scanner, row.seq])));
  }

  #change(change) {
    return inStores(["log"], "readwrite", (store) => {
      const request = store("log").openCursor(rowsOf(this.id));
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return;
        const changed = change(cursor.value);
        if (changed) cursor.update(changed);
        cursor.continue();
      };
    });
  }
}
