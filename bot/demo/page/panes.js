// The channel with its tabs, and the thread beside it.

import { element, icon } from "/page/dom.js";
import { paintHome, paintTabs } from "/page/home.js";
import { counted, dayOf, messageArticle } from "/page/messages.js";
import { channelMark } from "/page/rail.js";

const part = (id) => document.getElementById(id);

/**
 * Gives {paint(shown, {isNewChannel, isNewThread})}, where `shown` is {channel, thread, tab}.
 * `logs` and `composers` are {channel, thread}; `kits` as createKits gives them.
 */
export function createPanes({ store, logs, composers, kits, deeds }) {
  let shown = { channel: null, thread: null, tab: null };

  function paint(now, { isNewChannel, isNewThread }) {
    shown = now;
    paintHead(store.channel(shown.channel));
    paintChannel(store.channel(shown.channel), isNewChannel);
    paintThread(isNewThread);
  }

  function paintHead(channel) {
    const title = store.titleOf(channel);
    const isPrivate = channel.is_private && !channel.is_im;
    part("place").textContent = `${title}, ${store.team.name}`;
    document.title = `${store.unreadInAll ? `(${store.unreadInAll}) ` : ""}${title} · ${store.team.name}`;
    part("channel-name").replaceChildren(
      channelMark(store, channel),
      element("span", {}, store.channelName(channel)),
      isPrivate ? element("span", { class: "badge" }, "Private") : "");
    part("membership").hidden = Boolean(channel.is_im);
    part("membership").textContent = `${channel.bot_is_member ? "Remove" : "Invite"} ${store.bot.name}`;
    part("tabs").hidden = shown.tab === null;
    if (shown.tab !== null) paintTabs(part("tabs"), channel.id, shown.tab);
  }

  function paintChannel(channel, isNew) {
    const isHome = shown.tab === "home";
    part("home").hidden = !isHome;
    part("channel-log").hidden = isHome;
    part("channel-form").hidden = isHome || isClosed(channel);
    if (isHome) {
      paintHome(part("home"), store.home, store.home && kits.view(store.home));
      return;
    }
    const title = store.titleOf(channel);
    composers.channel.show(`${store.me.id}/${channel.id}`, `Message ${title}`);
    const messages = store.topLevel(channel.id);
    const items = messages.length ? dated(messages.map(channelItem)) : [welcomeItem(channel, title)];
    logs.channel.paint(items, { isNew });
  }

  function paintThread(isNew) {
    const { channel, thread } = shown;
    part("thread").hidden = thread === null;
    if (thread === null) return;
    const parent = store.message(channel, thread);
    const replies = store.repliesTo(channel, thread);
    part("thread-name").replaceChildren("Thread ",
      element("span", { class: "quiet" }, store.titleOf(store.channel(channel))));
    composers.thread.show(`${store.me.id}/${channel}/${thread}`, "Reply in this thread");
    const items = [parent, ...replies].filter(Boolean).map(threadItem);
    items.splice(parent ? 1 : 0, 0, repliesDivider(parent, replies.length));
    logs.thread.paint(items, { isNew });
  }

  function channelItem(message) {
    const replies = store.repliesTo(shown.channel, message.ts).filter(({ deleted }) => !deleted);
    return messageItem(message, { replies, isThreadOpen: message.ts === shown.thread, isInThread: false });
  }

  function threadItem(message) {
    return messageItem(message, { replies: [], isThreadOpen: true, isInThread: true });
  }

  function messageItem(message, place) {
    const { channel } = shown;
    const viewer = { me: store.me.id, isAdmin: store.isAdmin };
    const view = {
      ...place, ...viewer, names: store.names, appName: store.bot.name, shortcuts: store.shortcuts,
      user: (id) => store.user(id), kitOf: (each) => kits.message(channel, each), do: deeds,
    };
    return {
      key: message.ts,
      fingerprint: JSON.stringify([message, place, viewer, store.user(message.user)]),
      build: () => messageArticle(message, view),
    };
  }

  function repliesDivider(parent, count) {
    const isAnswered = store.channel(shown.channel).bot_is_member;
    const hasPicture = parent?.files?.some(({ mimetype }) => mimetype?.startsWith("image/"));
    const none = isAnswered && hasPicture ? `No replies yet. ${store.bot.name}'s answer will appear here.` : "No replies yet";
    return divider("replies", count ? counted(count, "reply", "replies") : none);
  }

  function welcomeItem(channel, title) {
    const outlook = isClosed(channel)
      ? "Sending messages to this app has been turned off."
      : channel.bot_is_member
        ? "Drop a picture here. Describe answers in its thread."
        : "Describe is not in this channel and will not answer here.";
    const build = () => element("section", { class: "welcome", "aria-label": "How to begin" },
      element("span", { class: "welcome-mark" }, icon("picture")),
      element("h3", {}, `This is ${title}`),
      element("p", {}, outlook),
      isClosed(channel) ? null : howToBegin());
    return { key: "welcome", fingerprint: JSON.stringify([title, outlook]), build };
  }

  function howToBegin() {
    return [
      element("p", { class: "quiet" }, "With the keyboard: paste a picture or choose one, then press Enter."),
      element("button", { type: "button", class: "button button-primary", click: composers.channel.chooseFiles },
        "Choose a picture"),
    ];
  }

  /** The app's manifest may leave its Messages tab off: then nobody writes to it. */
  function isClosed(channel) {
    return Boolean(channel.is_im) && !store.takesMessages;
  }

  return { paint };
}

/** The items with a divider before each new day. */
function dated(items) {
  return items.flatMap((item, at) => {
    const day = dayOf(item.key);
    if (at > 0 && dayOf(items[at - 1].key) === day) return [item];
    return [divider(`day ${day}`, day), item];
  });
}

function divider(key, words) {
  return { key, fingerprint: words, build: () => element("h3", { class: "divider" }, words) };
}
