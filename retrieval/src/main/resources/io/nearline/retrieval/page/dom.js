// Builds elements. Whatever comes from posts or the service becomes text, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** The element of an id, which the page has. */
export const byId = (id) => document.getElementById(id);

/** An element with attributes; `on...` are listeners, null and false are left out. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same for a drawing. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

const UNITS = [["d", 86_400], ["h", 3_600], ["min", 60], ["s", 1]];

/** How long ago a time was, in one unit. */
export function age(time, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(time)) / 1000);
  const [unit, size] = UNITS.find(([, least]) => seconds >= least) ?? ["s", 1];
  return `${Math.floor(seconds / size)} ${unit} ago`;
}

/** A time as an age that `refreshAges` keeps true. */
export function timeAgo(time) {
  return el("time", { datetime: time, title: new Date(time).toLocaleString() }, age(time));
}

export function refreshAges(root) {
  for (const time of root.querySelectorAll("time")) time.textContent = age(time.dateTime);
}

export const whole = (number) => number.toLocaleString("en");

export function millis(value) {
  if (value === null || value === undefined) return "–";
  return value < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(1)} s`;
}
