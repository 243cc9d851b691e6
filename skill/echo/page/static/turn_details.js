/** The details of a turn: utterance, intent, event, changes of the state, reply, and the JSON of both directions. */

import { byId, make } from "./elements.js";

const SMALLEST_TIMESTAMP = 1e9; /* seconds since 1970; smaller numbers are durations */

/** The parts of the state that change in every turn. */
const ALWAYS_CHANGING = new Set(["now", "turn", "spot_ends", "rolling_ends"]);

export function show(turn) {
  byId("inside").replaceChildren(...(turn ? parts(turn) : [make("p", { class: "empty" }, "Say something, and see what becomes of it.")]));
}

function parts(turn) {
  const { details, reply } = turn;
  return [
    part("Heard", make("p", { class: "quote" }, turn.heard || "nothing: time passed")),
    part(details.request === "IntentRequest" ? "Intent" : "Request", make("p", {}, code(details.intent ?? details.request)), slots(details.slots)),
    details.event && part("Event", make("p", {}, code(details.event), details.topic ? make("span", { class: "topic" }, ` answered by ${details.topic}`) : null)),
    part("State", changes(details.changes, turn.at)),
    part("Reply", ...replied(reply)),
    part("JSON", made(turn), json("Request, as it was signed", turn.sent), json("Response", turn.got)),
  ].filter(Boolean);
}

function part(title, ...inside) {
  return make("section", { class: "part" }, make("h3", {}, title), make("div", {}, ...inside.filter(Boolean)));
}

const code = (text) => make("code", {}, String(text));

function slots(found) {
  const filled = Object.entries(found);
  if (filled.length === 0) return null;
  return make("dl", { class: "slots" }, ...filled.flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, code(value))]));
}

function changes(found, at) {
  const shown = found.filter(({ before, after }) => before !== null || !isNothing(after));
  if (shown.length === 0) return make("p", { class: "empty" }, "unchanged");
  const rows = shown.sort((one, other) => ALWAYS_CHANGING.has(one.name) - ALWAYS_CHANGING.has(other.name));
  const head = make("tr", {}, ...["", "before", "after"].map((title) => make("th", { scope: "col" }, title)));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows.map((change) => row(change, at))));
}

/** Return whether *value* is what every new session begins with. */
const isNothing = (value) => !value || value.length === 0;

function row({ name, before, after }, at) {
  const cells = [make("th", { scope: "row" }, name), make("td", { class: "before" }, written(before, at)), make("td", { class: "after" }, written(after, at))];
  return make("tr", { class: ALWAYS_CHANGING.has(name) ? "ticking" : undefined }, ...cells);
}

const moment = (seconds) => `${seconds < 0 ? "−" : "+"}${Math.abs(seconds)} s`;

/** Return *value* as text; a timestamp is given in seconds from the time of the turn, *at*. */
function written(value, at) {
  if (value === null || value === "" || value?.length === 0) return "–";
  if (typeof value === "number") return value > SMALLEST_TIMESTAMP ? moment(Math.round(value - at)) : String(Math.round(value * 10) / 10);
  if (Array.isArray(value)) return value.map((part) => written(part, at)).join("; ");
  if (typeof value === "object") return Object.entries(value).map(([name, part]) => `${name} ${written(part, at)}`).join(", ");
  return String(value);
}

function replied({ said, reprompt, open, hold }) {
  const end = open ? "The microphone opens." : open === false ? "The session is over." : "The session stays as it is.";
  const counts = hold ? ` The screen counts ${hold[1]} s.` : "";
  return [
    said ? make("p", { class: "said" }, said) : make("p", { class: "empty" }, "says nothing"),
    reprompt ? make("p", { class: "said again" }, reprompt) : null,
    make("p", { class: "empty" }, end + counts),
  ];
}

function made({ status, milliseconds }) {
  const fine = status === 200;
  const text = fine ? `200, signed and verified, ${milliseconds} ms` : `${status}: refused`;
  return make("p", { class: fine ? "fine" : "wrong" }, text);
}

function json(title, value) {
  const details = make("details", {}, make("summary", {}, title));
  details.addEventListener("toggle", () => {
    if (details.open && !details.querySelector("pre")) details.append(make("pre", { tabIndex: 0 }, JSON.stringify(value, null, 2)));
  });
  return details;
}
