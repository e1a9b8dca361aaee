// The page of the demo workspace: what is shown where, and where each action goes.

import { createComposer } from "/page/compose.js";
import { element, icon } from "/page/dom.js";
import { acceptFiles } from "/page/drops.js";
import { act, follow, postMessage } from "/page/live.js";
import { createLog } from "/page/log.js";
import { counted, dayOf, messageArticle } from "/page/messages.js";
import { spoken } from "/page/mrkdwn.js";
import { channelMark, paintRail } from "/page/rail.js";
import { isReply, Store } from "/page/store.js";

const STOPPED = "The workspace has stopped. Start it again with make demo.";
const KEPT_ANNOUNCEMENTS = 10;

const part = (id) => document.getElementById(id);
const isWide = window.matchMedia("(min-width: 64rem)");
const isPhone = window.matchMedia("(max-width: 44.99rem)");
const store = new Store();
let shown = { channel: null, thread: null };

// Going somewhere: the address's fragment is #CHANNEL or #CHANNEL/THREAD_TS

function readAddress() {
  const [channel, thread] = location.hash.slice(1).split("/");
  if (store.channel(channel)) return { channel, thread: thread || null };
  const first = store.channels.find(({ is_im }) => !is_im) ?? store.channels[0];
  return { channel: first?.id ?? null, thread: null };
}

function goTo(channel, thread, { isReplacing = false } = {}) {
  const address = thread ? `#${channel}/${thread}` : `#${channel}`;
  if (isReplacing) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  paint();
}

function openThread(message) {
  goTo(shown.channel, message.thread_ts || message.ts);
  threadLog.focusLast();
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
  else channelComposer.focus();
}

// Painting

function paint() {
  if (store.isEmpty) return;
  const before = shown;
  shown = readAddress();
  store.markRead(shown.channel);
  part("app").dataset.view = shown.thread ? "thread" : "channel";
  paintRail(store, shown.channel);
  if (shown.channel === null) return;
  const isNewChannel = before.channel !== shown.channel;
  paintChannel(isNewChannel);
  paintThread(isNewChannel || before.thread !== shown.thread);
}

function paintChannel(isNew) {
  const channel = store.channel(shown.channel);
  const title = store.titleOf(channel);
  const isPrivate = channel.is_private && !channel.is_im;
  part("place").textContent = `${title}, ${store.team.name}`;
  document.title = `${store.unreadInAll ? `(${store.unreadInAll}) ` : ""}${title} · ${store.team.name}`;
  part("channel-name").replaceChildren(
    channelMark(store, channel),
    element("span", {}, store.channelName(channel)),
    isPrivate ? element("span", { class: "badge" }, "Private") : "");
  channelComposer.show(channel.id, `Message ${title}`);
  const messages = store.topLevel(channel.id);
  const items = messages.length ? dated(messages.map(channelItem)) : [welcomeItem(channel, title)];
  channelLog.paint(items, { isNew });
}

function paintThread(isNew) {
  const { channel, thread } = shown;
  part("thread").hidden = thread === null;
  if (thread === null) return;
  const parent = store.message(channel, thread);
  const replies = store.repliesTo(channel, thread);
  part("thread-name").replaceChildren("Thread ",
    element("span", { class: "quiet" }, store.titleOf(store.channel(channel))));
  threadComposer.show(`${channel}/${thread}`, "Reply in this thread");
  const items = [parent, ...replies].filter(Boolean).map(threadItem);
  items.splice(parent ? 1 : 0, 0, repliesDivider(parent, replies.length));
  threadLog.paint(items, { isNew });
}

function channelItem(message) {
  const replies = store.repliesTo(shown.channel, message.ts).filter(({ deleted }) => !deleted);
  return messageItem(message, { replies, isThreadOpen: message.ts === shown.thread, isInThread: false });
}

function threadItem(message) {
  return messageItem(message, { replies: [], isThreadOpen: true, isInThread: true });
}

function messageItem(message, place) {
  const user = (id) => store.user(id);
  return {
    key: message.ts,
    fingerprint: JSON.stringify([message, place, user(message.user)]),
    build: () => messageArticle(message, { ...place, me: store.me.id, user, names: store.names, do: deeds }),
  };
}

/** The items with a divider before each new day. */
function dated(items) {
  return items.flatMap((item, at) => {
    const day = dayOf(item.key);
    if (at > 0 && dayOf(items[at - 1].key) === day) return [item];
    return [divider(`day ${day}`, day), item];
  });
}

function repliesDivider(parent, count) {
  const isAnswered = store.channel(shown.channel).bot_is_member;
  const hasPicture = parent?.files?.some(({ mimetype }) => mimetype?.startsWith("image/"));
  const none = isAnswered && hasPicture ? `No replies yet. ${store.bot.name}'s answer will appear here.` : "No replies yet";
  return divider("replies", count ? counted(count, "reply", "replies") : none);
}

function divider(key, words) {
  return { key, fingerprint: words, build: () => element("h3", { class: "divider" }, words) };
}

function welcomeItem(channel, title) {
  const outlook = channel.bot_is_member
    ? "Drop a picture here. Describe answers in its thread."
    : "Describe is not in this channel and will not answer here.";
  const build = () => element("section", { class: "welcome", "aria-label": "How to begin" },
    element("span", { class: "welcome-mark" }, icon("picture")),
    element("h3", {}, `This is ${title}`),
    element("p", {}, outlook),
    element("p", { class: "quiet" }, "With the keyboard: paste a picture or choose one, then press Enter."),
    element("button", { type: "button", class: "button button-primary", click: channelComposer.chooseFiles },
      "Choose a picture"));
  return { key: "welcome", fingerprint: JSON.stringify([title, outlook]), build };
}

// What a person does

/** Shows the workspace's refusal, or clears the last one. */
async function did(answering) {
  const answer = await answering;
  part("notice").textContent = answer.ok ? "" : answer.error ?? "The workspace refused that.";
}

const deeds = {
  openThread,
  react: (message, name) => did(act("reactions", { channel: shown.channel, ts: message.ts, name })),
  remove(message) {
    if (window.confirm("Delete this message?")) did(act("delete", { channel: shown.channel, ts: message.ts }));
  },
  press: (message, blockId, action) => did(act("interactions", {
    channel: shown.channel, message_ts: message.ts, block_id: blockId ?? null, ...action,
  })),
  dismiss(message) {
    store.forget(shown.channel, message.ts);
    paint();
    part(isReply(message) ? "thread-text" : "channel-text").focus();
  },
};

/** The message goes out; null, or the sentence why it did not. */
async function send(key, { text, uploads }) {
  const [channel, thread_ts] = key.split("/");
  const answer = await postMessage({ channel, thread_ts, text, uploads });
  if (!answer.ok) return answer.error ?? "The message was not sent.";
  const hasPicture = uploads.some(({ file }) => file.type.startsWith("image/"));
  const isHere = !thread_ts && channel === shown.channel;
  // The answer comes in the thread: have it open where there is room beside the channel.
  if (hasPicture && answer.ts && isHere && isWide.matches) goTo(channel, answer.ts, { isReplacing: true });
  return null;
}

const commands = () => store.commands;
const channelLog = createLog(part("channel-log"));
const threadLog = createLog(part("thread-log"));
const channelComposer = createComposer(part("channel-form"), { send, commands });
const threadComposer = createComposer(part("thread-form"), { send, commands });

function listen() {
  window.addEventListener("popstate", paint);
  part("menu-open").addEventListener("click", openMenu);
  part("menu-close").addEventListener("click", closeMenu);
  part("thread-back").addEventListener("click", closeThread);
  part("thread-close").addEventListener("click", closeThread);
  document.querySelector(".rail").addEventListener("click", (event) => {
    const link = event.target.closest(".rail-link");
    if (!link) return;
    event.preventDefault();
    chooseChannel(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (part("app").dataset.menu === "open") closeMenu();
    else if (part("thread").contains(document.activeElement)) closeThread();
  });
  for (const link of document.querySelectorAll(".skip")) {
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the address's fragment names the channel
      if (link.hash === "#channel-log") channelLog.focusLast();
      else channelComposer.focus();
    });
  }
  acceptFiles([part("channel"), part("thread")], (files, node) => {
    const isThread = part("thread").contains(node);
    (isThread ? threadComposer : channelComposer).addFiles(files);
  });
}

// What the workspace tells

function onChange({ kind, channel, ts, message }) {
  if (kind === "message_deleted" && !message?.deleted) store.forget(channel, ts ?? message?.ts);
  else if (message) {
    const known = store.message(channel, message.ts);
    store.keep(channel, message);
    if (kind === "message") tell(channel, message, known);
  }
  paint();
}

/** Says a new or edited message aloud by its text, and counts it where nobody is looking. */
function tell(channel, message, known) {
  if (message.user === store.me.id || store.isForOthers(message) || known?.text === message.text) return;
  if (!known && channel !== shown.channel) store.countUnread(channel);
  const verb = known ? "edited" : isReply(message) ? "replied in the thread" : "wrote";
  const place = channel === shown.channel ? "" : ` in ${store.names.channel(channel)}`;
  const privacy = message.ephemeral_for ? ", only visible to you" : "";
  const words = spoken(message.text ?? "", store.names);
  announce(`${store.names.user(message.user)} ${verb}${place}${privacy}: ${words}`);
}

function announce(sentence) {
  const log = part("announcements");
  log.append(element("p", {}, sentence));
  while (log.childElementCount > KEPT_ANNOUNCEMENTS) log.firstElementChild.remove();
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
  },
  onChange,
  onPresence: showPresence,
});
