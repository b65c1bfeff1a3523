// A line of the latest values of one number.

import { svg } from "./dom.js";

const WIDTH = 60;
const HEIGHT = 16;
const POINTS = 60;

export class Sparkline {
  #values = [];
  #line = svg("polyline", { fill: "none", stroke: "currentColor", "stroke-width": 1.5 });

  constructor(place) {
    place.append(svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" }, this.#line));
  }

  /** Adds a value; null leaves the line as it is. */
  add(value) {
    if (value === null || value === undefined) return;
    this.#values.push(value);
    if (this.#values.length > POINTS) this.#values.shift();
    const highest = Math.max(...this.#values, 1e-9);
    const points = this.#values.map((one, at) => {
      const x = WIDTH - (this.#values.length - 1 - at) * (WIDTH / (POINTS - 1));
      const y = HEIGHT - 1 - (one / highest) * (HEIGHT - 2);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    });
    this.#line.setAttribute("points", points.join(" "));
  }
}
