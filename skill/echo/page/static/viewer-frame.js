"use strict";
/*
 * Amazon's viewer in a frame of its own. The page sends it what to draw and the time, and it sends back each tap.
 *
 * The time is the device's, which may run faster and stand still. So this file replaces the clocks before the viewer
 * loads.
 */

const real = { now: performance.now.bind(performance), frame: requestAnimationFrame.bind(window) };
const time = { at: Date.now(), since: real.now(), rate: 1, last: 0 };

function now() {
  time.last = Math.max(time.last, time.at + (real.now() - time.since) * time.rate);
  return time.last;
}
Date.now = now;
performance.now = now;
window.requestAnimationFrame = (callback) => real.frame(() => callback(now()));

/* The viewer's style sheet names fonts on Amazon's servers, which this frame must not load and does not need. */
const text = document.createTextNode.bind(document);
document.createTextNode = (data) => text(String(data).replace(/@font-face\s*\{[^}]*\}/g, ""));

let renderer = null;
let ready = null;

async function started() {
  if (!Module.calledRun && !Module.RootConfig) await AplRenderer.initEngine();
  await Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 20px amazon-ember`)));
}

async function render({ document: apl, sources, viewport, at }) {
  ready ??= started();
  await ready;
  renderer?.destroy();
  Object.assign(time, { at, since: real.now(), last: 0 });
  const view = document.createElement("div");
  view.className = "screen";
  view.style.width = `${viewport.width}px`;
  view.style.height = `${viewport.height}px`;
  document.querySelector(".screen").replaceWith(view);

  const content = AplRenderer.Content.create(JSON.stringify(apl));
  content.addData("payload", JSON.stringify(sources));
  const isRound = viewport.shape === "ROUND";
  renderer = AplRenderer.default.create({
    content, view, mode: viewport.mode, theme: "dark", notLoadFonts: true,
    environment: { agentName: "virtual Echo", agentVersion: "1", allowOpenUrl: false, disallowVideo: true },
    viewport: { width: viewport.width, height: viewport.height, dpi: 160, shape: viewport.shape, isRound },
    utcTime: at, localTimeAdjustment: 0,
    logLevel: "warn",
    logTransport: (level, name, text) => send({ complaint: `${level} ${name}: ${text}` }),
    onSendEvent: (event) => send({ sent: event.arguments }),
    onFinish: () => {},
  });
  await renderer.init();
  send({ drawn: true });
}

const actions = {
  render,
  execute: ({ commands }) => renderer?.executeCommands(JSON.stringify(commands)),
  clock: ({ at, rate }) => Object.assign(time, { at, rate, since: real.now() }),
};

function send(what) {
  parent.postMessage(what, "*"); /* only the page may frame this file (frame-ancestors) */
}

let last = Promise.resolve();
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  last = last.then(() => actions[event.data.do](event.data)).catch((error) => send({ complaint: String(error) }));
});
addEventListener("load", () => send({ ready: true }));
