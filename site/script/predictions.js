// A prediction on a page: a guess that is taken and kept, and what came out beside it.

import { Replies, choiceField, element, numberField, rowOf } from "./fields.js";
import { revealed, said, take } from "./judge.js";
import { FORGETFUL, kept } from "./kept.js";

/** @param {string} name */
const guessPlace = (name) => `guess:${name}`;

/** The guess that is kept for a prediction, or null. @param {string} name @param {any} asked */
function keptGuess(name, asked) {
  const text = kept.get(guessPlace(name));
  return text === null ? null : take(asked, text).guess;
}

/** @param {string} name @param {any} asked */
export function predictForm(name, asked) {
  const { control, read, write } = guessField(name, asked);
  const replies = new Replies();
  const keep = element("button", { class: "lossviz-main" }, "Keep my guess");
  const form = element(
    "form",
    { class: "lossviz-form", id: `guess-${name}`, "aria-label": `Prediction ${name}` },
    rowOf(control, keep),
    replies.element,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { guess, text } = take(asked, read());
    const lasting = kept.set(guessPlace(name), guess === null ? null : String(guess));
    replies.show(guess === null || lasting ? text : `${text} ${FORGETFUL}`);
  });
  const guess = keptGuess(name, asked);
  if (guess !== null) {
    write(String(guess));
    replies.show(take(asked, String(guess)).text);
  }
  return form;
}

/** @param {string} name @param {any} asked */
function guessField(name, asked) {
  const id = `guess-field-${name}`;
  if (asked.kind === "number") {
    const { label, field } = numberField(id, "Your guess", asked.unit);
    const write = (/** @type {string} */ text) => (field.value = text);
    return { control: label, read: () => field.value, write };
  }
  /** @type {[string, string][]} */
  const options = Object.entries(asked.options).map(([letter, words]) => [
    letter,
    `${letter}: ${words}`,
  ]);
  const { group, chosen, choose } = choiceField(id, "Your guess", options);
  return { control: group, read: chosen, write: choose };
}

/**
 * What came out, folded until it is asked for.
 * @param {string} name @param {any} asked
 * @param {(open: boolean) => void} unfold what else shows the answer
 */
export function revealBox(name, asked, unfold) {
  const replies = new Replies();
  const id = `revealed-${name}`;
  replies.element.id = id;
  const before = element("span");
  const button = element("button", { type: "button", class: "lossviz-main", "aria-controls": id });
  let open = false;
  const tell = () => {
    const guess = keptGuess(name, asked);
    before.replaceChildren(...(open ? [] : beforehand(name, asked, guess)));
    button.textContent = open ? "Hide it again" : "Show what came out";
    button.setAttribute("aria-expanded", String(open));
    replies.show(open ? revealed(asked, guess) : "");
  };
  button.addEventListener("click", () => {
    open = !open;
    unfold(open);
    tell();
  });
  kept.addEventListener(guessPlace(name), tell);
  tell();
  return element("div", { class: "lossviz-form" }, rowOf(before, button), replies.element);
}

/** @param {string} name @param {any} asked @param {number | string | null} guess */
function beforehand(name, asked, guess) {
  if (guess !== null) return [`You guessed ${said(asked, guess)}.`];
  if (!document.getElementById(`guess-${name}`)) return ["You have made no guess yet."];
  const link = element("a", { href: `#guess-${name}` }, "Guess first");
  return ["You have made no guess yet. ", link, ", or look at once:"];
}
