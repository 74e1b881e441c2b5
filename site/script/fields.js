// What pages ask and answer with: elements, fields, replies, and what Python costs.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | boolean>} attributes true: there, without a value; false: not
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** What Python costs before it has come, or "". @param {number} megabytes */
export const weight = (megabytes) => (megabytes ? `: ${Math.ceil(megabytes)} MB, once` : "");

/** Things beside each other, where there is room. @param {HTMLElement[]} things */
export const rowOf = (...things) => element("div", { class: "lossviz-row" }, ...things);

/** @param {string} id @param {string} words @param {string} unit */
export function numberField(id, words, unit = "") {
  const field = element("input", {
    id,
    type: "text",
    size: "10",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
  });
  const label = element("label", { class: "lossviz-number" }, `${words} `, field);
  if (unit) label.append(` ${unit}`);
  return { label, field };
}

/** @param {string} id @param {string} words @param {[string, string][]} options */
export function choiceField(id, words, options) {
  const legend = element("legend", {}, words);
  const group = element("fieldset", { class: "lossviz-choice" }, legend);
  const radios = options.map(([value, text]) => {
    const radio = element("input", { type: "radio", name: id, value });
    group.append(element("label", {}, radio, ` ${text}`));
    return radio;
  });
  const chosen = () => radios.find((radio) => radio.checked)?.value ?? "";
  const choose = (/** @type {string} */ value) =>
    radios.forEach((radio) => (radio.checked = radio.value === value));
  return { group, chosen, choose };
}

/** Where replies are shown; a screen reader reads them out. */
export class Replies {
  element = element("div", { class: "lossviz-reply", role: "status" });

  /** @param {string} text @param {boolean | null} right null where nothing is judged */
  show(text, right = null) {
    this.element.dataset.right = right === null ? "" : String(right);
    this.element.replaceChildren(...paragraphs(text));
  }

  clear() {
    this.show("");
  }
}

/**
 * The lines of a reply; those that begin with a space, such as a failing case, stay as they are.
 * @param {string} text
 */
function paragraphs(text) {
  const parts = text.match(/(^ .*\n?)+|^[^ \n].*$/gm) ?? [];
  return parts.map((part) => element(part.startsWith(" ") ? "pre" : "p", {}, part.trimEnd()));
}
