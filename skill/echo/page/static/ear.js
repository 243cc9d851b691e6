/**
 * The browser's own recognition of speech, where it has one. Some browsers send the sound to their maker to be
 * recognised; so it is asked to work on this machine where it can, and hears only while a button is held.
 */

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export class Ear {
  #recognition = null;
  locale = "en-US";
  onwords = () => {};
  onend = () => {};

  get there() {
    return Recognition !== undefined;
  }

  listen() {
    if (!this.there || this.#recognition) return;
    const recognition = new Recognition();
    recognition.lang = this.locale;
    recognition.interimResults = true;
    this.#local(recognition);
    recognition.onresult = (event) => this.onwords([...event.results].map((result) => result[0].transcript).join(" "));
    recognition.onend = () => {
      this.#recognition = null;
      this.onend();
    };
    this.#recognition = recognition;
    recognition.start();
  }

  stop() {
    this.#recognition?.stop();
  }

  get listens() {
    return this.#recognition !== null;
  }

  async #local(recognition) {
    const found = await Recognition.available?.({ langs: [this.locale], processLocally: true }).catch(() => "");
    if (found === "available") recognition.processLocally = true;
  }
}
