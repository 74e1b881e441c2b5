// What an explorer on a page is told: from stored frames, while Python is fetched, and by Python.
import assert from "node:assert/strict";
import { test } from "node:test";

import { ghostOf } from "../../site/script/ghost.js";
import { LOADING, PageSource } from "../../site/script/page_source.js";
import { Neighbours, written } from "../../site/script/stored_frames.js";

const parameters = [
  { name: "x", texts: Array.from({ length: 11 }, (_, i) => String(i)) },
  { name: "y", texts: Array.from({ length: 11 }, (_, i) => String(i)) },
];
/** @type {any} */
const DECLARATION = {
  live: false,
  parameters,
  presets: [{ label: "far", places: { x: 10 } }],
  handles: [{ label: "point", parameters: ["x", "y"] }],
};
/** @type {any} */
const ABOUT = { declaration: DECLARATION, starts: ["5,5"], way: 4 };

/** A page whose explorer knows no handle, so that 6,6 is neither stored nor near. */
const BARE = { about: { ...ABOUT, declaration: { ...DECLARATION, handles: [] } } };

/** All states on the lines through 5,5, of x every second. */
const KEYS = [
  ...[0, 2, 4, 5, 6, 8, 10].map((x) => `${x},5`),
  ...parameters[1].texts.map((y) => `5,${y}`),
];

/** @param {string[]} keys @returns {any} */
const storedFrames = (keys) => ({
  packed: { still: "<g/>", curves: {}, keys },
  skeletons: { 0: "<path/>" },
  has: (/** @type {string} */ key) => keys.includes(key),
  get: (/** @type {string} */ key) => (keys.includes(key) ? [0, {}, [[key]], []] : undefined),
  refusal: (/** @type {string} */ key) => (key === "0,0" ? "Not both." : undefined),
});

/** Python as the page sees it: `arrive` lets it come, `said` is what it has been told. */
class FakeEngine extends EventTarget {
  state = "off";
  progress = { share: 0, words: "" };
  starts = 0;
  /** @type {any[]} */
  said = [];
  /** @type {any} */
  listener = null;
  opened = "";
  closed = false;

  async start() {
    this.starts += 1;
    if (this.state === "off") this.become("loading");
  }

  /** @param {string} state @param {string} [words] */
  become(state, words = "") {
    this.state = state;
    this.progress = { share: 0, words };
    this.dispatchEvent(new Event("change"));
  }

  /** @param {string} picture @param {string} key */
  open(picture, key) {
    this.opened = key;
    return {
      start: (/** @type {any} */ listener) => (this.listener = listener),
      send: (/** @type {any} */ message) => this.said.push(message),
      close: () => (this.closed = true),
    };
  }
}

const HELLO = { kind: "hello", page: "a", layout: "wide" };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A source that has been greeted, what it has told, and its engine. */
async function opened({ keys = KEYS, engine = new FakeEngine(), frugal = false, byKey = false, gliding = false, about = ABOUT } = {}) {
  /** @type {any[]} */
  const told = [];
  const source = new PageSource("point", about, "5,5", {
    load: async () => storedFrames(keys),
    engine: /** @type {any} */ (engine),
    frugal,
    byKey: () => byKey,
    gliding: () => gliding,
    whenOnline: () => {},
  });
  source.start((message) => told.push(message));
  source.send(HELLO);
  await source.greeted;
  const ask = async (/** @type {string} */ key, seq = 1) => {
    source.send({ ...HELLO, kind: "ask", seq, key, known: false });
    await settled();
    return told.at(-1);
  };
  return { source, told, engine, ask };
}

test("a number is written as Python writes it", () => {
  const cases = /** @type {[number, number, string][]} */ ([
    [3500, 1, "350"],
    [1044, 1, "104.4"],
    [-5, 1, "-0.5"],
    [0, 1, "0"],
    [5, 3, "0.005"],
    [120, 3, "0.12"],
    [7, 0, "7"],
    [100, 0, "100"],
  ]);
  for (const [value, decimals, text] of cases) assert.equal(written(value, decimals), text);
});

test("the page is welcomed in its first state, with all that it needs", async () => {
  const { told } = await opened();
  const { kind, page, layout, key, frame, skeletons } = told[0];
  assert.deepEqual([kind, page, layout, key], ["welcome", "a", "wide", "5,5"]);
  assert.deepEqual(frame[2], [["5,5"]]);
  assert.deepEqual(skeletons, { 0: "<path/>" });
});

test("a stored state is answered at once, without a frame if the page has it", async () => {
  const { source, told, engine, ask } = await opened();
  const answer = await ask("8,5", 3);
  assert.deepEqual([answer.kind, answer.seq, answer.key, answer.frame[2]], ["answer", 3, "8,5", [["8,5"]]]);
  source.send({ ...HELLO, kind: "ask", seq: 4, key: "6,5", known: true });
  await settled();
  assert.equal(told.at(-1).frame, null);
  assert.equal(engine.starts, 0);
});

test("where a line was thinned out, the nearest state is shown", async () => {
  assert.equal((await (await opened()).ask("9,5")).key, "8,5");
  const far = await opened();
  await far.ask("0,5");
  assert.equal((await far.ask("3,5")).key, "2,5");
});

test("an arrow key always leads on, where it can", async () => {
  const { ask } = await opened({ byKey: true });
  assert.equal((await ask("6,5")).key, "6,5");
  assert.equal((await ask("7,5")).key, "8,5");
  assert.equal((await ask("9,5")).key, "10,5");
});

test("on the grid of a handle, what was left alone stays, and the nearest point is taken", () => {
  const grid = [0, 5, 10].flatMap((x) => [0, 5, 10].map((y) => `${x},${y}`));
  const neighbours = new Neighbours(ABOUT, grid);
  assert.equal(neighbours.nearest("8,1", "5,5", false), "10,0");
  assert.equal(neighbours.nearest("6,9", "5,10", false), "5,10");
  assert.equal(neighbours.nearest("6,10", "5,10", true), "10,10");
  assert.equal(neighbours.nearest("10,10", "10,10", true), "10,10");
  assert.equal(new Neighbours(BARE.about, KEYS).nearest("8,1", "5,5", false), null);
});

test("a refusal is told in the picture's own words, and nothing moves", async () => {
  const { source, told, ask } = await opened();
  const refusal = await ask("0,0", 7);
  assert.deepEqual([refusal.kind, refusal.seq, refusal.key, refusal.reason], ["refuse", 7, "5,5", "Not both."]);
  assert.equal(source.key, "5,5");
  assert.equal(told.length, 2);
});

test("frames around the hand and of the presets come at once", async () => {
  const { source, told } = await opened();
  source.send({ ...HELLO, kind: "warm", key: "5,5", parameters: ["y"], presets: true });
  await settled();
  const { kind, frames, last } = told.at(-1);
  assert.deepEqual([kind, last], ["stock", true]);
  assert.deepEqual(Object.keys(frames).sort(), ["10,5", ...parameters[1].texts.map((y) => `5,${y}`)].sort());
});

test("a glide passes the states that are stored on its way", async () => {
  const about = { ...ABOUT, starts: ["0,0", "10,4"] };
  const keys = ["0,0", "3,1", "5,2", "8,3", "10,4"]; // four parts, rounded
  const neighbours = new Neighbours(about, keys);
  assert.equal(neighbours.onTheWay("6,2"), "5,2");
  assert.equal(neighbours.onTheWay("9,4"), "10,4");
  assert.equal(neighbours.onTheWay("6,6"), null); // it leads elsewhere
  const { ask } = await opened({ keys: [...keys, "5,5"], about, gliding: true });
  assert.equal((await ask("7,3")).key, "8,3");
});

test("a glide never waits, even where nothing on its way is stored", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { ask, engine } = await opened({ ...BARE, gliding: true });
  assert.deepEqual([(await ask("5,8")).kind, (await ask("6,6", 2)).key], ["answer", "5,8"]);
  t.mock.timers.tick(5000);
  assert.equal(engine.starts, 0);
});

test("while a state that is not stored is held, the next wish need not wait", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { source, told, ask } = await opened(BARE);
  const held = await ask("6,6", 4);
  assert.deepEqual([held.kind, held.page, held.seq], ["wait", "a", 4]);
  assert.equal((await ask("8,5", 5)).key, "8,5");
  t.mock.timers.tick(5000);
  assert.equal(told.at(-1).kind, "answer");
  assert.equal(source.key, "8,5");
});

test("a state that is only passed through does not fetch Python", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { engine, source, told } = await opened(BARE);
  source.send({ ...HELLO, kind: "ask", seq: 1, key: "6,6", known: false });
  t.mock.timers.tick(300);
  source.send({ ...HELLO, kind: "ask", seq: 2, key: "8,5", known: false });
  await settled();
  t.mock.timers.tick(5000);
  assert.equal(engine.starts, 0);
  assert.equal(told.at(-1).key, "8,5");
});

test("a state that is not stored fetches Python, which then shows it", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { engine, source, told } = await opened(BARE);
  source.send({ ...HELLO, kind: "ask", seq: 1, key: "6,6", known: false });
  t.mock.timers.tick(1000);
  assert.equal(engine.starts, 1);
  assert.deepEqual([told.at(-1).kind, told.at(-1).reason], ["refuse", LOADING]);
  assert.equal(told.at(-1).key, "6,6"); // the controls stay where the hand has left them
  engine.become("ready");
  assert.equal(engine.opened, "6,6");
  assert.deepEqual(engine.said, [HELLO]);
  const welcome = { kind: "welcome", page: "a", layout: "wide", key: "6,6", frame: [] };
  engine.listener(welcome);
  assert.deepEqual(told.at(-2), welcome);
  assert.deepEqual([told.at(-1).kind, told.at(-1).seq], ["answer", 1]); // which ends the words of waiting
  assert.ok(source.live);
  source.send({ ...HELLO, kind: "ask", seq: 2, key: "7,7", known: false });
  assert.equal(engine.said.at(-1).key, "7,7");
});

test("who has moved on while Python came is greeted where the hand is now", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { engine, source, told } = await opened(BARE);
  source.send({ ...HELLO, kind: "ask", seq: 1, key: "6,6", known: false });
  t.mock.timers.tick(1000);
  engine.become("ready");
  source.send({ ...HELLO, kind: "ask", seq: 2, key: "8,5", known: false });
  await settled();
  engine.listener({ kind: "welcome", page: "a", layout: "wide", key: "6,6", frame: [] });
  assert.ok(!source.live);
  const [ask, hello] = engine.said.slice(-2);
  assert.deepEqual([ask.kind, ask.key, hello.kind], ["ask", "8,5", "hello"]);
  engine.listener({ kind: "answer", page: "a", layout: "wide", key: "8,5", seq: ask.seq, frame: [] });
  engine.listener({ kind: "welcome", page: "a", layout: "wide", key: "8,5", frame: [] });
  assert.ok(source.live);
  const last = told.slice(-2).map(({ kind, key }) => [kind, key]);
  assert.deepEqual(last, [["welcome", "8,5"], ["answer", "8,5"]]);
});

test("nothing large is loaded for who saves data, and the controls go back", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { engine, source, told } = await opened({ ...BARE, frugal: true });
  source.send({ ...HELLO, kind: "ask", seq: 1, key: "6,6", known: false });
  t.mock.timers.tick(1000);
  assert.equal(engine.starts, 0);
  assert.deepEqual([told.at(-1).kind, told.at(-1).key], ["refuse", "5,5"]);
  assert.match(told.at(-1).reason, /press “Run Python in this page”/);
});

test("when Python ends, what is stored goes on, and the reason is told", async () => {
  const { engine, source, told, ask } = await opened();
  engine.state = "ready";
  source.enliven();
  engine.listener({ kind: "welcome", page: "a", layout: "wide", key: "5,5", frame: [] });
  engine.listener({ kind: "answer", page: "a", layout: "wide", key: "7,7", seq: 2, frame: [] });
  assert.equal(source.key, "7,7");
  engine.become("ended", "Python was stopped.");
  await settled();
  assert.ok(engine.closed && !source.live);
  assert.deepEqual(told.slice(-2).map(({ kind }) => kind), ["welcome", "refuse"]);
  assert.equal(told.at(-2).key, "5,5"); // 7,7 is not stored
  assert.equal(told.at(-1).reason, "Python was stopped.");
  assert.equal((await ask("8,5", 9)).key, "8,5");
});

test("a failed download brings the controls back and says why", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { engine, source, told } = await opened(BARE);
  source.send({ ...HELLO, kind: "ask", seq: 1, key: "6,6", known: false });
  t.mock.timers.tick(1000);
  engine.become("failed", "No connection.");
  assert.deepEqual([told.at(-1).kind, told.at(-1).key, told.at(-1).reason], ["refuse", "5,5", "No connection."]);
});

test("a training waits for Python, and begins when it is there", async () => {
  const declaration = { ...DECLARATION, live: true };
  const { engine, source, told } = await opened({ keys: ["5,5"], about: { ...ABOUT, declaration } });
  assert.equal(told[0].state.running, false);
  source.send({ ...HELLO, kind: "do", action: "start" });
  assert.equal(engine.starts, 1);
  engine.become("ready");
  engine.listener({ kind: "wait", words: "epochs: 2 of 9" });
  assert.equal(source.preparing, "epochs: 2 of 9");
  engine.listener({ kind: "welcome", page: "a", layout: "wide", key: "5,5", frame: [] });
  assert.equal(engine.said.at(-1).action, "start");
  assert.equal(source.preparing, "");
});

test("a guess is on every frame, stored or Python's, and can be taken away", async () => {
  const { source, told, engine, ask } = await opened();
  const ghost = { wide: { drawing: "<i/>", words: " Your guess." } };
  source.keep(ghost);
  await settled();
  assert.deepEqual([told.at(-1).kind, told.at(-1).skeletons[0]], ["welcome", "<path/><i/>"]);
  assert.deepEqual((await ask("8,5")).frame[2], [["8,5"], [" Your guess."]]);
  engine.state = "ready";
  source.enliven();
  engine.listener({ kind: "welcome", page: "a", layout: "wide", key: "8,5", skeletons: { 0: "<b/>" }, frame: ["<b/>", {}, [["x"]], []] });
  const { skeletons, frame } = told.at(-2);
  assert.deepEqual([skeletons[0], frame[0], frame[2].length], ["<b/><i/>", "<b/><i/>", 2]);
  source.keep(null);
  assert.deepEqual(engine.said.at(-1), HELLO); // who greets again
  engine.listener({ kind: "welcome", page: "a", layout: "wide", key: "8,5", skeletons: { 0: "<b/>" }, frame: ["<b/>", {}, [["x"]], []] });
  assert.equal(told.at(-1).skeletons[0], "<b/>");
});

test("a guess between two that are stored is drawn and named between them", () => {
  /** @type {any} */
  const samples = { wide: [[0, '<a x="0" y="7"/>0', " 0."], [10, '<a x="5" y="7"/>10', " 10."], [20, "<b/>20", " 20."]] };
  const at = (/** @type {number} */ guess) => ghostOf(samples, guess, ["wide"])?.wide;
  assert.deepEqual(at(3), { drawing: '<a x="1.5" y="7"/>3', words: " 3." });
  assert.deepEqual(at(0), { drawing: '<a x="0" y="7"/>0', words: " 0." });
  assert.equal(at(12)?.drawing, '<a x="5" y="7"/>10'); // the other looks otherwise
  for (const none of [-1, 21, NaN]) assert.equal(ghostOf(samples, none, ["wide"]), null);
});

test("where there is no Python, a training says that it needs it", async () => {
  const about = { ...ABOUT, declaration: { ...DECLARATION, live: true } };
  const { source, told } = await opened({ keys: ["5,5"], about, engine: /** @type {any} */ (null) });
  source.send({ ...HELLO, kind: "do", action: "start" });
  assert.match(told.at(-1).reason, /^A training needs Python. Open the notebook/);
});

test("an address leads to a stored state at once, and to others through Python", async () => {
  const { engine, source, told } = await opened(BARE);
  source.go("8,5");
  assert.deepEqual([told.at(-1).kind, told.at(-1).key], ["push", "8,5"]);
  source.go("6,6");
  assert.equal(told.at(-1).reason, LOADING);
  engine.become("ready");
  assert.equal(engine.opened, "6,6");
});

test("frames that cannot be loaded are told of, and loaded when the connection is back", async () => {
  let online = () => {};
  let lost = true;
  /** @type {any[]} */
  const told = [];
  const source = new PageSource("point", ABOUT, "5,5", {
    load: async () => (lost ? Promise.reject(new Error("404")) : storedFrames(KEYS)),
    engine: null,
    frugal: false,
    byKey: () => false,
    gliding: () => false,
    whenOnline: (again) => (online = again),
  });
  source.start((message) => told.push(message));
  source.send(HELLO);
  await assert.rejects(source.greeted, /404/);
  assert.match(told[0].reason, /could not be loaded/);
  lost = false;
  online();
  await settled();
  assert.equal(told.at(-1).kind, "welcome");
});
