// Python in the page, seen from the page: a worker that does what the test says.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Engine } from "../../site/script/engine.js";

const PIECES = [
  { address: "./a.wasm", bytes: 3e6, compressed: 1e6 },
  { address: "./b.whl?1", bytes: 2e6 },
];
const INVENTORY = { base: "./", cache: "lossviz-python-0", scripts: 5e5, pieces: PIECES };

/** A worker without a thread. */
class FakeWorker {
  /** @type {any[]} */
  told = [];
  ended = false;
  /** @type {any} */
  onmessage = null;
  /** @type {any} */
  onerror = null;

  /** @param {any} message */
  postMessage(message) {
    this.told.push(message);
  }

  terminate() {
    this.ended = true;
  }

  /** @param {any} data */
  say(data) {
    this.onmessage({ data });
  }

  /** @param {string} kind */
  heard(kind) {
    return this.told.filter((message) => message.kind === kind);
  }
}

/** @type {FakeWorker[]} */
let workers = [];
/** @type {string[]} */
let kept = [];
let inventory = () => Response.json(INVENTORY);

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] }); // Node waits for those that nobody has mocked
  workers = [];
  kept = [];
  inventory = () => Response.json(INVENTORY);
  globalThis.fetch = async () => inventory();
  const cache = { keys: async () => kept.map((url) => ({ url })) };
  Object.assign(globalThis, { caches: { open: async () => cache } });
});
afterEach(() => mock.timers.reset());

function makeEngine() {
  return new Engine(() => {
    workers.push(new FakeWorker());
    return workers[workers.length - 1];
  });
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

async function readyEngine() {
  const engine = makeEngine();
  engine.start();
  await settled();
  workers[0].say({ kind: "ready" });
  return engine;
}

/** @param {Engine} engine @param {string} [key] */
function opened(engine, key) {
  const source = engine.open("two_starts", key);
  /** @type {any[]} */
  const heard = [];
  source.start((message) => heard.push(message));
  return { source, heard };
}

const ask = (/** @type {number} */ seq, /** @type {string} */ key) => ({ kind: "ask", seq, key });

test("nothing is loaded before it is asked for", () => {
  assert.equal(makeEngine().state, "off");
  assert.equal(workers.length, 0);
});

test("it weighs what the browser does not have yet", async () => {
  const engine = makeEngine();
  assert.equal(await engine.weigh(), 3.5);
  kept = (await keptOf(engine)).slice(0, 1);
  assert.equal(await engine.weigh(), 2.5);
  kept = await keptOf(engine);
  assert.equal(await engine.weigh(), 0);
});

/** The full addresses that a worker is told. @param {Engine} engine */
async function keptOf(engine) {
  engine.start();
  await settled();
  return workers[0].told[0].inventory.pieces.map((/** @type {any} */ piece) => piece.address);
}

test("it tells how far it is, and when it is there", async () => {
  const engine = makeEngine();
  /** @type {string[]} */
  const states = [];
  engine.addEventListener("change", () => states.push(`${engine.state} ${engine.progress.share}`));
  const started = engine.start();
  assert.equal(engine.start(), started);
  await settled();
  assert.equal(workers.length, 1);
  workers[0].say({ kind: "progress", share: 0.4, words: "Loading Python: 80 %" });
  assert.equal(engine.progress.words, "Loading Python: 80 %");
  workers[0].say({ kind: "ready" });
  await started;
  assert.deepEqual(states, ["loading 0", "loading 0.4", "ready 1"]);
});

test("what a page says while Python loads waits for it, and only the newest wish counts", async () => {
  const engine = makeEngine();
  const { source, heard } = opened(engine, "5,1");
  source.send({ kind: "hello" });
  source.send(ask(1, "6,1"));
  source.send({ kind: "warm", key: "6,1" });
  source.send(ask(2, "7,1"));
  source.send({ kind: "do", action: "start" });
  source.send({ kind: "do", action: "pause" });
  engine.start();
  await settled();
  assert.deepEqual(workers[0].heard("open"), []);
  workers[0].say({ kind: "ready" });
  const [open] = workers[0].heard("open");
  assert.deepEqual([open.picture, open.key], ["two_starts", "7,1"]);
  assert.deepEqual(workers[0].heard("hear"), []);
  workers[0].say({ kind: "opened", number: open.number });
  const told = workers[0].heard("hear").map(({ message }) => message.action ?? message.kind);
  assert.deepEqual(told, ["hello", "warm", "ask", "start", "pause"]);
  assert.equal(workers[0].heard("hear")[2].message.seq, 2);
  workers[0].say({ kind: "said", number: open.number, message: { kind: "answer" } });
  assert.deepEqual(heard, [{ kind: "answer" }]);
});

test("a source that is closed hears nothing more", async () => {
  const engine = await readyEngine();
  const { source, heard } = opened(engine);
  const [{ number }] = workers[0].heard("open");
  source.close();
  assert.equal(workers[0].heard("close")[0].number, number);
  workers[0].say({ kind: "said", number, message: { kind: "push" } });
  assert.deepEqual(heard, []);
});

test("two explorers of the same picture do not hear each other", async () => {
  const engine = await readyEngine();
  const [one, other] = [opened(engine), opened(engine)];
  const [, { number }] = workers[0].heard("open");
  workers[0].say({ kind: "said", number, message: { kind: "push" } });
  assert.deepEqual([one.heard, other.heard], [[], [{ kind: "push" }]]);
});

for (const [what, happen] of /** @type {[string, (worker: FakeWorker) => void][]} */ ([
  ["a piece cannot be had", (worker) => worker.say({ kind: "failed", words: "x.whl is missing" })],
  ["the worker's file is missing", (worker) => worker.onerror({ message: "" })],
])) {
  test(`when ${what}, it says so, and another try is a new one`, async () => {
    const engine = makeEngine();
    const started = engine.start();
    await settled();
    happen(workers[0]);
    await assert.rejects(started, /Python could not be loaded\. .* try again\./);
    assert.equal(engine.state, "failed");
    assert.match(engine.progress.words, /^Python could not be loaded\./);
    assert.ok(workers[0].ended);
    engine.start();
    await settled();
    workers[1].say({ kind: "ready" });
    assert.equal(engine.state, "ready");
  });
}

test("without its inventory it fails in words, and asks for it again the next time", async () => {
  inventory = () => new Response("", { status: 404 });
  const engine = makeEngine();
  await assert.rejects(engine.start(), /python\.json is missing/);
  assert.equal(engine.state, "failed");
  inventory = () => Response.json(INVENTORY);
  engine.start();
  await settled();
  assert.equal(workers[1].heard("begin").length, 1);
});

test("when nothing comes any more, it does not wait for ever", async () => {
  const engine = makeEngine();
  engine.start();
  await settled();
  mock.timers.tick(50_000);
  workers[0].say({ kind: "progress", share: 0.1, words: "" });
  mock.timers.tick(50_000);
  assert.equal(engine.state, "loading");
  mock.timers.tick(20_000);
  assert.equal(engine.state, "failed");
});

test("code that does not end ends the worker, and the explorers begin anew with the next", async () => {
  const engine = await readyEngine();
  const { source } = opened(engine);
  workers[0].say({ kind: "opened", number: workers[0].heard("open")[0].number });
  source.send({ kind: "hello" });
  source.send(ask(1, "9,9"));
  const checked = engine.check("1.4", "while True: pass");
  await settled();
  const [{ number, name, args }] = workers[0].heard("call");
  assert.deepEqual([name, args], ["check", { exercise: "1.4", code: "while True: pass" }]);
  mock.timers.tick(60_000); // not begun: another thing takes its time
  assert.equal(engine.state, "ready");
  workers[0].say({ kind: "begun", number });
  mock.timers.tick(11_000);
  await assert.rejects(checked, /still running after ten seconds/);
  assert.equal(engine.state, "ended");
  assert.ok(workers[0].ended);
  source.send(ask(2, "9,8"));
  engine.start();
  await settled();
  workers[1].say({ kind: "ready" });
  const [open] = workers[1].heard("open");
  assert.equal(open.key, "9,8");
  workers[1].say({ kind: "opened", number: open.number });
  assert.deepEqual(
    workers[1].heard("hear").map(({ message }) => message.kind),
    ["hello", "ask"],
  );
});

test("code that ends in time gives what it gives", async () => {
  const engine = await readyEngine();
  const ran = engine.call("run", { code: "1 + 1" });
  await settled();
  const [{ number }] = workers[0].heard("call");
  workers[0].say({ kind: "begun", number });
  workers[0].say({ kind: "done", number, value: { text: "2", right: null, error: "" } });
  assert.deepEqual(await ran, { text: "2", right: null, error: "" });
  mock.timers.tick(60_000);
  assert.equal(engine.state, "ready");
});

test("a crash of Python is told, whatever was running", async () => {
  const engine = await readyEngine();
  workers[0].say({ kind: "broken", words: "table index is out of bounds" });
  assert.equal(engine.state, "ended");
  assert.match(engine.progress.words, /stopped because of an error of its own/);
});

test("what an ended worker still says changes nothing", async () => {
  const engine = await readyEngine();
  const [old] = workers;
  old.say({ kind: "broken", words: "" });
  old.say({ kind: "ready" });
  assert.equal(engine.state, "ended");
});
