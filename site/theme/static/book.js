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
  const look = () =>
    boxes.forEach((box) => {
      if (box.scrollWidth > box.clientWidth + 1) box.setAttribute("tabindex", "0");
      else box.removeAttribute("tabindex");
    });
  new ResizeObserver(look).observe(document.body);
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
unfoldForPrint();
