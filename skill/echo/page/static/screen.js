/**
 * The device as it is seen: its shape, its light, and what is on its glass.
 *
 * What a skill shows is drawn by Amazon's viewer, in a frame that has no origin; it is spoken to by messages alone.
 */

import { byId, make } from "./elements.js";

/** As Alexa words it on a screen: who hears nothing is told what to say. */
const hint = (wakeWord, text) => `Try “${wakeWord}, ${text}”`;

export class Screen {
  #clock;
  #frame = null;
  #loaded = false;
  #waiting = [];
  #shown = null;
  #panel = null;
  #open = false;
  #drawn = false;
  complaints = [];
  ontap = () => {};

  constructor(clock) {
    this.#clock = clock;
    new ResizeObserver(() => this.#fit()).observe(document.querySelector(".stage"));
    addEventListener("resize", () => this.#fit());
    addEventListener("message", (event) => this.#told(event));
    clock.onchange = () => this.#tellTime();
  }

  /** Stand a device with *panel* on the desk, null for one without a screen. */
  put(panel, viewer) {
    this.#panel = panel;
    byId("device").dataset.shape = panel?.shape ?? "NONE";
    byId("without").hidden = viewer || !panel;
    byId("home").hidden = !viewer;
    if (panel && viewer) this.#frameUp();
    this.#fit();
    if (this.#shown) this.#render();
  }

  #frameUp() {
    if (this.#frame) return;
    const title = "The Echo’s screen: all of it is said, too";
    this.#frame = make("iframe", { title, src: "viewer.html", sandbox: "allow-scripts" });
    byId("glass").append(this.#frame);
  }

  /** Show what a response of *wakeWord*'s skill directs. */
  direct(directives, wakeWord) {
    for (const sent of directives) {
      if (sent.type.endsWith(".RenderDocument")) {
        this.#shown = { ...sent, datasources: hinted(sent.datasources, wakeWord), at: this.#clock.now, later: [] };
        this.#render();
      } else if (sent.type.endsWith(".ExecuteCommands") && sent.token === this.#shown?.token) {
        this.#shown.later.push(sent.commands);
        this.#tell({ do: "execute", commands: sent.commands });
      }
    }
  }

  /** Be at home, or show the skill's document. */
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
    if (!this.#panel) return;
    const { document: apl, datasources: sources, at, later } = this.#shown;
    this.#tell({ do: "render", document: apl, sources, panel: this.#panel, at: at * 1000 });
    for (const commands of later) this.#tell({ do: "execute", commands });
    this.#tellTime();
  }

  #tellTime() {
    this.#tell({ do: "clock", at: this.#clock.now * 1000, rate: this.#clock.rate });
  }

  #tell(what) {
    if (!this.#frame) return;
    if (this.#loaded) this.#frame.contentWindow.postMessage(what, "*"); /* a frame without an origin has no name */
    else this.#waiting.push(what);
  }

  #told({ source, data }) {
    if (!this.#frame || source !== this.#frame.contentWindow) return;
    if (data.ready) {
      this.#loaded = true;
      this.#waiting.splice(0).forEach((what) => this.#tell(what));
    } else if (data.drawn) {
      this.#drawn = true;
    } else if (data.sent && this.#open) {
      this.ontap(data.sent, this.#label(data.sent[0]));
    } else if (data.complaint) {
      this.complaints.push(data.complaint);
    }
  }

  /** Give what stands on the button that sends *word*. */
  #label(word) {
    const buttons = this.#shown?.datasources.view.properties.buttons ?? [];
    const all = buttons.flatMap((button) => [button, button.held].filter(Boolean));
    return all.find((button) => button.word === word)?.label ?? "";
  }

  #fit() {
    const device = byId("device");
    const { width: w, height: h } = this.#panel ?? { width: 960, height: 600 };
    const style = getComputedStyle(device);
    const room = parseFloat(style.getPropertyValue("--room")) || 0;
    const width = device.parentElement.clientWidth - room;
    const tall = Math.max(200, Math.min(innerHeight - 400, 640));
    const scale = Math.min(width / w, tall / h, h > w * 0.9 ? 0.9 : 1);
    device.style.setProperty("--width", `${w}px`);
    device.style.setProperty("--height", `${h}px`);
    device.style.setProperty("--scale", scale);
  }
}

/** Do what Alexa's textToHint does: put the wake word and quotes around what may be said. */
function hinted(sources, wakeWord) {
  const copy = structuredClone(sources);
  for (const source of Object.values(copy)) {
    for (const { transformer, inputPath } of source.transformers ?? []) {
      if (transformer === "textToHint") source.properties[inputPath] = hint(wakeWord, source.properties[inputPath]);
    }
  }
  return copy;
}
