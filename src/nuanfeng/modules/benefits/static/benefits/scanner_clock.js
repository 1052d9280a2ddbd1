// The scanner's clock: the county's time, and what has gone by since. Nobody can move it by hand.

import { keep, kept } from "./scan_store.js";

// Between two looks a phone may sleep, and some stop their own counting with it.
const SLEPT = 1500;

export class Clock {
  #server = 0;
  #since = 0;
  #wall = 0;
  anchor = "";

  constructor({ id }) {
    this.name = `clock-${id}`;
    document.addEventListener("visibilitychange", () => this.#wake());
  }

  // After a start only the phone's own clock says how long it was off; it is never believed backwards.
  async recall() {
    const last = await kept(this.name);
    if (!last) return;
    this.anchor = last.anchor;
    this.#begin(last.server + Math.max(0, Date.now() - last.wall));
  }

  // What the county sealed is true at this moment.
  async set(anchor, time) {
    this.anchor = anchor;
    this.#begin(Date.parse(time));
    await this.remember();
  }

  remember() {
    return keep({ name: this.name, anchor: this.anchor, server: this.now(), wall: Date.now() });
  }

  now() {
    return this.#server ? this.#server + (performance.now() - this.#since) : Date.now();
  }

  #begin(server) {
    this.#server = server;
    this.#since = performance.now();
    this.#wall = 0;
  }

  #wake() {
    if (document.visibilityState === "hidden") {
      this.#wall = Date.now() - performance.now();
    } else if (this.#wall && this.#server) {
      const slept = Date.now() - performance.now() - this.#wall;
      if (slept > SLEPT) this.#server += slept;
    }
  }
}
