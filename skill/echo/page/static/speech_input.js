/**
 * The ways to speak to the device: type, hold a button (or the space bar) where the browser recognises speech, or say
 * the wake word first. The device stops speaking as soon as input begins, and its clock stands still until input ends.
 */

import { byId } from "./elements.js";

const WAKE_MILLISECONDS = 8000; /* how long the device listens after the wake word for a first letter */

export class SpeechInput {
  #input = byId("say");
  #wakeTimer = 0;
  woken = false;
  onsay = () => {};
  onbegin = () => {};

  constructor(microphone) {
    this.microphone = microphone;
    byId("hold").hidden = !microphone.available;
    byId("speak").onsubmit = (event) => {
      event.preventDefault();
      this.onsay(this.#input.value);
    };
    this.#input.oninput = () => this.onbegin();
    byId("wake").onclick = () => this.wake();
    byId("hold").onpointerdown = () => this.#hold();
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) byId("hold").addEventListener(end, () => microphone.stop());
    microphone.onwords = (words) => (this.#input.value = words);
    microphone.onend = () => (this.#input.value.trim() ? this.onsay(this.#input.value) : this.done());
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("keyup", (event) => event.code === "Space" && microphone.stop());
  }

  /** Return whether input has begun and has not ended. */
  get active() {
    return this.woken || this.microphone.listening || this.#input.value.trim() !== "";
  }

  /** Say the wake word, and wait for the rest. */
  wake() {
    this.woken = true;
    this.#input.focus();
    clearTimeout(this.#wakeTimer);
    this.#wakeTimer = setTimeout(() => (this.woken = false), WAKE_MILLISECONDS);
    this.onbegin();
  }

  /** End the input, sent or not. */
  done() {
    clearTimeout(this.#wakeTimer);
    this.woken = false;
    this.#input.value = "";
  }

  #hold() {
    if (!this.microphone.available) return;
    this.microphone.listen();
    this.onbegin();
  }

  #key(event) {
    if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.active ? this.done() : this.wake();
    if (event.target.closest("input, select, button, textarea, summary")) return;
    if (event.code === "Space" && this.microphone.available) {
      event.preventDefault();
      if (!event.repeat) this.#hold();
    } else if (event.key.length === 1 && event.key !== " ") {
      this.#input.focus(); /* which then gets the letter */
    }
  }
}
