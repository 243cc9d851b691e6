/**
 * Speech recognition by the browser, where it is available. Some browsers send the sound to their vendor. So this class
 * asks for recognition on this machine where that is possible, and listens only while a button is held.
 */

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export class Microphone {
  #recognition = null;
  locale = "en-US";
  onwords = () => {};
  onend = () => {};

  get available() {
    return Recognition !== undefined;
  }

  listen() {
    if (!this.available || this.#recognition) return;
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

  get listening() {
    return this.#recognition !== null;
  }

  async #local(recognition) {
    const found = await Recognition.available?.({ langs: [this.locale], processLocally: true }).catch(() => "");
    if (found === "available") recognition.processLocally = true;
  }
}
