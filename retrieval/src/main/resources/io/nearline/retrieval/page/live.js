// The strip of live numbers, the models held and the newest posts.

import { byId, el, millis, refreshAges, whole } from "./dom.js";
import { newestItem } from "./hits.js";
import { Sparkline } from "./sparkline.js";

const SHOWN = 12;

export class Live {
  #rate = new Sparkline(byId("rate-line"));
  #p99 = new Sparkline(byId("p99-line"));
  #newest = [];
  #models = [];
  #query;

  /** @param query gives what is asked at the moment, from which links start */
  constructor(query) {
    this.#query = query;
    byId("pause").addEventListener("click", ({ target }) => {
      const paused = target.getAttribute("aria-pressed") !== "true";
      target.setAttribute("aria-pressed", String(paused));
      if (!paused) this.#drawNewest();
    });
  }

  /** Shows one moment. */
  show(state) {
    const following = state.state === "following";
    byId("connection").textContent = state.problem ?? (following ? "live" : state.state.replaceAll("_", " "));
    byId("connection").className = following && !state.problem ? "good" : "bad";
    byId("rate").textContent = state.postsPerSecond.toFixed(state.postsPerSecond < 10 ? 1 : 0);
    byId("queries").textContent = state.queriesPerSecond.toFixed(1);
    byId("p50").textContent = millis(state.freshness.p50Millis);
    byId("p99").textContent = millis(state.freshness.p99Millis);
    byId("behind").textContent = state.recordsBehind === null ? "–" : whole(state.recordsBehind);
    this.#rate.add(state.postsPerSecond);
    this.#p99.add(state.freshness.p99Millis);
    this.#models = state.models;
    this.#drawModels();
    this.#addNewest(state.newest);
    if (byId("pause").getAttribute("aria-pressed") !== "true") this.#drawNewest();
  }

  /** Says that there are no numbers. */
  away(why, pause) {
    byId("connection").textContent = `${why.title ?? "The service cannot be reached"}; again in ${millis(pause)}`;
    byId("connection").className = "bad";
  }

  #drawModels() {
    const models = this.#models;
    const most = Math.max(1, ...models.map((model) => model.posts));
    byId("models").replaceChildren(...models.map((model) =>
      el(
        "li",
        {},
        el("strong", {}, model.name),
        model.active ? el("span", { class: "badge" }, "searched") : null,
        el("div", { class: "quiet" }, `${whole(model.posts)} posts${models.length > 1 ? `, coverage ${share(model.posts, most)}` : ""}`),
        model.bundle === "missing" ? el("div", { class: "bad" }, "no bundle here: texts cannot be embedded") : null,
      )));
    if (models.length === 0) byId("models").replaceChildren(el("li", { class: "quiet" }, "None held yet."));
  }

  #addNewest(posts) {
    // The numbers come again after a reconnection.
    const known = new Set(this.#newest.map(key));
    this.#newest = [...posts.filter((post) => !known.has(key(post))), ...this.#newest].slice(0, SHOWN);
  }

  #drawNewest() {
    const list = byId("newest");
    // A link that somebody is about to follow stays where it is.
    if (list.contains(document.activeElement) || list.matches(":hover")) {
      refreshAges(list);
      return;
    }
    list.replaceChildren(...this.#newest.map((post) => newestItem(post, this.#query(), this.#models.length > 1)));
    if (this.#newest.length === 0) list.replaceChildren(el("li", { class: "quiet" }, "None since this page was opened."));
  }
}

const key = (post) => `${post.id} ${post.revision} ${post.model} ${post.kind}`;

/** A hundredth too little rather than complete when it is not. */
const share = (part, most) => `${(Math.floor((part / most) * 1_000) / 10).toFixed(1)} %`;
