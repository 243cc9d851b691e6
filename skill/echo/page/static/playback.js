/**
 * Play a reply by the clock: sentences and silences, then the open microphone, then the reprompt.
 *
 * A sentence is spoken aloud where speech output is available; otherwise it lasts its estimated time. The next
 * sentence begins after its end.
 */

export class Playback {
  #clock;
  #speechOutput;
  #cues = [];
  #index = -1;
  #begins = 0;
  oncue = () => {};

  constructor(clock, speechOutput) {
    this.#clock = clock;
    this.#speechOutput = speechOutput;
  }

  /** Play *intervals*, and stop the reply before them. */
  load(intervals) {
    this.mute();
    this.#cues = intervals.flatMap(cues);
    this.#begins = this.#cues[0]?.begins ?? 0;
    this.#index = -1;
  }

  /** Stop speaking aloud; time goes on. */
  mute() {
    this.#speechOutput.stop();
    this.#clock.limit = Infinity;
  }

  get cue() {
    return this.#cues[this.#index];
  }

  get thinking() {
    return this.#cues.length > 0 && this.#clock.now < this.#begins;
  }

  get speaking() {
    return !this.over && ["speaking", "reprompting"].includes(this.cue?.mode);
  }

  get over() {
    return this.#cues.length === 0 || this.#clock.now >= this.#cues.at(-1).ends;
  }

  /** Go to the end of the current speech or silence. */
  skip() {
    this.mute();
    const mode = this.cue?.mode ?? this.#cues[0]?.mode;
    const rest = this.#cues.slice(Math.max(this.#index, 0));
    const other = rest.findIndex((cue) => cue.mode !== mode);
    const last = other === -1 ? rest.at(-1) : rest[other - 1];
    if (last) this.#clock.advanceTo(last.ends);
  }

  /** Catch up with the clock, and report each cue that has begun since, in order. */
  tick() {
    const now = this.#clock.now;
    while (this.#index + 1 < this.#cues.length && this.#cues[this.#index + 1].begins <= now) {
      this.#index += 1;
      this.oncue(this.cue);
      if (now < this.cue.ends) this.#say(this.cue);
    }
  }

  async #say(cue) {
    if (!cue.text || !this.#speechOutput.speaks(this.#clock.rate)) return;
    this.#clock.limit = cue.ends - 0.001;
    const spoken = await this.#speechOutput.say(cue.text, this.#clock.rate);
    if (this.cue !== cue) return;
    this.#clock.limit = Infinity;
    if (spoken) this.#clock.advanceTo(cue.ends);
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
