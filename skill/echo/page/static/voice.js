/**
 * A voice of this machine's own, if it has one in the language: a voice from the net would be sent every word.
 */

const FASTEST = 2;
const STARTS_WITHIN = 2500; /* milliseconds; some browsers list voices that never speak */

export class Voice {
  #synthesis = window.speechSynthesis;
  #works = true;
  #stop = () => {};
  wanted = true;
  locale = "en-US";

  get there() {
    return this.#works && this.#best() !== undefined;
  }

  /** Say whether words are spoken aloud when time runs *rate* times as fast. */
  speaks(rate) {
    return this.wanted && rate > 0 && rate <= FASTEST && this.there;
  }

  #best() {
    const near = (this.#synthesis?.getVoices() ?? []).filter((voice) => voice.localService);
    const spoken = (voice) => voice.lang.replace("_", "-");
    const language = this.locale.split("-")[0];
    return near.find((voice) => spoken(voice) === this.locale) ?? near.find((voice) => spoken(voice).startsWith(language));
  }

  /** Speak *text*; gives true when it was spoken to its end, false when it was cut off. */
  say(text, rate) {
    this.hush();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = this.#best();
    utterance.lang = this.locale;
    utterance.rate = rate;
    return new Promise((done) => {
      const dumb = setTimeout(() => {
        this.#works = false;
        this.#stop();
      }, STARTS_WITHIN);
      const end = (spoken) => {
        clearTimeout(dumb);
        done(spoken);
      };
      utterance.onstart = () => clearTimeout(dumb);
      utterance.onend = () => end(true);
      utterance.onerror = () => end(false);
      this.#stop = () => {
        utterance.onend = utterance.onerror = null;
        this.#synthesis.cancel();
        end(false);
      };
      this.#synthesis.speak(utterance);
    });
  }

  hush() {
    this.#stop();
    this.#stop = () => {};
  }
}
