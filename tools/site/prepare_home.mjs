// What Matplotlib writes into its folder at its first start, as JSON: node prepare_home.mjs
// CORE WHEEL…  The same Pyodide and the same wheels as in the pages, so it fits them.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [core, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
const python = await loadPyodide({
  indexURL: core,
  env: { HOME: "/home/pyodide", MPLBACKEND: "agg", MPLCONFIGDIR: "/home/pyodide/matplotlib" },
});
for (const wheel of wheels) python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
const prepared = python.runPython(`
import json, pathlib
import matplotlib.font_manager
home = pathlib.Path("/home/pyodide")
json.dumps({str(path.relative_to(home)): path.read_text() for path in home.rglob("fontlist*.json")})
`);
console.log(prepared);
