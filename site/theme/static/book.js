// What a page of the book does besides its explorers: light and dark, a menu that closes, and boxes
// that scroll within reach of the keyboard.

/** Let a button change between light and dark, and remember it. */
function offerLight() {
  const button = document.querySelector("button.light");
  if (!(button instanceof HTMLButtonElement)) return;
  const name = () => (document.documentElement.dataset.theme === "dark" ? "Light" : "Dark");
  const say = () => {
    button.textContent = name();
    button.setAttribute("aria-label", `Change to ${name().toLowerCase()} paper`);
  };
  button.addEventListener("click", () => {
    try {
      localStorage.setItem("lossviz-light", name().toLowerCase());
    } catch {
      return; // without storage, the system's wish remains
    }
    document.dispatchEvent(new Event("lossviz-light"));
    say();
  });
  say();
  button.hidden = false;
}

/** Close the contents with Escape, and by a click elsewhere. */
function closeMenu() {
  const menu = document.querySelector("details.menu");
  if (!(menu instanceof HTMLDetailsElement)) return;
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}

/** What is too wide for the page scrolls in a box; the arrow keys should reach it, too. */
function reachBoxes() {
  const boxes = document.querySelectorAll("pre, .table-box, div.math");
  const formulas = document.querySelectorAll("span.math");
  /** @param {Element} formula in a line of text, which it may not fit into */
  const isWide = (formula) => {
    const room = formula.closest("p, li, td, h1, h2, h3, summary")?.clientWidth ?? Infinity;
    return (formula.firstElementChild?.getBoundingClientRect().width ?? 0) > room + 1;
  };
  const look = () => {
    const scrolling = [...boxes].filter((box) => box.scrollWidth > box.clientWidth + 1);
    const wide = [...formulas].filter(isWide);
    formulas.forEach((formula) => formula.classList.toggle("wide", wide.includes(formula)));
    for (const box of [...boxes, ...formulas]) {
      if (scrolling.includes(box) || wide.includes(box)) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    }
  };
  new ResizeObserver(look).observe(document.body);
}

/**
 * Keep the place in sight to which an address leads, while formulas and explorers above it grow: as
 * long as nobody has moved the page, and the page is young.
 */
function stayWithTarget() {
  const patience = 8000; // milliseconds
  /** @type {Element | null} */
  let target = null;
  let until = 0;
  const begin = () => {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1).split("?")[0]));
    until = performance.now() + patience;
  };
  const end = () => (target = null);
  new ResizeObserver(() => {
    if (performance.now() < until) target?.scrollIntoView({ block: "start" });
  }).observe(document.body);
  for (const hand of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(hand, end, { capture: true, passive: true });
  }
  addEventListener("hashchange", begin);
  begin();
}

/** On paper, nothing is folded. */
function unfoldForPrint() {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("article details:not([open])")].filter(
      (fold) => fold instanceof HTMLDetailsElement,
    );
    opened.forEach((fold) => (fold.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((fold) => (fold.open = false)));
}

offerLight();
closeMenu();
reachBoxes();
stayWithTarget();
unfoldForPrint();
