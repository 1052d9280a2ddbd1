// What the county told this scanner last, and what it can say about a code by itself.

import { TOLERANCE_OFFLINE, importKey, verifyToken } from "../passes/nf1.js";
import { keep, kept } from "./scan_store.js";
import { openSealed, sha256 } from "./scanner_keys.js";
import { ask } from "./scan_wire.js";

const DAY = 24 * 3600 * 1000;
const PAGES_MOST = 20;
const OF_A_CODE = { ok: "new", not_yet: "outside_time" };

// Which of a station's programmes this phone is at.
export const chosenProgramme = async ({ id }) => (await kept(`table-${id}`))?.programme ?? "";
export const chooseProgramme = ({ id }, programme) => keep({ name: `table-${id}`, programme });

export class State {
  said = null;

  // `programme`: whose state; empty: what the county names first.
  constructor({ scanner, clock, county, programme = "" }) {
    const name = programme ? `state-${scanner.id}-${programme}` : `state-${scanner.id}`;
    Object.assign(this, { scanner, clock, county, programme, name });
  }

  async recall() {
    this.said = (await kept(this.name))?.said ?? null;
  }

  get keys() {
    return this.said?.keys ?? this.county.keys;
  }

  // Resolves to the answer (null without a network). `onEpoch` where a backup was put back.
  async refresh({ onEpoch }) {
    const items = (this.said?.items ?? []).filter((item) => item.is_open);
    const lease = Object.fromEntries(items.map((item) => [item.code, item.remaining + item.leased]));
    for (let page = 0; page < PAGES_MOST; page += 1) {
      const body = { programme: this.said?.programme ?? this.programme, want_lease: lease, served_since: this.said?.served_cursor ?? "" };
      const reply = await ask("/sync/state", { key: this.scanner.key, body, patience: 10000 });
      if (!reply?.ok) return reply;
      await this.#take(reply.body, onEpoch);
      if (!reply.body.served_has_more) return reply;
    }
    return null;
  }

  async #take(told, onEpoch) {
    // The first keys come from the page itself, so that an answer cannot bring its own.
    const time = await openSealed(told.time, { ...told.keys, ...this.keys });
    if (time?.scanner !== this.scanner.id) return;
    await this.clock.set(told.time, time.time);
    const marks = new Set(told.served_is_whole ? [] : this.said?.served);
    for (const mark of told.served) marks.add(mark);
    for (const mark of told.unserved) marks.delete(mark);
    if (this.said && told.epoch > this.said.epoch) await onEpoch();
    this.said = { ...told, served: [...marks] };
    await keep({ name: this.name, said: this.said });
  }

  // The county put a backup back: the whole log was marked to go again.
  async raise(epoch) {
    this.said = { ...this.said, epoch };
    await keep({ name: this.name, said: this.said });
  }

  // ---- Without a network

  // Which service day it is by now: the number of days since the one that was told.
  get #daysOn() {
    const ends = Date.parse(this.said.day_ends);
    return this.clock.now() < ends ? 0 : Math.floor((this.clock.now() - ends) / DAY) + 1;
  }

  get dayBegins() {
    return this.said ? Date.parse(this.said.day_ends) + (this.#daysOn - 1) * DAY : this.clock.now() - DAY / 2;
  }

  // Since when whoever was served has had their share: a day, a week, whatever the programme says.
  get periodBegins() {
    const { period_begins: begins } = this.said ?? {};
    return begins && this.#isSamePeriod ? Date.parse(begins) : this.dayBegins;
  }

  get isDaily() {
    return (this.said?.period ?? "day") === "day";
  }

  // What a phone keeps from before it knew of periods is a day's.
  get #isSamePeriod() {
    const { period_ends: ends = this.said.day_ends } = this.said;
    return ends === null || this.clock.now() < Date.parse(ends);
  }

  // { outcome, who }: `who` is the handle or the number, to know the person again.
  async judge({ token, number }) {
    if (number) return { outcome: (await this.#isMarked(number)) ? "already" : "ours_unheard", who: number };
    if (!this.said) return { outcome: "unheard", who: null };
    const read = await verifyToken(token, {
      keys: await this.#imported(),
      county: this.said.county,
      nowSeconds: Math.floor(this.clock.now() / 1000),
      toleranceSeconds: TOLERANCE_OFFLINE,
      revoked: new Set(this.said.revoked),
    });
    const outcome = OF_A_CODE[read.outcome] ?? read.outcome;
    const isServed = outcome === "new" && (await this.#isMarked(read.handle));
    return { outcome: isServed ? "already" : outcome, who: read.handle };
  }

  async #isMarked(value) {
    if (!this.said || !this.#isSamePeriod) return false;
    const mark = await sha256(`nf1/served\n${this.said.period_start ?? this.said.service_date}\n${value}\n`);
    return this.said.served.includes(mark.slice(0, 16));
  }

  async #imported() {
    const pairs = Object.entries(this.keys).map(async ([kid, spki]) => [kid, await importKey(spki)]);
    return new Map(await Promise.all(pairs));
  }
}
