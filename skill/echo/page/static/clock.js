/**
 * The time of the device, in seconds since 1970.
 *
 * It runs at *rate*, stands still while the person types or speaks, and waits at *limit* for speech output that is
 * slower than estimated. It never goes back, except for a new device.
 */

export class Clock {
  #at = Date.now() / 1000;
  #since = performance.now();
  #rate = 1;
  #still = false;
  #limit = Infinity;
  onchange = () => {};

  get now() {
    const passed = this.#still ? 0 : ((performance.now() - this.#since) / 1000) * this.#rate;
    return Math.min(this.#at + passed, Math.max(this.#limit, this.#at));
  }

  get rate() {
    return this.#still ? 0 : this.#rate;
  }

  #change(make) {
    this.#at = this.now;
    this.#since = performance.now();
    make();
    this.onchange();
  }

  set rate(rate) {
    if (rate !== this.#rate) this.#change(() => (this.#rate = rate));
  }

  set still(still) {
    if (still !== this.#still) this.#change(() => (this.#still = still));
  }

  set limit(limit) {
    if (limit !== this.#limit) this.#change(() => (this.#limit = limit));
  }

  /** Go forward to *at*; an earlier time has no effect. */
  advanceTo(at) {
    this.#change(() => (this.#at = Math.max(this.#at, at)));
  }

  /** Set the time of a new device. */
  set(at) {
    this.#change(() => {
      this.#at = at;
      this.#limit = Infinity;
    });
  }
}
