/** The page: connects the virtual Echo, its input and output, and the panes. */

import { Clock } from "./clock.js";
import { ConversationLog } from "./conversation.js";
import { byId, make } from "./elements.js";
import { Microphone } from "./microphone.js";
import { Playback } from "./playback.js";
import { saveDialog } from "./save_dialog.js";
import { Screen } from "./screen.js";
import { Forbidden, Simulator } from "./simulator.js";
import { SpeechInput } from "./speech_input.js";
import { SpeechOutput } from "./speech_output.js";
import { show } from "./turn_details.js";

const DAY_AND_TIME = { weekday: "short", hour: "numeric", minute: "2-digit", second: "2-digit" };
const TICK = 50; /* milliseconds between two looks at the clock */
const NO_KEY = "This page has no key. Open the address that “gentle-roller serve --echo” printed: the key is in it.";
const NO_SERVER = "The server does not answer. Is “gentle-roller serve --echo” still running?";

const simulator = new Simulator();
const clock = new Clock();
const speechOutput = new SpeechOutput();
const playback = new Playback(clock, speechOutput);
const screen = new Screen(clock);
const conversation = new ConversationLog();
const input = new SpeechInput(new Microphone());

let state = null; /* of the device, from the last response */
let choices = null; /* the locales and viewports on offer */
let pending = 0; /* requests without a response */

// Requests and replies

async function send(action, values = {}) {
  pending += 1;
  hold();
  try {
    apply(await simulator.do(action, { at: clock.now, ...values }));
    byId("locked").hidden = true;
  } catch (error) {
    byId("locked").textContent = error instanceof Forbidden ? NO_KEY : NO_SERVER;
    byId("locked").hidden = false;
  } finally {
    pending -= 1;
    tick();
  }
}

function apply(now, past = state === null) {
  if (now.choices) choices = now.choices;
  const isNew = now.household !== state?.household;
  const needsScreen = isNew || now.viewport !== state?.viewport;
  state = now;
  if (isNew) begin();
  if (needsScreen) screen.setViewport(choices.viewports.find((viewport) => viewport.id === now.viewport) ?? null, choices.viewer);
  clock.advanceTo(now.now);
  const latest = now.turns.findLast(replied);
  for (const turn of now.turns) add(turn, past && turn !== latest);
}

/** Return whether the device speaks the reply of *turn*, in place of the reply before. */
const replied = ({ reply, how }) => reply && how !== "ended" && (reply.said || reply.open !== null);

function begin() {
  conversation.clear();
  show(null);
  screen.open = false;
  playback.load([]);
  clock.set(state.now);
  speechOutput.locale = input.microphone.locale = state.locale;
  showChoices();
}

function add(turn, past) {
  const speaks = replied(turn) && !past;
  if (speaks && playback.speaking) conversation.cut(playback.cue, state.now);
  conversation.add(turn, past);
  screen.carryOut(turn.got?.response?.directives ?? [], state.wakeWord);
  if (speaks) playback.load(state.intervals);
}

function say(text) {
  const said = text.trim();
  input.done();
  if (said) send("say", { text: said });
  else if (state.open || !playback.over) playback.skip();
  else send("say", { text: state.opening });
  tick();
}

// The state of the device

function deviceMode() {
  if (input.active && (state.open || input.woken)) return "hearing";
  if (pending || playback.thinking) return "thinking";
  if (playback.over) return "idle";
  if (playback.speaking) return "speaking";
  return playback.cue?.mode === "listening" && state.open ? "listening" : "idle";
}

function hold() {
  const mode = playback.cue?.mode;
  clock.still = pending > 0 || (input.active && !playback.over);
  clock.rate = mode === "listening" || playback.over ? 1 : Number(byId("speed").value);
}

function tick() {
  if (!state) return;
  hold();
  playback.tick();
  if (state.open && playback.over && !pending && byId("locked").hidden) send("wait");
  const mode = deviceMode();
  screen.open = state.open || !playback.over;
  screen.idle(state.wakeWord, state.opening);
  showMode(mode);
}

function showMode(mode) {
  const before = document.body.dataset.ring;
  document.body.dataset.ring = mode;
  byId("state").textContent = stateText(mode);
  byId("clock").textContent = new Date(clock.now * 1000).toLocaleString([], DAY_AND_TIME);
  byId("say").placeholder = mode === "listening" ? "Answer it" : `${state.wakeWord}, ${state.open ? "…" : state.opening}`;
  byId("go").textContent = byId("say").value.trim() || mode === "idle" ? "Say it" : "Skip ahead";
  if (mode !== before) byId("status").textContent = STATES[mode];
  if (mode === "idle" && !state.open) byId("caption").textContent = "";
}

const STATES = { idle: "Microphone off", hearing: "It hears you", thinking: "Thinking", speaking: "Speaking", listening: "Listening" };

function stateText(mode) {
  const left = Math.ceil((playback.cue?.ends ?? 0) - clock.now);
  if (mode === "listening") return `Listening for ${left} s`;
  if (mode === "speaking" && !playback.cue.text && playback.cue.seconds >= 1) return `Quiet for ${left} s`;
  if (mode === "idle") return state.open ? `Microphone off: say “${state.wakeWord}” first` : "Microphone off";
  return STATES[mode];
}

// Choices and buttons

function showChoices() {
  const viewports = choices.viewports.map((viewport) => new Option(viewport.name, viewport.id));
  byId("viewport").replaceChildren(...viewports, new Option("Echo Dot (no screen)", ""));
  byId("viewport").value = state.viewport ?? "";
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  byId("locale").replaceChildren(...choices.locales.map((locale) => new Option(names.of(locale), locale)));
  byId("locale").value = state.locale;
  byId("person").value = state.person ?? "";
  byId("wake").textContent = state.wakeWord;
  byId("phrases").replaceChildren(...[state.opening, ...state.phrases].map(phrase));
}

function phrase(text) {
  const button = make("button", { type: "button" }, text);
  button.onclick = () => say(text);
  return button;
}

function sound() {
  byId("sound").disabled = !speechOutput.available;
  byId("sound").setAttribute("aria-pressed", String(speechOutput.available && speechOutput.wanted));
  byId("sound").title = speechOutput.available ? "Speak aloud" : "No voice on this machine speaks this language: time passes in silence";
}

function listen() {
  byId("viewport").onchange = (event) => send("viewport", { viewport: event.target.value || null });
  byId("locale").onchange = (event) => send("reset", { locale: event.target.value, at: Date.now() / 1000 });
  byId("person").onchange = (event) => send("person", { person: event.target.value });
  byId("reset").onclick = () => send("reset", { locale: state.locale, at: Date.now() / 1000 });
  byId("sound").onclick = () => {
    speechOutput.wanted = !speechOutput.wanted;
    if (!speechOutput.wanted) playback.mute();
    sound();
  };
  for (const button of document.querySelectorAll("[data-later]")) {
    button.onclick = () => send("wait", { at: clock.now + Number(button.dataset.later) });
  }
  for (const button of document.querySelectorAll(".tabs button")) button.onclick = () => pane(button.dataset.pane);
}

function pane(name) {
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll(".tabs button")) {
    button.setAttribute("aria-pressed", String(button.dataset.pane === name));
  }
}

// Start

playback.oncue = (cue) => {
  conversation.hear(cue);
  if (cue.text) byId("caption").textContent = cue.text;
};
conversation.onchoose = (turn, clicked) => {
  show(turn);
  if (clicked) pane("inside");
};
screen.ontap = (sent, label) => send("touch", { arguments: sent, label });
input.onsay = say;
input.onbegin = () => {
  playback.mute();
  tick();
};
window.speechSynthesis?.addEventListener?.("voiceschanged", sound);
listen();
saveDialog(simulator);
sound();
await send("look");
setInterval(tick, TICK);
export const complaints = screen.complaints;
