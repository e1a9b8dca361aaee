// The list of channels beside the messages.

import { element, icon, reconcile } from "/page/dom.js";
import { avatar } from "/page/messages.js";

const LOCALES = ["en-US", "de-DE", "fr-FR", "es-ES", "pt-BR", "ja-JP"];

/** Shows the team, the person and the channels, `current` marked. */
export function paintRail(store, current) {
  const part = (id) => document.getElementById(id);
  part("team").textContent = store.team.name;
  paintPeople(part("view-as"), store);
  paintLocale(part("locale"), store.user(store.me.id).locale);
  const entries = (isDirect) => store.channels
    .filter(({ is_im }) => Boolean(is_im) === isDirect)
    .map((channel) => entry(store, channel, channel.id === current));
  reconcile(part("channels"), entries(false));
  reconcile(part("directs"), entries(true));
  part("directs-title").hidden = part("directs").childElementCount === 0;
}

function paintPeople(select, store) {
  const options = store.people.map(({ id, name, is_admin }) =>
    element("option", { value: id }, is_admin ? `${name} (admin)` : name));
  if (select.childElementCount !== options.length) select.replaceChildren(...options);
  select.value = store.me.id;
}

function paintLocale(select, locale) {
  if (select.childElementCount === 0) {
    select.append(...LOCALES.map((id) => element("option", { value: id },
      new Intl.DisplayNames([id], { type: "language" }).of(id))));
  }
  select.value = locale;
}

/** The sign before a channel's name: # for public, a lock for private, a face for a direct one. */
export function channelMark(store, channel) {
  if (channel.is_im) return avatar(store.bot);
  return icon(channel.is_private ? "lock" : "hash");
}

function entry(store, channel, isCurrent) {
  const count = store.unread(channel.id);
  const build = () => element("li", {}, element("a", {
    href: `#${channel.id}`,
    "aria-current": isCurrent ? "page" : null,
    class: count ? "rail-link has-unread" : "rail-link",
    "data-control": "channel",
  },
  channelMark(store, channel),
  element("span", { class: "rail-name" }, store.channelName(channel)),
  channel.is_private && !channel.is_im ? element("span", { class: "unseen" }, "private") : null,
  count ? element("span", { class: "count" }, `${count} new`) : null));
  return { key: channel.id, fingerprint: JSON.stringify([channel, count, isCurrent]), build };
}
