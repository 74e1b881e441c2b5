// Draws states of pictures as the pages' worker does, and prints what in_page.py says of each.

import { startPython, task } from "./pyodide_in_node.mjs";

const { pictures, ...what } = task();
const python = await startPython(what);
const inPage = python.pyimport("in_page");
/** @type {Record<string, string[]>} */
const said = {};
let number = 0;
for (const [name, keys] of Object.entries(pictures)) {
  said[name] = [];
  number += 1;
  /** @param {string} message */
  const post = (message) => said[name].push(message);
  await inPage.open_picture(number, name, "", post);
  const page = { page: "test", layout: "wide" };
  inPage.hear(number, JSON.stringify({ kind: "hello", ...page }));
  keys.forEach((key, i) => {
    inPage.hear(number, JSON.stringify({ kind: "ask", seq: i + 1, key, known: false, ...page }));
  });
  inPage.close(number);
}
console.log(JSON.stringify(said));
