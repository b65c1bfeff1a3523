// One query, two models: what both found, and how far posts moved.

import { el } from "./dom.js";

/** Rank by id. */
const ranks = (hits) => new Map(hits.map((hit) => [hit.id, hit.rank]));

/**
 * How two answers differ.
 *
 * @returns `shared`, `same` (at one rank), `meanMove` over the shared (null without), and `moveOf(hit, side)`: places that a
 *     hit of one side stands higher than on the other, null if the other did not find it
 */
export function comparison(left, right) {
  const of = { left: ranks(left.hits), right: ranks(right.hits) };
  const shared = left.hits.filter((hit) => of.right.has(hit.id));
  const moves = shared.map((hit) => Math.abs(of.right.get(hit.id) - hit.rank));
  return {
    shared: shared.length,
    most: Math.max(left.hits.length, right.hits.length),
    same: moves.filter((move) => move === 0).length,
    meanMove: moves.length === 0 ? null : moves.reduce((sum, move) => sum + move, 0) / moves.length,
    moveOf(hit, side) {
      const other = of[side === "left" ? "right" : "left"].get(hit.id);
      return other === undefined ? null : other - hit.rank;
    },
  };
}

/** The comparison in a sentence. */
export function sentence({ shared, most, same, meanMove }) {
  const move = meanMove === null ? "" : `, ${same} at the same rank, mean move ${meanMove.toFixed(1)} places`;
  return `${shared} of ${most} posts found by both models${move}.`;
}

/** How a hit moved, for people and for screen readers. */
export function moveMark(move) {
  if (move === null) return el("span", { class: "move new" }, "only here");
  if (move === 0) return el("span", { class: "move" }, "same rank");
  const up = move > 0;
  return el(
    "span",
    { class: `move ${up ? "up" : "down"}` },
    el("span", { "aria-hidden": "true" }, `${up ? "↑" : "↓"}${Math.abs(move)}`),
    el("span", { class: "hidden" }, `${Math.abs(move)} places ${up ? "higher" : "lower"} than with the other model`),
  );
}
