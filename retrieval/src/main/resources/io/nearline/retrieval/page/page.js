// The page: what is typed and chosen becomes a query, its answer is drawn; the newest query wins.

import { comparison, moveMark, sentence } from "./compare.js";
import { byId, el, refreshAges, whole } from "./dom.js";
import { facts, hitList } from "./hits.js";
import { Live } from "./live.js";
import { asks, emptyQuery, fromFragment, isPair, toFragment, toRequest } from "./query.js";
import { Problem, UNREACHABLE, follow, search, useToken } from "./service.js";

const TYPING_PAUSE = 120;
const AGES_EVERY = 10_000;
const MOST_SUGGESTIONS = 100;
const CHIPS = { language: "language", author: "author", attribute: "" };
const EXAMPLES = { like: "like", dislike: "not like" };

let query = fromFragment(location.hash);
let models = [];
let asked = new AbortController();
let typing;
let again;
let unreachable = false;
const suggestions = { language: new Set(), author: new Set(), attribute: new Set() };

// ---- from the form to the query and back

function readForm() {
  query.q = byId("text").value;
  query.mode = document.querySelector("input[name=mode]:checked").value;
  query.k = byId("k").value;
  query.exact = byId("exact").checked ? "true" : "";
  query.compare = byId("compare").checked ? "true" : "";
  query.from = byId("from").value;
  query.until = byId("until").value;
  query.left = compares() ? byId("left").value : "";
  query.right = compares() ? byId("right").value : "";
}

function writeForm() {
  byId("text").value = query.q;
  for (const choice of document.querySelectorAll("input[name=mode]")) choice.checked = choice.value === query.mode;
  byId("k").value = query.k;
  byId("exact").checked = query.exact !== "";
  byId("compare").checked = query.compare !== "";
  byId("from").value = query.from;
  byId("until").value = query.until;
  if (query.left !== "") byId("left").value = query.left;
  if (query.right !== "") byId("right").value = query.right;
  drawChips();
}

function drawChips() {
  byId("examples").replaceChildren(...chips(EXAMPLES));
  byId("chips").replaceChildren(...chips(CHIPS));
  const filters = byId("chips").childElementCount + (query.from === "" ? 0 : 1) + (query.until === "" ? 0 : 1);
  byId("filters").firstElementChild.textContent = filters === 0 ? "Filters" : `Filters (${filters})`;
}

function chips(kinds) {
  return Object.entries(kinds).flatMap(([kind, label]) =>
    query[kind].map((value) => {
      const name = `${label} ${value}`.trim();
      return el(
        "button",
        { type: "button", class: `chip chosen ${kind}`, "aria-label": `Remove ${name}`, onclick: () => drop(kind, value) },
        `${name} `,
        el("span", { "aria-hidden": "true" }, "×"),
      );
    }));
}

function add(kind, value) {
  if (query[kind].includes(value)) return;
  for (const other of ["like", "dislike"]) if (EXAMPLES[kind]) query[other] = query[other].filter((one) => one !== value);
  query[kind].push(value);
  changed();
}

function drop(kind, value) {
  query[kind] = query[kind].filter((one) => one !== value);
  byId("text").focus();
  changed();
}

/** The query is another: the address and the chips follow, and it is asked. */
function changed() {
  history.replaceState(null, "", toFragment(query));
  drawChips();
  run();
}

function formChanged() {
  readForm();
  byId("pair").hidden = !compares();
  changed();
}

// ---- asking

const compares = () => query.compare !== "" && models.length > 1;

async function run() {
  clearTimeout(typing);
  clearTimeout(again);
  asked.abort();
  const mine = new AbortController();
  asked = mine;
  if (!asks(query)) {
    showProblem(null);
    showHint();
    return;
  }
  byId("results").setAttribute("aria-busy", "true");
  try {
    const names = compares() ? [byId("left").value, byId("right").value] : [null];
    const answers = await Promise.all(names.map((name) => search(toRequest(query, name), mine.signal)));
    if (mine !== asked) return;
    showProblem(null);
    if (answers.length === 1) showAnswer(answers[0]);
    else showPair(...answers);
  } catch (failure) {
    if (mine !== asked) return;
    if (!(failure instanceof Problem)) throw failure;
    failed(failure);
  } finally {
    if (mine === asked) byId("results").removeAttribute("aria-busy");
  }
}

function failed(failure) {
  replaceResults([]);
  byId("summary").textContent = "";
  byId("answer").hidden = true;
  showProblem(failure);
  if (failure.retryAfter) again = setTimeout(run, failure.retryAfter * 1_000);
}

// ---- drawing

function showProblem(failure) {
  const place = byId("problem");
  place.hidden = failure === null;
  unreachable = failure?.status === UNREACHABLE;
  byId("access").hidden = failure?.status !== 401;
  if (failure === null) return;
  place.replaceChildren(el("strong", {}, failure.title), ` ${failure.message}`);
}

function showHint() {
  const posts = models.reduce((sum, model) => Math.max(sum, model.posts), 0);
  const text = models.length > 0 && posts === 0
    ? "The index holds no posts yet. Publish one with: nearline post"
    : `Type to search ${posts > 0 ? `${whole(posts)} posts` : "the posts"} by what they mean, or take one of the newest.`;
  byId("summary").textContent = "";
  byId("answer").hidden = true;
  byId("results").removeAttribute("aria-busy");
  if (byId("results").textContent !== text) byId("results").replaceChildren(el("p", { class: "hint" }, text));
}

function showAnswer(answer) {
  suggest(answer.hits);
  byId("summary").textContent = count(answer);
  byId("answer").replaceChildren(...facts(answer));
  byId("answer").hidden = false;
  replaceResults([hitList(answer.hits, query, { add }, "Posts found")]);
}

function count({ hits, plan }) {
  if (hits.length > 0) return `${hits.length} ${hits.length === 1 ? "post" : "posts"}`;
  if (plan.method !== "none" || plan.selected > 0) return "No posts found.";
  return plan.held === 0 ? "The index holds no posts." : "No post passes the filters.";
}

function showPair(left, right) {
  suggest([...left.hits, ...right.hits]);
  const compared = comparison(left, right);
  byId("summary").textContent = sentence(compared);
  byId("answer").hidden = true;
  replaceResults([el("div", { class: "pair" }, column(left, "left", compared), column(right, "right", compared))]);
}

function column(answer, side, compared) {
  const moved = (hit) => moveMark(compared.moveOf(hit, side));
  return el(
    "section",
    { "aria-label": `Found with ${answer.model.name}` },
    el("h2", {}, answer.model.name),
    el("details", { class: "why" }, el("summary", {}, `${count(answer)}, how they were found`), el("dl", { class: "facts" }, ...facts(answer))),
    hitList(answer.hits, query, { add, moved }, `Posts found with ${answer.model.name}`),
  );
}

/** Whoever was among the hits is among the new ones. */
function replaceResults(children) {
  const results = byId("results");
  const inside = results.contains(document.activeElement);
  results.replaceChildren(...children);
  if (inside) (hitLinks()[0] ?? byId("text")).focus();
}

/** Values seen are offered for filters. */
function suggest(hits) {
  for (const hit of hits) {
    if (hit.language !== null) suggestions.language.add(hit.language);
    for (const [name, value] of Object.entries(hit.attributes)) {
      if (name === "author") suggestions.author.add(value);
      else suggestions.attribute.add(`${name}:${value}`);
    }
  }
  for (const [kind, values] of Object.entries(suggestions)) {
    const options = [...values].slice(-MOST_SUGGESTIONS).sort().map((value) => el("option", { value }));
    byId(kind === "language" ? "languages" : `${kind}s`).replaceChildren(...options);
  }
}

// ---- live numbers

function showState(state) {
  live.show(state);
  const names = state.models.map((model) => `${model.name} ${model.active}`).join();
  const changedNames = names !== models.map((model) => `${model.name} ${model.active}`).join();
  models = state.models;
  if (changedNames) modelsChanged();
  if (!asks(query)) showHint();
  if (unreachable) run();
}

function modelsChanged() {
  byId("compare-choice").hidden = models.length < 2;
  const active = models.find((model) => model.active) ?? models[0];
  const other = models.find((model) => model !== active);
  choose("left", query.left, active);
  choose("right", query.right, other);
  byId("pair").hidden = !compares();
  if (query.compare !== "") run();
}

function choose(id, wanted, otherwise) {
  byId(id).replaceChildren(...models.map((model) => el("option", { value: model.name }, model.name)));
  byId(id).value = models.some((model) => model.name === wanted) ? wanted : (otherwise?.name ?? "");
}

function away(why, pause) {
  live.away(why, pause);
  if (why.status === 401) showProblem(why);
}

// ---- keys

const hitLinks = () => [...byId("results").querySelectorAll("a.id")];

function move(step) {
  const links = hitLinks();
  const here = links.indexOf(document.activeElement?.closest(".hit")?.querySelector("a.id"));
  if (here + step < 0) byId("text").focus();
  else links[Math.min(here + step, links.length - 1)]?.focus();
}

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const target = event.target;
  const typed = target.matches("input, select, textarea");
  const walks = !typed || target === byId("text");
  if (event.key === "/" && !typed) byId("text").focus();
  else if (event.key === "Escape") clear();
  else if (event.key === "ArrowDown" && walks && hitLinks().length > 0) move(1);
  else if (event.key === "ArrowUp" && walks && byId("results").contains(target)) move(-1);
  else return;
  event.preventDefault();
}

function clear() {
  const { q, like, dislike } = emptyQuery();
  Object.assign(query, { q, like, dislike });
  byId("text").value = "";
  byId("text").focus();
  changed();
}

// ---- listening

function addFrom(input) {
  const value = input.value.trim();
  const wrong = input.dataset.kind === "attribute" && value !== "" && !isPair(value);
  input.setCustomValidity(wrong ? "Give name:value" : "");
  if (wrong) input.reportValidity();
  else if (value !== "") {
    input.value = "";
    add(input.dataset.kind, value);
  }
}

byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  formChanged();
});
byId("text").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(formChanged, TYPING_PAUSE);
});
for (const input of document.querySelectorAll("input.add")) {
  input.addEventListener("change", () => addFrom(input));
  input.addEventListener("input", () => input.setCustomValidity(""));
}
byId("search").addEventListener("change", ({ target }) => {
  if (target !== byId("text") && !target.matches("input.add")) formChanged();
});
byId("access").addEventListener("submit", (event) => {
  event.preventDefault();
  useToken(byId("token").value.trim());
  byId("token").value = "";
  showProblem(null);
  run();
});
addEventListener("hashchange", () => {
  query = fromFragment(location.hash);
  writeForm();
  byId("pair").hidden = !compares();
  run();
});
document.addEventListener("keydown", pressed);
setInterval(() => refreshAges(byId("results")), AGES_EVERY);

const live = new Live(() => query);
writeForm();
run();
follow(showState, away);
