// Draws what a search found.

import { el, millis, timeAgo, whole } from "./dom.js";
import { toFragment, emptyQuery } from "./query.js";

const METHODS = {
  none: "no vectors compared",
  exact: "every vector compared in full",
  bits: "all by one bit a component, the nearest in full",
  graph: "along a graph of neighbours",
};

/** The search for posts like one, as a link. */
export const similarTo = (id, query) => toFragment({ ...query, ...examplesOnly(id) });

function examplesOnly(id) {
  const { q, dislike } = emptyQuery();
  return { q, dislike, like: [id] };
}

/**
 * The hits as a list.
 *
 * @param query what was asked; links and filters start from it
 * @param on `add(list, value)` adds to the query; `moved(hit)`, if there, is an element that says how the hit moved
 */
export function hitList(hits, query, on, label) {
  return el("ol", { class: "hits plain", "aria-label": label }, ...hits.map((hit) => card(hit, query, on)));
}

function card(hit, query, on) {
  return el(
    "li",
    { class: "hit", "data-id": hit.id },
    el(
      "div",
      { class: "head" },
      el("span", { class: "rank" }, String(hit.rank)),
      el("a", { class: "id", href: similarTo(hit.id, query), title: "Similar posts" }, hit.id),
      on.moved ? on.moved(hit) : null,
      el("span", { class: "score", title: "Score: higher is better within this answer" }, hit.score.toFixed(4)),
    ),
    hit.text ? says(hit) : null,
    el("div", { class: "chips" }, ...attributeButtons(hit, on)),
    el(
      "div",
      { class: "foot" },
      el("span", {}, "changed ", timeAgo(hit.changedAt)),
      el("span", {}, `revision ${hit.revision}`),
      button("More like this", () => on.add("like", hit.id), hit.id),
      button("Not like this", () => on.add("dislike", hit.id), hit.id),
    ),
    hit.sources ? explanation(hit) : null,
  );
}

function says({ text, revision }) {
  return el(
    "div",
    { class: "text" },
    text.title === null ? null : el("strong", {}, text.title),
    text.body === null ? null : el("p", {}, text.body),
    text.revision === revision ? null : el("p", { class: "quiet" }, `as of revision ${text.revision}`),
  );
}

function button(label, onclick, about) {
  return el("button", { type: "button", class: "small", onclick }, label, el("span", { class: "hidden" }, `: ${about}`));
}

function attributeButtons(hit, on) {
  const pairs = Object.entries(hit.attributes).sort().map(([name, value]) =>
    name === "author" ? ["author", value, `author:${value}`] : ["attribute", `${name}:${value}`, `${name}:${value}`]);
  if (hit.language !== null) pairs.unshift(["language", hit.language, hit.language]);
  return pairs.map(([kind, value, label]) =>
    el("button", { type: "button", class: "chip", title: "Filter by this", onclick: () => on.add(kind, value) }, label));
}

function explanation(hit) {
  const rows = hit.sources.map((part) =>
    el("tr", {},
      el("th", { scope: "row" }, part.source === "vector" ? "meaning (cosine)" : "words (BM25)"),
      el("td", {}, `#${part.rank}`),
      el("td", {}, part.score.toFixed(4)),
      el("td", {}, `+${part.contribution.toFixed(4)}`)));
  const heads = ["source", "rank", "score", "adds"].map((head) => el("th", { scope: "col" }, head));
  return el(
    "details",
    { class: "why" },
    el("summary", {}, "Why", el("span", { class: "hidden" }, ` ${hit.id} was found`)),
    el("table", {}, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)),
    el("p", { class: "quiet" }, `${hit.tokens} tokens embedded${hit.embeddedAt ? `, at ${new Date(hit.embeddedAt).toLocaleString()}` : ""}`),
  );
}

/** How an answer was made, as terms and what they are. */
export function facts(answer) {
  const { model, plan, freshness, took } = answer;
  const behind = freshness.recordsBehind;
  return [
    ["model", `${model.name}, ${model.dimensions} dimensions, digest ${model.digest.slice(0, 12)}`],
    ["plan", `${plan.method}: ${METHODS[plan.method] ?? ""}`],
    ["compared", `${whole(plan.compared)} of ${whole(plan.selected)} that pass the filters, of ${whole(plan.held)} held`],
    ["expected recall", plan.expectedRecall.toFixed(3)],
    ["fresh to", freshness.caughtUpAt
      ? `${new Date(freshness.caughtUpAt).toLocaleTimeString()}${behind === null ? "" : `, ${whole(behind)} updates behind`}`
      : "not known yet"],
    ["took", `${took.total.toFixed(1)} ms: embedding ${took.embed.toFixed(1)}, search ${took.search.toFixed(1)}`],
  ].map(([term, text]) => el("div", {}, el("dt", {}, term), el("dd", {}, text)));
}

/** The posts of a stream as they arrive. */
export function newestItem(post, query, namesModel) {
  const gone = post.kind === "delete";
  const way = post.changedAt && !gone ? Math.max(0, Date.parse(post.appliedAt) - Date.parse(post.changedAt)) : null;
  return el(
    "li",
    { class: gone ? "gone" : null },
    el(
      "div",
      { class: "head" },
      gone ? el("span", { class: "id" }, post.id) : el("a", { class: "id", href: similarTo(post.id, query) }, post.id),
      el("span", { class: "quiet ago" }, timeAgo(post.appliedAt)),
    ),
    el(
      "div",
      { class: "quiet" },
      gone ? "deleted" : `revision ${post.revision}`,
      way === null ? null : el("span", { title: "From the change to its being found" }, `, after ${millis(way)}`),
      namesModel ? ", " : null,
      namesModel ? el("span", { class: "unbroken" }, post.model) : null,
    ),
  );
}
