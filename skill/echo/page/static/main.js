/** The page: one Echo, who speaks to it, and what it does about that. */

import { Clock } from "./clock.js";
import { Desk, Locked } from "./desk.js";
import { Ear } from "./ear.js";
import { byId, make } from "./elements.js";
import { show } from "./inside.js";
import { Mouth } from "./mouth.js";
import { Playing } from "./playing.js";
import { saving } from "./saving.js";
import { Screen } from "./screen.js";
import { Talk } from "./talk.js";
import { Voice } from "./voice.js";

const DAY_AND_TIME = { weekday: "short", hour: "numeric", minute: "2-digit", second: "2-digit" };
const TICK = 50; /* milliseconds between two looks at the clock */
const NO_KEY = "This page has no key. Open the address that “gentle-roller serve --echo” printed: the key is in it.";
const NO_DESK = "The desk does not answer. Is “gentle-roller serve --echo” still running?";

const desk = new Desk();
const clock = new Clock();
const voice = new Voice();
const playing = new Playing(clock, voice);
const screen = new Screen(clock);
const talk = new Talk();
const mouth = new Mouth(new Ear());

let told = null; /* how the device stood when it was last asked */
let room = null; /* what there is to choose from */
let asking = 0;

// What happens

async function ask(action, asked = {}) {
  asking += 1;
  hold();
  try {
    apply(await desk.ask(action, { at: clock.now, ...asked }));
    byId("locked").hidden = true;
  } catch (error) {
    byId("locked").textContent = error instanceof Locked ? NO_KEY : NO_DESK;
    byId("locked").hidden = false;
  } finally {
    asking -= 1;
    tick();
  }
}

function apply(now, past = told === null) {
  if (now.room) room = now.room;
  const another = now.household !== told?.household;
  const moved = another || now.panel !== told?.panel;
  told = now;
  if (another) begin();
  if (moved) screen.put(room.panels.find((panel) => panel.id === now.panel) ?? null, room.viewer);
  clock.pass(now.now);
  const latest = now.turns.findLast(replied);
  for (const turn of now.turns) add(turn, past && turn !== latest);
}

/** Say whether the device takes *turn*'s reply for the one that it says, and drops the one before. */
const replied = ({ reply, how }) => reply && how !== "ended" && (reply.said || reply.open !== null);

function begin() {
  talk.clear();
  show(null);
  screen.open = false;
  playing.load([]);
  clock.set(told.now);
  voice.locale = mouth.ear.locale = told.locale;
  choices();
}

function add(turn, past) {
  const speaks = replied(turn) && !past;
  if (speaks && playing.speaks) talk.cut(playing.cue, told.now);
  talk.add(turn, past);
  screen.direct(turn.got?.response?.directives ?? [], told.wakeWord);
  if (speaks) playing.load(told.stretches);
}

function say(text) {
  const said = text.trim();
  mouth.done();
  if (said) ask("say", { text: said });
  else if (told.open || !playing.over) playing.skip();
  else ask("say", { text: told.opening });
  tick();
}

// What it is doing

function doing() {
  if (mouth.opens && (told.open || mouth.woken)) return "hearing";
  if (asking || playing.thinks) return "thinking";
  if (playing.over) return "idle";
  if (playing.speaks) return "speaking";
  return playing.cue?.mode === "listening" && told.open ? "listening" : "idle";
}

function hold() {
  const mode = playing.cue?.mode;
  clock.still = asking > 0 || (mouth.opens && !playing.over);
  clock.rate = mode === "listening" || playing.over ? 1 : Number(byId("speed").value);
}

function tick() {
  if (!told) return;
  hold();
  playing.tick();
  if (told.open && playing.over && !asking && byId("locked").hidden) ask("wait");
  const does = doing();
  screen.open = told.open || !playing.over;
  screen.idle(told.wakeWord, told.opening);
  tell(does);
}

function tell(does) {
  const before = document.body.dataset.ring;
  document.body.dataset.ring = does;
  byId("state").textContent = state(does);
  byId("clock").textContent = new Date(clock.now * 1000).toLocaleString([], DAY_AND_TIME);
  byId("say").placeholder = does === "listening" ? "Answer it" : `${told.wakeWord}, ${told.open ? "…" : told.opening}`;
  byId("go").textContent = byId("say").value.trim() || does === "idle" ? "Say it" : "Skip ahead";
  if (does !== before) byId("status").textContent = STATES[does];
  if (does === "idle" && !told.open) byId("caption").textContent = "";
}

const STATES = { idle: "Microphone off", hearing: "It hears you", thinking: "Thinking", speaking: "Speaking", listening: "Listening" };

function state(does) {
  const left = Math.ceil((playing.cue?.ends ?? 0) - clock.now);
  if (does === "listening") return `Listening for ${left} s`;
  if (does === "speaking" && !playing.cue.text && playing.cue.seconds >= 1) return `Quiet for ${left} s`;
  if (does === "idle") return told.open ? `Microphone off: say “${told.wakeWord}” first` : "Microphone off";
  return STATES[does];
}

// What there is to choose

function choices() {
  const panels = room.panels.map((panel) => new Option(panel.name, panel.id));
  byId("panel").replaceChildren(...panels, new Option("Echo Dot (no screen)", ""));
  byId("panel").value = told.panel ?? "";
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  byId("locale").replaceChildren(...room.locales.map((locale) => new Option(names.of(locale), locale)));
  byId("locale").value = told.locale;
  byId("person").value = told.person ?? "";
  byId("wake").textContent = told.wakeWord;
  byId("words").replaceChildren(...[told.opening, ...told.words].map(word));
}

function word(text) {
  const button = make("button", { type: "button" }, text);
  button.onclick = () => say(text);
  return button;
}

function sound() {
  byId("sound").disabled = !voice.there;
  byId("sound").setAttribute("aria-pressed", String(voice.there && voice.wanted));
  byId("sound").title = voice.there ? "Speak aloud" : "No voice on this machine speaks this language: it keeps time in silence";
}

function listen() {
  byId("panel").onchange = (event) => ask("panel", { panel: event.target.value || null });
  byId("locale").onchange = (event) => ask("reset", { locale: event.target.value, at: Date.now() / 1000 });
  byId("person").onchange = (event) => ask("person", { person: event.target.value });
  byId("reset").onclick = () => ask("reset", { locale: told.locale, at: Date.now() / 1000 });
  byId("sound").onclick = () => {
    voice.wanted = !voice.wanted;
    if (!voice.wanted) playing.hush();
    sound();
  };
  for (const button of document.querySelectorAll("[data-later]")) {
    button.onclick = () => ask("wait", { at: clock.now + Number(button.dataset.later) });
  }
  for (const button of document.querySelectorAll(".tabs button")) button.onclick = () => pane(button.dataset.pane);
}

function pane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll(".tabs button")) {
    button.setAttribute("aria-pressed", String(button.dataset.pane === name));
  }
}

// Begin

playing.oncue = (cue) => {
  talk.hear(cue);
  if (cue.text) byId("caption").textContent = cue.text;
};
talk.onchoose = (turn, asked) => {
  show(turn);
  if (asked) pane("inside");
};
screen.ontap = (sent, label) => ask("touch", { arguments: sent, label });
mouth.onsay = say;
mouth.onopen = () => {
  playing.hush();
  tick();
};
window.speechSynthesis?.addEventListener?.("voiceschanged", sound);
listen();
saving(desk);
sound();
await ask("look");
setInterval(tick, TICK);
export const complaints = screen.complaints;
