// What the page knows of the workspace: the state it gave, and each change laid over it.

const NOBODY = { name: "Someone", is_bot: false, color: null };

export const isReply = (message) => Boolean(message.thread_ts) && message.thread_ts !== message.ts;

/** The workspace's state (GET /page/api/state) with the questions the page asks of it. */
export class Store {
  #state = null;
  #unread = new Map(); // channel id → messages not looked at yet

  names = { user: (id) => this.user(id).name, channel: (id) => this.channelName(this.channel(id)) };

  get isEmpty() { return this.#state === null; }
  get team() { return this.#state.team; }
  get me() { return this.#state.me; }
  get channels() { return this.#state.channels; }
  get commands() { return this.#state?.commands ?? []; }
  get shortcuts() { return this.#state.shortcuts; }
  get people() { return (this.#state?.people ?? []).map((id) => ({ id, ...this.user(id) })); }
  /** Whom one may mention: people and the app. */
  get mentionable() { return Object.values(this.#state?.users ?? {}).filter(({ handle }) => handle !== "slackbot"); }
  get hasHome() { return this.#state.has_home; }
  get takesMessages() { return this.#state.takes_messages; }
  get home() { return this.#state.home; }
  get isAdmin() { return this.user(this.me.id).is_admin; }

  set home(view) { this.#state.home = view; }

  replace(state) {
    this.#state = state;
  }

  user(id) {
    return this.#state.users[id] ?? { ...NOBODY, id };
  }

  get bot() {
    return Object.values(this.#state.users).find((user) => user.is_bot) ?? NOBODY;
  }

  /** What a menu of people or channels offers, as [{id, name}]. */
  choices(kind) {
    if (kind === "users") return Object.entries(this.#state.users).map(([id, { name }]) => ({ id, name }));
    const rooms = this.channels.filter(({ is_im, is_private }) =>
      kind === "conversations" || (!is_im && !is_private));
    return rooms.map((channel) => ({ id: channel.id, name: this.titleOf(channel) }));
  }

  channel(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  /** A direct message has no name of its own: it is called after the app it is with. */
  channelName(channel) {
    return channel ? channel.name || this.bot.name : "unknown";
  }

  titleOf(channel) {
    return channel.is_im ? this.channelName(channel) : `#${this.channelName(channel)}`;
  }

  // Messages, oldest first

  message(channel, ts) {
    return this.#all(channel).find((message) => message.ts === ts);
  }

  repliesTo(channel, ts) {
    return this.#all(channel).filter((message) => isReply(message) && message.thread_ts === ts);
  }

  /** Messages that start no thread or their own; a deleted one only while replies hang on it. */
  topLevel(channel) {
    return this.#all(channel).filter((message) =>
      !isReply(message) && (!message.deleted || this.repliesTo(channel, message.ts).length > 0));
  }

  #all(channel) {
    const messages = this.#state.messages[channel] ?? [];
    return messages.filter((message) => !this.isForOthers(message));
  }

  isForOthers(message) {
    return Boolean(message.ephemeral_for) && message.ephemeral_for !== this.me.id;
  }

  /** Puts the message in, in place of an older form of it. */
  keep(channel, message) {
    if (!this.#state.messages[channel]) return; // another person's conversation
    this.forget(channel, message.ts);
    this.#state.messages[channel].push(message);
    this.#state.messages[channel].sort((one, two) => Number(one.ts) - Number(two.ts));
  }

  forget(channel, ts) {
    const messages = this.#state.messages[channel];
    if (messages) this.#state.messages[channel] = messages.filter((message) => message.ts !== ts);
  }

  // What nobody has looked at

  unread(channel) {
    return this.#unread.get(channel) ?? 0;
  }

  get unreadInAll() {
    return [...this.#unread.values()].reduce((sum, count) => sum + count, 0);
  }

  countUnread(channel) {
    this.#unread.set(channel, this.unread(channel) + 1);
  }

  markRead(channel) {
    this.#unread.delete(channel);
  }
}
