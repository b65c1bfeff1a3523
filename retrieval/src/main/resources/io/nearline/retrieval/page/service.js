// The query service over HTTP: searches and the stream of live numbers.

const TOKEN = "nearline-token";
/** The status of a problem that is no answer. */
export const UNREACHABLE = 0;

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** What the service refused, in its own words. */
export class Problem extends Error {
  constructor(status, title, detail, retryAfter) {
    super(detail);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }
}

/** The token lives as long as this tab. */
export function useToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

function headers(more) {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { ...more, Authorization: `Bearer ${token}` } : more;
}

async function requireOk(response) {
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Problem(
    response.status,
    problem.title ?? `The service answered ${response.status}`,
    problem.detail ?? "It does not say why.",
    Number(response.headers.get("Retry-After")) || null,
  );
}

/** One search; the request is as the contract says. */
export async function search(request, signal) {
  try {
    const response = await fetch("/v1/search", {
      method: "POST",
      headers: headers({ "Content-Type": "application/json" }),
      body: JSON.stringify(request),
      signal,
    });
    return await (await requireOk(response)).json();
  } catch (failure) {
    // What fetch throws when there is no connection.
    if (!(failure instanceof TypeError)) throw failure;
    throw new Problem(UNREACHABLE, "The service cannot be reached", "It is asked again as soon as it is back.", null);
  }
}

/**
 * Follows the live numbers for ever: `onState` gets each, `onAway` why there are none and for how long. Not while the page is
 * hidden: browsers hold few connections to one server, and each stream takes one.
 */
export async function follow(onState, onAway) {
  let pause = FIRST_PAUSE;
  for (;;) {
    await shown();
    let why = new Error("The stream of live numbers ended.");
    const stream = new AbortController();
    const leave = () => document.hidden && stream.abort();
    document.addEventListener("visibilitychange", leave);
    try {
      // Not EventSource, which cannot send a token.
      const response = await fetch("/v1/events", {
        headers: headers({ Accept: "text/event-stream" }),
        signal: stream.signal,
      });
      await requireOk(response);
      for await (const data of events(response.body)) {
        pause = FIRST_PAUSE;
        onState(JSON.parse(data));
      }
    } catch (failure) {
      why = failure;
    } finally {
      document.removeEventListener("visibilitychange", leave);
    }
    if (stream.signal.aborted) continue;
    onAway(why, pause);
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

/** Resolves when the page can be seen. */
function shown() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true })).then(shown);
}

/** The data of each server-sent event. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split(/\r?\n/).filter((line) => line.startsWith("data:"));
      if (data.length > 0) yield data.map((line) => line.slice(5).replace(/^ /, "")).join("\n");
    }
  }
}
