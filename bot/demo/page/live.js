// The way to the workspace: its state, its changes as they happen, and what a person does.

const RETRY_MS = 1500;
const WHOLE_STATE_CHANGES = new Set(["reload", "channel"]);
const VIEW_AS = "view-as";
const GONE = "The workspace does not answer. What you wrote is kept: send it again when it is back.";

let viewer = sessionStorage.getItem(VIEW_AS); // null: the first person
let look = null; // asks for the whole state again

/** From now on the page is this person's. */
export function viewAs(id) {
  viewer = id;
  sessionStorage.setItem(VIEW_AS, id);
  look?.();
}

/**
 * Follows the workspace for as long as the page is open.
 *
 * `onState(state)` comes first and after each reconnection, then `onChange(change)` for each
 * change. `onPresence(isHere)` says when the workspace goes and comes back.
 */
export function follow({ onState, onChange, onPresence }) {
  let waiting = []; // changes that arrived while the state was on its way; null when it is here
  const source = new EventSource("/page/api/changes");

  async function refresh() {
    waiting = [];
    try {
      const answer = await fetch(viewer ? `/page/api/state?as=${viewer}` : "/page/api/state");
      onState(await answer.json());
    } catch {
      restart();
      return;
    }
    onPresence(true);
    const missed = waiting;
    waiting = null;
    missed.forEach(onChange);
  }

  function restart() {
    source.close();
    onPresence(false);
    setTimeout(() => follow({ onState, onChange, onPresence }), RETRY_MS);
  }

  look = refresh;
  source.addEventListener("open", refresh);
  source.addEventListener("message", (event) => {
    const change = JSON.parse(event.data);
    if (WHOLE_STATE_CHANGES.has(change.kind)) refresh();
    else if (waiting) waiting.push(change);
    else onChange(change);
  });
  source.addEventListener("error", () => {
    onPresence(false);
    // The browser reconnects by itself unless the answer was an error page.
    if (source.readyState === EventSource.CLOSED) restart();
  });
}

/** Sends a message with its pictures; gives the workspace's answer {ok, ts?, command?, error?}. */
export function postMessage({ channel, thread_ts, text, uploads }) {
  const form = new FormData();
  if (viewer) form.append("as", viewer);
  form.append("channel", channel);
  if (thread_ts) form.append("thread_ts", thread_ts);
  form.append("text", text);
  for (const { file, alt } of uploads) {
    form.append("file", file, file.name);
    form.append("alt_txt", alt.trim());
  }
  return post("messages", form);
}

/** Posts JSON to one of the page's own calls; gives {ok, error?}. */
export function act(name, body) {
  return post(name, JSON.stringify(viewer ? { ...body, as: viewer } : body), { "Content-Type": "application/json" });
}

async function post(name, body, headers = {}) {
  try {
    const answer = await fetch(`/page/api/${name}`, { method: "POST", body, headers });
    return await answer.json();
  } catch {
    return { ok: false, error: GONE };
  }
}
