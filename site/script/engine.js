// Python in the page: one web worker that draws what no page has stored, and runs what you write.
//
// Nothing is loaded before somebody asks for it. Whoever wants to know how far it is listens to
// "change" and reads `state` and `progress`.

/**
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Message} Message
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Source} Source
 * @typedef {"off" | "loading" | "ready" | "failed" | "ended"} State
 * @typedef {{share: number, words: string}} Progress
 * @typedef {{text: string, right: boolean | null, error: string}} Ran
 * @typedef {{address: string, bytes: number, compressed?: number}} Piece
 * @typedef {{base: string, cache: string, scripts: number, pieces: Piece[]}} Inventory
 * @typedef {{postMessage(message: any): void, terminate(): void, onerror: any, onmessage: any}}
 *   Thread
 */

const INVENTORY = new URL("../../python/python.json", import.meta.url);
const WORKER = new URL("worker.js", import.meta.url);
const SCRIPT = new URL("in_page.py", import.meta.url);

const MEGA = 1e6;
const STALLED = 60_000; // milliseconds without a sign of life after which nothing will come
const LIMIT = 10_000; // milliseconds that a learner's code may take

const ENDED =
  "Your code was still running after ten seconds, so Python in this page was stopped. Is there a " +
  "loop without end? Mend it and run it again: Python starts anew.";
const CRASHED =
  "Python in this page has stopped because of an error of its own. What is stored still moves; " +
  "start Python again, or reload the page.";

/** Why Python has not come, in one sentence with what to do. @param {string} detail */
function excuse(detail) {
  if (globalThis.location?.protocol === "file:") {
    return "Python needs a web server, and this page was opened as a file. Call `make site-serve`.";
  }
  const remedy = "What is stored still moves. Check the connection, then try again";
  return `Python could not be loaded. ${remedy}. (${detail})`;
}

export class Engine extends EventTarget {
  /** @type {State} */
  state = "off";
  /** @type {Progress} how far the loading is, or what became of it */
  progress = { share: 0, words: "" };
  /** What starting it will transfer; 0 if the browser has it. */
  megabytes = 0;
  /** @type {Thread | null} */
  #worker = null;
  /** @type {Promise<Inventory> | null} */
  #inventory = null;
  /** @type {Promise<void> | null} */
  #starting = null;
  /** @type {{resolve(): void, reject(error: Error): void}} */
  #settle = { resolve() {}, reject() {} };
  /** @type {Map<number, EngineSource>} */
  #sources = new Map();
  /** @type {Map<number, {resolve(value: any): void, reject(error: Error): void}>} */
  #calls = new Map();
  #number = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #watch;

  /** @param {() => Thread} makeWorker */
  constructor(makeWorker = () => new Worker(WORKER, { type: "module" })) {
    super();
    this.makeWorker = makeWorker;
  }

  /** Find out what starting it will transfer. */
  async weigh() {
    const { cache, scripts, pieces } = await this.#read();
    const kept = await keptAddresses(cache);
    const wanted = pieces.filter(({ address }) => !kept.has(address));
    const sizes = wanted.map((piece) => piece.compressed ?? piece.bytes);
    if (wanted.length) sizes.push(scripts);
    this.megabytes = sizes.reduce((sum, size) => sum + size, 0) / MEGA;
    this.#change();
    return this.megabytes;
  }

  /** Load Python, unless that was begun; a new one where the old one has failed or ended. */
  start() {
    if (this.#starting) return this.#starting;
    const starting = new Promise((resolve, reject) => {
      this.#settle = { resolve: () => resolve(undefined), reject };
    });
    this.#starting = /** @type {Promise<void>} */ (starting);
    starting.catch(() => {}); // the state tells it; whoever awaits it hears it as well
    this.#become("loading", 0, "Loading Python …");
    this.#begin().catch((error) => this.#fail("failed", excuse(error.message)));
    return this.#starting;
  }

  /**
   * A source of frames for a picture, in the state of a key or in its first one.
   * @param {string} picture its name, such as "two_starts" @param {string} [key]
   * @returns {Source}
   */
  open(picture, key = "") {
    const number = ++this.#number;
    const source = new EngineSource(picture, key, {
      tell: (message) => this.#tell({ ...message, number }),
      close: () => this.#sources.delete(number),
    });
    this.#sources.set(number, source);
    if (this.state === "ready") source.begin();
    return source;
  }

  /**
   * Run the cell of an exercise, which calls `check` itself.
   * @param {string} exercise such as "1.4" @param {string} code @returns {Promise<Ran>}
   */
  check(exercise, code) {
    return this.call("check", { exercise, code });
  }

  /**
   * Call a function of in_page.py: "check" or "run". It rejects if Python ends before it is done.
   * @param {string} name @param {Record<string, any>} args @returns {Promise<any>}
   */
  async call(name, args) {
    await this.start();
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#calls.set(number, { resolve, reject });
      this.#tell({ kind: "call", number, name, args });
    });
  }

  async #begin() {
    const worker = this.makeWorker();
    this.#worker = worker;
    worker.onerror = (/** @type {ErrorEvent} */ event) => {
      event.preventDefault?.();
      const why = event.message || "a file of this site is missing";
      if (worker !== this.#worker) return;
      if (this.state === "loading") this.#fail("failed", excuse(why));
      else this.#fail("ended", CRASHED);
    };
    worker.onmessage = (/** @type {MessageEvent} */ { data }) => {
      if (worker === this.#worker) this.#hear(data);
    };
    this.#wait(STALLED, () => this.#fail("failed", excuse("nothing came for a minute")));
    const inventory = await this.#read();
    worker.postMessage({ kind: "begin", inventory, script: SCRIPT.href });
  }

  /** What is to be loaded, with full addresses. @returns {Promise<Inventory>} */
  #read() {
    this.#inventory ??= readInventory();
    this.#inventory.catch(() => (this.#inventory = null)); // ask again the next time
    return this.#inventory;
  }

  /** @param {Record<string, any>} said by the worker */
  #hear(said) {
    if (said.kind === "progress") {
      this.#wait(STALLED, () => this.#fail("failed", excuse("nothing came for a minute")));
      this.#become("loading", said.share, said.words);
    } else if (said.kind === "ready") {
      clearTimeout(this.#watch);
      this.megabytes = 0;
      this.#become("ready", 1, "Python is here: everything moves.");
      this.#settle.resolve();
      for (const source of this.#sources.values()) source.begin();
    } else if (said.kind === "failed") {
      this.#fail("failed", excuse(said.words));
    } else if (said.kind === "broken") {
      this.#fail("ended", CRASHED);
    } else if (said.kind === "said") {
      this.#sources.get(said.number)?.hear(said.message);
    } else if (said.kind === "opened") {
      this.#sources.get(said.number)?.flush();
    } else if (said.kind === "begun") {
      this.#wait(LIMIT, () => this.#fail("ended", ENDED));
    } else if (said.kind === "done") {
      clearTimeout(this.#watch);
      this.#calls.get(said.number)?.resolve(said.value);
      this.#calls.delete(said.number);
    }
  }

  /** @param {Record<string, any>} message */
  #tell(message) {
    if (this.state === "ready") this.#worker?.postMessage(message);
  }

  /** There is no Python any more. @param {State} state @param {string} words */
  #fail(state, words) {
    clearTimeout(this.#watch);
    this.#worker?.terminate();
    this.#worker = null;
    this.#starting = null;
    for (const { reject } of this.#calls.values()) reject(new Error(words));
    this.#calls.clear();
    for (const source of this.#sources.values()) source.rest();
    this.#settle.reject(new Error(words));
    this.#become(state, 0, words);
  }

  /** @param {State} state @param {number} share @param {string} words */
  #become(state, share, words) {
    this.state = state;
    this.progress = { share, words };
    this.#change();
  }

  #change() {
    this.dispatchEvent(new Event("change"));
  }

  /** @param {number} milliseconds @param {() => void} act unless something else happens before */
  #wait(milliseconds, act) {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(act, milliseconds);
  }
}

/** Frames of one explorer. What the page says before Python is there waits for it. */
class EngineSource {
  /** @type {(message: Message) => void} */
  #listener = () => {};
  /** @type {Message[]} */
  #waiting = [];
  /** @type {Message | null} so that another Python can greet the page again */
  #hello = null;
  #open = false;

  /**
   * @param {string} picture @param {string} key
   * @param {{tell(message: Record<string, any>): void, close(): void}} engine
   */
  constructor(picture, key, engine) {
    this.picture = picture;
    this.key = key;
    this.engine = engine;
  }

  /** @param {(message: Message) => void} listener */
  start(listener) {
    this.#listener = listener;
  }

  /** @param {Message} message */
  send(message) {
    if (message.kind === "hello") this.#hello = message;
    if (message.kind === "ask") this.key = message.key;
    if (this.#open) {
      this.engine.tell({ kind: "hear", message });
      return;
    }
    // Of what is meant to be seen, only the newest counts.
    const newest = ["hello", "ask", "warm"].includes(message.kind);
    if (newest) this.#waiting = this.#waiting.filter(({ kind }) => kind !== message.kind);
    this.#waiting.push(message);
  }

  close() {
    this.engine.tell({ kind: "close" });
    this.engine.close();
  }

  /** Python is there. */
  begin() {
    this.engine.tell({ kind: "open", picture: this.picture, key: this.key });
  }

  /** Python has this picture. */
  flush() {
    this.#open = true;
    for (const message of this.#waiting.splice(0)) this.send(message);
  }

  /** Python has gone. Should another one come, it begins as this one did. */
  rest() {
    this.#open = false;
    this.#waiting = this.#hello ? [this.#hello] : [];
  }

  /** @param {Message} message */
  hear(message) {
    this.#listener(message);
  }
}

/** @returns {Promise<Inventory>} */
async function readInventory() {
  const answer = await fetch(INVENTORY, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${INVENTORY.pathname} is missing`);
  /** @type {Inventory} */
  const { base, cache, scripts, pieces } = await answer.json();
  const full = (/** @type {string} */ address) => new URL(address, INVENTORY).href;
  return {
    base: full(base),
    cache,
    scripts,
    pieces: pieces.map((piece) => ({ ...piece, address: full(piece.address) })),
  };
}

/** @param {string} name of a cache @returns {Promise<Set<string>>} */
async function keptAddresses(name) {
  try {
    const cache = await caches.open(name);
    return new Set((await cache.keys()).map(({ url }) => url));
  } catch {
    return new Set();
  }
}

/** The one Python of a page. */
export const engine = new Engine();
