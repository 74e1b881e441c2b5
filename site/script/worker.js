// Python in a web worker: loads Pyodide and lossviz, and passes messages on to in_page.py.
//
// It is told by `python.json` what to load (see tools/site/python.py). What has come over the
// network is kept in the browser's cache storage, so the next page need not load it again.

/**
 * @typedef {{address: string, bytes: number, integrity?: string,
 *   use: "core" | "wheel" | "home"}} Piece
 * @typedef {{base: string, pieces: Piece[], cache: string}} Inventory
 * @typedef {any} Python   what loadPyodide gives
 */

const HOME = "/python";
// Shares of the time until Python is ready, as measured on a quick connection.
const LOADED = 0.5;
const UNPACKED = 0.7;

/** @type {Python} */
let inPage = null;
const network = self.fetch.bind(self);

/** @param {Record<string, any>} message */
const post = (message) => self.postMessage(message);

/** @param {number} share 0 … 1 @param {string} words */
const progress = (share, words) => post({ kind: "progress", share, words });

self.addEventListener("message", ({ data }) => {
  if (data.kind === "begin") begin(data.inventory, data.script).catch(fail);
  else act(data).catch((error) => post({ kind: "broken", words: String(error) }));
});

/** @param {unknown} error */
function fail(error) {
  post({ kind: "failed", words: error instanceof Error ? error.message : String(error) });
}

/** @param {Record<string, any>} message */
async function act({ kind, number, picture, key, message, name, args }) {
  if (kind === "open") {
    /** @param {string} said */
    const say = (said) => post({ kind: "said", number, message: JSON.parse(said) });
    await inPage.open_picture(number, picture, key, say);
    post({ kind: "opened", number });
  } else if (kind === "hear") {
    inPage.hear(number, JSON.stringify(message));
  } else if (kind === "close") {
    inPage.close(number);
  } else if (kind === "call") {
    const begun = () => post({ kind: "begun", number });
    post({ kind: "done", number, value: JSON.parse(inPage.call(name, JSON.stringify(args), begun)) });
  }
}

/** @param {Inventory} inventory @param {string} script where in_page.py is */
async function begin({ base, pieces, cache }, script) {
  const kept = await openCache(cache, pieces);
  let got = 0;
  const all = pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  /** @param {number} more */
  const count = (more) => {
    got += more;
    progress((LOADED * got) / all, `Loading Python: ${Math.round((100 * got) / all)} %`);
  };
  const arriving = new Map(pieces.map((piece) => [piece.address, load(piece, kept, count)]));
  for (const piece of arriving.values()) piece.catch(() => {}); // whoever needs it hears of it
  answerFetches(arriving);
  const code = network(script).then(checked);
  const { loadPyodide } = await import(`${base}pyodide.mjs`);
  const python = await loadPyodide({
    indexURL: base,
    env: { HOME, MPLBACKEND: "agg", MPLCONFIGDIR: `${HOME}/matplotlib` },
  });
  for (const { address, use } of pieces) {
    if (use === "core") continue;
    const bytes = await arriving.get(address);
    if (use === "wheel") python.unpackArchive(bytes, "wheel");
    else python.unpackArchive(bytes, "zip", { extractDir: HOME });
  }
  progress(UNPACKED, "Starting Python …");
  python.FS.writeFile(`${HOME}/in_page.py`, await (await code).text());
  inPage = python.pyimport("in_page");
  post({ kind: "ready" });
}

/**
 * Load a piece from what is kept, or over the network.
 * @param {Piece} piece @param {Cache | null} kept @param {(more: number) => void} count
 */
async function load({ address, integrity, bytes }, kept, count) {
  const old = await kept?.match(address);
  if (old) {
    count(bytes);
    return new Uint8Array(await old.arrayBuffer());
  }
  // A browser that checks says nothing before all is there, so we check where we can.
  const can = Boolean(self.crypto?.subtle);
  const response = checked(await network(address, can ? {} : { integrity }));
  const parts = [];
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    count(next.value.length);
  }
  const whole = new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (parts)).arrayBuffer());
  if (can && integrity && integrity !== (await integrityOf(whole))) {
    throw new Error(`${address} is not what this page was made with.`);
  }
  await kept?.put(address, new Response(whole)).catch(() => {}); // a full disk: loaded again next time
  return whole;
}

/**
 * Where pieces are kept from page to page. A browser may have no such place, or no room in it.
 * @param {string} name @param {Piece[]} pieces
 */
async function openCache(name, pieces) {
  try {
    const ours = (await caches.keys()).filter((other) => other.startsWith("lossviz-python"));
    await Promise.all(ours.filter((other) => other !== name).map((other) => caches.delete(other)));
    const cache = await caches.open(name);
    const wanted = new Set(pieces.map(({ address }) => address));
    for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
    return cache;
  } catch {
    return null;
  }
}

/**
 * Let Pyodide have what is arriving already, when it asks the network for it.
 * @param {Map<string, Promise<Uint8Array<ArrayBuffer>>>} arriving
 */
function answerFetches(arriving) {
  self.fetch = async (resource, options) => {
    const address = resource instanceof Request ? resource.url : String(resource);
    const piece = arriving.get(address);
    if (!piece) return network(resource, options);
    const type = address.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(await piece, { headers: { "Content-Type": type } });
  };
}

/** @param {Response} response */
function checked(response) {
  if (!response.ok) throw new Error(`${response.url} is missing (${response.status}).`);
  return response;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function integrityOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sha256-${btoa(String.fromCharCode(...digest))}`;
}
