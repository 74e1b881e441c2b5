// Brings the stored pictures of a page to life: each becomes an explorer when it comes near.
//
// Where anything is missing, an old browser, a lost connection, the stored picture and its sentence
// remain, and one line says so.

import { keyIn, splitHash, stateOf } from "./address.js";
import { ExplorerView, WIDE_FROM } from "./explorer.js";
import { element } from "./fields.js";
import { Foot } from "./foot.js";
import { ghostOf } from "./ghost.js";
import { kept } from "./kept.js";
import { PageSource } from "./page_source.js";
import { fetchFrames } from "./stored_frames.js";

/**
 * @typedef {import("./engine.js").Engine} Engine
 * @typedef {import("./ghost.js").Samples} Samples
 * @typedef {import("./stored_frames.js").About} About
 * @typedef {import("./stored_frames.js").StoredFrames} StoredFrames
 */

const FRAMES = new URL("../frames/", import.meta.url);
const NEAR = "1200px 0px"; // of the screen

const NOT_LOADED =
  "A stored picture: what makes it move could not be loaded. It is tried again when the connection " +
  "is back.";
const WRONG_STATE =
  "The address asks for a state that this explorer does not have, so it begins as it always does.";

let byKey = false; // whether the last move was one of the keyboard

/** @param {() => void} again */
const whenOnline = (again) => addEventListener("online", again, { once: true });

/** @param {URL} address */
async function fetchJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname} is missing`);
  return answer.json();
}

/** Loads what belongs to a picture, once for a page. */
class Loader {
  /** @type {Map<string, Promise<any>>} */
  #loaded = new Map();

  /** @param {string} picture @returns {Promise<About>} */
  about(picture) {
    return this.#once(`${picture}.json`, fetchJson);
  }

  /** What guesses add to a picture. @param {string} picture @returns {Promise<Samples>} */
  guesses(picture) {
    return this.#once(`${picture}.guess.json`, fetchJson);
  }

  /** @param {string} picture @param {string} layout @returns {Promise<StoredFrames>} */
  frames(picture, layout) {
    return this.#once(`${picture}.${layout}.z`, fetchFrames);
  }

  /** @param {string} file @param {(address: URL) => Promise<any>} load */
  #once(file, load) {
    const known = this.#loaded.get(file);
    if (known) return known;
    const loading = load(new URL(file, FRAMES));
    this.#loaded.set(file, loading);
    loading.catch(() => this.#loaded.delete(file)); // so that it is tried again
    return loading;
  }
}

/** A stored picture on the page, and the explorer that it becomes. */
class Here {
  /** @type {PageSource | null} */
  source = null;
  /** @type {Promise<void> | null} */
  #opening = null;
  /** @type {string | null} what an address has asked for before the explorer was there */
  #wish = null;

  /** @param {HTMLElement} figure @param {Loader} loader @param {Promise<Engine | null>} engine */
  constructor(figure, loader, engine) {
    this.figure = figure;
    this.loader = loader;
    this.engine = engine;
    this.picture = figure.dataset.picture ?? "";
  }

  /** Make it an explorer, unless it is one or becomes one. */
  open() {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = null;
      this.#fail(error);
    });
    return this.#opening;
  }

  /** Go to the state of an address. @param {string} state */
  async show(state) {
    this.#wish = state;
    await this.open();
    this.figure.scrollIntoView({ block: "start" });
    if (this.source && this.#wish !== null) this.#grant(this.source, this.#wish);
    this.#wish = null;
  }

  async #open() {
    const layout = this.figure.clientWidth >= WIDE_FROM ? "wide" : "narrow";
    const [about, frames, engine] = await Promise.all([
      this.loader.about(this.picture),
      this.loader.frames(this.picture, layout),
      this.engine,
    ]);
    const { declaration } = about;
    const wished = this.#wish === null ? null : keyIn(declaration, this.#wish);
    const key = [wished, this.figure.dataset.key].find((key) => key && frames.has(key));
    const source = new PageSource(this.picture, about, key ?? about.starts[0], {
      load: (layout) => this.loader.frames(this.picture, layout),
      engine,
      frugal: /** @type {any} */ (navigator).connection?.saveData === true,
      byKey: () => byKey,
      gliding: () => view.gliding,
      whenOnline,
    });
    // It is drawn out of sight, and then takes the place of the picture.
    const stage = element("div", { class: "lossviz-stage" });
    this.figure.append(stage);
    const view = new ExplorerView(stage, declaration, source);
    await source.greeted.catch((error) => {
      view.destroy();
      throw error;
    });
    const foot = new Foot(source, engine, () => this.#address(stateOf(declaration, source.key)));
    const { bottom, height } = this.figure.getBoundingClientRect();
    this.figure.replaceChildren(stage, foot.box);
    this.figure.classList.add("lossviz-alive");
    // What is read below must not jump; most browsers see to it themselves.
    if (bottom < 0 && !CSS.supports("overflow-anchor", "auto")) {
      scrollBy(0, this.figure.getBoundingClientRect().height - height);
    }
    this.source = source;
    this.#followGuess(source, declaration.sizes);
  }

  /**
   * Show the guess that is kept for this picture, now and when it changes.
   * @param {PageSource} source @param {Record<string, unknown>} layouts
   */
  #followGuess(source, layouts) {
    const place = `guess:${this.figure.dataset.guess}`;
    if (!this.figure.dataset.guess) return;
    const show = async () => {
      const guess = kept.get(place);
      const samples = guess === null ? null : await this.loader.guesses(this.picture);
      source.keep(samples && ghostOf(samples, Number(guess), Object.keys(layouts)));
    };
    const tryIt = () => show().catch(console.warn); // the picture is whole without it
    kept.addEventListener(place, tryIt);
    tryIt();
  }

  /** @param {PageSource} source @param {string} state */
  #grant(source, state) {
    const key = keyIn(source.about.declaration, state);
    if (key === null) source.say(WRONG_STATE);
    else if (key !== source.key) source.go(key);
  }

  /** @param {string} state */
  #address(state) {
    const address = new URL(location.href);
    address.hash = `${this.figure.id}?${state}`;
    return address.href;
  }

  /** @param {unknown} error */
  #fail(error) {
    console.warn(error);
    this.figure.querySelector(".lossviz-stage")?.remove();
    if (!this.figure.querySelector(".lossviz-missing")) {
      this.figure.append(element("p", { class: "lossviz-missing", role: "status" }, NOT_LOADED));
    }
    whenOnline(() => this.open());
  }
}

/** Python for this page, if the site has it; it is not started. @returns {Promise<Engine | null>} */
async function findEngine() {
  try {
    const { engine } = await import("./engine.js");
    await engine.weigh();
    return engine;
  } catch {
    return null;
  }
}

/** Tell the explorers whether the paper is dark, as JupyterLab would, unless the page does so. */
function followTheme() {
  if (document.body.dataset.jpThemeLight) return;
  const [wanted, dark] = [location.search, matchMedia("(prefers-color-scheme: dark)")];
  const tell = () => {
    const isDark = wanted === "?dark" || (wanted !== "?light" && dark.matches);
    document.body.dataset.jpThemeLight = String(!isDark);
  };
  tell();
  dark.addEventListener("change", tell);
}

/** Tell the page around, if this one is in a frame, how high it is. */
function tellHeight() {
  if (parent === window) return;
  const tell = () => parent.postMessage({ lossviz: "height", height: document.body.offsetHeight }, "*");
  new ResizeObserver(tell).observe(document.body);
}

/** @param {Here[]} explorers */
function followAddress(explorers) {
  const { id, state } = splitHash(location.hash);
  if (state) explorers.find(({ figure }) => figure.id === id)?.show(state);
}

/** Open explorers near the screen, and let Python draw those that are on it. @param {Here[]} all */
function watch(all) {
  const of = new Map(all.map((here) => [/** @type {Element} */ (here.figure), here]));
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) of.get(target)?.open();
    },
    { rootMargin: NEAR },
  );
  const onScreen = new Set();
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) onScreen.add(target);
      else onScreen.delete(target);
      if (isIntersecting) of.get(target)?.source?.enliven();
    }
  });
  for (const { figure } of all) [near, seen].forEach((observer) => observer.observe(figure));
  return () => onScreen.forEach((target) => of.get(target)?.source?.enliven());
}

function begin() {
  const figures = [...document.querySelectorAll("figure.lossviz-here")];
  if (!figures.length) return;
  followTheme();
  tellHeight();
  if (typeof DecompressionStream === "undefined") return; // the pictures stay what they are
  for (const event of ["keydown", "pointerdown", "pointermove"]) {
    addEventListener(event, () => (byKey = event === "keydown"), { capture: true, passive: true });
  }
  const [loader, engine] = [new Loader(), findEngine()];
  const all = figures.map((figure) => new Here(/** @type {HTMLElement} */ (figure), loader, engine));
  const enliven = watch(all);
  engine.then((found) => {
    found?.addEventListener("change", () => found.state === "ready" && enliven());
  });
  followAddress(all);
  addEventListener("hashchange", () => followAddress(all));
}

begin();
