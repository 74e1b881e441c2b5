// An exercise on a page: a field, its hints, and what there is to say about an answer. Only what is
// written in Python needs Python, and starts it.

import { Editor } from "./editor.js";
import { Replies, choiceField, element, numberField, rowOf, weight } from "./fields.js";
import { judgeChoice, judgeNumber, offer } from "./judge.js";
import { FORGETFUL, kept } from "./kept.js";

/**
 * @typedef {import("./engine.js").Engine} Engine
 * @typedef {import("./engine.js").Ran} Ran
 * @typedef {import("./judge.js").Reply} Reply
 */

const ENGINE = new URL("engine.js", import.meta.url).href;

/**
 * A button that gives one hint after the other, and the list of those given.
 * @param {string[]} hints
 */
function hintsOf(hints) {
  const list = element("ol", { class: "lossviz-hints", "aria-live": "polite" });
  const button = element("button", { type: "button" }, "Hint");
  button.addEventListener("click", () => {
    const given = list.children.length;
    if (given < hints.length) {
      const place = element("b", {}, `Hint ${given + 1} of ${hints.length}:`);
      list.append(element("li", {}, place, ` ${hints[given]}`));
    }
    button.textContent = given + 1 < hints.length ? "Next hint" : "No more hints";
    if (given + 1 >= hints.length) button.setAttribute("aria-disabled", "true");
  });
  return { button, list };
}

/** @param {string} name @param {any} task */
function numberExercise(name, task) {
  const { label, field } = numberField(`answer-${name}`, "Your answer");
  const read = () => judgeNumber(name, task, field.value);
  return exerciseForm(name, task, label, read, field);
}

/** @param {string} name @param {any} task */
function choiceExercise(name, task) {
  /** @type {[string, string][]} */
  const options = task.letters.map((/** @type {string} */ letter) => [letter, `(${letter})`]);
  const { group, chosen } = choiceField(`answer-${name}`, "Your answer", options);
  return exerciseForm(name, task, group, () => judgeChoice(task, chosen()), group);
}

/**
 * @param {string} name @param {any} task @param {HTMLElement} asking @param {() => Reply} read
 * @param {HTMLElement} field what hides the last reply when it is changed
 */
function exerciseForm(name, task, asking, read, field) {
  const replies = new Replies();
  const { button, list } = hintsOf(task.hints);
  const check = element("button", { class: "lossviz-main" }, "Check");
  const form = element(
    "form",
    { class: "lossviz-form", "aria-label": `Exercise ${name}` },
    rowOf(asking, rowOf(check, button)),
    replies.element,
    list,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { right, text } = read();
    replies.show(forPage(name, text), right);
  });
  field.addEventListener("input", () => replies.clear());
  return form;
}

/** @param {string} name @param {any} task */
function codeExercise(name, task) {
  const place = `code:${name}`;
  const editor = new Editor("Your code", `code-${name}`, kept.get(place) ?? task.code);
  const replies = new Replies();
  const { button, list } = hintsOf(task.hints);
  const check = element("button", { class: "lossviz-main" }, "Check");
  const again = element("button", { type: "button" }, "Start again");
  const form = element(
    "form",
    { class: "lossviz-form", "aria-label": `Exercise ${name}` },
    editor.element,
    rowOf(check, button, again),
    progressOfPython(),
    replies.element,
    list,
  );

  let mine = ""; // what "Start again" has taken away
  const label = () => {
    again.hidden = editor.code === task.code && !mine;
    again.textContent = mine ? "Back to my code" : "Start again";
  };
  editor.addEventListener("change", () => {
    mine = "";
    label();
    if (!kept.set(place, editor.code === task.code ? null : editor.code)) {
      replies.show(`Your code is kept until you leave the page. ${FORGETFUL}`);
    }
  });
  again.addEventListener("click", () => {
    [mine, editor.code] = mine ? ["", mine] : [editor.code, task.code];
    kept.set(place, editor.code === task.code ? null : editor.code);
    replies.clear();
    label();
  });
  label();

  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    check.setAttribute("aria-disabled", "true");
    replies.show("Your code is run as soon as Python is there …");
    const { text, right } = await judgeCode(name, task.before, editor.code);
    replies.show(forPage(name, text), right);
    check.removeAttribute("aria-disabled");
    running = false;
  };
  editor.addEventListener("run", run);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  return form;
}

// ---------------------------------------------------------------- the page's Python

/** @type {Promise<Engine> | null} */
let loading = null;

/** The page's Python; loaded with the first editor, and started by the first check. */
function pythonHere() {
  loading ??= import(ENGINE).then(({ engine }) => {
    engine.weigh().catch(() => {}); // the first check will tell what is missing
    return engine;
  });
  return loading;
}

/** What the first check costs, and then how far Python is. */
function progressOfPython() {
  const line = element("p", { class: "lossviz-python" });
  const follow = (/** @type {Engine} */ engine) => {
    const tell = () => {
      const cost = weight(engine.megabytes);
      if (engine.state === "off") line.textContent = `The first check starts Python here${cost}.`;
      else line.textContent = engine.state === "loading" ? engine.progress.words : "";
    };
    engine.addEventListener("change", tell);
    tell();
  };
  pythonHere().then(follow, () => {}); // told when it is asked for
  return line;
}

/**
 * Run the cell of an exercise, and return what comes of it.
 * @param {string} name @param {string} before what the page has defined before the exercise
 * @param {string} code @returns {Promise<Reply>}
 */
async function judgeCode(name, before, code) {
  try {
    const engine = await pythonHere();
    await engine.call("run", { code: before });
    return reply(name, await engine.check(name, code));
  } catch (error) {
    const reason = error instanceof Error && !(error instanceof TypeError) ? error.message : "";
    return { text: reason || "Python cannot be started in this page: reload it.", right: null };
  }
}

/** @param {string} name @param {Ran} ran @returns {Reply} */
function reply(name, { text, right, error }) {
  const last = `check("${name}", your_answer)`;
  const more = error
    ? `Your code stops: ${error}`
    : right === null
      ? `Nothing was checked: let the last line be ${last}.`
      : "";
  return { text: `${text}\n${more}`.trim(), right };
}

/** A reply of `check` in the words of a page. @param {string} name @param {string} text */
const forPage = (name, text) => text.replace(offer(name), "The button “Hint” gives a hint.");

/**
 * The form of each kind of exercise.
 * @type {Record<string, (name: string, task: any) => HTMLElement>}
 */
export const exerciseForms = {
  number: numberExercise,
  choice: choiceExercise,
  code: codeExercise,
};
