/**
 * How a person speaks to it: by typing, by holding a button (or the space bar) where the browser hears, or by waking
 * it first. As soon as the mouth is open the device stops speaking, and its time stands still until all is said.
 */

import { byId } from "./elements.js";

const WAITS = 8000; /* milliseconds that it listens, once woken, for a first letter */

export class Mouth {
  #input = byId("say");
  #waits = 0;
  woken = false;
  onsay = () => {};
  onopen = () => {};

  constructor(ear) {
    this.ear = ear;
    byId("hold").hidden = !ear.there;
    byId("speak").onsubmit = (event) => {
      event.preventDefault();
      this.onsay(this.#input.value);
    };
    this.#input.oninput = () => this.onopen();
    byId("wake").onclick = () => this.wake();
    byId("hold").onpointerdown = () => this.#hold();
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) byId("hold").addEventListener(end, () => ear.stop());
    ear.onwords = (words) => (this.#input.value = words);
    ear.onend = () => (this.#input.value.trim() ? this.onsay(this.#input.value) : this.done());
    addEventListener("keydown", (event) => this.#key(event));
    addEventListener("keyup", (event) => event.code === "Space" && ear.stop());
  }

  /** Say whether somebody has begun to speak. */
  get opens() {
    return this.woken || this.ear.listens || this.#input.value.trim() !== "";
  }

  /** Say the wake word, and let it wait for the rest. */
  wake() {
    this.woken = true;
    this.#input.focus();
    clearTimeout(this.#waits);
    this.#waits = setTimeout(() => (this.woken = false), WAITS);
    this.onopen();
  }

  /** Have said it, or have thought better of it. */
  done() {
    clearTimeout(this.#waits);
    this.woken = false;
    this.#input.value = "";
  }

  #hold() {
    if (!this.ear.there) return;
    this.ear.listen();
    this.onopen();
  }

  #key(event) {
    if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return this.opens ? this.done() : this.wake();
    if (event.target.closest("input, select, button, textarea, summary")) return;
    if (event.code === "Space" && this.ear.there) {
      event.preventDefault();
      if (!event.repeat) this.#hold();
    } else if (event.key.length === 1 && event.key !== " ") {
      this.#input.focus(); /* and the letter lands in it */
    }
  }
}
