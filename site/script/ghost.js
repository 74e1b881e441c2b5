// A guess on a picture: a ghost beside the truth, whatever state the picture shows.
//
// `tools/site/guesses.py` has stored what some guesses draw and say. What lies between two of them
// is found by their numbers, which move evenly there.

/**
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Frame} Frame
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Message} Message
 * @typedef {[guess: number, drawing: string, words: string]} Sample
 * @typedef {Record<string, Sample[]>} Samples   by layout
 * @typedef {Record<string, {drawing: string, words: string}>} Ghost   by layout
 */

const NUMBER = /-?\d+(?:\.\d+)?/g;
const DIGITS = 6;

/**
 * What a guess adds, in each layout; null if it is no number of the range.
 * @param {Samples} samples @param {number} guess @param {string[]} layouts
 * @returns {Ghost | null}
 */
export function ghostOf(samples, guess, layouts) {
  /** @type {Ghost} */
  const ghost = {};
  for (const layout of layouts) {
    const after = samples[layout].findIndex(([sample]) => sample >= guess);
    if (after < 0 || guess < samples[layout][0][0]) return null;
    const [a, b] = [samples[layout][Math.max(0, after - 1)], samples[layout][after]];
    const share = a === b ? 1 : (guess - a[0]) / (b[0] - a[0]);
    ghost[layout] = { drawing: mixed(a[1], b[1], share), words: mixed(a[2], b[2], share) };
  }
  return ghost;
}

/**
 * A text between two that differ in their numbers; the nearer one if they differ in more.
 * @param {string} from @param {string} to @param {number} share
 */
export function mixed(from, to, share) {
  if (from.replace(NUMBER, "#") !== to.replace(NUMBER, "#")) return share < 0.5 ? from : to;
  const ends = to.match(NUMBER) ?? [];
  let i = 0;
  return from.replace(NUMBER, (begin) => {
    const end = ends[i++];
    if (begin === end) return begin;
    return String(Number((Number(begin) + share * (Number(end) - Number(begin))).toPrecision(DIGITS)));
  });
}

/** A message with the ghost in all its frames. @param {Message} message @param {Ghost} ghost */
export function haunted(message, ghost) {
  const added = ghost[message.layout];
  if (!added) return message;
  /** @param {Frame} frame @returns {Frame} */
  const withGhost = ([skeleton, changes, words, grips]) => [
    typeof skeleton === "string" ? skeleton + added.drawing : skeleton,
    changes,
    added.words ? [...words, [added.words]] : words,
    grips,
  ];
  const all = (/** @type {Record<string, any>} */ things, /** @type {(thing: any) => any} */ change) =>
    Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, change(thing)]));
  const told = { ...message };
  if (message.skeletons) told.skeletons = all(message.skeletons, (markup) => markup + added.drawing);
  if (message.frame) told.frame = withGhost(message.frame);
  if (message.frames) told.frames = all(message.frames, withGhost);
  return told;
}
