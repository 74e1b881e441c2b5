// The line below an explorer: what draws it, Python on request, and the link to its state.

import { element, weight } from "./fields.js";

/**
 * @typedef {import("../../lossviz/explorable/widgets/explorer.js").Declaration} Declaration
 * @typedef {import("./engine.js").Engine} Engine
 * @typedef {import("./page_source.js").PageSource} PageSource
 */

const LASTS = 4000; // milliseconds that "copied" is to be read

export class Foot {
  /**
   * @param {PageSource} source @param {Engine | null} engine
   * @param {() => string} address of the state that is shown
   */
  constructor(source, engine, address) {
    this.source = source;
    this.engine = engine;
    this.words = element("span", { class: "lossviz-drawn-by", role: "status" });
    this.run = element("button", { class: "lossviz-run", type: "button" });
    this.run.addEventListener("click", () => engine?.start().catch(() => {})); // its state says so
    this.bar = element("progress", { "aria-label": "Python is being loaded" });
    const link = { class: "lossviz-link", type: "button", "aria-live": "polite" };
    this.link = element("button", link, COPY);
    this.link.addEventListener("click", () => this.#copy(address()));
    this.box = element("div", { class: "lossviz-foot" }, this.words, this.run, this.bar, this.link);
    engine?.addEventListener("change", () => this.#refresh());
    source.addEventListener("change", () => this.#refresh());
    this.#refresh();
  }

  #refresh() {
    const { engine, source } = this;
    const state = engine?.state ?? "none";
    const stored = storedWords(source.about.declaration);
    const words = {
      none: stored,
      off: stored,
      loading: engine?.progress.words ?? "",
      ready: readyWords(source) || stored,
      failed: engine?.progress.words ?? "",
      ended: engine?.progress.words ?? "",
    }[state];
    if (this.words.textContent !== words) this.words.textContent = words;
    this.run.hidden = state === "none" || state === "loading" || state === "ready";
    this.run.textContent = `Run Python in this page${engine ? weight(engine.megabytes) : ""}`;
    this.bar.hidden = state !== "loading";
    this.bar.value = engine?.progress.share ?? 0;
  }

  /** Copy an address; where that is not allowed, the address bar has it. @param {string} address */
  async #copy(address) {
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      this.link.textContent = "The link is copied";
    } catch {
      this.link.textContent = "The link is in the address bar";
    }
    setTimeout(() => (this.link.textContent = COPY), LASTS);
  }
}

const COPY = "Copy link to this state";
const LIVE = "Live: Python draws every state.";

/** Whether Python draws this picture by now, and what keeps it. @param {PageSource} source */
function readyWords({ live, preparing }) {
  return live ? LIVE : preparing && `Python prepares this picture. ${preparing}`;
}

/** What moves without Python. @param {Declaration} declaration */
function storedWords({ live, parameters }) {
  if (live) return "A training needs Python.";
  if (parameters.length === 1) return "";
  return "Each control moves alone; combinations need Python.";
}
