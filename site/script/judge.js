// What a page says about an answer or a guess, by the rules of lossviz/checking: core.py and
// predictions.py. A test compares every sentence with Python's.

/**
 * @typedef {{right: boolean | null, text: string}} Reply   null: nothing is judged
 * @typedef {{hints: string[], answer: number, decimals: number | null, relative: number,
 *   wrong: [number, string][], why: string}} NumberTask
 * @typedef {{truth: number, low: number, high: number, unit: string, why: string}} NumberGuess
 * @typedef {{truth: string, options: Record<string, string>, why: string}} ChoiceGuess
 */

const CLOSE = 0.15; // as a share of the truth: as near as a guess can be expected to come
const FACTOR = 3; // from here on a factor says more than a difference
const UNCHOSEN = "Choose one of the answers first.";

/**
 * What `packed` in tools/site/tasks.py has made of something.
 * @param {string} text @returns {any}
 */
export function unpacked(text) {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

// ---------------------------------------------------------------- numbers that are typed

/**
 * The number that a person has written, or NaN. A minus may be a hyphen or a real one, and the unit
 * may stand behind it.
 * @param {string} text
 */
export function readNumber(text, unit = "") {
  const bare = unit && text.trim().endsWith(unit) ? text.trim().slice(0, -unit.length) : text;
  const plain = bare.trim().replace(/^[−–]/, "-").replace(/e[−–]/i, "e-");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/** @param {string} text what was typed and is no number */
function noNumber(text) {
  if (text.trim() === "") return "Write a number into the field first.";
  return (
    `“${text.trim()}” is not a plain number. Work it out, and write it with a decimal point: ` +
    "0.25, −3 or 2e-6."
  );
}

// ---------------------------------------------------------------- exercises

/**
 * What there is to say about a letter, or about none.
 * @param {{replies: Record<string, Reply>}} task @param {string} letter @returns {Reply}
 */
export function judgeChoice({ replies }, letter) {
  return Object.hasOwn(replies, letter) ? replies[letter] : { right: null, text: UNCHOSEN };
}

/**
 * What there is to say about a number that was typed.
 * @param {string} name @param {NumberTask} task @param {string} typed @returns {Reply}
 */
export function judgeNumber(name, task, typed) {
  const given = readNumber(typed);
  if (Number.isNaN(given)) return { right: null, text: noNumber(typed) };
  const right = task.answer;
  if (agrees(task, given, right)) return { right: true, text: `Right. ${task.why}` };
  const meant = task.wrong.filter(
    ([value]) => agrees(task, given, value) || isShortened(given, value),
  );
  let nearest = right;
  let says = "";
  for (const [value, sentence] of meant) {
    if (Math.abs(value - given) < Math.abs(nearest - given)) [nearest, says] = [value, sentence];
  }
  if (says) return { right: false, text: `Not yet. ${says}` };
  return { right: false, text: `Not yet: ${compared(task, given)} ${offer(name)}` };
}

/** The sentence that offers a hint, as `check` writes it. @param {string} name */
export const offer = (name) => `hint("${name}") gives a hint.`;

/** @param {NumberTask} task @param {number} given @param {number} value */
function agrees({ decimals, relative }, given, value) {
  if (given === value) return true;
  const allowed = decimals === null ? relative * Math.abs(value) : 0.5 * power(-decimals);
  return Math.abs(given - value) <= allowed * (1 + 1e-9);
}

/** @param {NumberTask} task @param {number} given */
function compared(task, given) {
  const { answer, decimals } = task;
  const shown = general(given, 6);
  if (agrees(task, -given, answer)) return `${shown} has the right size, but the wrong sign.`;
  if (decimals !== null && isShortened(given, answer)) {
    return (
      `${shown} begins right. Give ${places(decimals)}, and round the last of them ` +
      "instead of cutting it off."
    );
  }
  if (Math.abs(given - answer) <= 0.01 * Math.abs(answer)) {
    const digits = decimals ? `; give ${places(decimals)}` : "";
    return `${shown} is close, but not close enough${digits}.`;
  }
  return `${shown} is too ${given > answer ? "large" : "small"}.`;
}

/** @param {number} decimals */
const places = (decimals) => `${decimals} decimal${decimals === 1 ? "" : "s"}`;

/**
 * Whether a number is another one, rounded or cut off to two digits or more.
 * @param {number} given @param {number} value
 */
function isShortened(given, value) {
  if (!Number.isFinite(given)) return false;
  const [mantissa, exponent] = given.toExponential().split("e");
  const digits = mantissa.replace(/[-.]/g, "").length;
  const unit = power(Number(exponent) - digits + 1);
  const more = Math.abs(value) - Math.abs(given);
  const cutOff = given > 0 === value > 0 && 0 <= more && more < unit * (1 - 1e-9);
  return digits >= 2 && (cutOff || Math.abs(given - value) <= unit / 2);
}

/** Ten to a whole power, rounded as it is read. @param {number} exponent */
const power = (exponent) => Number(`1e${exponent}`);

// ---------------------------------------------------------------- predictions

/**
 * The guess that was typed or chosen, or null, and what there is to say.
 * @param {NumberGuess | ChoiceGuess} asked @param {string} typed
 * @returns {{guess: number | string | null, text: string}}
 */
export function take(asked, typed) {
  const complaint = "options" in asked ? noLetter(asked, typed) : noNumberThere(asked, typed);
  if (complaint) return { guess: null, text: complaint };
  const guess = "options" in asked ? typed : readNumber(typed, asked.unit);
  return { guess, text: `Your guess is kept: ${said(asked, guess)}. Read on; you will see.` };
}

/** @param {ChoiceGuess} asked @param {string} typed */
const noLetter = ({ options }, typed) =>
  Object.hasOwn(options, typed) ? "" : UNCHOSEN;

/** @param {NumberGuess} asked @param {string} typed */
function noNumberThere({ low, high, unit }, typed) {
  const guess = readNumber(typed, unit);
  if (Number.isNaN(guess)) return noNumber(typed);
  if (low <= guess && guess <= high) return "";
  const bounds = `from ${inShort(low)} to ${withUnit(high, unit)}`;
  return `${inShort(guess)} cannot be: it is somewhere ${bounds}. Guess again.`;
}

/**
 * What came out, beside a guess if there is one.
 * @param {NumberGuess | ChoiceGuess} asked @param {number | string | null} guess
 */
export function revealed(asked, guess) {
  if (guess === null) {
    return `You have made no guess yet; it is ${said(asked, asked.truth)}. ${asked.why}`;
  }
  const beside = "options" in asked ? besideChoice(asked, guess) : besideNumber(asked, guess);
  return `${beside} ${asked.why}`;
}

/**
 * A guess in words.
 * @param {NumberGuess | ChoiceGuess} asked @param {number | string} guess
 */
export function said(asked, guess) {
  if ("options" in asked) return `${guess}, “${asked.options[guess]}”`;
  return withUnit(Number(guess), asked.unit);
}

/** @param {ChoiceGuess} asked @param {number | string} guess */
function besideChoice(asked, guess) {
  const told = said(asked, asked.truth);
  if (guess === asked.truth) return `You guessed ${told}, and that is how it is.`;
  return `You guessed ${guess}; it is ${told}.`;
}

/** @param {NumberGuess} asked @param {number | string} guess */
function besideNumber(asked, guess) {
  const { truth, unit } = asked;
  const number = Number(guess);
  if (inShort(number) === inShort(truth)) {
    return `You guessed ${said(asked, number)}, and that is what it is.`;
  }
  const sides = `You guessed ${said(asked, number)}; it is ${said(asked, truth)}.`;
  const off = Math.abs(number - truth);
  if (off <= CLOSE * Math.abs(truth)) return `${sides} That is close.`;
  const [smaller, larger] = [Math.abs(number), Math.abs(truth)].sort((a, b) => a - b);
  if (number * truth > 0 && larger >= FACTOR * smaller) {
    const more = Math.abs(number) > Math.abs(truth);
    const size = unit ? (more ? "many" : "few") : more ? "large" : "small";
    const factor = inShort(Number(general(larger / smaller, 2)));
    return `${sides} That is a factor of ${factor} too ${size}.`;
  }
  return `${sides} You are off by ${withUnit(off, unit)}.`;
}

/** @param {number} number @param {string} unit in the plural */
function withUnit(number, unit) {
  const shown = inShort(number);
  return `${shown} ${shown === "1" ? unit.replace(/s$/, "") : unit}`.trimEnd();
}

// ---------------------------------------------------------------- numbers as Python writes them

/**
 * A number as a person would write it: three digits, and whole numbers whole.
 * @param {number} number
 */
export function inShort(number) {
  const size = Math.abs(number);
  let text = general(number, 3);
  if (size < 1e15 && (Number.isInteger(number) || size >= 999.5)) {
    const whole = Math.floor(size);
    const rest = size - whole;
    const up = rest > 0.5 || (rest === 0.5 && whole % 2 === 1);
    const grouped = String(up ? whole + 1 : whole).replace(/\B(?=(\d{3})+$)/g, ",");
    text = number < 0 ? `-${grouped}` : grouped;
  }
  return text.replaceAll("-", "−");
}

/**
 * A number as Python's format "g" writes it, with two digits or more.
 * @param {number} number @param {number} digits
 */
export function general(number, digits) {
  if (number === 0) return Object.is(number, -0) ? "-0" : "0";
  if (!Number.isFinite(number)) return String(number).replace("Infinity", "inf").toLowerCase();
  const sign = number < 0 ? "-" : "";
  const [mantissa, exponent] = rounded(Math.abs(number), digits);
  const all = mantissa.replace(".", "");
  if (exponent < -4 || exponent >= digits) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${withoutZeros(mantissa)}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}${withoutZeros(`0.${"0".repeat(-exponent - 1)}${all}`)}`;
  return `${sign}${withoutZeros(`${all.slice(0, exponent + 1)}.${all.slice(exponent + 1)}`)}`;
}

/** @param {string} text with a decimal point */
const withoutZeros = (text) => text.replace(/\.?0*$/, "");

/**
 * Mantissa and exponent of a number above 0. Where it lies just between two mantissas, Python takes
 * the even one and JavaScript the larger.
 * @param {number} number @param {number} digits @returns {[string, number]}
 */
function rounded(number, digits) {
  const [cut, rest] = [digits + 1, number.toExponential(60)]; // all digits, for those in the middle
  const between = /^50*e/.test(rest.slice(cut));
  const even = between && Number(rest[cut - 1]) % 2 === 0;
  const [mantissa, exponent] = (even ? rest : number.toExponential(digits - 1)).split("e");
  return [mantissa.slice(0, cut), Number(exponent)];
}
