/** Find elements by their ids, and make new ones. */

export const byId = (id) => document.getElementById(id);

/** Make an element with *properties* ("class", "data-…" and "aria-…" are attributes) and content. */
export function make(name, properties = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === "class" || key.includes("-")) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...inside.filter((part) => part !== null && part !== undefined));
  return element;
}
