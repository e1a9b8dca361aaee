// The page of the demo workspace: where one is, what is shown there, and where each action goes.

import { tell, tellGone } from "/page/announcing.js";
import { createComposer } from "/page/compose.js";
import { createDeeds } from "/page/deeds.js";
import { acceptFiles } from "/page/drops.js";
import { createKits } from "/page/kits.js";
import { act, follow, postMessage, viewAs } from "/page/live.js";
import { createLog } from "/page/log.js";
import { createModal } from "/page/modal.js";
import { createPanes } from "/page/panes.js";
import { paintRail } from "/page/rail.js";
import { isReply, Store } from "/page/store.js";
import { suggestionsFor } from "/page/suggestions.js";

const STOPPED = "The workspace has stopped. Start it again with make demo.";

const part = (id) => document.getElementById(id);
const isWide = window.matchMedia("(min-width: 64rem)");
const isPhone = window.matchMedia("(max-width: 44.99rem)");
const store = new Store();
let shown = { channel: null, thread: null, tab: null };
let tabTold = null;

// Going somewhere: the address's fragment is #CHANNEL, #CHANNEL/THREAD_TS or #CHANNEL/home

function readAddress() {
  const [id, rest] = location.hash.slice(1).split("/");
  const isDirect = id.startsWith("D"); // another person's becomes one's own
  const channel = store.channel(id) ?? store.channels.find(({ is_im }) => Boolean(is_im) === isDirect);
  if (!channel) return { channel: null, thread: null, tab: null };
  const hasTabs = channel.is_im && store.hasHome;
  if (hasTabs && rest === "home") return { channel: channel.id, thread: null, tab: "home" };
  const thread = store.channel(id) && rest !== "home" ? rest || null : null;
  return { channel: channel.id, thread, tab: hasTabs ? "messages" : null };
}

function goTo(channel, rest, { isReplacing = false } = {}) {
  const address = rest ? `#${channel}/${rest}` : `#${channel}`;
  if (isReplacing) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  paint();
}

function openThread(message) {
  goTo(shown.channel, message.thread_ts || message.ts);
  logs.thread.focusLast();
}

function closeThread() {
  const parent = CSS.escape(shown.thread ?? "");
  goTo(shown.channel, null);
  const article = part("channel-log").querySelector(`[data-key="${parent}"]`);
  (article?.querySelector("[data-control=thread]") ?? article ?? part("channel-text")).focus();
}

function openMenu() {
  part("app").dataset.menu = "open";
  (part("channels").querySelector("[aria-current]") ?? part("menu-close")).focus();
}

function closeMenu() {
  part("app").dataset.menu = "closed";
  part("menu-open").focus();
}

function chooseChannel(link) {
  goTo(link.hash.slice(1), null);
  if (isPhone.matches) closeMenu(); // the message box would bring up the keyboard
  else composers.channel.focus();
}

function chooseTab(link) {
  const [channel, rest] = link.hash.slice(1).split("/");
  goTo(channel, rest);
  part("tabs").querySelector(`[data-control=${shown.tab}]`)?.focus();
}

function paint() {
  if (store.isEmpty) return;
  const before = shown;
  shown = readAddress();
  store.markRead(shown.channel);
  part("app").dataset.view = shown.thread ? "thread" : "channel";
  paintRail(store, shown.channel);
  if (shown.channel === null) return;
  const isNewChannel = before.channel !== shown.channel || before.tab !== shown.tab;
  panes.paint(shown, { isNewChannel, isNewThread: isNewChannel || before.thread !== shown.thread });
  tellTab();
}

/** The app hears of each opening of its tabs, once. */
function tellTab() {
  const opened = shown.tab && `${store.me.id} ${shown.tab}`;
  if (opened && opened !== tabTold) did(act("tab", { tab: shown.tab }));
  tabTold = opened;
}

// What a person does

/** Shows the workspace's refusal, or clears the last one. */
async function did(answering) {
  const answer = await answering;
  part("notice").textContent = answer.ok ? "" : answer.error ?? "The workspace refused that.";
}

/** The message goes out; null, or the sentence why it did not. */
async function send(key, { text, uploads }) {
  const [, channel, thread_ts] = key.split("/");
  const answer = await postMessage({ channel, thread_ts, text, uploads });
  if (!answer.ok) return answer.error ?? "The message was not sent.";
  const hasPicture = uploads.some(({ file }) => file.type.startsWith("image/"));
  const isHere = !thread_ts && channel === shown.channel;
  // The answer comes in the thread: have it open where there is room beside the channel.
  if (hasPicture && answer.ts && isHere && isWide.matches) goTo(channel, answer.ts, { isReplacing: true });
  return null;
}

const deeds = {
  ...createDeeds({ store, channel: () => shown.channel, did }),
  openThread,
  dismiss(message) {
    store.forget(shown.channel, message.ts);
    paint();
    part(isReply(message) ? "thread-text" : "channel-text").focus();
  },
};
const suggest = (words) => suggestionsFor(words, store);
const kits = createKits({ store, did });
const logs = { channel: createLog(part("channel-log")), thread: createLog(part("thread-log")) };
const composers = {
  channel: createComposer(part("channel-form"), { send, suggest }),
  thread: createComposer(part("thread-form"), { send, suggest }),
};
const panes = createPanes({ store, logs, composers, kits, deeds });
const modal = createModal({
  kit: kits.view,
  submit: (view, values) => act("submissions", { view_id: view.id, values }),
  close: (view, isCleared) => act("closings", { view_id: view.id, is_cleared: isCleared }),
});

function listen() {
  window.addEventListener("popstate", paint);
  part("menu-open").addEventListener("click", openMenu);
  part("menu-close").addEventListener("click", closeMenu);
  part("thread-back").addEventListener("click", closeThread);
  part("thread-close").addEventListener("click", closeThread);
  part("view-as").addEventListener("change", (event) => viewAs(event.target.value));
  part("locale").addEventListener("change", (event) => did(act("locale", { locale: event.target.value })));
  part("membership").addEventListener("click", () => deeds.invite(!store.channel(shown.channel).bot_is_member));
  followLinks(document.querySelector(".rail"), ".rail-link", chooseChannel);
  followLinks(part("tabs"), ".tab", chooseTab);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
    if (part("app").dataset.menu === "open") closeMenu();
    else if (part("thread").contains(document.activeElement)) closeThread();
  });
  for (const link of document.querySelectorAll(".skip")) {
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the fragment of the address is the channel's
      if (link.hash === "#channel-log") logs.channel.focusLast();
      else composers.channel.focus();
    });
  }
  acceptFiles([part("channel"), part("thread")], (files, node) => {
    if (part("channel-form").hidden) return;
    (part("thread").contains(node) ? composers.thread : composers.channel).addFiles(files);
  });
}

function followLinks(place, selector, go) {
  place.addEventListener("click", (event) => {
    const link = event.target.closest(selector);
    if (!link) return;
    event.preventDefault();
    go(link);
  });
}

// What the workspace tells

function onChange(change) {
  const { kind, user } = change;
  const isMine = user === store.me.id;
  if (kind === "modal" && isMine) modal.show(change);
  else if (kind === "notice" && isMine) part("notice").textContent = change.text;
  else if (kind === "app_home" && isMine) store.home = change.view;
  else if (change.channel) onMessage(change);
  paint();
}

function onMessage({ kind, channel, ts, message }) {
  if (kind === "message_deleted" && !message?.deleted) {
    const gone = ts ?? message?.ts;
    tellGone(store, { channel, message: store.message(channel, gone), shownChannel: shown.channel });
    store.forget(channel, gone);
  } else if (message) {
    const known = store.message(channel, message.ts);
    store.keep(channel, message);
    if (kind === "message") tell(store, { channel, message, known, shownChannel: shown.channel });
  }
}

function showPresence(isHere) {
  const words = isHere ? "" : STOPPED;
  if (part("connection").textContent !== words) part("connection").textContent = words;
  part("app").dataset.presence = isHere ? "here" : "gone";
}

listen();
follow({
  onState(state) {
    store.replace(state);
    paint();
    modal.show({ stack: state.modals });
  },
  onChange,
  onPresence: showPresence,
});
