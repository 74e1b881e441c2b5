// Pyodide with the pages' packages, without a browser.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const HOME = "/home/pyodide";

/**
 * @param {{core: string, wheels: string[], files?: Record<string, string>}} what the folder of
 *   Pyodide's core, wheels to unpack, and files to put at places of Pyodide's own disk
 * @returns {Promise<any>}
 */
export async function startPython({ core, wheels, files = {} }) {
  const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
  const python = await loadPyodide({
    env: { HOME, MPLBACKEND: "agg", MPLCONFIGDIR: `${HOME}/matplotlib` },
  });
  // Its unpacker takes no buffer of Node's own kind.
  for (const wheel of wheels) python.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel");
  for (const [place, file] of Object.entries(files)) {
    python.FS.writeFile(place, new Uint8Array(readFileSync(file)));
  }
  return python;
}

/** What the test that calls this program has written to its input. @returns {any} */
export const task = () => JSON.parse(readFileSync(0, "utf8"));
