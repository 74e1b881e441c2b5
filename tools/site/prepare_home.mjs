// What Matplotlib writes into its folder at its first start, as JSON: node prepare_home.mjs
// CORE WHEEL…  The same Pyodide and the same wheels as in the pages, so it fits them. (What the
// compiler makes of all modules would save a second more, and be three megabytes to load.)

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [core, ...wheels] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
const python = await loadPyodide({
  env: { HOME: "/python", MPLBACKEND: "agg", MPLCONFIGDIR: "/python/matplotlib" },
  stderr: () => {}, // Matplotlib says that it takes a moment
});
for (const wheel of wheels) python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
const prepared = python.runPython(`
import json, pathlib
import matplotlib.font_manager
home = pathlib.Path("/python")
json.dumps({str(path.relative_to(home)): path.read_text() for path in home.rglob("fontlist*.json")})
`);
console.log(prepared);
