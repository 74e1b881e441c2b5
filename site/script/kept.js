// What a learner has written: kept by the browser where it allows that, and else for this visit.

const PREFIX = "lossviz:";

export const FORGETFUL = "This browser does not store it, so it is gone when you leave the page.";

/** Texts by their names. It tells of a change by an event with the name of the text. */
export class Kept extends EventTarget {
  /** @type {Map<string, string | null>} */
  #here = new Map();

  /** @param {string} name @returns {string | null} */
  get(name) {
    if (this.#here.has(name)) return this.#here.get(name) ?? null;
    try {
      return localStorage.getItem(PREFIX + name);
    } catch {
      return null; // a browser that keeps nothing refuses even to be asked
    }
  }

  /**
   * Keep a text, or forget it if it is null. Tells whether it outlives this visit.
   * @param {string} name @param {string | null} text @returns {boolean}
   */
  set(name, text) {
    this.#here.set(name, text);
    let lasting = true;
    try {
      if (text === null) localStorage.removeItem(PREFIX + name);
      else localStorage.setItem(PREFIX + name, text);
    } catch {
      lasting = false; // storage is full, or not allowed
    }
    this.dispatchEvent(new Event(name));
    return lasting;
  }
}

/** What is kept on this page. */
export const kept = new Kept();
