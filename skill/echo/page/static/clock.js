/**
 * The device's time, in seconds since 1970.
 *
 * It runs at *rate*, stands still while somebody has begun to speak, and does not pass *limit*: a voice that is
 * slower than was thought is waited for. It never goes back, but for another device.
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

  /** Go on to *at*, if that is not behind. */
  pass(at) {
    this.#change(() => (this.#at = Math.max(this.#at, at)));
  }

  /** Show another device's time. */
  set(at) {
    this.#change(() => {
      this.#at = at;
      this.#limit = Infinity;
    });
  }
}
