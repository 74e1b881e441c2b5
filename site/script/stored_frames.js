// Frames that were drawn when the site was built, unpacked as they are asked for.
//
// `tools/site/packing.py` says how they are packed: a column for each thing that changes, and in it
// each distinct text once, as a pattern and its numbers.

/**
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Declaration} Declaration
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Frame} Frame
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Curve} Curve
 * @typedef {import("./stored_images.js").PackedImages} PackedImages
 * @typedef {{declaration: Declaration, starts: string[], way: number}} About   what a picture's
 *   .json holds
 * @typedef {{at: number[], decimals: number, patterns: string[], used: number[], counts: number[],
 *   moves: number[]}} PackedColumn
 * @typedef {{still: string, curves: Record<string, Curve>, skeletons: string[], keys: string[],
 *   refusals: Record<string, string>, frames: number[],
 *   drawings: Record<string, Record<string, PackedColumn | PackedImages>>, words: PackedColumn[],
 *   grips: PackedColumn[]}} Packed   what a file holds
 */

import { ImageColumn } from "./stored_images.js";

const NUMBER = "\x01"; // in a pattern: a number
const RUN = "\x02"; // and as many points of a path as the next count says
const POINT = `L ${NUMBER} ${NUMBER}`;

/** @param {string} key */
const placesOf = (key) => key.split(",").map(Number);

/** Each number is a step from the one before it. @param {number[]} steps */
function summed(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

/**
 * A number as Python has written it: without zeros at its end.
 * @param {number} value in units of the last decimal @param {number} decimals
 */
export function written(value, decimals) {
  const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const rest = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${value < 0 ? "-" : ""}${whole}${rest && `.${rest}`}`;
}

/** What stands in one place of the drawing, for each of some frames. */
class Column {
  /** @type {{pattern: string, values: number[]}[] | null} each distinct text, taken apart */
  #texts = null;

  /** @param {PackedColumn} packed */
  constructor(packed) {
    this.packed = packed;
    this.at = summed(packed.at);
  }

  /** @param {number} index of a frame @returns {string | null} */
  text(index) {
    if (this.at[index] < 0) return null;
    this.#texts ??= this.#takenApart();
    const { pattern, values } = this.#texts[this.at[index]];
    const pieces = pattern.split(NUMBER);
    let text = pieces[0];
    for (let i = 0; i < values.length; i++) {
      text += written(values[i], this.packed.decimals) + pieces[i + 1];
    }
    return text;
  }

  /** The numbers follow from those of the text before, so all are read at once. */
  #takenApart() {
    const { patterns, used, counts, moves } = this.packed;
    const lengths = summed(counts);
    let [run, next] = [0, 0];
    /** @type {number[]} */
    let before = [];
    return summed(used).map((number) => {
      const pieces = patterns[number].split(RUN);
      let pattern = pieces[0];
      for (const piece of pieces.slice(1)) pattern += POINT.repeat(lengths[run++]) + piece;
      const count = pattern.split(NUMBER).length - 1;
      const values = Array(count);
      for (let i = 0; i < count; i++) {
        const known = i < before.length;
        let value = known ? before[i] : 0;
        if (i >= 2) value += values[i - 2] - (known ? before[i - 2] : 0);
        values[i] = value + moves[next++];
      }
      before = values;
      return { pattern, values };
    });
  }
}

/** @param {PackedColumn | PackedImages} packed */
function columnOf(packed) {
  return "images" in packed ? new ImageColumn(packed, summed(packed.at)) : new Column(packed);
}

/** The stored frames of one picture in one layout. */
export class StoredFrames {
  /** @type {Map<string, number>} */
  #numbers = new Map();
  /** @type {number[]} the skeleton of each frame */
  #skeletons;
  /** @type {number[]} which of the frames with its skeleton each frame is */
  #ordinals = [];
  /** @type {Map<number, [hole: string, column: Column | ImageColumn][]>} */
  #drawings = new Map();

  /** @param {Packed} packed */
  constructor(packed) {
    this.packed = packed;
    packed.keys.forEach((key, number) => this.#numbers.set(key, number));
    this.#skeletons = summed(packed.frames);
    /** @type {number[]} */
    const counts = [];
    for (const skeleton of this.#skeletons) {
      counts[skeleton] = (counts[skeleton] ?? -1) + 1;
      this.#ordinals.push(counts[skeleton]);
    }
    for (const skeleton in packed.drawings) {
      const columns = Object.entries(packed.drawings[skeleton]);
      this.#drawings.set(
        Number(skeleton),
        columns.map(([hole, column]) => [hole, columnOf(column)]),
      );
    }
    this.words = packed.words.map((column) => new Column(column));
    this.grips = packed.grips.map((column) => new Column(column));
  }

  /** @returns {Record<string, string>} */
  get skeletons() {
    return Object.fromEntries(this.packed.skeletons.entries());
  }

  /** Why the picture refuses a state, if it does. @param {string} key */
  refusal(key) {
    return Object.hasOwn(this.packed.refusals, key) ? this.packed.refusals[key] : undefined;
  }

  /** @param {string} key */
  has(key) {
    return this.#numbers.has(key);
  }

  /** @param {string} key @returns {Frame | undefined} */
  get(key) {
    const number = this.#numbers.get(key);
    if (number === undefined) return undefined;
    const skeleton = this.#skeletons[number];
    /** @type {Record<string, string>} */
    const changes = {};
    for (const [hole, column] of this.#drawings.get(skeleton) ?? []) {
      const text = column.text(this.#ordinals[number]);
      if (text !== null) changes[hole] = text;
    }
    const row = (/** @type {Column[]} */ columns) =>
      columns
        .map((column) => column.text(number))
        .filter((text) => text !== null)
        .map((text) => JSON.parse(text));
    return [skeleton, changes, row(this.words), row(this.grips)];
  }
}

/**
 * Finds the stored state that stands for one that is not stored: on the line of a control or on the
 * grid of a handle, through one of the states that the page starts in, or on the way between two.
 */
export class Neighbours {
  /** @param {About} about @param {string[]} keys */
  constructor({ declaration, starts, way }, keys) {
    const { parameters, handles } = declaration;
    this.way = way;
    this.choices = parameters.map(({ kind }) => kind === "choice");
    this.counts = parameters.map(({ texts }) => texts.length);
    this.starts = starts.map(placesOf);
    this.stored = keys.map(placesOf);
    const index = (/** @type {string} */ name) => parameters.findIndex((p) => p.name === name);
    /** @type {number[][]} what moves together */
    this.groups = [
      ...parameters.map((_, i) => [i]),
      ...handles.map((handle) => handle.parameters.map(index)),
    ];
  }

  /** The state on a way between two starts that is nearest to one in passing. @param {string} asked */
  onTheWay(asked) {
    const at = placesOf(asked);
    for (const from of this.starts) {
      for (const to of this.starts) {
        const lengths = to.map((place, i) => (this.choices[i] ? 0 : Math.abs(place - from[i])));
        const longest = lengths.indexOf(Math.max(...lengths));
        if (!lengths[longest]) continue;
        const share = (at[longest] - from[longest]) / (to[longest] - from[longest]);
        if (share < 0 || share > 1) continue;
        if (this.#between(from, to, share).some((place, i) => Math.abs(place - at[i]) > 1)) continue;
        return this.#between(from, to, Math.round(share * this.way) / this.way).join(",");
      }
    }
    return null;
  }

  /** @param {number[]} from @param {number[]} to @param {number} share */
  #between(from, to, share) {
    return to.map((end, i) => (this.choices[i] ? end : Math.round(from[i] + share * (end - from[i]))));
  }

  /**
   * @param {string} asked a key that is not stored @param {string} shown where the picture is
   * @param {boolean} onward whether it must leave where it is, as an arrow key wants
   * @returns {string | null}
   */
  nearest(asked, shown, onward) {
    const [to, from] = [placesOf(asked), placesOf(shown)];
    const sheets = this.starts.flatMap((start) =>
      this.groups.filter((group) => start.every((place, i) => place === to[i] || group.includes(i))),
    );
    if (!sheets.length) return null;
    const moved = to.flatMap((place, i) => (place === from[i] ? [] : [i]));
    const fixed = (/** @type {number[]} */ places, /** @type {number[]} */ free) =>
      places.every((place, i) => free.includes(i) || place === to[i]);
    let found = this.stored.filter((places) => sheets.some((free) => fixed(places, free)));
    if (onward) {
      const ahead = (/** @type {number[]} */ places) =>
        moved.reduce((sum, i) => sum + (places[i] - from[i]) * (to[i] - from[i]), 0) > 0;
      found = found.filter(ahead);
      if (!found.length) return shown;
    }
    // A control that was left alone stays where it is, if that is possible.
    const alone = found.filter((places) => fixed(places, moved));
    if (alone.length) found = alone;
    const distance = (/** @type {number[]} */ places) =>
      places.reduce((sum, place, i) => sum + ((place - to[i]) / this.counts[i]) ** 2, 0);
    return found.reduce((a, b) => (distance(b) < distance(a) ? b : a)).join(",");
  }
}

/**
 * Fetch a file of frames.
 * @param {URL} address @returns {Promise<StoredFrames>}
 */
export async function fetchFrames(address) {
  const answer = await fetch(address);
  if (!answer.ok || !answer.body) throw new Error(`${address.pathname} is missing`);
  const inflated = answer.body.pipeThrough(new DecompressionStream("deflate"));
  return new StoredFrames(await new Response(inflated).json());
}
