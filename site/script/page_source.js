// What an explorer on a page asks for its frames: the stored ones, and Python once it is there.
//
// A state that is stored is answered at once. One that is not must wait for a moment, since a hand
// may only pass through it; if it stays, Python is fetched, and the explorer says so. From then on
// Python answers everything, until it ends. A glide passes through stored states only.

/**
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Message} Message
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Source} Source
 * @typedef {import("./engine.js").Engine} Engine
 * @typedef {import("./stored_frames.js").StoredFrames} StoredFrames
 * @typedef {import("./stored_frames.js").About} About
 * @typedef {import("./ghost.js").Ghost} Ghost
 */

import { haunted } from "./ghost.js";
import { Neighbours } from "./stored_frames.js";

const HOLD = 450; // milliseconds until a hand has come to rest
const OURS = 0; // numbers the questions that the view has not asked
const AHEAD = 40; // stored frames on each side of the hand that are handed over ahead

const NOT_STORED = "This state is not stored with the page.";
export const LOADING =
  `${NOT_STORED} Python is being loaded to draw it; the picture follows as soon as it is there.`;
const ON_REQUEST = `${NOT_STORED} To see it, press “Run Python in this page” below.`;
const NO_PYTHON = `${NOT_STORED} Open the notebook to see it.`;
const TRAINING_ELSEWHERE = "A training needs Python. Open the notebook to see it.";
const TRAINING = "A training needs Python, which is being loaded; it starts as soon as it is there.";
const TRAINING_ON_REQUEST = "A training needs Python. Press “Run Python in this page” below.";
const OFFLINE =
  "The frames for this width could not be loaded. Check the connection; they come when it is back.";

/** @implements {Source} */
export class PageSource extends EventTarget {
  /** @type {(message: Message) => void} */
  #listener = () => {};
  /** @type {Message | null} the page's last greeting, for whoever draws from then on */
  #hello = null;
  /** @type {Map<string, StoredFrames>} by layout */
  #stored = new Map();
  /** @type {Neighbours | null} */
  #neighbours = null;
  /** @type {{timer: ReturnType<typeof setTimeout>, message: Message} | null} */
  #held = null;
  /** @type {string | null} the state that Python is waited for */
  #wanted = null;
  #asked = 0; // the number of the view's last question
  /** @type {Message[]} what a training shall do once Python is there */
  #orders = [];
  /** @type {{source: Source, welcome: boolean} | null} */
  #python = null;
  /** @type {Ghost | null} what a guess adds to every frame */
  #ghost = null;
  /** @type {{resolve(): void, reject(error: unknown): void}} */
  #first = { resolve() {}, reject() {} };

  /**
   * @param {string} picture @param {About} about @param {string} key the first state
   * @param {{load(layout: string): Promise<StoredFrames>, engine: Engine | null,
   *   frugal: boolean, byKey(): boolean, gliding(): boolean, whenOnline(again: () => void): void}} page
   *   where frames come from, what draws others, whether nothing large is loaded unasked, whether
   *   the last move was one of the keyboard, whether the view is gliding, and who says that the
   *   connection is back
   */
  constructor(picture, about, key, page) {
    super();
    this.picture = picture;
    this.about = about;
    /** Where the picture is. */
    this.key = key;
    /** How far Python is with what takes long before this picture's first state. */
    this.preparing = "";
    this.page = page;
    /** @type {Promise<void>} until the view has its first picture; it fails if there is none */
    this.greeted = new Promise((resolve, reject) => (this.#first = { resolve, reject }));
  }

  /** Whether Python answers. */
  get live() {
    return this.#python?.welcome ?? false;
  }

  /** @param {(message: Message) => void} listener */
  start(listener) {
    this.#listener = listener;
    this.page.engine?.addEventListener("change", this.#onEngine);
  }

  close() {
    this.page.engine?.removeEventListener("change", this.#onEngine);
    this.#python?.source.close();
    this.#release();
  }

  /** @param {Message} message */
  send(message) {
    if (message.kind === "hello") this.#hello = message;
    if (message.kind === "ask") this.#asked = message.seq;
    if (this.#python && (this.live || message.kind === "hello")) this.#python.source.send(message);
    else if (message.kind === "hello") this.#greet(message);
    else if (message.kind === "ask") this.#answer(message);
    else if (message.kind === "warm") this.#warm(message);
    else if (message.kind !== "seen") this.#order(message);
  }

  /** Go to a state, as an address wants. @param {string} key */
  go(key) {
    const { page, layout } = this.#hello ?? {};
    if (this.live) this.#askPython(key);
    else if (this.#stored.get(layout)?.has(key)) this.#push(key);
    else this.#leave({ page, seq: null, key });
  }

  /** Let a guess stay on the picture as a ghost. @param {Ghost | null} ghost */
  keep(ghost) {
    if (ghost === this.#ghost) return;
    this.#ghost = ghost;
    if (!this.#hello) return;
    if (this.live) this.#python?.source.send(this.#hello);
    else if (!this.#python) this.#greet(this.#hello);
  }

  /** Say something at the explorer. @param {string} reason */
  say(reason) {
    this.#tell({ kind: "refuse", page: "*", seq: null, key: null, reason });
  }

  /** Let Python draw from now on, if it is there. */
  enliven() {
    const { engine } = this.page;
    if (this.#python || engine?.state !== "ready" || !this.#hello) return;
    const source = engine.open(this.picture, this.#wanted ?? this.key);
    this.#python = { source, welcome: false };
    source.start((message) => this.#hear(message));
    source.send(this.#hello);
  }

  // -------------------------------------------------- stored frames

  /** @param {Message} hello */
  async #greet({ page, layout }) {
    try {
      const frames = await this.#framesOf(layout);
      if (this.#python || this.#hello?.layout !== layout) return; // too late
      if (!frames.has(this.key)) this.key = this.about.starts[0];
      const { still, curves } = frames.packed;
      const state = this.about.declaration.live
        ? { state: { words: "Start brings Python, which trains it.", running: false } }
        : {};
      this.#tell({
        kind: "welcome",
        page,
        layout,
        still,
        curves,
        skeletons: frames.skeletons,
        key: this.key,
        frame: frames.get(this.key),
        ...state,
      });
      this.#first.resolve();
    } catch (error) {
      this.#first.reject(error);
      this.say(OFFLINE);
      this.page.whenOnline(() => this.#hello && this.send(this.#hello));
    }
  }

  /** @param {string} layout */
  async #framesOf(layout) {
    const frames = this.#stored.get(layout) ?? (await this.page.load(layout));
    this.#stored.set(layout, frames);
    this.#neighbours ??= new Neighbours(this.about, frames.packed.keys);
    return frames;
  }

  /** @param {Message} asked */
  #answer(asked) {
    this.#release();
    const { layout, page, seq } = asked;
    const frames = this.#stored.get(layout);
    if (!frames) return; // it is being loaded, and greets then
    const reason = frames.refusal(asked.key);
    if (reason) {
      this.#later({ kind: "refuse", page, seq, key: this.key, reason });
      return;
    }
    const key = frames.has(asked.key) ? asked.key : this.#nearest(asked.key);
    if (!key) {
      const timer = setTimeout(() => this.#leave(asked), HOLD);
      this.#held = { timer, message: asked };
      this.#later({ kind: "wait", page, seq }); // the next wish need not
      return;
    }
    const known = asked.known && key === asked.key;
    this.#wanted = null;
    this.key = key;
    this.#later({ kind: "answer", page, layout, seq, key, frame: known ? null : frames.get(key) });
  }

  /** The state that is stored in place of another. @param {string} key */
  #nearest(key) {
    if (this.about.declaration.live || !this.#neighbours) return null;
    if (!this.page.gliding()) return this.#neighbours.nearest(key, this.key, this.page.byKey());
    const near = this.#neighbours.onTheWay(key) ?? this.#neighbours.nearest(key, this.key, false);
    return near ?? this.key;
  }

  /** @param {Message} wish */
  #warm({ page, layout, key, parameters, presets }) {
    this.enliven();
    const frames = this.#stored.get(layout);
    if (!frames) return;
    const { declaration } = this.about;
    const places = key.split(",").map(Number);
    const moved = (/** @type {Record<string, number>} */ changes) =>
      declaration.parameters.map(({ name }, i) => changes[name] ?? places[i]).join(",");
    const keys = presets ? declaration.presets.map((preset) => moved(preset.places)) : [];
    if (parameters.length === 1) {
      const here = places[declaration.parameters.findIndex(({ name }) => name === parameters[0])];
      for (let i = -AHEAD; i <= AHEAD; i++) keys.push(moved({ [parameters[0]]: here + i }));
    }
    const stocked = keys.filter((key) => frames.has(key)).map((key) => [key, frames.get(key)]);
    const message = { kind: "stock", page, layout, last: true, frames: Object.fromEntries(stocked) };
    this.#later(message);
  }

  /** Show a stored state. @param {string} key */
  #push(key) {
    const { layout } = this.#hello ?? {};
    this.key = key;
    this.#tell({ kind: "push", layout, key, count: 0, frame: this.#stored.get(layout)?.get(key) });
  }

  #release() {
    if (this.#held) clearTimeout(this.#held.timer);
    this.#held = null;
  }

  // -------------------------------------------------- what is not stored

  /** The hand stays at a state that only Python can draw. @param {Message} asked */
  #leave({ page, seq, key }) {
    this.#held = null;
    const reason = this.#wake(LOADING, ON_REQUEST, NO_PYTHON);
    const waits = reason === LOADING;
    this.#wanted = waits ? key : null;
    // The controls stay where the hand wants them if the picture will follow.
    this.#tell({ kind: "refuse", page, seq, key: waits ? key : this.key, reason });
    this.enliven();
  }

  /** A button of a training. @param {Message} message */
  #order(message) {
    this.#orders.push(message);
    this.say(this.#wake(TRAINING, TRAINING_ON_REQUEST, TRAINING_ELSEWHERE));
    this.enliven();
  }

  /**
   * Fetch Python, and say what happens.
   * @param {string} loading @param {string} onRequest @param {string} elsewhere
   */
  #wake(loading, onRequest, elsewhere) {
    const { engine, frugal } = this.page;
    if (!engine) return elsewhere;
    if (engine.state === "failed" || engine.state === "ended") return engine.progress.words;
    if (engine.state === "off" && frugal) return onRequest;
    engine.start().catch(() => {}); // its state says so
    return loading;
  }

  // -------------------------------------------------- Python

  #onEngine = () => {
    const state = this.page.engine?.state;
    if (state === "ready" && (this.#wanted || this.#orders.length)) this.enliven();
    if (state === "failed" || state === "ended") this.#leavePython();
  };

  /** Have a state drawn that no question of the view is about. @param {string} key */
  #askPython(key) {
    const { page, layout } = this.#hello ?? {};
    this.#python?.source.send({ kind: "ask", page, layout, seq: OURS, key, known: false });
  }

  /** @param {Message} message */
  #hear(message) {
    if (message.kind === "gone") return; // the engine says so, and what is stored goes on
    if (!this.live) {
      this.#hearBefore(message);
      return;
    }
    if (message.key) this.key = message.key;
    const ours = message.kind === "answer" && message.seq === OURS;
    this.#tell(ours ? { ...message, kind: "push", count: 0 } : message);
  }

  /** What Python says before it has greeted the view in the state where the hand is by now. */
  #hearBefore(/** @type {Message} */ message) {
    if (!this.#python || !this.#hello) return;
    if (message.kind === "wait") {
      this.#prepare(message.words);
    } else if (message.kind === "refuse") {
      this.#prepare("");
      this.#wanted = null;
      this.#tell({ ...message, page: "*", seq: null, key: this.key });
    } else if (message.kind === "welcome") {
      this.preparing = "";
      const meant = this.#wanted ?? this.key;
      if (message.key !== meant || message.layout !== this.#hello.layout) {
        this.#askPython(meant);
        this.#python.source.send(this.#hello);
        return;
      }
      this.#python.welcome = true;
      [this.key, this.#wanted] = [meant, null];
      this.#tell(message);
      this.#tell({ ...message, kind: "answer", seq: this.#asked, frame: null }); // no word of waiting
      const held = this.#held?.message;
      this.#release();
      for (const next of [...(held ? [held] : []), ...this.#orders.splice(0)]) this.send(next);
      this.dispatchEvent(new Event("change"));
    }
  }

  /** Python computes what this picture begins with. @param {string} words how far it is */
  #prepare(words) {
    this.preparing = words;
    this.dispatchEvent(new Event("change"));
  }

  /** Python has failed or ended: go on with what is stored. */
  #leavePython() {
    this.preparing = "";
    const reason = this.page.engine?.progress.words ?? "";
    const waited = this.#wanted !== null || this.#orders.length > 0 || this.#python !== null;
    this.#python?.source.close();
    const greets = this.#python !== null && this.#hello;
    this.#python = null;
    this.#wanted = null;
    this.#orders = [];
    if (!waited) return;
    if (greets) this.#greet(greets).then(() => this.say(reason));
    else this.#tell({ kind: "refuse", page: "*", seq: null, key: this.key, reason });
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Message} message */
  #tell(message) {
    this.#listener(this.#ghost ? haunted(message, this.#ghost) : message);
  }

  /** Answer after the view has finished asking. @param {Message} message */
  #later(message) {
    queueMicrotask(() => this.#tell(message));
  }
}
