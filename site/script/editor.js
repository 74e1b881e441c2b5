// A small editor for Python: a text field that indents.

import { element } from "./fields.js";

const INDENT = "    ";
const ROWS = [4, 24]; // lines that the field shows, at least and at most

/** Where code is written. It tells of every change by "change", and of Ctrl + Enter by "run". */
export class Editor extends EventTarget {
  #released = false; // whether the next Tab leaves the field

  /** @param {string} label @param {string} id @param {string} code */
  constructor(label, id, code) {
    super();
    this.area = element("textarea", {
      id,
      class: "lossviz-code",
      "aria-describedby": `${id}-keys`,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      autocorrect: "off",
      wrap: "off",
    });
    const keys =
      "While you write, Tab indents; Escape and then Tab leaves the field. Ctrl + Enter checks what " +
      "you wrote.";
    this.element = element(
      "div",
      { class: "lossviz-editor" },
      element("label", { for: id }, label),
      this.area,
      element("p", { id: `${id}-keys`, class: "lossviz-keys" }, keys),
    );
    this.code = code;
    this.area.addEventListener("keydown", (event) => this.#key(event));
    // Who comes by with Tab goes on with Tab, and changes nothing.
    this.area.addEventListener("focus", () => (this.#released = true));
    this.area.addEventListener("click", () => (this.#released = false));
    this.area.addEventListener("input", () => {
      this.#fit();
      this.dispatchEvent(new Event("change"));
    });
  }

  get code() {
    return this.area.value;
  }

  set code(code) {
    this.area.value = code;
    this.#fit();
  }

  #fit() {
    const [least, most] = ROWS;
    const lines = this.code.split("\n").length;
    this.area.rows = Math.min(most, Math.max(least, lines + 1));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, shiftKey, isComposing } = event;
    if (isComposing) return;
    if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.dispatchEvent(new Event("run"));
    } else if (key === "Enter" && !shiftKey) {
      event.preventDefault();
      this.#newLine();
    } else if (key === "Tab" && !this.#released && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      if (shiftKey) this.#outdent();
      else this.#indent();
    }
    this.#released = key === "Escape" || (key === "Shift" && this.#released);
  }

  /** Begin a line as far in as this one; further in behind a colon. */
  #newLine() {
    const before = this.code.slice(0, this.area.selectionStart);
    const line = before.slice(before.lastIndexOf("\n") + 1);
    const indent = line.match(/^ */)?.[0] ?? "";
    this.#type(`\n${indent}${line.trimEnd().endsWith(":") ? INDENT : ""}`);
  }

  #indent() {
    const { selectionStart, selectionEnd } = this.area;
    if (this.code.slice(selectionStart, selectionEnd).includes("\n")) {
      this.#lines((line) => (line ? INDENT + line : line));
    } else {
      this.#type(INDENT);
    }
  }

  #outdent() {
    this.#lines((line) => line.replace(/^ {1,4}/, ""));
  }

  /** Change the lines that are selected. @param {(line: string) => string} change */
  #lines(change) {
    const { selectionStart, selectionEnd } = this.area;
    const from = this.code.slice(0, selectionStart).lastIndexOf("\n") + 1;
    const end = this.code.indexOf("\n", Math.max(from, selectionEnd - 1));
    const to = end < 0 ? this.code.length : end;
    const lines = this.code.slice(from, to).split("\n");
    const changed = lines.map(change).join("\n");
    if (changed === lines.join("\n")) return;
    const first = change(lines[0]).length - lines[0].length;
    this.area.setSelectionRange(from, to);
    this.#type(changed);
    if (lines.length > 1) {
      this.area.setSelectionRange(from, from + changed.length);
    } else {
      const place = Math.max(from, selectionStart + first);
      this.area.setSelectionRange(place, place);
    }
  }

  /**
   * Put a text in place of the selection as if it were typed, so that it can be undone.
   * @param {string} text
   */
  #type(text) {
    const typed = text ? "insertText" : "delete";
    if (document.execCommand(typed, false, text)) return;
    const { selectionStart, selectionEnd } = this.area;
    this.area.setRangeText(text, selectionStart, selectionEnd, "end");
    this.area.dispatchEvent(new Event("input"));
  }
}
