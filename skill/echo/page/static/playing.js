/**
 * What the device says, in time: word and silence, then the microphone, then the reprompt.
 *
 * A sentence is spoken by the voice where there is one, and else lasts as long as was thought. Whoever speaks, the
 * next one does not begin before it has ended.
 */

export class Playing {
  #clock;
  #voice;
  #cues = [];
  #index = -1;
  #begins = 0;
  oncue = () => {};

  constructor(clock, voice) {
    this.#clock = clock;
    this.#voice = voice;
  }

  /** Play *stretches*; what was being said is cut off. */
  load(stretches) {
    this.hush();
    this.#cues = stretches.flatMap(cues);
    this.#begins = this.#cues[0]?.begins ?? 0;
    this.#index = -1;
  }

  /** Be silent; time goes on. */
  hush() {
    this.#voice.hush();
    this.#clock.limit = Infinity;
  }

  get cue() {
    return this.#cues[this.#index];
  }

  get thinks() {
    return this.#cues.length > 0 && this.#clock.now < this.#begins;
  }

  get speaks() {
    return !this.over && ["speaking", "reprompting"].includes(this.cue?.mode);
  }

  get over() {
    return this.#cues.length === 0 || this.#clock.now >= this.#cues.at(-1).ends;
  }

  /** Pass to the end of what is now being said, or waited for. */
  skip() {
    this.hush();
    const mode = this.cue?.mode ?? this.#cues[0]?.mode;
    const rest = this.#cues.slice(Math.max(this.#index, 0));
    const other = rest.findIndex((cue) => cue.mode !== mode);
    const last = other === -1 ? rest.at(-1) : rest[other - 1];
    if (last) this.#clock.pass(last.ends);
  }

  /** Catch up with the clock: all that has begun since is told, in order. */
  tick() {
    const now = this.#clock.now;
    while (this.#index + 1 < this.#cues.length && this.#cues[this.#index + 1].begins <= now) {
      this.#index += 1;
      this.oncue(this.cue);
      if (now < this.cue.ends) this.#say(this.cue);
    }
  }

  async #say(cue) {
    if (!cue.text || !this.#voice.speaks(this.#clock.rate)) return;
    this.#clock.limit = cue.ends - 0.001;
    const spoken = await this.#voice.say(cue.text, this.#clock.rate);
    if (this.cue !== cue) return;
    this.#clock.limit = Infinity;
    if (spoken) this.#clock.pass(cue.ends);
  }
}

function cues({ mode, begins, ends, sounds }) {
  if (sounds.length === 0) return [{ mode, begins, ends, text: "", seconds: ends - begins }];
  let at = begins;
  return sounds.map(({ text, seconds }) => {
    const cue = { mode, text, seconds, begins: at, ends: at + seconds };
    at = cue.ends;
    return cue;
  });
}
