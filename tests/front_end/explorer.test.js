// The front end's own arithmetic and book-keeping; what a person sees of it is tested in a browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import {
  Conversation,
  Drawing,
  FrameStore,
  KernelSource,
  between,
  handleAround,
  handleStep,
  handleTarget,
  heightAt,
  holesOf,
  keyOf,
  named,
  nearestPlace,
  numberOf,
  placesAround,
  placesOf,
  plain,
  pointsOf,
  typedPlace,
  valueAlong,
} from "../../lossviz/explorable/widgets/explorer.js";

const HERE = new URL("../../lossviz/explorable/", import.meta.url);

/** @param {string} text @returns {any} */
const frameSaying = (text) => [0, { 0: text }, [["words"]], []];

/** @param {string[]} texts @returns {any} */
const slider = (texts) => ({ name: "z", title: "start z", kind: "slider", texts, unit: "" });

test("a key holds the places", () => {
  assert.equal(keyOf([15, 300, 0]), "15,300,0");
  for (const places of [[15, 300, 0], [7], []]) assert.deepEqual(placesOf(keyOf(places)), places);
});

test("numbers are read as people write them", () => {
  const written = { "-1.5": -1.5, "−1.5": -1.5, " 2 ": 2, "+3": 3, ".5": 0.5, "1e-3": 0.001, "2e−2": 0.02 };
  for (const [text, number] of Object.entries(written)) assert.equal(numberOf(text), number, text);
  for (const text of ["", "2,5", "abc", "1 2", "0x10", "Infinity", "-", "1e"]) {
    assert.ok(Number.isNaN(numberOf(text)), text);
  }
});

test("the nearest place is found, and whether it is exact", () => {
  const texts = ["−1.0", "−0.5", "0.0", "0.5"];
  assert.deepEqual(nearestPlace(texts, -0.5), { place: 1, exact: true });
  assert.deepEqual(nearestPlace(texts, 0), { place: 2, exact: true });
  assert.deepEqual(nearestPlace(texts, 0.4), { place: 3, exact: false });
  assert.deepEqual(nearestPlace(texts, -99), { place: 0, exact: false });
  assert.equal(nearestPlace(["1e-07", "1e-06"], 1.01e-7).place, 0);
});

test("a typed value is taken, or refused with range and nearest place", () => {
  const parameter = slider(["-1.0", "-0.5", "0.0"]);
  assert.deepEqual(typedPlace(parameter, "−.5"), { place: 1 });
  assert.deepEqual(typedPlace({ ...parameter, unit: "nats" }, "-1 nats"), { place: 0 });
  const refused = [
    [typedPlace(parameter, "-0.6"), /^-0.6 is not .* from -1.0 to 0.0; .* nearest .* -0.5/],
    [typedPlace(parameter, "0,5"), /“0,5” is not a number; start z goes from -1.0 to 0.0/],
    [typedPlace(parameter, ""), /“” is not a number/],
  ];
  for (const [answer, pattern] of refused) {
    assert.match(/** @type {any} */ (answer).refusal, /** @type {RegExp} */ (pattern));
  }
});

test("a handle's map leads from the pointer to places, inside their range", () => {
  const grip = [100, 50, 10, 0.1, 0, 20, 0, -0.2];
  assert.deepEqual(handleTarget(grip, { x: 100, y: 50 }, [41, 41]), [10, 20]);
  assert.deepEqual(handleTarget(grip, { x: 120, y: 40 }, [41, 41]), [12, 22]);
  assert.deepEqual(handleTarget(grip, { x: 9999, y: 9999 }, [41, 41]), [40, 0]);
});

test("an arrow moves what follows it most by one place, with Shift by ten", () => {
  const plane = [100, 50, 10, 0.1, 0, 20, 0, -0.2];
  const [right, up] = [{ x: 1, y: 0 }, { x: 0, y: -1 }];
  assert.deepEqual(handleStep(plane, right, 1, [10, 20], [41, 41]), [11, 20]);
  assert.deepEqual(handleStep(plane, up, 1, [10, 20], [41, 41]), [10, 21]);
  assert.deepEqual(handleStep(plane, up, 10, [10, 35], [41, 41]), [10, 40]);
  const path = [0, 0, 5, 0.9, -0.001]; // nearly level, yet ↑ must move it
  assert.deepEqual(handleStep(path, up, 1, [5], [11]), [6]);
  const level = [0, 0, 5, 0.9, 0];
  assert.deepEqual(handleStep(level, up, 1, [5], [11]), [5]);
});

test("a glide passes numbers in between, and choices at once", () => {
  const parameters = [slider([]), { ...slider([]), kind: "choice" }];
  assert.deepEqual(between([0, 0], [10, 2], 0.5, parameters), [5, 2]);
  assert.deepEqual(between([0, 0], [10, 2], 1, parameters), [10, 2]);
});

test("the places around a hand stay on the scale", () => {
  assert.deepEqual(placesAround(1, 3), [[0], [1], [2]]);
  assert.equal(placesAround(50, 101).length, 21);
  const around = handleAround([100, 50, 10, 0.1, 0, 40, 0, -0.05], [41, 41]);
  assert.deepEqual(around[0], [8, 40]); // to the left and up, where the scale ends
  assert.deepEqual(around[4], [10, 40]);
  assert.deepEqual(around[8], [12, 39]);
});

test("what fills a hole is read as markup is", () => {
  assert.equal(plain("a &lt; b &amp;amp; &#8722;1 &#x2212;2 &quot;&unknown;"), 'a < b &amp; −1 −2 "&unknown;');
});

test("the store forgets what was not used for longest", () => {
  const store = new FrameStore(3);
  for (const key of ["a", "b", "c"]) store.put(key, frameSaying(key));
  store.get("a");
  store.put("d", frameSaying("d"));
  assert.deepEqual(["a", "b", "c", "d"].map((key) => store.has(key)), [true, false, true, true]);
  assert.equal(store.get("b"), undefined);
});

test("the store is bounded in characters, and counts them right", () => {
  const store = new FrameStore(100, 1000);
  for (let i = 0; i < 50; i++) store.put(String(i), frameSaying("x".repeat(100)));
  assert.ok(store.size > 3 && store.size < 10);
  assert.ok(store.characters <= 1000);
  store.put("49", frameSaying("short")); // in place of the long one
  const before = store.characters;
  store.put("49", frameSaying("short"));
  assert.equal(store.characters, before);
  store.clear();
  assert.deepEqual([store.size, store.characters], [0, 0]);
});

/** Nodes with as much of the DOM as holes need. @param {Record<string, string>} attributes */
const element = (attributes, /** @type {any[]} */ ...childNodes) => ({
  nodeType: 1,
  attributes: Object.values(attributes).map((nodeValue) => ({ nodeValue })),
  childNodes,
});
const text = (/** @type {string} */ nodeValue) => ({ nodeType: 3, nodeValue });

/** `<g a="0" b="1"><path d="2"/>3<text x="4">5</text></g>6` */
const nodes = () => [
  element({ a: "0", b: "1" }, element({ d: "2" }), text("3"), element({ x: "4" }, text("5"))),
  text("6"),
];

test("holes are numbered as the markup is read", () => {
  const root = /** @type {any} */ ({ childNodes: nodes() });
  assert.deepEqual(holesOf(root).map((hole) => hole.nodeValue), [..."0123456"]);
});

test("a frame changes what differs, and gives back what the skeleton has", () => {
  let parsed = 0;
  const root = {
    /** @type {any[]} */
    childNodes: [],
    set innerHTML(/** @type {string} */ _markup) {
      parsed += 1;
      this.childNodes = nodes();
    },
  };
  const drawing = new Drawing(/** @type {any} */ (root));
  const drawn = () => holesOf(/** @type {any} */ (root)).map((hole) => hole.nodeValue).join("");
  drawing.learn({ 4: "<g/>" });
  drawing.draw([4, { 2: "M", 5: "T" }, [], []]);
  assert.equal(drawn(), "01M34T6");
  drawing.draw([4, { 2: "L" }, [], []]);
  assert.equal(drawn(), "01L3456");
  drawing.draw([4, {}, [], []]);
  assert.equal(drawn(), "0123456");
  assert.equal(parsed, 1);
  drawing.draw(["<whole/>", {}, [], []]);
  assert.equal(parsed, 2);
  drawing.draw([4, {}, [], []]);
  drawing.learn({ 4: "<other/>" }); // a picture that begins anew numbers from 0 again
  drawing.draw([4, {}, [], []]);
  assert.equal(parsed, 4);
  assert.throws(() => drawing.draw([9, {}, [], []]), /skeleton 9/);
});

test("a curve is read at the pointer's x, on the branch that is near", () => {
  const points = pointsOf("M 0 10 L 10 0 L 20.5 -1.5e1 L 0 -20");
  assert.deepEqual(points[2], { x: 20.5, y: -15 });
  assert.equal(heightAt(points, 5, 4), 5);
  assert.ok(Math.abs(/** @type {number} */ (heightAt(points, 5, -30)) + 18.7805) < 1e-3);
  assert.equal(heightAt(points, 50, 0), null);
  assert.equal(valueAlong(["z", -4, 4, "linear"], 0.25), -2);
  assert.ok(Math.abs(valueAlong(["η", 0.01, 100, "log"], 0.75) - 10) < 1e-9);
});

/** A source that only writes down what it is sent. */
const listening = () => {
  /** @type {any[]} */
  const sent = [];
  /** @type {boolean[]} */
  const silences = [];
  const source = { start() {}, close() {}, send: (/** @type {any} */ m) => void sent.push(m) };
  const talk = new Conversation(source, (silent) => void silences.push(silent));
  const asked = () => sent.filter(({ kind }) => kind === "ask").map(({ seq }) => seq);
  return { talk, sent, silences, asked };
};
const wish = (/** @type {number} */ seq) => ({ seq, key: String(seq), known: false });

test("one question is under way, and then the newest wish", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { talk, sent, asked } = listening();
  talk.hello("narrow");
  for (const seq of [1, 2, 3]) talk.ask(wish(seq));
  assert.deepEqual(asked(), [1]);
  talk.settle(1);
  assert.deepEqual(asked(), [1, 3]);
  talk.settle(3);
  assert.deepEqual(asked(), [1, 3]);
  assert.ok(sent.every(({ page, layout }) => page === talk.page && layout === "narrow"));
});

test("silence is told after two seconds, a newer wish goes out, and an answer ends it", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { talk, silences, asked } = listening();
  talk.ask(wish(1));
  talk.ask(wish(2));
  t.mock.timers.tick(1999);
  assert.deepEqual([silences, asked()], [[], [1]]);
  t.mock.timers.tick(1);
  assert.deepEqual([silences, asked()], [[true], [1, 2]]);
  talk.settle(1); // late, and not what is waited for
  talk.ask(wish(3));
  assert.deepEqual([silences.at(-1), asked()], [false, [1, 2]]);
  talk.settle(2);
  assert.deepEqual(asked(), [1, 2, 3]);
  talk.settle(3);
  t.mock.timers.tick(9999);
  assert.equal(silences.at(-1), false);
});

test("a greeting that nobody answers is silence too", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { talk, silences } = listening();
  talk.hello("wide");
  t.mock.timers.tick(2000);
  talk.welcomed("wide");
  t.mock.timers.tick(9999);
  assert.deepEqual(silences, [true, false]);
});

test("a greeting that is lost is sent again, less and less often, until there is a welcome", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { talk, sent } = listening();
  talk.hello("wide");
  const after = [9999, 1, 19999, 1, 39999].map((milliseconds) => {
    t.mock.timers.tick(milliseconds);
    return sent.length;
  });
  assert.deepEqual(after, [1, 2, 2, 3, 3]);
  talk.welcomed("narrow"); // that of an earlier layout
  t.mock.timers.tick(1);
  assert.deepEqual(sent.length, 4);
  talk.welcomed("wide");
  t.mock.timers.tick(999999);
  assert.ok(sent.length === 4 && sent.every(({ kind }) => kind === "hello"));
});

test("nothing is sent to a source that is gone", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { talk, sent, silences } = listening();
  talk.end();
  talk.hello("wide");
  talk.ask(wish(1));
  talk.tell({ kind: "reset" });
  t.mock.timers.tick(9999);
  assert.deepEqual([sent, silences], [[], []]);
});

test("messages of a kernel are unpacked and stay in order", async () => {
  /** @type {any} */ (globalThis).MutationObserver = class {
    observe() {}
    disconnect() {}
  };
  /** @type {Map<string, any>} */
  const hearers = new Map();
  const model = {
    get() {},
    send() {},
    on: (/** @type {string} */ event, /** @type {any} */ f) => void hearers.set(event, f),
    off: (/** @type {string} */ event) => void hearers.delete(event),
  };
  const source = new KernelSource(model);
  const heard = await new Promise((resolve) => {
    /** @type {any[]} */
    const all = [];
    source.start((message) => all.push(message) === 3 && resolve(all));
    const hear = hearers.get("msg:custom");
    const packed = deflateSync(JSON.stringify({ kind: "stock", frames: {} }));
    hear({ deflated: true }, [new DataView(packed.buffer, packed.byteOffset, packed.length)]);
    hear({ kind: "answer" }, []);
    hear({ deflated: true }, [new DataView(new ArrayBuffer(3))]);
  });
  const kinds = heard.map((/** @type {any} */ { kind }) => kind);
  assert.deepEqual(kinds, ["stock", "answer", "refuse"]);
  source.close();
  assert.equal(hearers.size, 0);
});

// ---------------------------------------------------------------- colours of the style sheet

const css = readFileSync(new URL("widgets/explorer.css", HERE), "utf8");
const palette = readFileSync(new URL("style.py", HERE), "utf8").match(/(?<=^[A-Z]+ = "#)[0-9a-f]{6}/gm);

/** @param {string} colour six digits @returns {number} */
function luminance(colour) {
  const channels = [0, 2, 4].map((i) => parseInt(colour.slice(i, i + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {string} one @param {string} other */
function contrast(one, other) {
  const [dark, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

test("every colour of the pictures has a twin that can be read on dark paper", () => {
  assert.equal(palette?.length, 9);
  for (const colour of palette ?? []) {
    const twin = css.match(new RegExp(`--lossviz-${colour}: #([0-9a-f]{6})`))?.[1];
    assert.ok(twin, colour);
    if (colour === "e3e3e3") continue; // the grid should be seen, not read
    for (const paper of ["111111", "1e1e1e"]) assert.ok(contrast(twin, paper) >= 4.5, colour);
  }
});

test("a handle that is called like its parameter is not named twice", () => {
  assert.equal(named("bar A", "A, in parts 3"), "bar A: A, in parts 3");
  assert.equal(named("the start", "start z₀ 4.0"), "start z₀ 4.0");
  assert.equal(named("first start", "first start z₀ 1.5"), "first start z₀ 1.5");
});
