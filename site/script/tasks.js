// Exercises, hints and predictions on a page: puts fields, buttons and answers in the place of the
// cells that ask. What is not known, or cannot be loaded, stays as it was stored.

import { exerciseForms } from "./exercises.js";
import { element } from "./fields.js";
import { unpacked } from "./judge.js";
import { predictForm, revealBox } from "./predictions.js";

const MISSING =
  "The exercises and predictions of this page could not be loaded, so nothing is checked here. " +
  "Reload the page when you are connected again.";

/**
 * The form for a task, or null where it is not known.
 * @param {HTMLElement} place @param {any} tasks as tools/site/tasks.py writes them
 */
function formFor(place, { exercises, predictions }) {
  const { kind = "", name = "" } = place.dataset;
  const stored = (kind === "check" ? exercises : predictions)[name];
  if (!stored) return null;
  const known = { ...stored, ...unpacked(stored.packed) };
  if (kind === "check") return exerciseForms[known.kind](name, known);
  if (kind === "predict") return predictForm(name, known);
  return revealBox(name, known, (open) => {
    const behind = place.nextElementSibling;
    const answers = behind instanceof HTMLDetailsElement && behind.matches(".lossviz-answer");
    if (answers) behind.open = open;
  });
}

async function begin() {
  const found = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".lossviz-task"));
  const places = [...found];
  if (!places.length) return;
  let tasks;
  try {
    const answer = await fetch(new URL("../tasks.json", import.meta.url));
    if (!answer.ok) throw new Error(String(answer.status));
    tasks = await answer.json();
  } catch {
    places[0].before(element("p", { class: "lossviz-missing" }, MISSING));
    return;
  }
  for (const place of places) {
    const form = formFor(place, tasks);
    if (!form) continue;
    place.replaceChildren(form);
    place.dataset.ready = "";
  }
}

begin();
