// The app's Home tab, and the two tabs of the conversation with it.

import { blockItems } from "/page/blocks.js";
import { element, icon, reconcile } from "/page/dom.js";

/** The two tabs of the conversation with the app, the current one marked. */
export function paintTabs(nav, channel, tab) {
  const link = (name, label, hash) => element("a", {
    href: hash, class: "tab", "aria-current": tab === name ? "page" : null, "data-control": name,
  }, label);
  const tabs = [link("home", "Home", `#${channel}/home`), link("messages", "Messages", `#${channel}`)];
  const item = { key: "tabs", fingerprint: `${channel} ${tab}`, build: () => element("div", { class: "tab-list" }, tabs) };
  reconcile(nav, [item]);
}

/** What the app published for this person; before that, a word that it has not. */
export function paintHome(place, view, kit) {
  if (view) reconcile(place, blockItems(view.blocks, kit));
  else reconcile(place, [{ key: "empty", fingerprint: "", build: emptyHome }]);
}

function emptyHome() {
  return element("section", { class: "welcome" },
    element("span", { class: "welcome-mark" }, icon("home")),
    element("p", { class: "quiet" }, "The app has published nothing here yet."));
}
