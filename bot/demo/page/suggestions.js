// The list above the message box: slash commands, and people to mention. Arrows choose, Tab or Enter takes, Escape closes.

import { element } from "/page/dom.js";

/**
 * Gives {close(), update(), takesKey(event)}. `suggest(words before the caret)` gives
 * {from, entries: [{value, label, note}]}: `value` takes the place of what was typed from `from` on.
 */
export function createSuggestions(list, box, suggest) {
  list.id = `${box.id}-suggestions`;
  box.setAttribute("aria-controls", list.id);
  let found = { from: 0, entries: [] };
  let chosen = 0;

  function paint() {
    list.hidden = found.entries.length === 0;
    list.replaceChildren(...found.entries.map((entry, at) => option(entry, at)));
    if (list.hidden) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
  }

  function option({ label, hint, note }, at) {
    return element("li", {
      id: `${list.id}-${at}`, role: "option", "aria-selected": String(at === chosen),
      pointerdown: (event) => { event.preventDefault(); take(at); },
    },
    element("strong", {}, label), hint ? ` ${hint}` : "",
    element("span", { class: "quiet small" }, ` ${note ?? ""}`));
  }

  function take(at) {
    const { value } = found.entries[at];
    box.setRangeText(`${value} `, found.from, box.selectionStart, "end");
    close();
    box.dispatchEvent(new Event("input"));
  }

  function close() {
    found = { from: 0, entries: [] };
    paint();
  }

  const step = (by) => { chosen = (chosen + found.entries.length + by) % found.entries.length; paint(); };
  const acts = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Tab: () => take(chosen),
    Enter: () => take(chosen),
    Escape: close,
  };

  return {
    close,
    update() {
      found = suggest(box.value.slice(0, box.selectionStart));
      chosen = 0;
      paint();
    },
    /** Whether the key was for this list. What is typed in full is sent by Enter, not completed. */
    takesKey(event) {
      const { from, entries } = found;
      const isTyped = event.key === "Enter" && entries[chosen]?.value === box.value.slice(from);
      if (entries.length === 0 || isTyped || event.shiftKey || !acts[event.key]) return false;
      event.preventDefault();
      event.stopPropagation();
      acts[event.key]();
      return true;
    },
  };
}

/** What the words before the caret may become: a command at the beginning, or somebody after an @. */
export function suggestionsFor(words, { commands, mentionable }) {
  if (/^\/\S*$/.test(words)) {
    const entries = commands.filter(({ command }) => command.startsWith(words))
      .map(({ command, usage_hint, description }) => ({ value: command, label: command, hint: usage_hint, note: description }));
    return { from: 0, entries };
  }
  const mention = /(?:^|\s)@([\p{L}\d._-]*)$/u.exec(words);
  if (!mention) return { from: 0, entries: [] };
  const typed = mention[1].toLowerCase();
  const entries = mentionable.filter(({ handle, name }) => handle.startsWith(typed) || name.toLowerCase().startsWith(typed))
    .map(({ handle, name }) => ({ value: `@${handle}`, label: `@${handle}`, note: name }));
  return { from: words.length - typed.length - 1, entries };
}
