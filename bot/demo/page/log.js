// A scrolling list of messages: keeps the newest in sight, and arrow keys go from one to the next.

import { reconcile } from "/page/dom.js";

const NEAR_PX = 48;

/** Gives {paint(items, {isNew}), focusLast()}; items as `reconcile` takes them. */
export function createLog(list) {
  let isFollowing = true;
  let currentKey = null;

  function showNewest() {
    const last = list.lastElementChild;
    if (!last) return;
    // A message taller than the list is shown from its beginning.
    const bottom = list.scrollHeight - list.clientHeight;
    list.scrollTop = Math.min(bottom, last.offsetTop - NEAR_PX);
  }

  function isNewestInSight() {
    const last = list.lastElementChild;
    const top = Math.min(list.scrollHeight - list.clientHeight, (last?.offsetTop ?? 0) - NEAR_PX);
    return list.scrollTop >= top - NEAR_PX;
  }

  /** One stop for the Tab key: the message the keyboard was on, else the newest. */
  function rove() {
    const articles = [...list.querySelectorAll(":scope > article")];
    const current = articles.find((node) => node.dataset.key === currentKey) ?? articles.at(-1);
    for (const article of articles) article.tabIndex = article === current ? 0 : -1;
    return { articles, at: articles.indexOf(current) };
  }

  list.addEventListener("scroll", () => { isFollowing = isNewestInSight(); });
  list.addEventListener("focusin", (event) => {
    currentKey = event.target.closest("article")?.dataset.key ?? currentKey;
    rove();
  });
  list.addEventListener("keydown", (event) => {
    if (event.target.tagName !== "ARTICLE") return;
    const { articles, at } = rove();
    const goal = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: articles.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    articles[Math.min(Math.max(goal, 0), articles.length - 1)]?.focus();
  });
  new ResizeObserver(() => { if (isFollowing) showNewest(); }).observe(list);

  return {
    paint(items, { isNew }) {
      if (isNew) [isFollowing, currentKey] = [true, null];
      const wasFollowing = isFollowing;
      const hadKeyboard = list.contains(document.activeElement);
      reconcile(list, items);
      const { articles, at } = rove();
      // The keyboard's message was deleted: without this it would be thrown to the page's beginning.
      if (hadKeyboard && !list.contains(document.activeElement)) (articles[at] ?? list).focus();
      if (wasFollowing) showNewest();
    },
    focusLast() {
      const { articles } = rove();
      (articles.at(-1) ?? list).focus();
    },
  };
}
