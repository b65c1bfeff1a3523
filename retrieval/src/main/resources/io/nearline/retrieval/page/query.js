// What is asked: kept in the address, so that a link or the back button brings it back.

const LISTS = ["like", "dislike", "language", "author", "attribute"];
const WORDS = ["q", "mode", "k", "from", "until", "exact", "compare", "left", "right"];
const DEFAULTS = { q: "", mode: "vector", k: "10", from: "", until: "", exact: "", compare: "", left: "", right: "" };

/** A query of nothing. */
export function emptyQuery() {
  return { ...DEFAULTS, like: [], dislike: [], language: [], author: [], attribute: [] };
}

/** The query that the fragment of an address names, with the parameters of GET /v1/search. */
export function fromFragment(fragment) {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  const query = emptyQuery();
  for (const name of WORDS) query[name] = parameters.get(name) ?? DEFAULTS[name];
  for (const name of LISTS) query[name] = parameters.getAll(name).filter((value) => value !== "");
  query.attribute = query.attribute.filter(isPair);
  for (const name of ["from", "until"]) if (Number.isNaN(Date.parse(query[name]))) query[name] = "";
  return query;
}

/** The fragment that brings the query back. */
export function toFragment(query) {
  const parameters = new URLSearchParams();
  for (const name of WORDS) if (query[name] !== DEFAULTS[name]) parameters.set(name, query[name]);
  for (const name of LISTS) for (const value of query[name]) parameters.append(name, value);
  return `#${parameters}`;
}

/** Whether a text is NAME:VALUE. */
export const isPair = (text) => text.indexOf(":") > 0;

/** Whether there is anything to search by. */
export const asks = (query) => query.q.trim() !== "" || query.like.length > 0;

/** The body of POST /v1/search, without a model for the one that is searched. */
export function toRequest(query, model) {
  const request = { k: Number(query.k) || 10, explain: true, include: ["text"] };
  if (query.q.trim() !== "") {
    request.text = query.q.trim();
    request.mode = query.mode;
  }
  if (query.like.length > 0) request.like = query.like;
  if (query.dislike.length > 0) request.dislike = query.dislike;
  if (query.exact !== "") request.exact = true;
  if (model) request.model = model;
  const filter = toFilter(query);
  if (Object.keys(filter).length > 0) request.filter = filter;
  return request;
}

function toFilter(query) {
  const filter = {};
  if (query.language.length > 0) filter.languages = query.language;
  if (query.author.length > 0) filter.authors = query.author;
  const attributes = new Map();
  for (const pair of query.attribute) {
    const colon = pair.indexOf(":");
    const name = pair.slice(0, colon);
    attributes.set(name, [...(attributes.get(name) ?? []), pair.slice(colon + 1)]);
  }
  if (attributes.size > 0) filter.attributes = Object.fromEntries(attributes);
  if (query.from !== "") filter.from = new Date(query.from).toISOString();
  if (query.until !== "") filter.until = new Date(query.until).toISOString();
  return filter;
}
