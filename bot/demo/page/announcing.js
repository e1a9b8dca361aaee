// Says aloud what is new: a screen reader hears each message's top-level text, as Slack reads it.

import { element } from "/page/dom.js";
import { spoken } from "/page/mrkdwn.js";
import { isReply } from "/page/store.js";

const KEPT = 10;

/** Says a new or edited message, and counts it where nobody is looking. `known` is its older form. */
export function tell(store, { channel, message, known, shownChannel }) {
  if (!store.channel(channel)) return;
  if (message.user === store.me.id || store.isForOthers(message) || known?.text === message.text) return;
  if (!known && channel !== shownChannel) store.countUnread(channel);
  const verb = known ? "edited" : isReply(message) ? "replied in the thread" : "wrote";
  const place = channel === shownChannel ? "" : ` in ${store.names.channel(channel)}`;
  const privacy = message.ephemeral_for ? ", only visible to you" : "";
  announce(`${store.names.user(message.user)} ${verb}${place}${privacy}: ${spoken(message.text ?? "", store.names)}`);
}

/** Says that a message is gone; a person knows of their own. */
export function tellGone(store, { channel, message, shownChannel }) {
  if (!message || message.user === store.me.id || store.isForOthers(message)) return;
  const place = channel === shownChannel ? "" : ` in ${store.names.channel(channel)}`;
  announce(`A message by ${store.names.user(message.user)}${place} was deleted.`);
}

function announce(sentence) {
  const log = document.getElementById("announcements");
  log.append(element("p", {}, sentence));
  while (log.childElementCount > KEPT) log.firstElementChild.remove();
}
