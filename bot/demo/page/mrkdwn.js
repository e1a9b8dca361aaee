// Slack's mrkdwn as page nodes. Whatever the text says, only text, emphasis and safe links come out.
// Source: docs.slack.dev/messaging/formatting-message-text

import { dateWords } from "/page/dates.js";
import { element, outsideLink, safeAddress } from "/page/dom.js";
import { emoji } from "/page/emoji.js";

const EDGE = "\\p{L}\\p{N}";
const marked = (mark) =>
  `(?<![${EDGE}${mark}])${mark}(?![\\s${mark}])([^${mark}\\n]*[^${mark}\\s])${mark}(?![${EDGE}${mark}])`;
const INLINE = new RegExp(
  `<([^<>\\n]+)>|\`([^\`\\n]+)\`|${marked("\\*")}|${marked("_")}|${marked("~")}|:([a-z0-9_+-]+):`,
  "gu",
);
const LINE_KINDS = [
  { kind: "quote", pattern: /^(?:&gt;|>) ?(.*)$/ },
  { kind: "bullet", pattern: /^[•◦▪-] +(.*)$/ },
  { kind: "number", pattern: /^(\d{1,3})\. +(.*)$/ },
];

/** The text with &amp;, &lt; and &gt; turned back, once. */
export function unescaped(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

/** Plain text of which only :emoji: means something, as in Block Kit's plain_text. */
export function plainText(text) {
  const nodes = unescaped(text).split(/(:[a-z0-9_+-]+:)/);
  return fragment(nodes.map((part, at) => (at % 2 ? emoji(part.slice(1, -1)) : part)));
}

/** mrkdwn as nodes. `names` tells {user(id), channel(id)} as people read them. */
export function mrkdwn(text, names) {
  const parts = text.split(/```\n?([\s\S]+?)```\n?/);
  return fragment(parts.flatMap((part, at) => {
    if (at % 2) return [element("pre", {}, unescaped(part).trimEnd())];
    return lineGroups(part).map((group) => groupNode(group, names));
  }));
}

/** What a screen reader says for mrkdwn: the words without the marks. */
export function spoken(text, names) {
  const holder = element("div", {}, mrkdwn(text, names));
  for (const node of holder.querySelectorAll("[role=img]")) node.textContent = node.ariaLabel;
  for (const node of holder.querySelectorAll("li, p, pre, blockquote")) node.append(" ");
  return holder.textContent.replace(/\s+/g, " ").trim();
}

/** One mention, link or special of angle brackets, `<` and `>` already taken off. */
function bracketed(inside, names) {
  const [target, ...rest] = inside.split("|");
  const label = rest.join("|");
  const mention = (words) => element("span", { class: "mention" }, unescaped(words));
  if (/^@[UWB][A-Z0-9]+$/.test(target)) return mention(`@${label || names.user(target.slice(1))}`);
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return mention(`#${label || names.channel(target.slice(1))}`);
  if (/^!(channel|here|everyone)$/.test(target)) return mention(`@${target.slice(1)}`);
  if (target.startsWith("!subteam^") && label) return mention(label);
  if (target.startsWith("!date^")) return dated(target, unescaped(label));
  const href = safeAddress(unescaped(target));
  if (href === null) return document.createTextNode(unescaped(`<${inside}>`));
  const attributes = { href, target: "_blank", rel: "noopener noreferrer" };
  return element("a", attributes, unescaped(label || target));
}

/** A moment in the reader's own words: `!date^SECONDS^TOKENS` or `!date^SECONDS^TOKENS^ADDRESS`. */
function dated(target, fallback) {
  const [, seconds, tokens = "", address] = unescaped(target).split("^");
  const words = dateWords(seconds, tokens, fallback);
  return address ? outsideLink(address, words) : document.createTextNode(words);
}

function inline(text, names) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(unescaped(text.slice(end, match.index)), inlineNode(match, names));
    end = match.index + match[0].length;
  }
  nodes.push(unescaped(text.slice(end)));
  return fragment(nodes);
}

function inlineNode([, brackets, code, bold, italic, strike, emojiName], names) {
  if (brackets !== undefined) return bracketed(brackets, names);
  if (code !== undefined) return element("code", {}, unescaped(code));
  if (bold !== undefined) return element("strong", {}, inline(bold, names));
  if (italic !== undefined) return element("em", {}, inline(italic, names));
  if (strike !== undefined) return element("s", {}, inline(strike, names));
  return emoji(emojiName);
}

/** Lines gathered into paragraphs, quotes and lists: [{kind, start, lines}]. */
function lineGroups(text) {
  const groups = [];
  for (const line of text.replace(/^\n+|\n+$/g, "").split("\n")) {
    const { kind, words, start } = sortLine(line);
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(words);
    else groups.push({ kind, start, lines: [words] });
  }
  return groups.filter(({ lines }) => lines.some((line) => line !== ""));
}

function sortLine(line) {
  for (const { kind, pattern } of LINE_KINDS) {
    const match = pattern.exec(line);
    if (match) return { kind, words: match.at(-1), start: kind === "number" ? match[1] : null };
  }
  return { kind: "text", words: line, start: null };
}

function groupNode({ kind, start, lines }, names) {
  const whole = lines.join("\n");
  if (kind === "text") return element("p", {}, inline(whole, names));
  if (kind === "quote") return element("blockquote", {}, element("p", {}, inline(whole, names)));
  const entries = lines.map((line) => element("li", {}, inline(line, names)));
  return kind === "bullet" ? element("ul", {}, entries) : element("ol", { start }, entries);
}

function fragment(nodes) {
  const holder = document.createDocumentFragment();
  holder.append(...nodes);
  return holder;
}
