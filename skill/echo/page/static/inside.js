/** One turn from the inside: heard, intent, event, what changed, reply, and the JSON both ways. */

import { byId, make } from "./elements.js";

const MOMENT = 1e9; /* seconds since 1970: whatever is larger is a time of day, not a length */

/** What changes in every turn, by the clock or by counting. */
const TICKING = new Set(["now", "turn", "spot_ends", "rolling_ends"]);

export function show(turn) {
  byId("inside").replaceChildren(...(turn ? parts(turn) : [make("p", { class: "empty" }, "Say something, and see what becomes of it.")]));
}

function parts(turn) {
  const { inside, reply } = turn;
  return [
    part("Heard", make("p", { class: "quote" }, turn.heard || "nothing: time passed")),
    part(inside.request === "IntentRequest" ? "Intent" : "Request", make("p", {}, code(inside.intent ?? inside.request)), slots(inside.slots)),
    inside.event && part("Event", make("p", {}, code(inside.event), inside.topic ? make("span", { class: "topic" }, ` answered by ${inside.topic}`) : null)),
    part("State", changes(inside.changes, turn.at)),
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
  const told = found.filter(({ before, after }) => before !== null || !isNothing(after));
  if (told.length === 0) return make("p", { class: "empty" }, "unchanged");
  const rows = told.sort((one, other) => TICKING.has(one.name) - TICKING.has(other.name));
  const head = make("tr", {}, ...["", "before", "after"].map((title) => make("th", { scope: "col" }, title)));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows.map((change) => row(change, at))));
}

/** Say whether a new session's *value* is only what each begins with. */
const isNothing = (value) => !value || value.length === 0;

function row({ name, before, after }, at) {
  const cells = [make("th", { scope: "row" }, name), make("td", { class: "before" }, written(before, at)), make("td", { class: "after" }, written(after, at))];
  return make("tr", { class: TICKING.has(name) ? "ticking" : undefined }, ...cells);
}

const moment = (seconds) => `${seconds < 0 ? "−" : "+"}${Math.abs(seconds)} s`;

/** Write *value*; a moment is given in seconds from the turn's own, *at*. */
function written(value, at) {
  if (value === null || value === "" || value?.length === 0) return "–";
  if (typeof value === "number") return value > MOMENT ? moment(Math.round(value - at)) : String(Math.round(value * 10) / 10);
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
