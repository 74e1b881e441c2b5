// Calls a function in Pyodide, without a browser, and prints what it returns, all in JSON.
//
// Its input says where Pyodide's core is, which wheels to unpack, which Python files to take
// along, and the function's module, name and arguments.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const HOME = "/python";

// Node would show the line of Pyodide's script, which is a megabyte long.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

const { core, wheels, files, module, name, args } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
const python = await loadPyodide({
  env: { HOME, MPLBACKEND: "agg", MPLCONFIGDIR: `${HOME}/matplotlib` },
  stdout: console.error, // what is printed here is the answer and nothing else
});
// Pyodide's unpacker takes no buffer of Node's own kind.
for (const wheel of wheels) python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
for (const file of files) {
  python.FS.writeFile(`${HOME}/${basename(file)}`, new Uint8Array(readFileSync(file)));
}
python.globals.set("called", JSON.stringify({ module, name, args }));
const returned = await python.runPythonAsync(`
import importlib, inspect, json
called = json.loads(called)
module = importlib.import_module(called["module"])
returned = getattr(module, called["name"])(*called["args"])
json.dumps(await returned if inspect.isawaitable(returned) else returned)
`);
console.log(returned);
