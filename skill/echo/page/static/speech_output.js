/**
 * Speech synthesis by a voice on this machine, if there is one for the language. A network voice is never used, because
 * it would send every word to another host.
 */

const FASTEST_RATE = 2;
const START_MILLISECONDS = 2500; /* some browsers list voices that never speak */

export class SpeechOutput {
  #synthesis = window.speechSynthesis;
  #works = true;
  #cancel = () => {};
  wanted = true;
  locale = "en-US";

  get available() {
    return this.#works && this.#best() !== undefined;
  }

  /** Return whether words are spoken aloud when time runs *rate* times as fast. */
  speaks(rate) {
    return this.wanted && rate > 0 && rate <= FASTEST_RATE && this.available;
  }

  #best() {
    const local = (this.#synthesis?.getVoices() ?? []).filter((voice) => voice.localService);
    const spoken = (voice) => voice.lang.replace("_", "-");
    const language = this.locale.split("-")[0];
    return local.find((voice) => spoken(voice) === this.locale) ?? local.find((voice) => spoken(voice).startsWith(language));
  }

  /** Speak *text*; resolve to true when it was spoken to its end, to false when it was interrupted. */
  say(text, rate) {
    this.stop();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = this.#best();
    utterance.lang = this.locale;
    utterance.rate = rate;
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.#works = false;
        this.#cancel();
      }, START_MILLISECONDS);
      const end = (spoken) => {
        clearTimeout(timer);
        done(spoken);
      };
      utterance.onstart = () => clearTimeout(timer);
      utterance.onend = () => end(true);
      utterance.onerror = () => end(false);
      this.#cancel = () => {
        utterance.onend = utterance.onerror = null;
        this.#synthesis.cancel();
        end(false);
      };
      this.#synthesis.speak(utterance);
    });
  }

  /** Stop speaking at once. */
  stop() {
    this.#cancel();
    this.#cancel = () => {};
  }
}
