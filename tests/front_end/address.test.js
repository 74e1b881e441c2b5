// Addresses of states: what is written can be read, and what is wrong names nothing.
import assert from "node:assert/strict";
import { test } from "node:test";

import { keyIn, splitHash, stateOf } from "../../site/script/address.js";

/** @type {any} */
const DECLARATION = {
  defaults: [1, 0, 0],
  parameters: [
    { name: "eta", texts: ["−0.50", "0.00", "0.15"] },
    { name: "loss", texts: ["cross-entropy", "squared error & more", "100 %"] },
    { name: "rate", texts: ["1e-05", "0.001", "10"] },
  ],
};

test("an address has the explorer before the question mark and its state behind it", () => {
  assert.deepEqual(splitHash("#two_starts?eta=0.15&start=1"), { id: "two_starts", state: "eta=0.15&start=1" });
  assert.deepEqual(splitHash("#Where-people-stumble"), { id: "Where-people-stumble", state: "" });
  assert.deepEqual(splitHash(""), { id: "", state: "" });
  assert.deepEqual(splitHash("#a?b?c"), { id: "a", state: "b?c" });
});

test("every state is read as it was written, in plain letters", () => {
  for (let a = 0; a < 3; a++) {
    for (let b = 0; b < 3; b++) {
      for (let c = 0; c < 3; c++) {
        const state = stateOf(DECLARATION, `${a},${b},${c}`);
        assert.match(state, /^[\w=&.+%-]+$/);
        assert.equal(keyIn(DECLARATION, state), `${a},${b},${c}`, state);
      }
    }
  }
  assert.equal(stateOf(DECLARATION, "0,0,1"), "eta=-0.50&loss=cross-entropy&rate=0.001");
});

test("numbers may be written otherwise, and what is not named is at its default", () => {
  assert.equal(keyIn(DECLARATION, "eta=-.5"), "0,0,0");
  assert.equal(keyIn(DECLARATION, "rate=0.0010"), "1,0,1");
  assert.equal(keyIn(DECLARATION, "rate=1e-05"), "1,0,0");
  assert.equal(keyIn(DECLARATION, ""), "1,0,0");
});

test("what is wrong or hostile names no state", () => {
  const wrong = [
    "eta=0.16",
    "eta=",
    "eta=NaN",
    "eta=Infinity",
    "eta=0x0",
    "eta=0.15&eta=0.15",
    "other=1",
    "__proto__=1",
    "constructor=0.15",
    "loss=<img src=x onerror=alert(1)>",
    `eta=${"0".repeat(500)}`,
    "%%%",
    "eta",
  ];
  for (const state of wrong) assert.equal(keyIn(DECLARATION, state), null, state);
  assert.equal(keyIn(DECLARATION, "eta=0.15&"), "2,0,0"); // an empty piece says nothing
});
