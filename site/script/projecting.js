// A page to project: one screen at a time, by keys, clicker, buttons and finger.
//
// Without this script the screens stand below each other, and all is there.

import { splitHash } from "./address.js";

const WIDE_FROM = 700; // pixels; a narrower page is a phone, which scrolls
const DESIGNED_FOR = { width: 1280, height: 720 };
// What is tried to make a picture large, with all of its explorer in sight: by how much it is
// magnified, in parts of what the screen's size suggests, and how wide the controls beside it are.
const MAGNIFIED = [1.1, 1, 0.9, 0.8, 0.7];
const CONTROLS = [340, 480, 620]; // pixels, before that
const PICTURE = { widest: 900, narrowest: 360 };
const SWIPE = 60; // pixels

/** @type {HTMLElement[]} */
const screens = [...document.querySelectorAll("section.screen")].filter(
  (screen) => screen instanceof HTMLElement,
);
let now = 0;
let byTab = false; // whether the focus came where it is by the keyboard

/** @param {string} selector @returns {HTMLElement} */
function the(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`${selector} is missing`);
  return found;
}

const [back, on] = [the(".controls .back"), the(".controls .on")];
const [count, told] = [the(".controls .count"), the(".controls .told")];

/** Show a screen. @param {number} wanted @param {boolean} [first] nothing is said when it opens */
function show(wanted, first = false) {
  const held = screens[now].contains(document.activeElement);
  now = Math.max(0, Math.min(wanted, screens.length - 1));
  screens.forEach((screen, i) => screen.classList.toggle("now", i === now));
  const title = screens[now].querySelector("h1, h2");
  count.textContent = `${now + 1} / ${screens.length}`;
  back.setAttribute("aria-disabled", String(now === 0));
  on.setAttribute("aria-disabled", String(now === screens.length - 1));
  if (first) return;
  told.textContent = `Screen ${now + 1} of ${screens.length}: ${title?.textContent ?? ""}`;
  if (held && title instanceof HTMLElement) title.focus({ preventScroll: true });
  history.replaceState(null, "", `#${screens[now].id}`);
}

/** The screen that an address asks for: its own, or that of an explorer in a state. */
function wanted() {
  const { id } = splitHash(location.hash);
  const place = id ? document.getElementById(id)?.closest("section.screen") : null;
  return screens.findIndex((screen) => screen === place);
}

/**
 * Where a key leads, if it is not for what has the focus. A clicker sends Page Up and Page Down,
 * which must turn the screen though the hand has just let go of a slider; somebody who works with
 * keys alone keeps them.
 * @param {KeyboardEvent} event
 */
function turn(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return 0;
  const by = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1, " ": 1 }[event.key] ?? 0;
  const used = event.target instanceof Element && event.target.closest("input, button, a, summary");
  if (!by || !used) return by;
  return event.key.startsWith("Page") && !(byTab && used.closest(".lossviz-explorer")) ? by : 0;
}

/** Give a picture the largest size at which its explorer is seen whole. @param {HTMLElement} figure */
function fit(figure) {
  const room = figure.parentElement;
  if (!room) return;
  figure.style.cssText = "";
  room.toggleAttribute("data-beside", innerWidth >= WIDE_FROM);
  if (innerWidth < WIDE_FROM) return;
  const { width, height } = DESIGNED_FOR;
  const suggested = Math.min(innerWidth / width, innerHeight / height);
  let best = { zoom: suggested * MAGNIFIED[2], controls: CONTROLS[1], size: 600 };
  const set = ({ zoom, controls, size } = best) => {
    figure.style.cssText =
      `zoom: ${zoom}; width: ${size + controls}px; --controls: ${controls}px; margin-inline: auto`;
  };
  let seen = 0;
  for (const zoom of MAGNIFIED.map((part) => part * suggested)) {
    for (const controls of CONTROLS) {
      const widest = Math.min(PICTURE.widest, room.clientWidth / zoom - controls);
      const fits = (/** @type {number} */ size) => {
        set({ zoom, controls, size });
        return figure.offsetHeight <= room.clientHeight / zoom;
      };
      const size = largest(PICTURE.narrowest, widest, (size) => size * zoom > seen && fits(size));
      if (size * zoom > seen) [best, seen] = [{ zoom, controls, size }, size * zoom];
    }
  }
  set();
}

/** The largest size that fits, nearly, or 0. @param {number} low @param {number} high @param {(size: number) => boolean} fits */
function largest(low, high, fits) {
  if (high < low) return 0;
  if (fits(high)) return high;
  let found = 0;
  while (high - low > 8) {
    const middle = (low + high) / 2;
    if (fits(middle)) found = low = middle;
    else high = middle;
  }
  return found;
}

/** @param {HTMLElement} figure */
function keepFitting(figure) {
  let due = 0;
  const soon = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => fit(figure));
  };
  new MutationObserver(soon).observe(figure, { attributes: true, attributeFilter: ["class"] });
  new ResizeObserver(soon).observe(figure.parentElement ?? figure);
  soon();
}

function offerFullScreen() {
  const button = the(".controls .whole");
  if (!document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}

/** Turn with a finger that moves across, unless it moves a control. */
function followFinger() {
  /** @type {{x: number, y: number} | null} */
  let from = null;
  addEventListener("touchstart", ({ touches, target }) => {
    const free = touches.length === 1 && target instanceof Element && !target.closest("figure");
    from = free ? { x: touches[0].clientX, y: touches[0].clientY } : null;
  });
  addEventListener("touchend", ({ changedTouches }) => {
    if (!from) return;
    const [x, y] = [changedTouches[0].clientX - from.x, changedTouches[0].clientY - from.y];
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) show(now - Math.sign(x));
    from = null;
  });
}

function begin() {
  document.body.classList.add("one-at-a-time");
  the(".controls .turning").hidden = false;
  back.addEventListener("click", () => show(now - 1));
  on.addEventListener("click", () => show(now + 1));
  addEventListener(
    "keydown",
    (event) => {
      const by = turn(event);
      const end = { Home: 0, End: screens.length - 1 }[event.key];
      const free = !(event.target instanceof Element && event.target.closest("input, figure"));
      if (by) show(now + by);
      else if (end !== undefined && free) show(end);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
  addEventListener("hashchange", () => wanted() >= 0 && show(wanted()));
  addEventListener("keydown", ({ key }) => (byTab ||= key === "Tab"), { capture: true });
  addEventListener("pointerdown", () => (byTab = false), { capture: true });
  followFinger();
  offerFullScreen();
  show(wanted(), true);
  for (const figure of document.querySelectorAll(".room > figure")) {
    if (figure instanceof HTMLElement) keepFitting(figure);
  }
}

if (screens.length) begin();
