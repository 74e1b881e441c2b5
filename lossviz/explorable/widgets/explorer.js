// An explorer on a page: controls, handles, picture and sentence, and what they ask a source for.
//
// It does not know where frames come from. A source is a kernel (below), stored frames, or Python
// in a web worker; all speak the same messages. A frame is a function of the places of the
// controls, so a frame that has been here once is drawn again without asking anybody.

/**
 * @typedef {"wide" | "narrow"} Layout
 * @typedef {{name: string, title: string, kind: "slider" | "player" | "choice", texts: string[],
 *   unit: string, milliseconds?: number}} Parameter
 * @typedef {{label: string, places: Record<string, number>, tip?: string}} Preset
 * @typedef {{label: string, parameters: string[]}} HandleSpec
 * @typedef {{title: string, live: boolean, parameters: Parameter[], defaults: number[],
 *   presets: Preset[], actions: [string, string][], handles: HandleSpec[],
 *   sizes: Record<Layout, [number, number]>}} Declaration
 * @typedef {number[] | null} Grip   x, y, then g, a, b for each parameter; null: not there
 * @typedef {[string] | [string, string]} Piece   some words, and the colour they have
 * @typedef {[number | string, Record<string, string>, Piece[], Grip[]]} Frame
 * @typedef {[title: string, low: number, high: number, scale: "linear" | "log"]} Axis
 * @typedef {{name: string, box: [number, number, number, number], x: Axis, y: Axis}} Curve
 * @typedef {{seq: number, key: string, known: boolean}} Wish
 * @typedef {{x: number, y: number}} Point
 * @typedef {any} Message   a plain object with a kind; what each kind holds is told in `#receive`
 * @typedef {{start(listener: (message: Message) => void): void, send(message: Message): void,
 *   close(): void}} Source
 * @typedef {{get(name: string): any, send(message: any): void, on(event: string, f: any): void,
 *   off(event: string, f: any): void}} Model   what anywidget hands over
 */

const SVG = "http://www.w3.org/2000/svg";
export const WIDE_FROM = 600; // pixels
const COLUMNS_FROM = 820; // pixels that two columns of controls need
const ROW_FROM = 55; // letters of a choice that needs a row to itself
const PATIENCE = 2000; // milliseconds until silence is spoken of
const AGAIN = 10000; // milliseconds until a greeting is taken for lost; a busy kernel takes its time
const REST = 400; // milliseconds without a move until a screen reader hears the sentence
const HEARD = 5000; // milliseconds after which it has heard it
const GLIDE = 400; // milliseconds from one preset to the next
const QUICK = 100; // a round trip of so many milliseconds can keep up with a glide
const WARMING = 1000; // milliseconds after which a wish for frames around is taken for lost
const LAG = 250; // milliseconds that a film may catch up; what is more is lost
const REACH = 10; // places on a track that should be ready on each side of the hand
const STEPS = 2; // the same for a handle, in steps that move its fastest parameter by a place
const ENOUGH = 0.75; // the share of these that must be ready; some may not be drawable
const ROUNDS = 8; // of Newton's iteration for one move of the pointer
const CLOSER = 1e-6;

const SILENT =
  "No answer from Python yet: it may be busy, or have stopped. What has been shown before still " +
  "moves. If another cell is running, wait for it; if not, run this cell again.";
const GONE =
  "The kernel was restarted or has ended, so this explorer shows only what it has kept. " +
  "Run the cells above and then this one.";

// ---------------------------------------------------------------- places and keys

/** @param {readonly number[]} places */
export const keyOf = (places) => places.join(",");

/** @param {string} key */
export const placesOf = (key) => (key === "" ? [] : key.split(",").map(Number));

/** @param {number} place @param {number} count how many places there are */
export const clamp = (place, count) => Math.min(count - 1, Math.max(0, place));

/**
 * The number that a person has written, or NaN. A minus may be a hyphen or a real one.
 * @param {string} text
 */
export function numberOf(text) {
  const plain = text.trim().replace(/^[−–]/, "-").replace(/e[−–]/i, "e-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/**
 * The place whose number is nearest, and whether it is that very number.
 * @param {readonly string[]} texts what stands at each place @param {number} number
 * @returns {{place: number, exact: boolean}}
 */
export function nearestPlace(texts, number) {
  let place = 0;
  let least = Infinity;
  texts.forEach((text, i) => {
    const distance = Math.abs(numberOf(text) - number);
    if (distance < least) [place, least] = [i, distance];
  });
  return { place, exact: least <= 1e-9 * Math.max(1e-3, Math.abs(number)) };
}

/**
 * The place that somebody has typed, or why there is none.
 * @param {Parameter} parameter @param {string} typed
 * @returns {{place: number} | {refusal: string}}
 */
export function typedPlace({ title, texts, unit }, typed) {
  const words = typed.trim();
  const verbatim = texts.indexOf(words);
  if (verbatim >= 0) return { place: verbatim };
  const bare = unit && words.endsWith(unit) ? words.slice(0, -unit.length) : words;
  const number = numberOf(bare);
  const range = `from ${texts[0]} to ${texts[texts.length - 1]}`;
  if (Number.isNaN(number)) {
    return { refusal: `“${words}” is not a number; ${title} goes ${range}.` };
  }
  const { place, exact } = nearestPlace(texts, number);
  if (exact) return { place };
  const nearest = `the nearest value there is ${texts[place]}`;
  return { refusal: `${words} is not on this slider, which goes ${range}; ${nearest}.` };
}

/**
 * Where the pointer wants the parameters of a handle.
 * @param {readonly number[]} grip @param {Point} pointer @param {readonly number[]} counts
 */
export function handleTarget(grip, pointer, counts) {
  const [x, y] = grip;
  return counts.map((count, k) => {
    const [g, a, b] = grip.slice(2 + 3 * k, 5 + 3 * k);
    return clamp(Math.round(g + a * (pointer.x - x) + b * (pointer.y - y)), count);
  });
}

/**
 * Where an arrow key moves the parameters of a handle: the one that follows it most, by a place.
 * @param {readonly number[]} grip @param {Point} direction a unit step on the picture
 * @param {number} times @param {readonly number[]} places @param {readonly number[]} counts
 */
export function handleStep(grip, direction, times, places, counts) {
  const rates = places.map((_, k) => grip[3 + 3 * k] * direction.x + grip[4 + 3 * k] * direction.y);
  const most = Math.max(...rates.map(Math.abs));
  if (most < 1e-9) return [...places]; // it cannot go there
  return places.map((p, k) => clamp(p + Math.round((times * rates[k]) / most), counts[k]));
}

/**
 * Places on the way from one state to another: numbers in between, choices at once.
 * @param {readonly number[]} from @param {readonly number[]} to @param {number} share 0 … 1
 * @param {readonly Parameter[]} parameters
 */
export function between(from, to, share, parameters) {
  return to.map((end, i) =>
    parameters[i].kind === "choice" ? end : Math.round(from[i] + share * (end - from[i])),
  );
}

/**
 * The places that a hand on a track may want next.
 * @param {number} place @param {number} count how many there are
 */
export function placesAround(place, count) {
  const from = Math.max(0, place - REACH);
  const to = Math.min(count - 1, place + REACH);
  return Array.from({ length: to - from + 1 }, (_, k) => [from + k]);
}

/**
 * The places that a hand on a handle may want next: some steps to each side of where it is.
 * @param {readonly number[]} grip @param {readonly number[]} counts
 */
export function handleAround(grip, counts) {
  const rates = counts.flatMap((_, k) => [grip[3 + 3 * k], grip[4 + 3 * k]]);
  const step = STEPS / (Math.max(...rates.map(Math.abs)) || 1);
  const [x, y] = grip;
  const sides = [-step, 0, step];
  return sides.flatMap((dx) =>
    sides.map((dy) => handleTarget(grip, { x: x + dx, y: y + dy }, counts)),
  );
}

// ---------------------------------------------------------------- frames that are kept

/** Frames by their keys, bounded; what was not used for longest goes first. */
export class FrameStore {
  /** @type {Map<string, {frame: Frame, weight: number}>} */
  #kept = new Map();
  /** How many characters are kept. */
  characters = 0;

  /** @param {number} frames at most @param {number} characters at most */
  constructor(frames = 3000, characters = 6e6) {
    this.most = { frames, characters };
  }

  get size() {
    return this.#kept.size;
  }

  /** @param {string} key */
  has(key) {
    return this.#kept.has(key);
  }

  /** @param {string} key @returns {Frame | undefined} */
  get(key) {
    const entry = this.#kept.get(key);
    if (!entry) return undefined;
    this.#kept.delete(key); // to the young end
    this.#kept.set(key, entry);
    return entry.frame;
  }

  /** @param {string} key @param {Frame} frame */
  put(key, frame) {
    this.#drop(key);
    const weight = weightOf(frame);
    this.#kept.set(key, { frame, weight });
    this.characters += weight;
    for (const oldest of this.#kept.keys()) {
      if (this.size <= this.most.frames && this.characters <= this.most.characters) break;
      this.#drop(oldest);
    }
  }

  clear() {
    this.#kept.clear();
    this.characters = 0;
  }

  /** @param {string} key */
  #drop(key) {
    this.characters -= this.#kept.get(key)?.weight ?? 0;
    this.#kept.delete(key);
  }
}

/** @param {Frame} frame */
function weightOf([skeleton, changes, sentence]) {
  let weight = typeof skeleton === "string" ? skeleton.length : 8;
  for (const hole in changes) weight += changes[hole].length + 8;
  for (const [words] of sentence) weight += words.length;
  return weight;
}

// ---------------------------------------------------------------- the picture

/**
 * The holes of a drawing, in the order of its markup: values of attributes, and texts.
 * @param {Node} root its own attributes do not count
 * @returns {(Attr | Text)[]}
 */
export function holesOf(root) {
  /** @type {(Attr | Text)[]} */
  const holes = [];
  for (const node of root.childNodes) {
    if (node.nodeType === 3) holes.push(/** @type {Text} */ (node));
    if (node.nodeType !== 1) continue;
    holes.push(.../** @type {Element} */ (node).attributes, ...holesOf(node));
  }
  return holes;
}

const ENTITIES = /** @type {Record<string, string>} */ ({
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
});

/**
 * What a piece of markup says. What fills a hole comes as it stands in markup.
 * @param {string} markup
 */
export function plain(markup) {
  if (!markup.includes("&")) return markup;
  return markup.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal));
  });
}

/** What moves in a picture: some markup, of which only what differs is set anew. */
export class Drawing {
  /** @type {Map<number, string>} */
  skeletons = new Map();
  /** @type {number | string | null} */
  #skeleton = null;
  /** @type {(Attr | Text)[]} */
  #holes = [];
  /** @type {string[]} what the skeleton itself has in its holes */
  #own = [];
  /** @type {Record<string, string>} */
  #changes = {};

  /** @param {Element} root */
  constructor(root) {
    this.root = root;
  }

  forget() {
    this.skeletons.clear();
    this.#skeleton = null;
  }

  /** @param {Record<string, string>} [skeletons] by their ids */
  learn(skeletons) {
    for (const id in skeletons) {
      const other = this.skeletons.get(Number(id)) !== skeletons[id];
      if (other && Number(id) === this.#skeleton) this.#skeleton = null;
      this.skeletons.set(Number(id), skeletons[id]);
    }
  }

  /** @param {Frame} frame */
  draw([skeleton, changes]) {
    if (skeleton !== this.#skeleton) this.#begin(skeleton);
    for (const hole in this.#changes) if (!(hole in changes)) this.#fill(hole, this.#own[+hole]);
    for (const hole in changes) {
      if (changes[hole] !== this.#changes[hole]) this.#fill(hole, plain(changes[hole]));
    }
    this.#changes = changes;
  }

  /** @param {number | string} skeleton */
  #begin(skeleton) {
    const markup = typeof skeleton === "string" ? skeleton : this.skeletons.get(skeleton);
    if (markup === undefined) throw new Error(`skeleton ${skeleton} has never come`);
    this.root.innerHTML = markup;
    this.#skeleton = skeleton;
    this.#holes = typeof skeleton === "string" ? [] : holesOf(this.root);
    this.#own = this.#holes.map((hole) => hole.nodeValue ?? "");
    this.#changes = {};
  }

  /** @param {string} hole @param {string} value */
  #fill(hole, value) {
    this.#holes[+hole].nodeValue = value;
  }
}

/** The static layer, and over it what moves. */
class Picture {
  constructor() {
    // The sentence is the picture's name; its ticks and labels, one by one, would say nothing.
    const unheard = { "aria-hidden": "true" };
    this.still = vector("g", unheard);
    this.drawing = new Drawing(vector("g", unheard));
    this.svg = vector("svg", { role: "img", "aria-label": "" }, this.still, this.drawing.root);
    this.box = make("div", { class: "lossviz-picture" }, this.svg);
    /** @type {[number, number]} */
    this.size = [1, 1];
  }

  /** @param {[number, number]} size of the view box */
  resize(size) {
    this.size = size;
    this.box.style.aspectRatio = `${size[0]} / ${size[1]}`;
  }

  /** @param {string} still @param {Record<string, string>} skeletons */
  begin(still, skeletons) {
    this.svg.setAttribute("viewBox", `0 0 ${this.size[0]} ${this.size[1]}`);
    this.still.innerHTML = still;
    this.drawing.forget();
    this.drawing.learn(skeletons);
  }

  /** Where the pointer is, in units of the view box. @param {MouseEvent} event @returns {Point} */
  pointAt({ clientX, clientY }) {
    const { left, top, width } = this.box.getBoundingClientRect();
    const scale = this.size[0] / width;
    return { x: (clientX - left) * scale, y: (clientY - top) * scale };
  }

  /** Put something at a point of the view box. @param {HTMLElement} thing @param {Point} point */
  pin(thing, { x, y }) {
    thing.style.left = `${(100 * x) / this.size[0]}%`;
    thing.style.top = `${(100 * y) / this.size[1]}%`;
  }
}

// ---------------------------------------------------------------- reading curves

/**
 * The points of a path made of straight lines.
 * @param {string} d @returns {Point[]}
 */
export function pointsOf(d) {
  const numbers = (d.match(/-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?/gi) ?? []).map(Number);
  return Array.from({ length: numbers.length >> 1 }, (_, i) => ({
    x: numbers[2 * i],
    y: numbers[2 * i + 1],
  }));
}

/**
 * The height of a curve at x; where it is there more than once, the one nearest to y.
 * @param {readonly Point[]} points @param {number} x @param {number} y
 * @returns {number | null}
 */
export function heightAt(points, x, y) {
  /** @type {number | null} */
  let best = null;
  for (let i = 1; i < points.length; i++) {
    const [p, q] = [points[i - 1], points[i]];
    if (x < Math.min(p.x, q.x) || x > Math.max(p.x, q.x)) continue;
    const height = p.x === q.x ? q.y : p.y + ((x - p.x) / (q.x - p.x)) * (q.y - p.y);
    if (best === null || Math.abs(height - y) < Math.abs(best - y)) best = height;
  }
  return best;
}

/** @param {Axis} axis @param {number} share how far along it, 0 … 1 */
export function valueAlong([, low, high, scale], share) {
  return scale === "log" ? low * (high / low) ** share : low + share * (high - low);
}

/** @param {number} value */
function short(value) {
  const rounded = Number(value.toPrecision(3));
  return String(Math.abs(rounded) < 1e-12 ? 0 : rounded).replace(/-/g, "−");
}

/** Says what a curve's values are under the mouse. */
class Reader {
  /** @type {Record<string, Curve>} */
  curves = {};
  /** @type {Point | null} */
  #pointer = null;

  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.dot = make("div", { class: "lossviz-dot" });
    this.label = make("div", { class: "lossviz-value" });
    const layer = { class: "lossviz-reading", "aria-hidden": "true", hidden: "" };
    this.layer = make("div", layer, this.dot, this.label);
    picture.box.append(this.layer);
    picture.box.addEventListener("pointermove", (event) => {
      const reads = event.pointerType === "mouse" && event.buttons === 0;
      this.#pointer = reads ? picture.pointAt(event) : null;
      this.refresh();
    });
    picture.box.addEventListener("pointerleave", () => {
      this.#pointer = null;
      this.refresh();
    });
  }

  /** Say it anew, for the pointer or the picture has changed. */
  refresh() {
    const found = this.#pointer && this.#nearest(this.#pointer);
    this.layer.hidden = !found;
    if (!found) return;
    const { curve, x, y } = found;
    const [left, above, right, below] = curve.box;
    const xValue = valueAlong(curve.x, (x - left) / (right - left));
    const yValue = valueAlong(curve.y, (below - y) / (below - above));
    this.label.textContent =
      `${curve.name}: ${curve.x[0]} ${short(xValue)}, ${curve.y[0]} ${short(yValue)}`;
    this.picture.pin(this.dot, { x, y });
    this.picture.pin(this.label, { x, y });
    this.label.classList.toggle("lossviz-left", x > this.picture.size[0] / 2);
  }

  /** @param {Point} pointer */
  #nearest({ x, y }) {
    /** @type {{curve: Curve, x: number, y: number} | null} */
    let best = null;
    for (const id in this.curves) {
      const curve = this.curves[id];
      const [left, above, right, below] = curve.box;
      if (x < left || x > right || y < above || y > below) continue;
      for (const path of this.picture.svg.querySelectorAll(`g[data-curve="${id}"] path`)) {
        const height = heightAt(pointsOf(path.getAttribute("d") ?? ""), x, y);
        if (height === null || height < above || height > below) continue;
        if (!best || Math.abs(height - y) < Math.abs(best.y - y)) best = { curve, x, y: height };
      }
    }
    return best;
  }
}

// ---------------------------------------------------------------- controls

/**
 * What controls and handles ask of the explorer that they belong to.
 * @typedef {{move(changes: Record<string, number>): void, warm(parameters: string[], around: number[][]): void,
 *   refuse(words: string, near: HTMLElement): void, isDrawn(): boolean,
 *   placeOf(name: string): number, countOf(name: string): number,
 *   describe(names: string[]): string}} Host
 */

/** A track with places, and a field to type into. */
class RangeControl {
  /** What the picture shows; the field must never say another value at rest. */
  #drawn = "";

  /** @param {Parameter} parameter @param {Host} host */
  constructor(parameter, host) {
    this.parameter = parameter;
    this.host = host;
    const { name, title, texts, unit } = parameter;
    const last = texts.length - 1;
    this.range = make("input", { type: "range", min: "0", max: String(last), step: "1" });
    this.range.setAttribute("aria-label", title);
    this.field = make("input", { type: "text", class: "lossviz-field", spellcheck: "false" });
    this.field.setAttribute("autocomplete", "off");
    this.field.setAttribute("aria-label", `${title}, type a value`);
    this.field.style.width = `${Math.max(...texts.map((text) => text.length)) + 2}ch`;
    const label = make("span", { class: "lossviz-label", "aria-hidden": "true" }, title);
    const shownUnit = unit && !title.includes(unit) ? unit : "";
    const value = make("span", { class: "lossviz-typed" }, this.field, shownUnit);
    this.track = make("span", { class: "lossviz-track" }, this.range);
    this.row = make("div", { class: "lossviz-control" }, label, this.track, value);
    this.row.addEventListener("pointerenter", () => this.warm());
    this.row.addEventListener("focusin", () => this.warm());
    this.range.addEventListener("input", () => this.move(Number(this.range.value)));
    this.field.addEventListener("change", () => this.#take(this.field.value));
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) this.#take(this.field.value);
      if (event.key === "Escape") this.field.value = this.#drawn;
    });
    this.field.addEventListener("focus", () => this.field.select());
  }

  /** @param {number} place */
  move(place) {
    this.host.move({ [this.parameter.name]: place });
    this.warm();
  }

  warm() {
    const { name, texts } = this.parameter;
    this.host.warm([name], placesAround(this.host.placeOf(name), texts.length));
  }

  /** @param {string} typed */
  #take(typed) {
    this.field.value = this.#drawn;
    if (typed.trim() === this.#drawn) return;
    const taken = typedPlace(this.parameter, typed);
    if ("place" in taken) this.move(taken.place);
    else this.host.refuse(taken.refusal, this.field);
  }

  /** Stand where the hand wants it. @param {number} place */
  stand(place) {
    const { texts, unit } = this.parameter;
    this.range.value = String(place);
    this.range.setAttribute("aria-valuetext", unit ? `${texts[place]} ${unit}` : texts[place]);
    this.row.style.setProperty("--lossviz-share", String(place / Math.max(1, texts.length - 1)));
  }

  /** Say what the picture shows. @param {number} place */
  read(place) {
    const untouched = this.field.value === this.#drawn;
    this.#drawn = this.parameter.texts[place];
    if (untouched || document.activeElement !== this.field) this.field.value = this.#drawn;
  }

  /** Only a film can be stopped. */
  pause() {}
}

/** A track that can be played like a film. */
class PlayerControl extends RangeControl {
  /** @type {number | null} */
  #request = null;
  #since = 0;

  /** @param {Parameter} parameter @param {Host} host */
  constructor(parameter, host) {
    super(parameter, host);
    this.button = make("button", { type: "button", class: "lossviz-play" });
    this.button.addEventListener("click", () => (this.#request ? this.pause() : this.play()));
    this.track.prepend(this.button);
    this.row.classList.add("lossviz-player");
    this.#label("Play");
  }

  play() {
    this.#label("Pause");
    if (this.#atEnd()) this.move(0);
    this.warm();
    this.#since = performance.now();
    this.#request = requestAnimationFrame(this.#tick);
  }

  pause() {
    if (this.#request) cancelAnimationFrame(this.#request);
    this.#request = null;
    this.#label("Play");
  }

  /** @param {number} now */
  #tick = (now) => {
    this.#request = requestAnimationFrame(this.#tick);
    const beat = this.parameter.milliseconds ?? 60;
    // No step is left out because its picture is late, or the page was in the background.
    const drawn = this.host.isDrawn();
    this.#since = Math.max(this.#since, now - (drawn ? Math.max(LAG, beat) : beat));
    const steps = Math.floor((now - this.#since) / beat);
    if (drawn && steps > 0) this.#advance(steps, beat);
  };

  /** @param {number} steps @param {number} beat */
  #advance(steps, beat) {
    this.#since += steps * beat;
    const { name } = this.parameter;
    this.move(clamp(this.host.placeOf(name) + steps, this.host.countOf(name)));
    if (this.#atEnd()) this.pause();
  }

  #atEnd() {
    return this.host.placeOf(this.parameter.name) === this.parameter.texts.length - 1;
  }

  /** @param {"Play" | "Pause"} word */
  #label(word) {
    this.button.setAttribute("aria-label", `${word} ${this.parameter.title}`);
    this.button.dataset.does = word.toLowerCase();
  }
}

/** One of some words. */
class ChoiceControl {
  /** @param {Parameter} parameter @param {Host} host */
  constructor(parameter, host) {
    const { name, title, texts } = parameter;
    // Each explorer has this module to itself, so counting would give two groups the same name.
    const shared = `lossviz-choice-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
    this.radios = texts.map((_, place) => {
      const radio = make("input", { type: "radio", name: shared, value: String(place) });
      radio.addEventListener("change", () => host.move({ [name]: place }));
      return radio;
    });
    const words = texts.map((text) => make("span", {}, text));
    const options = this.radios.map((radio, i) => make("label", {}, radio, words[i]));
    const legend = make("legend", { class: "lossviz-label" }, title);
    const buttons = make("div", { class: "lossviz-options" }, ...options);
    const group = make("fieldset", { role: "radiogroup" }, legend, buttons);
    this.row = make("div", { class: "lossviz-control" }, group);
    // A button is about five letters wider than its word.
    this.row.classList.toggle("lossviz-long", texts.join("_____").length > ROW_FROM);
    const warm = () => host.warm([name], placesAround(host.placeOf(name), texts.length));
    this.row.addEventListener("pointerenter", warm);
    this.row.addEventListener("focusin", warm);
  }

  /** @param {number} place */
  stand(place) {
    this.radios[place].checked = true;
  }

  read() {}
  pause() {}
}

/** @param {Parameter} parameter @param {Host} host */
function controlFor(parameter, host) {
  const kinds = { slider: RangeControl, player: PlayerControl, choice: ChoiceControl };
  return new kinds[parameter.kind](parameter, host);
}

// ---------------------------------------------------------------- handles

const ARROWS = /** @type {Record<string, Point>} */ ({
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
});

/** A point of the picture that can be grabbed. */
class Handle {
  /** @type {Grip} */
  #grip = null;
  /** @type {Point | null} from the grip to the pointer, while grabbed */
  #offset = null;
  /** @type {Point | null} where the grip should go */
  #target = null;
  #nearest = Infinity;
  #rounds = 0;

  /** @param {HandleSpec} spec @param {Picture} picture @param {Host} host */
  constructor(spec, picture, host) {
    this.spec = spec;
    this.picture = picture;
    this.host = host;
    this.counts = spec.parameters.map((name) => host.countOf(name));
    this.button = make("button", { type: "button", class: "lossviz-handle", hidden: "" });
    this.button.setAttribute("aria-roledescription", "handle");
    picture.box.append(this.button);
    this.button.addEventListener("pointerenter", () => this.#warm());
    this.button.addEventListener("focus", () => this.#warm());
    this.button.addEventListener("pointerdown", (event) => this.#grab(event));
    this.button.addEventListener("pointermove", (event) => this.#pull(event));
    this.button.addEventListener("lostpointercapture", () => this.#release());
    this.button.addEventListener("keydown", (event) => this.#step(event));
  }

  /** Stand where a frame says. @param {Grip} grip */
  stand(grip) {
    this.#grip = grip;
    this.button.hidden = grip === null;
    if (grip === null) return;
    this.picture.pin(this.button, { x: grip[0], y: grip[1] });
    const { label, parameters } = this.spec;
    this.button.setAttribute("aria-label", named(label, this.host.describe(parameters)));
  }

  /** Go on towards the pointer, if what is shown now has come closer to it. */
  follow() {
    if (!this.#target || !this.#grip || this.#rounds >= ROUNDS) return;
    const distance = Math.hypot(this.#grip[0] - this.#target.x, this.#grip[1] - this.#target.y);
    if (distance >= this.#nearest - CLOSER) return;
    this.#nearest = distance;
    this.#rounds += 1;
    this.#move(handleTarget(this.#grip, this.#target, this.counts));
  }

  /** @param {number[]} places */
  #move(places) {
    this.host.move(Object.fromEntries(this.spec.parameters.map((name, k) => [name, places[k]])));
    this.#warm();
  }

  #warm() {
    if (this.#grip) this.host.warm(this.spec.parameters, handleAround(this.#grip, this.counts));
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (!this.#grip || event.button !== 0) return;
    this.button.setPointerCapture(event.pointerId);
    this.button.focus({ preventScroll: true });
    this.button.classList.add("lossviz-grabbed");
    const pointer = this.picture.pointAt(event);
    this.#offset = { x: pointer.x - this.#grip[0], y: pointer.y - this.#grip[1] };
  }

  /** @param {PointerEvent} event */
  #pull(event) {
    if (!this.#offset) return;
    const pointer = this.picture.pointAt(event);
    this.#target = { x: pointer.x - this.#offset.x, y: pointer.y - this.#offset.y };
    this.#nearest = Infinity;
    this.#rounds = 0;
    this.follow();
  }

  #release() {
    this.#offset = null;
    this.#target = null;
    this.button.classList.remove("lossviz-grabbed");
  }

  /** @param {KeyboardEvent} event */
  #step(event) {
    const direction = ARROWS[event.key];
    if (!direction || !this.#grip || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); // the page would scroll
    const places = this.spec.parameters.map((name) => this.host.placeOf(name));
    const times = event.shiftKey ? 10 : 1;
    this.#move(handleStep(this.#grip, direction, times, places, this.counts));
  }
}

/**
 * What a handle is called: its label and its parameters, unless these begin with the same words.
 * @param {string} label @param {string} parameters
 */
export function named(label, parameters) {
  return parameters.startsWith(label.replace(/^the /, "")) ? parameters : `${label}: ${parameters}`;
}

// ---------------------------------------------------------------- words

/**
 * The sentence: for the eye at once, for the ear when the picture has moved and come to rest. It is
 * the picture's name as well, so it leaves the status line when it has been heard: whoever reads the
 * page from top to bottom must not meet it twice.
 */
class Words {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #text = "";

  /** @param {(sentence: string) => void} atRest */
  constructor(atRest) {
    this.atRest = atRest;
    this.shown = make("p", { class: "lossviz-sentence", "aria-hidden": "true" });
    this.spoken = make("p", { class: "lossviz-spoken", role: "status", "aria-live": "polite" });
    this.notice = new Notice();
    const parts = [this.shown, this.spoken, this.notice.line];
    this.box = make("div", { class: "lossviz-below" }, ...parts);
  }

  /** @param {Piece[]} pieces @param {boolean} quiet do not speak, for it goes on and on */
  say(pieces, quiet) {
    const text = pieces.map(([words]) => words).join("");
    if (text !== this.#text) this.shown.replaceChildren(...pieces.map(coloured));
    this.#text = text;
    clearTimeout(this.#timer);
    if (!quiet) this.#timer = setTimeout(() => this.#speak(), REST);
  }

  #speak() {
    this.settle();
    this.spoken.textContent = this.#text;
    this.#timer = setTimeout(() => (this.spoken.textContent = ""), HEARD);
  }

  /** The picture is at rest; this is no news. */
  settle() {
    this.hush();
    this.spoken.textContent = "";
    this.atRest(this.#text);
  }

  hush() {
    clearTimeout(this.#timer);
  }
}

/** @param {Piece} piece */
function coloured([words, colour]) {
  if (!colour) return words;
  const span = make("span", {}, words);
  span.style.color = `var(--lossviz-${colour.slice(1)}, ${colour})`;
  return span;
}

/** What has gone wrong: one line, over room that is there anyway. */
class Notice {
  #kind = "";

  constructor() {
    this.line = make("p", { class: "lossviz-notice", role: "alert" });
  }

  /** @param {string} kind what must happen before it goes @param {string} words */
  say(kind, words) {
    if (this.#kind === "gone") return; // nothing is more important
    this.#kind = kind;
    this.line.textContent = words;
    this.line.classList.remove("lossviz-beside");
    this.line.style.top = "";
  }

  /** Say it below a field. @param {string} words @param {HTMLElement} field */
  beside(words, field) {
    this.say("typed", words);
    const root = /** @type {HTMLElement} */ (this.line.offsetParent ?? document.body);
    const below = field.getBoundingClientRect().bottom - root.getBoundingClientRect().top;
    this.line.classList.add("lossviz-beside");
    this.line.style.top = `${below + 4}px`;
  }

  /** @param {string[]} kinds */
  clear(...kinds) {
    if (!kinds.includes(this.#kind)) return;
    this.#kind = "";
    this.line.textContent = "";
    this.line.classList.remove("lossviz-beside");
  }
}

// ---------------------------------------------------------------- asking the source

/** One question at a time; of what is wished meanwhile, only the newest counts. */
export class Conversation {
  page = Math.random().toString(36).slice(2);
  /** @type {Layout} */
  layout = "wide";
  /** How many milliseconds the last question took; of the first, the best is hoped. */
  roundTrip = 0;
  silent = false;
  over = false;
  #asked = { seq: 0, at: 0 };
  #waiting = false;
  #greeting = false;
  /** @type {Wish | null} */
  #next = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;

  /** @param {Source} source @param {(silent: boolean) => void} onSilence */
  constructor(source, onSilence) {
    this.source = source;
    this.onSilence = onSilence;
  }

  /** Whether a wish has been sent and may still be answered soon. */
  get busy() {
    return this.#waiting && !this.silent;
  }

  /** @param {Layout} layout */
  hello(layout) {
    if (this.over) return;
    this.layout = layout;
    this.#greet(AGAIN);
    this.#listen();
  }

  /** A question that is lost is asked anew by the next move; without a welcome there is none. */
  #greet(/** @type {number} */ patience) {
    this.#greeting = true;
    this.tell({ kind: "hello" });
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#greet(2 * patience), patience);
  }

  /** @param {Wish} wish */
  ask(wish) {
    if (this.#waiting) this.#next = wish;
    else this.#send(wish);
  }

  /** Send what is not answered. @param {Message} message */
  tell(message) {
    if (!this.over) this.source.send({ ...message, page: this.page, layout: this.layout });
  }

  /** The source has said something to this page. */
  hear() {
    clearTimeout(this.#timer);
    if (this.silent) this.onSilence((this.silent = false));
    if (this.#waiting || this.#greeting) this.#listen();
  }

  /** @param {Layout} layout */
  welcomed(layout) {
    if (layout === this.layout) {
      this.#greeting = false;
      clearTimeout(this.#again);
    }
    this.hear();
  }

  /** @param {number} seq what has been answered */
  settle(seq) {
    if (this.#waiting && seq >= this.#asked.seq) {
      this.roundTrip = performance.now() - this.#asked.at;
      this.#waiting = false;
      this.#sendNext();
    }
    this.hear();
  }

  /** The source will not answer any more. */
  end() {
    this.over = true;
    this.#waiting = this.#greeting = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
  }

  /** @param {Wish} wish */
  #send(wish) {
    if (this.over) return;
    this.#waiting = true;
    this.#asked = { seq: wish.seq, at: performance.now() };
    this.tell({ kind: "ask", ...wish });
    this.#listen();
  }

  #sendNext() {
    const next = this.#next;
    this.#next = null;
    if (next) this.#send(next);
  }

  #listen() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.onSilence((this.silent = true));
      this.#waiting = false; // the question may be lost; a newer wish must not wait for it
      this.#sendNext();
    }, PATIENCE);
  }
}

// ---------------------------------------------------------------- the explorer

/** An explorer inside an element of a page. */
export class ExplorerView {
  /** @type {Frame | null} what is drawn */
  #frame = null;
  #drawnKey = "";
  #moves = 0; // numbers the wishes
  #shownMove = 0; // the wish that the picture has followed
  #running = false;
  /** @type {Layout | null} */
  #layout = null;
  /** @type {{stop(): void} | null} */
  #glide = null;
  /** The frames that were asked for last, where the controls were, and when they should be here. */
  #warming = { what: "", from: "", until: 0 };
  #store = new FrameStore();
  #cleanup = new AbortController();

  /** @param {HTMLElement} el @param {Declaration} declaration @param {Source} source */
  constructor(el, declaration, source) {
    this.el = el;
    this.declaration = declaration;
    this.source = source;
    this.places = [...declaration.defaults];
    this.picture = new Picture();
    this.reader = new Reader(this.picture);
    this.words = new Words((sentence) => this.picture.svg.setAttribute("aria-label", sentence));
    this.notice = this.words.notice;
    this.talk = new Conversation(source, (silent) => this.#onSilence(silent));
    this.controls = declaration.parameters.map((parameter) => controlFor(parameter, this));
    this.handles = declaration.handles.map((spec) => new Handle(spec, this.picture, this));
    this.presets = declaration.presets.map((preset) => this.#presetButton(preset));
    this.state = make("p", { class: "lossviz-state", role: "status" });
    const group = { class: "lossviz-root", role: "group", "aria-label": declaration.title };
    this.panel = this.#makePanel();
    this.root = make("div", group);
    el.classList.add("lossviz-explorer");
    el.replaceChildren(this.root);
    this.#standControls();
    this.#keepKeys();
    source.start((message) => this.#guard(() => this.#receive(message)));
    this.resizing = new ResizeObserver(() => requestAnimationFrame(() => this.#fit()));
    this.resizing.observe(el);
    this.#fit();
  }

  destroy() {
    this.#glide?.stop();
    this.controls.forEach((control) => control.pause());
    this.words.hush();
    this.talk.end();
    this.resizing.disconnect();
    this.#cleanup.abort();
    this.source.close();
    this.root.remove();
  }

  // -------------------------------------------------- what controls and handles ask for

  /** A hand has moved some parameters. @param {Record<string, number>} changes */
  move(changes) {
    if (this.#glide) this.#halt();
    this.#guard(() => this.#go(this.#placesWith(changes)));
  }

  /**
   * Have the frames around the hand ready.
   * @param {string[]} parameters @param {number[][]} around places that they may have next
   */
  warm(parameters, around) {
    const line = keyOf(this.#placesWith(Object.fromEntries(parameters.map((name) => [name, -1]))));
    const keys = around.map((places) =>
      keyOf(this.#placesWith(Object.fromEntries(parameters.map((name, k) => [name, places[k]])))),
    );
    this.#stock(line, keys, { parameters });
  }

  /** @param {string} words @param {HTMLElement} near */
  refuse(words, near) {
    this.notice.beside(words, near);
  }

  /** Whether it is on the way to where a button leads. */
  get gliding() {
    return this.#glide !== null;
  }

  /** Whether the picture shows what the controls say. */
  isDrawn() {
    return this.#drawnKey === keyOf(this.places);
  }

  /** @param {string} name */
  placeOf(name) {
    return this.places[this.#indexOf(name)];
  }

  /** @param {string} name */
  countOf(name) {
    return this.declaration.parameters[this.#indexOf(name)].texts.length;
  }

  /** What the picture shows of some parameters, in words. @param {string[]} names */
  describe(names) {
    const drawn = placesOf(this.#drawnKey);
    const words = names.map((name) => {
      const i = this.#indexOf(name);
      const { title, texts, unit } = this.declaration.parameters[i];
      return [title, texts[drawn[i]], unit].filter(Boolean).join(" ");
    });
    return words.join(", ");
  }

  // -------------------------------------------------- moving and showing

  /** @param {number[]} places @param {boolean} [passing] no more than a state on the way */
  #go(places, passing = false) {
    const key = keyOf(places);
    if (key === keyOf(this.places)) return;
    const frame = this.#store.get(key);
    if (!frame && this.talk.over) return this.#standControls(); // back to what can be shown
    this.#moves += 1;
    this.places = places;
    this.notice.clear("typed", "refused", "broken");
    this.#standControls();
    if (frame) this.#show(key, frame, this.#moves);
    if (!passing || !frame) this.talk.ask({ seq: this.#moves, key, known: frame !== undefined });
    this.#follow();
  }

  /** @param {string} key @param {Frame} frame @param {number} move the wish that it answers */
  #show(key, frame, move) {
    this.picture.drawing.draw(frame);
    this.#frame = frame;
    this.#shownMove = move;
    this.#read(key);
    this.words.say(frame[2], this.#running);
    this.handles.forEach((handle, i) => handle.stand(frame[3][i] ?? null));
    this.reader.refresh();
  }

  /** Say at the controls what the picture shows. @param {string} key */
  #read(key) {
    this.#drawnKey = key;
    const places = placesOf(key);
    this.controls.forEach((control, i) => control.read(places[i]));
  }

  #follow() {
    this.handles.forEach((handle) => handle.follow());
  }

  #standControls() {
    this.controls.forEach((control, i) => control.stand(this.places[i]));
    for (const { button, preset } of this.presets) {
      const active = keyOf(this.#placesWith(preset.places)) === keyOf(this.places);
      button.setAttribute("aria-pressed", String(active));
    }
  }

  /** Somebody else, or the source, says where the controls are. @param {string} key */
  #adopt(key) {
    this.places = placesOf(key);
    this.#standControls();
  }

  /**
   * Glide to a state through those in between, as far as they are at hand.
   * @param {number[]} end
   */
  #glideTo(end) {
    this.#glide?.stop();
    this.controls.forEach((control) => control.pause());
    this.notice.clear("typed", "refused");
    if (keyOf(end) === keyOf(this.places) && this.isDrawn()) return;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return this.#go(end);
    const begin = [...this.places];
    const start = performance.now();
    let request = 0;
    const stop = () => {
      cancelAnimationFrame(request);
      this.#glide = null;
    };
    /** @param {number} now */
    const step = (now) => {
      const share = Math.max(0, (now - start) / GLIDE);
      request = requestAnimationFrame(step);
      if (share >= 1) {
        stop();
        this.#arrive(end);
        return;
      }
      const eased = share * share * (3 - 2 * share);
      const places = between(begin, end, eased, this.declaration.parameters);
      const near = this.#store.has(keyOf(places)) || this.talk.roundTrip < QUICK;
      if (near) this.#go(places, true);
    };
    this.#glide = { stop };
    request = requestAnimationFrame(step);
  }

  /** A hand interrupts the glide. The source, which has not heard of all steps, learns where. */
  #halt() {
    this.#glide?.stop();
    if (!this.isDrawn()) return; // it has been asked for this state
    this.talk.tell({ kind: "ask", seq: this.#moves, key: keyOf(this.places), known: true });
  }

  /**
   * The end of a glide, of which the source learns even if the last step led here.
   * @param {number[]} end
   */
  #arrive(end) {
    if (keyOf(end) === keyOf(this.places)) this.#ask(this.isDrawn());
    else this.#go(end);
  }

  // -------------------------------------------------- what the source says

  /** @param {Message} message */
  #receive(message) {
    // A skeleton is sent once, to all pages, whoever has asked.
    if (message.layout === this.#layout) this.picture.drawing.learn(message.skeletons);
    const mine = [undefined, "*", this.talk.page].includes(message.page);
    if (!mine && message.kind !== "answer") return;
    if (!this.#isState(message.key)) throw new Error(`There is no state ${message.key}.`);
    switch (message.kind) {
      case "welcome":
        return this.#onWelcome(message);
      case "answer":
        return mine ? this.#onAnswer(message) : this.#onPush(message);
      case "stock":
        return this.#onStock(message);
      case "push":
        return this.#onPush(message);
      case "wait":
        return this.talk.settle(message.seq);
      case "refuse":
        return this.#onRefuse(message);
      case "state":
        return this.#onState(message);
      case "gone":
        return this.#onGone(message.reason);
    }
  }

  /**
   * Whether a key, if there is one, leads to places that the controls have.
   * @param {string | null | undefined} key
   */
  #isState(key) {
    if (key === undefined || key === null) return true;
    const places = placesOf(key);
    const { parameters } = this.declaration;
    const exist = (/** @type {Parameter} */ { texts }, /** @type {number} */ i) => places[i] in texts;
    return places.length === parameters.length && parameters.every(exist);
  }

  /** @param {Message} message still, skeletons, key, frame, and perhaps curves and state */
  #onWelcome(message) {
    this.talk.welcomed(message.layout);
    if (message.layout !== this.#layout) return; // another has been asked for meanwhile
    this.#store.clear(); // what was kept may look otherwise now
    this.picture.begin(message.still, message.skeletons);
    this.reader.curves = message.curves ?? {};
    if (message.state) this.#onState(message.state);
    this.#keep(message.key, message.frame);
    const idle = !this.talk.busy && !this.#glide;
    if (idle) this.#adopt(message.key);
    const moved = this.#drawnKey !== "" && this.#drawnKey !== message.key;
    this.#show(message.key, message.frame, this.#shownMove);
    if (!moved) this.words.settle(); // nobody waits for the words of explorers that only appear
    this.#warmPresets();
  }

  /** @param {Message} message seq, key, and the frame if it was not known */
  #onAnswer(message) {
    this.talk.settle(message.seq);
    const newest = message.seq === this.#moves;
    if (newest) this.notice.clear("refused");
    const frame = this.#learn(message);
    if (newest && message.key !== keyOf(this.places)) this.#adopt(message.key);
    if (message.seq < this.#shownMove) return; // a newer wish has been shown meanwhile
    if (frame) this.#show(message.key, frame, message.seq);
    else if (this.declaration.live) this.#read(message.key);
    else if (newest && !this.isDrawn() && !this.#showKept()) this.#ask(false);
    this.#follow();
  }

  /** @param {Message} message frames by their keys */
  #onStock(message) {
    this.talk.hear();
    if (message.layout !== this.#layout) return;
    for (const key in message.frames) this.#keep(key, message.frames[key]);
    if (message.last) this.#warming.until = 0;
    if (!this.isDrawn() && !this.declaration.live) this.#showKept();
  }

  /** @param {Message} message the key, and perhaps a frame for one of the layouts */
  #onPush(message) {
    this.talk.hear();
    const frame = this.#learn(message);
    const mine = this.talk.busy || this.#glide; // the hand on this page is heard after that one
    if (mine && !this.declaration.live) return;
    if (!mine) this.#adopt(message.key);
    if (frame) this.#show(message.key, frame, this.#moves);
    else if (mine) return;
    else if (!this.#showKept()) this.#ask(false);
    if (this.declaration.live && frame) this.#paint(message.count);
  }

  /** @param {Message} message the reason, seq of a question, and where the controls are drawn */
  #onRefuse({ seq, reason, key }) {
    if (seq) this.talk.settle(seq);
    else this.talk.hear(); // something else than a question has failed
    if (seq && seq !== this.#moves) return; // a newer wish decides
    this.controls.forEach((control) => control.pause());
    const place = key ?? this.#drawnKey;
    if (place && !this.talk.busy) this.#adopt(place);
    this.notice.say("refused", reason);
  }

  /** @param {{words: string, running: boolean}} state */
  #onState({ words, running }) {
    this.state.textContent = words;
    if (this.#running && !running && this.#frame) this.words.say(this.#frame[2], false);
    this.#running = running;
  }

  /** @param {string} reason */
  #onGone(reason) {
    this.talk.end();
    this.notice.say("gone", reason);
    if (this.#drawnKey) this.#adopt(this.#drawnKey);
  }

  /** @param {boolean} silent */
  #onSilence(silent) {
    if (silent) this.notice.say("silent", SILENT);
    else this.notice.clear("silent");
  }

  /**
   * Keep what a message brings, and return its frame if it is for this layout.
   * @param {Message} message
   */
  #learn(message) {
    if (message.layout !== this.#layout || !message.frame) return null;
    this.#keep(message.key, message.frame);
    return /** @type {Frame} */ (message.frame);
  }

  /** @param {string} key @param {Frame} frame */
  #keep(key, frame) {
    if (!this.declaration.live) this.#store.put(key, frame);
  }

  /** Show the frame that belongs to the controls, if it is kept. */
  #showKept() {
    const key = keyOf(this.places);
    const frame = this.#store.get(key);
    if (!frame) return false;
    this.#show(key, frame, this.#moves);
    this.#follow();
    return true;
  }

  /** Ask for the state that the controls are in already. @param {boolean} known */
  #ask(known) {
    this.#moves += 1;
    this.talk.ask({ seq: this.#moves, key: keyOf(this.places), known });
  }

  /**
   * Tell a training what has been painted, so that it does not run ahead of the page.
   * @param {number} count which of its frames this was
   */
  #paint(count) {
    const tell = () => this.talk.tell({ kind: "seen", count });
    // A page in the background paints nothing, and must not stop the training.
    if (document.hidden) setTimeout(tell);
    else requestAnimationFrame(tell);
  }

  /** Have the frames of the presets ready; those on the way there are left to the hand. */
  #warmPresets() {
    const keys = this.presets.map(({ preset }) => keyOf(this.#placesWith(preset.places)));
    this.#stock("presets", keys, { parameters: [], presets: true });
  }

  /**
   * Ask for frames ahead, unless most are here or the same are under way.
   * @param {string} what @param {string[]} keys @param {Message} wish
   */
  #stock(what, keys, wish) {
    const ready = keys.filter((key) => this.#store.has(key)).length;
    if (this.declaration.live || ready >= ENOUGH * keys.length) return;
    const [now, key] = [performance.now(), keyOf(this.places)];
    const { what: before, from, until } = this.#warming;
    if (what === before && (now < until || key === from)) return;
    this.#warming = { what, from: key, until: now + WARMING };
    this.talk.tell({ kind: "warm", key, ...wish });
  }

  // -------------------------------------------------- buttons, layout, keys

  /** What stands below each other: a phone has the picture first. @param {Layout} layout */
  #rows(layout) {
    const seen = [this.picture.box, this.words.box];
    return layout === "narrow" ? [...seen, this.panel] : [this.panel, ...seen];
  }

  #makePanel() {
    const { live, actions } = this.declaration;
    const controls = make("div", { class: "lossviz-controls" }, ...this.controls.map((c) => c.row));
    controls.classList.toggle("lossviz-single", this.controls.length === 1);
    const reset = make("button", { type: "button", class: "lossviz-reset" }, "Reset");
    reset.addEventListener("click", () => this.#reset());
    const presets = make("div", { class: "lossviz-buttons" });
    presets.append(...this.presets.map(({ button }) => button), reset);
    // Another control may have moved since their frames have come.
    presets.addEventListener("pointerenter", () => this.#warmPresets());
    presets.addEventListener("focusin", () => this.#warmPresets());
    const buttons = actions.map(([action, label]) => this.#actionButton(action, label));
    const transport = make("div", { class: "lossviz-buttons" }, ...buttons, this.state);
    const panel = make("div", { class: "lossviz-panel" }, controls, presets);
    if (live) panel.prepend(transport); // what one comes for
    return panel;
  }

  /** @param {Preset} preset */
  #presetButton(preset) {
    const { label, tip } = preset;
    const button = make("button", { type: "button", "aria-pressed": "false" }, label);
    if (tip) button.title = tip;
    button.addEventListener("click", () => {
      if (this.declaration.live) this.talk.tell({ kind: "press", label });
      else this.#guard(() => this.#glideTo(this.#placesWith(preset.places)));
    });
    return { button, preset };
  }

  /** @param {string} action @param {string} label */
  #actionButton(action, label) {
    const button = make("button", { type: "button", class: "lossviz-action" }, label);
    button.addEventListener("click", () => this.talk.tell({ kind: "do", action }));
    return button;
  }

  #reset() {
    if (this.declaration.live) this.talk.tell({ kind: "reset" });
    else this.#guard(() => this.#glideTo([...this.declaration.defaults]));
  }

  /** Choose the layout that the width has room for. */
  #fit() {
    const width = this.el.clientWidth;
    if (width === 0) return; // not on show yet
    this.root.dataset.columns = width >= COLUMNS_FROM ? "2" : "1";
    const layout = width >= WIDE_FROM ? "wide" : "narrow";
    if (layout === this.#layout) return;
    this.#layout = layout;
    this.root.dataset.layout = layout;
    this.root.append(...this.#rows(layout));
    this.picture.resize(this.declaration.sizes[layout]);
    this.#store.clear();
    this.#warming.what = "";
    this.talk.hello(layout);
  }

  /** Keep the keys that controls need from the notebook around, which has its own use for them. */
  #keepKeys() {
    const { signal } = this.#cleanup;
    for (const next of ["pointerdown", "keydown"]) {
      this.root.addEventListener(next, () => this.notice.clear("typed"), { capture: true });
    }
    this.root.addEventListener("keydown", (event) => {
      if (isOurs(event)) event.stopPropagation();
    });
    // JupyterLab listens at the document before the event comes down here, and spares elements
    // with this attribute, if the element that has the focus has it itself. Only the window is
    // asked earlier.
    const mark = (/** @type {KeyboardEvent} */ event) => {
      const target = /** @type {Element} */ (event.target);
      if (!this.root.contains(target)) return;
      target.toggleAttribute("data-lm-suppress-shortcuts", isOurs(event));
    };
    window.addEventListener("keydown", mark, { capture: true, signal });
  }

  /** @param {string} name */
  #indexOf(name) {
    return this.declaration.parameters.findIndex((parameter) => parameter.name === name);
  }

  /** @param {Record<string, number>} changes */
  #placesWith(changes) {
    return this.declaration.parameters.map(({ name }, i) => changes[name] ?? this.places[i]);
  }

  /**
   * Show an error to the learner, who would never look into the console.
   * @param {() => void} act
   */
  #guard(act) {
    try {
      act();
    } catch (error) {
      this.notice.say("broken", `This explorer has failed. ${error}`);
    }
  }
}

/** Whether a key is for a control: not what runs a cell, leaves it or belongs to the program. */
function isOurs(/** @type {KeyboardEvent} */ { key, shiftKey, ctrlKey, metaKey }) {
  return !(key === "Escape" || ctrlKey || metaKey || (key === "Enter" && shiftKey));
}

// ---------------------------------------------------------------- elements

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag @param {Record<string, string>} attributes @param {(Node | string)[]} children
 */
function vector(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
}

// ---------------------------------------------------------------- a kernel as the source

/** Frames from a Python kernel, through the widget's model. */
export class KernelSource {
  /** @type {(message: Message) => void} */
  #listener = () => {};
  #queue = Promise.resolve(); // what is packed takes longer, and must not be overtaken

  /** @param {Model} model */
  constructor(model) {
    this.model = model;
  }

  /** @param {(message: Message) => void} listener */
  start(listener) {
    this.#listener = listener;
    this.model.on("msg:custom", this.#hear);
    this.model.on("comm_live_update", this.#part);
  }

  /** @param {Message} message */
  send(message) {
    try {
      this.model.send(message);
    } catch {
      queueMicrotask(this.#part); // whoever sends goes on with what it does
    }
  }

  close() {
    this.model.off("msg:custom", this.#hear);
    this.model.off("comm_live_update", this.#part);
  }

  /** A model that is shown has its kernel; what changes is that it loses it. */
  #part = () => this.#listener({ kind: "gone", reason: GONE });

  /** @param {Message} content @param {BlobPart[]} buffers */
  #hear = (content, buffers) => {
    const unpacked = content.deflated ? inflate(buffers[0]) : content;
    this.#queue = this.#queue.then(async () => this.#listener(await unpacked));
  };
}

/** @param {BlobPart} packed @returns {Promise<Message>} */
async function inflate(packed) {
  try {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return await new Response(stream).json();
  } catch (error) {
    const reason = `A message could not be read. ${error}`;
    return { kind: "refuse", seq: null, key: null, reason };
  }
}

export default {
  /** @param {{model: Model, el: HTMLElement}} widget */
  render({ model, el }) {
    const view = new ExplorerView(el, model.get("declaration"), new KernelSource(model));
    return () => view.destroy();
  },
};
