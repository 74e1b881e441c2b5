// The address of a state: #two_starts?step=150&first=0.85
//
// Whoever sends an address may be anybody: it is read strictly, by what the declaration knows, and
// nothing of it is ever put into the page.

/** @typedef {import("../../lossviz/explorable/widgets/explorer.js").Declaration} Declaration */

const LONGEST = 400; // characters; a longer address is none of ours

/**
 * Which explorer an address speaks of, and what it says of its state.
 * @param {string} hash such as location.hash @returns {{id: string, state: string}}
 */
export function splitHash(hash) {
  const [id, ...rest] = hash.replace(/^#/, "").split("?");
  return { id, state: rest.join("?") };
}

/**
 * A state as it stands in an address: each control's name and what it says.
 * @param {Declaration} declaration @param {string} key
 */
export function stateOf({ parameters }, key) {
  const places = key.split(",").map(Number);
  const said = parameters.map(({ name, texts }, i) => [name, texts[places[i]].replace("−", "-")]);
  return new URLSearchParams(said).toString();
}

/**
 * The key that a state names, or null if it names none. A control that is not named is at its
 * default.
 * @param {Declaration} declaration @param {string} state @returns {string | null}
 */
export function keyIn({ parameters, defaults }, state) {
  if (state.length > LONGEST) return null;
  const places = [...defaults];
  const seen = new Set();
  for (const [name, said] of new URLSearchParams(state)) {
    const index = parameters.findIndex((parameter) => parameter.name === name);
    if (index < 0 || seen.has(index)) return null;
    seen.add(index);
    places[index] = placeOf(parameters[index].texts, said);
    if (places[index] < 0) return null;
  }
  return places.join(",");
}

/** @param {string[]} texts @param {string} said @returns {number} the place, or -1 */
function placeOf(texts, said) {
  const plain = texts.map((text) => text.replace("−", "-"));
  const place = plain.indexOf(said);
  if (place >= 0 || !/^-?(\d+\.?\d*|\.\d+)$/.test(said)) return place;
  return plain.findIndex((text) => text !== "" && Number(text) === Number(said));
}
