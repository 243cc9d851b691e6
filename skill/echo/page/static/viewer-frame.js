"use strict";
/*
 * Amazon's viewer, in a frame of its own. It is told what to draw and what time it is, and tells what was tapped.
 *
 * Time is the device's: it runs faster and stands still with it. So the clocks are ours, from before the viewer loads.
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

/* The viewer's style sheet names letters on Amazon's servers. None is needed, and this frame may not ask for them. */
const text = document.createTextNode.bind(document);
document.createTextNode = (data) => text(String(data).replace(/@font-face\s*\{[^}]*\}/g, ""));

let renderer = null;
let ready = null;

async function started() {
  if (!Module.calledRun && !Module.RootConfig) await AplRenderer.initEngine();
  await Promise.all([400, 700].map((weight) => document.fonts.load(`${weight} 20px amazon-ember`)));
}

async function render({ document: apl, sources, panel, at }) {
  ready ??= started();
  await ready;
  renderer?.destroy();
  Object.assign(time, { at, since: real.now(), last: 0 });
  const view = document.createElement("div");
  view.className = "screen";
  view.style.width = `${panel.width}px`;
  view.style.height = `${panel.height}px`;
  document.querySelector(".screen").replaceWith(view);

  const content = AplRenderer.Content.create(JSON.stringify(apl));
  content.addData("payload", JSON.stringify(sources));
  const isRound = panel.shape === "ROUND";
  renderer = AplRenderer.default.create({
    content, view, mode: panel.mode, theme: "dark", notLoadFonts: true,
    environment: { agentName: "desk", agentVersion: "1", allowOpenUrl: false, disallowVideo: true },
    viewport: { width: panel.width, height: panel.height, dpi: 160, shape: panel.shape, isRound },
    utcTime: at, localTimeAdjustment: 0,
    logLevel: "warn",
    logTransport: (level, name, text) => tell({ complaint: `${level} ${name}: ${text}` }),
    onSendEvent: (event) => tell({ sent: event.arguments }),
    onFinish: () => {},
  });
  await renderer.init();
  tell({ drawn: true });
}

const does = {
  render,
  execute: ({ commands }) => renderer?.executeCommands(JSON.stringify(commands)),
  clock: ({ at, rate }) => Object.assign(time, { at, rate, since: real.now() }),
};

function tell(what) {
  parent.postMessage(what, "*"); /* to whoever framed us, and only our page may (frame-ancestors) */
}

let last = Promise.resolve();
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  last = last.then(() => does[event.data.do](event.data)).catch((error) => tell({ complaint: String(error) }));
});
addEventListener("load", () => tell({ ready: true }));
