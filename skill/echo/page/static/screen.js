/**
 * The device as it looks: its shape, its light, and its screen.
 *
 * Amazon's viewer draws the skill's documents, in a frame without an origin. The page and the frame exchange messages.
 */

import { byId, make } from "./elements.js";

/** The hint on a screen, in the words that Alexa uses. */
const hint = (wakeWord, text) => `Try “${wakeWord}, ${text}”`;

export class Screen {
  #clock;
  #frame = null;
  #loaded = false;
  #waiting = [];
  #shown = null;
  #viewport = null;
  #open = false;
  #drawn = false;
  complaints = [];
  ontap = () => {};

  constructor(clock) {
    this.#clock = clock;
    new ResizeObserver(() => this.#fit()).observe(document.querySelector(".stage"));
    addEventListener("resize", () => this.#fit());
    addEventListener("message", (event) => this.#receive(event));
    clock.onchange = () => this.#sendTime();
  }

  /** Show a device with *viewport*; null is a device without a screen. */
  setViewport(viewport, viewer) {
    this.#viewport = viewport;
    byId("device").dataset.shape = viewport?.shape ?? "NONE";
    byId("without").hidden = viewer || !viewport;
    byId("home").hidden = !viewer;
    if (viewport && viewer) this.#openFrame();
    this.#fit();
    if (this.#shown) this.#render();
  }

  #openFrame() {
    if (this.#frame) return;
    const title = "The Echo’s screen: all of it is said, too";
    this.#frame = make("iframe", { title, src: "viewer.html", sandbox: "allow-scripts" });
    byId("glass").append(this.#frame);
  }

  /** Carry out the APL *directives* of a response; *wakeWord* goes into its hints. */
  carryOut(directives, wakeWord) {
    for (const sent of directives) {
      if (sent.type.endsWith(".RenderDocument")) {
        this.#shown = { ...sent, datasources: withHints(sent.datasources, wakeWord), at: this.#clock.now, later: [] };
        this.#render();
      } else if (sent.type.endsWith(".ExecuteCommands") && sent.token === this.#shown?.token) {
        this.#shown.later.push(sent.commands);
        this.#send({ do: "execute", commands: sent.commands });
      }
    }
  }

  /** Show the home screen, or the skill's document. */
  set open(open) {
    this.#open = open && this.#shown !== null;
    byId("glass").dataset.open = this.#open && this.#drawn;
    this.#frame?.toggleAttribute("inert", !this.#open);
    if (!open) this.#shown = null;
  }

  idle(wakeWord, opening) {
    const date = new Date(this.#clock.now * 1000);
    byId("home-time").textContent = date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    byId("home-date").textContent = date.toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });
    byId("home-hint").textContent = hint(wakeWord, opening);
  }

  #render() {
    if (!this.#viewport) return;
    const { document: apl, datasources: sources, at, later } = this.#shown;
    this.#send({ do: "render", document: apl, sources, viewport: this.#viewport, at: at * 1000 });
    for (const commands of later) this.#send({ do: "execute", commands });
    this.#sendTime();
  }

  #sendTime() {
    this.#send({ do: "clock", at: this.#clock.now * 1000, rate: this.#clock.rate });
  }

  #send(what) {
    if (!this.#frame) return;
    if (this.#loaded) this.#frame.contentWindow.postMessage(what, "*"); /* a frame without an origin cannot be named */
    else this.#waiting.push(what);
  }

  #receive({ source, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow) return;
    if (data.ready) {
      this.#loaded = true;
      this.#waiting.splice(0).forEach((what) => this.#send(what));
    } else if (data.drawn) {
      this.#drawn = true;
    } else if (data.sent && this.#open) {
      this.ontap(data.sent, this.#label(data.sent[0]));
    } else if (data.complaint) {
      this.complaints.push(data.complaint);
    }
  }

  /** Return the label of the button that sends *word*. */
  #label(word) {
    const buttons = this.#shown?.datasources.view.properties.buttons ?? [];
    const all = buttons.flatMap((button) => [button, button.held].filter(Boolean));
    return all.find((button) => button.word === word)?.label ?? "";
  }

  #fit() {
    const device = byId("device");
    const { width: w, height: h } = this.#viewport ?? { width: 960, height: 600 };
    const style = getComputedStyle(device);
    const margin = parseFloat(style.getPropertyValue("--margin")) || 0;
    const width = device.parentElement.clientWidth - margin;
    const tall = Math.max(200, Math.min(innerHeight - 400, 640));
    const scale = Math.min(width / w, tall / h, h > w * 0.9 ? 0.9 : 1);
    device.style.setProperty("--width", `${w}px`);
    device.style.setProperty("--height", `${h}px`);
    device.style.setProperty("--scale", scale);
  }
}

/** Apply Alexa's textToHint: add the wake word and quotes to what may be said. */
function withHints(sources, wakeWord) {
  const copy = structuredClone(sources);
  for (const source of Object.values(copy)) {
    for (const { transformer, inputPath } of source.transformers ?? []) {
      if (transformer === "textToHint") source.properties[inputPath] = hint(wakeWord, source.properties[inputPath]);
    }
  }
  return copy;
}
