// One message as an article, with its pictures, blocks, thread summary and actions.

import { attachmentNode, blockNodes } from "/page/blocks.js";
import { element, hexColor, icon, inkOn } from "/page/dom.js";
import { emoji, openEmojiBoard } from "/page/emoji.js";
import { openFileMenu, openMessageMenu } from "/page/message-menu.js";
import { mrkdwn, spoken } from "/page/mrkdwn.js";

const PICTURE_BOX = { width_px: 400, height_px: 300 };
const TIME = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", month: "long", day: "numeric" });

/** The day a message belongs to, as its divider says it: "Today" or "Monday, March 3". */
export function dayOf(ts) {
  const day = DAY.format(momentOf(ts));
  return day === DAY.format(new Date()) ? "Today" : day;
}

function momentOf(ts) {
  return new Date(Number(ts) * 1000);
}

/** "1 reply", "2 replies". */
export function counted(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

/** What a shared picture shows to those who do not see it. */
export function pictureAlt(file) {
  return file.alt_txt || `Picture ${file.name}, no description by its author`;
}

/**
 * An article. `view` is {me, isAdmin, appName, shortcuts, user(id), names, kitOf(message), replies,
 * isThreadOpen, isInThread, do}, where `do` has openThread, react, shortcut, edit, remove, describe,
 * removeFile, deleteFile and dismiss.
 */
export function messageArticle(message, view) {
  const author = view.user(message.user);
  const article = element("article", {
    class: articleClass(message, author),
    tabindex: "-1",
    "aria-label": accessibleName(message, author, view),
  });
  article.append(avatar(author), element("div", { class: "message-body" },
    message.ephemeral_for ? ephemeralNote(message, view) : null,
    byline(message, author),
    content(message, view),
    reactions(message, view),
    view.isInThread ? null : threadSummary(message, view)));
  if (!message.deleted && !message.ephemeral_for) article.append(tools(message, view));
  return article;
}

function articleClass(message, author) {
  const claims = { ephemeral: message.ephemeral_for, deleted: message.deleted, "by-app": author.is_bot };
  return ["message", ...Object.keys(claims).filter((name) => claims[name])].join(" ");
}

/** Who, when and the top-level text: what a screen reader says of the message. */
function accessibleName(message, author, view) {
  const files = message.files ?? [];
  return [
    author.name,
    author.is_bot && "app",
    TIME.format(momentOf(message.ts)),
    message.ephemeral_for && "only visible to you",
    message.deleted ? "deleted message" : spoken(message.text ?? "", view.names),
    files.length > 0 && counted(files.length, "file", "files"),
    message.edited && "edited",
  ].filter(Boolean).join(", ");
}

export function avatar(author) {
  const color = hexColor(author.color) ?? "#5C6470";
  const node = element("span", { class: "avatar", "aria-hidden": "true" }, [...author.name][0].toUpperCase());
  node.style.setProperty("--avatar", color);
  node.style.setProperty("--avatar-ink", inkOn(color));
  return node;
}

function byline(message, author) {
  const moment = momentOf(message.ts);
  return element("p", { class: "byline" },
    element("strong", {}, author.name),
    author.is_bot ? element("span", { class: "badge" }, "App") : null,
    element("time", { class: "quiet small", datetime: moment.toISOString(), title: MOMENT.format(moment) },
      TIME.format(moment)),
    message.edited ? element("span", { class: "quiet small" }, "(edited)") : null);
}

function ephemeralNote(message, view) {
  return element("p", { class: "ephemeral-note small" }, icon("eye"), "Only visible to you",
    element("button", {
      type: "button", class: "link-button", "data-control": "dismiss",
      "aria-label": "Dismiss the message only visible to you", click: () => view.do.dismiss(message),
    }, "Dismiss"));
}

/** As Slack shows it: blocks take the place of the text, attachments stand below it. */
function content(message, view) {
  if (message.deleted) return element("p", { class: "quiet" }, "This message was deleted.");
  const kit = view.kitOf(message);
  const words = message.blocks?.length
    ? blockNodes(message.blocks, kit)
    : message.text ? [element("div", { class: "text" }, mrkdwn(message.text, view.names))] : [];
  const files = (message.files ?? []).map((file) => fileNode(file, message, view));
  return [
    ...words,
    files.length ? element("div", { class: "files" }, files) : null,
    ...(message.attachments ?? []).map((attachment) => attachmentNode(attachment, kit)),
  ];
}

function fileNode(file, message, view) {
  if (!file.url) return element("p", { class: "quiet" }, "This file was deleted.");
  const menu = message.user === view.me ? fileMenuButton(file, message, view) : null;
  const isPicture = file.mimetype?.startsWith("image/");
  return isPicture ? pictureNode(file, menu) : element("div", { class: "shared-file" }, fileLink(file), menu);
}

function fileMenuButton(file, message, view) {
  const button = element("button", {
    type: "button", class: "icon-button file-menu", "aria-haspopup": "menu", "aria-expanded": "false",
    "aria-label": `Actions for ${file.name}`, "data-control": `file ${file.id}`,
    click: () => openFileMenu(button, message, file, view),
  }, icon("more"));
  return button;
}

/** A link to the bytes themselves, which Slack also lets a member download. */
function fileLink(file) {
  return element("a", { class: "file-link", href: file.url, target: "_blank", rel: "noopener" },
    icon("file"), element("span", {}, file.title || file.name));
}

function pictureNode(file, menu) {
  const { width, height } = fitted(file);
  const picture = element("img", { src: file.thumb || file.url, alt: pictureAlt(file), width, height });
  const link = element("a", { class: "picture", href: file.url, target: "_blank", rel: "noopener" }, picture);
  picture.addEventListener("error", () => link.replaceWith(fileLink(file)));
  return element("figure", { class: "shared" }, link,
    element("figcaption", { class: "quiet small" }, element("span", {}, file.title || file.name), menu));
}

/** Sides that fit the box, so that nothing moves when the picture arrives. */
function fitted({ w, h }) {
  if (!w || !h) return { width: null, height: null };
  const scale = Math.min(1, PICTURE_BOX.width_px / w, PICTURE_BOX.height_px / h);
  return { width: Math.max(1, Math.round(w * scale)), height: Math.max(1, Math.round(h * scale)) };
}

function reactions(message, view) {
  if (!message.reactions?.length) return null;
  return element("ul", { class: "reactions", "aria-label": "Reactions" },
    message.reactions.map(({ name, count, users }) => element("li", {}, element("button", {
      type: "button",
      class: "reaction",
      "data-control": `reaction ${name}`,
      "aria-pressed": String(users.includes(view.me)),
      "aria-label": `${name.replaceAll("_", " ")}, ${counted(count, "person", "people")}`,
      title: users.map(view.names.user).join(", "),
      click: () => view.do.react(message, name),
    }, emoji(name), ` ${count}`))));
}

/** How many replies, and the last one's words, so that nobody has to look for the answer. */
function threadSummary(message, view) {
  const last = view.replies.at(-1);
  if (!last) return null;
  const author = view.user(last.user);
  const preview = element("span", { class: "preview" },
    element("strong", {}, `${author.name}: `), spokenLines(last.text ?? "", view.names));
  const button = element("button", {
    type: "button", class: "thread-summary", "data-control": "thread",
    "aria-expanded": String(view.isThreadOpen),
    click: () => view.do.openThread(message),
  },
  element("span", { class: "thread-count" }, avatar(author),
    counted(view.replies.length, "reply", "replies"),
    element("span", { class: "quiet small" }, `last at ${TIME.format(momentOf(last.ts))}`)),
  view.isThreadOpen ? null : preview);
  button.style.setProperty("--bar", hexColor(last.attachments?.[0]?.color) ?? "var(--line)");
  return button;
}

/** The words of mrkdwn, paragraph by paragraph. A button may hold no block or link. */
function spokenLines(text, names) {
  return text.split("\n").map((line) => spoken(line, names)).filter(Boolean).join("\n");
}

function tools(message, view) {
  const tool = (name, label, act, attributes = {}) => {
    const button = element("button", {
      type: "button", class: "icon-button", "data-control": name, "aria-label": label, title: label,
      click: () => act(button), ...attributes,
    }, icon(name));
    return button;
  };
  const opens = { "aria-haspopup": "true", "aria-expanded": "false" };
  const hasMore = view.shortcuts.length > 0 || message.user === view.me || view.isAdmin;
  return element("div", { class: "message-tools" },
    tool("like", "Like", () => view.do.react(message, "+1")),
    tool("react", "Add reaction",
      (button) => openEmojiBoard(button, (name) => view.do.react(message, name)), opens),
    view.isInThread ? null : tool("reply", "Reply in thread", () => view.do.openThread(message)),
    hasMore ? tool("more", "More actions", (button) => openMessageMenu(button, message, view), opens) : null);
}
