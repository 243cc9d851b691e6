/** The conversation as it is heard: each utterance, and its reply sentence by sentence with its silences. */

import { byId, make } from "./elements.js";

const SHORTEST_SILENCE = 1; /* seconds; shorter silences are not shown */

const seconds = (length) => `${Math.round(length)} s`;

export class ConversationLog {
  #list = byId("turns");
  #turns = new Map();
  #reply = null;
  #chosen = 0;
  onchoose = () => {};

  clear() {
    this.#list.replaceChildren();
    this.#turns.clear();
    this.#reply = null;
    this.#chosen = 0;
    byId("save").disabled = true;
  }

  /** Add *turn*; its reply is shown at once if the turn is *past*, otherwise as it is spoken. */
  add(turn, past) {
    const item = make("li", { class: `turn ${turn.how}` });
    this.#turns.set(turn.number, turn);
    if (turn.heard) item.append(make("p", { class: "person" }, turn.how === "tapped" ? `Tapped: ${turn.heard}` : turn.heard));
    if (turn.unheard) item.append(make("p", { class: "aside" }, `Not for the skill: ${turn.unheard}.`));
    if (turn.how === "ended") item.append(make("p", { class: "aside" }, "Nobody spoke. The session is over."));
    if (turn.details) item.append(this.#strip(turn));
    this.#reply = make("p", { class: "coach" });
    if (past && turn.reply?.said) this.#reply.append(turn.reply.said);
    item.append(this.#reply);
    this.#list.append(item);
    byId("save").disabled = false;
    if (turn.details) this.choose(turn.number);
    this.#follow();
  }

  #strip(turn) {
    const { intent, event, request, changes } = turn.details;
    const phase = changes.find((change) => change.name === "phase");
    const parts = [intent ?? request.split(".").at(-1), event, phase?.after].filter(Boolean);
    const words = parts.flatMap((part, i) => (i ? [make("i", { "aria-hidden": "true" }, "→"), make("b", {}, part)] : [make("b", {}, part)]));
    const button = make("button", { class: "strip", type: "button", "aria-pressed": "false", title: "See inside" }, ...words);
    button.dataset.turn = turn.number;
    button.onclick = () => this.choose(turn.number, true);
    return button;
  }

  /** Show the details of turn *number*; *clicked* is whether the person clicked on it. */
  choose(number, clicked = false) {
    this.#chosen = number;
    for (const strip of this.#list.querySelectorAll(".strip")) {
      strip.setAttribute("aria-pressed", String(Number(strip.dataset.turn) === number));
    }
    this.onchoose(this.#turns.get(number), clicked);
  }

  /** Add the words or the silence of *cue*. */
  hear(cue) {
    if (!this.#reply) return;
    const again = cue.mode === "reprompting" ? "again" : undefined;
    if (cue.text) this.#reply.append(make("span", { class: again }, cue.text), " ");
    else if (cue.mode !== "listening" && cue.mode !== "showing" && cue.seconds >= SHORTEST_SILENCE) this.#reply.append(make("span", { class: "silence" }, seconds(cue.seconds)), " ");
    this.#follow();
  }

  /** Mark that the reply was interrupted at the time *at*, during *cue*. */
  cut(cue, at) {
    const last = this.#reply?.lastElementChild;
    if (last?.matches(".silence") && !cue.text) last.textContent = seconds(at - cue.begins);
    this.#reply?.append(make("span", { class: "cut", title: "cut off here" }, "—"));
  }

  #follow() {
    this.#list.scrollTop = this.#list.scrollHeight;
  }
}
