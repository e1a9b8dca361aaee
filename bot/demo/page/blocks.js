// Block Kit blocks and attachments as page nodes.
// Source: docs.slack.dev/reference/block-kit/blocks

import { controlNode } from "/page/controls.js";
import { element, hexColor, outsideLink } from "/page/dom.js";
import { emoji } from "/page/emoji.js";
import { mrkdwn, plainText } from "/page/mrkdwn.js";

/**
 * Blocks in order. `kit` is {names, picture(file id) → address, errors} and what `controlNode`
 * wants. A block the page does not know is named instead of dropped.
 */
export function blockNodes(blocks, kit) {
  return blocks.map((block) => blockNode(block, kit));
}

/** Blocks as items for `reconcile`: only those that changed are drawn anew. */
export function blockItems(blocks, kit) {
  return blocks.map((block) => ({
    key: block.block_id,
    fingerprint: JSON.stringify([block, kit.errors?.[block.block_id]]),
    build: () => blockNode(block, kit),
  }));
}

function blockNode(block, kit) {
  const build = BLOCKS[block.type] ?? unknownBlock;
  return element("div", { class: `block block-${block.type}` }, build(block, kit));
}

/** An old-style attachment: a color bar, and blocks or title, text, fields, picture, footer. */
export function attachmentNode(attachment, kit) {
  const node = element("div", { class: "attachment" }, attachmentParts(attachment, kit));
  node.style.setProperty("--bar", hexColor(attachment.color) ?? "var(--line)");
  return node;
}

function attachmentParts(attachment, kit) {
  if (attachment.blocks) return blockNodes(attachment.blocks, kit);
  const { pretext, author_name, title, title_link, text, fields, image_url, footer } = attachment;
  const parts = [
    pretext && richText(pretext, kit),
    author_name && element("p", { class: "quiet" }, plainText(author_name)),
    title && element("h4", {}, title_link ? outsideLink(title_link, plainText(title)) : plainText(title)),
    text && richText(text, kit),
    fields?.length && element("div", { class: "fields" }, fields.map((field) => legacyField(field, kit))),
    image_url && pictureNode(image_url, title ?? attachment.fallback ?? ""),
    footer && element("p", { class: "quiet small" }, plainText(footer)),
  ].filter(Boolean);
  return parts.length ? parts : [richText(attachment.fallback ?? "", kit)];
}

function legacyField({ title, value, short }, kit) {
  const parts = [title && element("strong", {}, plainText(title)), richText(value ?? "", kit)];
  return element("div", { class: short ? "field" : "field field-wide" }, parts.filter(Boolean));
}

function richText(text, kit) {
  return element("div", { class: "text" }, mrkdwn(text, kit.names));
}

function textObject(text, kit) {
  if (text.type === "mrkdwn") return richText(text.text, kit);
  return element("div", { class: "text" }, element("p", {}, plainText(text.text)));
}

/** A picture; where the browser may not load it, its description as a link. */
function pictureNode(address, alt) {
  const picture = element("img", { src: address, alt, loading: "lazy" });
  picture.addEventListener("error", () => {
    picture.replaceWith(outsideLink(new URL(address, location).href, alt || "Picture"));
  });
  return picture;
}

function imageAddress(image, kit) {
  return image.image_url ?? kit.picture(image.slack_file?.id ?? image.slack_file?.url ?? "");
}

const BLOCKS = {
  header: ({ text }) => element("h4", {}, plainText(text.text)),
  divider: () => element("hr"),
  section(block, kit) {
    const words = [
      block.text && textObject(block.text, kit),
      block.fields && element("div", { class: "fields" },
        block.fields.map((field) => element("div", { class: "field" }, textObject(field, kit)))),
    ].filter(Boolean);
    const accessory = block.accessory && part(block.accessory, block, kit);
    return [element("div", { class: "block-words" }, words), accessory].filter(Boolean);
  },
  context: (block, kit) => block.elements.map((inside) =>
    inside.type === "image" ? part(inside, block, kit) : textObject(inside, kit)),
  image(block, kit) {
    const title = block.title && element("figcaption", { class: "small quiet" }, plainText(block.title.text));
    const picture = pictureNode(imageAddress(block, kit), block.alt_text);
    return element("figure", {}, title, picture);
  },
  actions: (block, kit) => block.elements.map((inside) => part(inside, block, kit)),
  input: inputField,
  rich_text: (block, kit) => element("div", { class: "text" }, block.elements.map((each) => richPart(each, kit))),
  markdown: (block, kit) => richText(block.text, kit),
};

function unknownBlock({ type }) {
  return element("p", { class: "quiet small" }, `(A block this page does not show: ${type})`);
}

/** A control or picture inside a block; one the page does not know is named. */
function part(inside, block, kit) {
  if (inside.type === "image") return pictureNode(imageAddress(inside, kit), inside.alt_text);
  return controlNode(inside, block, kit) ?? unknownBlock(inside);
}

/** A field of a form: its label, what is wrong with it, and a word on how to fill it in. */
function inputField(block, kit) {
  const error = kit.errors?.[block.block_id];
  const label = plainText(block.label.text);
  const name = [block.label.text, block.optional && "optional"].filter(Boolean).join(", ");
  const control = controlNode(block.element, block, kit, name) ?? unknownBlock(block.element);
  const [errorId, hintId] = ["error", "hint"].map((what) => `${what}-${block.block_id}`);
  const field = control.matches("input, textarea, select") ? control : control.querySelector("summary, input");
  if (error) field?.setAttribute("aria-invalid", "true");
  const described = [error && errorId, block.hint && hintId].filter(Boolean).join(" ");
  if (described) field?.setAttribute("aria-describedby", described);
  return element("div", { class: "form-field" },
    element("span", { class: "form-label", "aria-hidden": "true" }, label,
      block.optional ? element("span", { class: "quiet" }, " (optional)") : null),
    control,
    error ? element("p", { class: "form-error", id: errorId, role: "alert" }, error) : null,
    block.hint ? element("p", { class: "quiet small", id: hintId }, plainText(block.hint.text)) : null);
}

function richPart(part, kit) {
  const inside = () => part.elements.map((leaf) => (leaf.elements ? richPart(leaf, kit) : richLeaf(leaf, kit)));
  switch (part.type) {
    case "rich_text_list": {
      const entries = part.elements.map((entry) => element("li", {}, richPart(entry, kit)));
      const start = part.offset ? part.offset + 1 : null;
      return part.style === "ordered" ? element("ol", { start }, entries) : element("ul", {}, entries);
    }
    case "rich_text_preformatted": return element("pre", {}, inside());
    case "rich_text_quote": return element("blockquote", {}, element("p", {}, inside()));
    default: return element("p", {}, inside());
  }
}

function richLeaf(leaf, kit) {
  switch (leaf.type) {
    case "text": return styled(leaf.text, leaf.style);
    case "link": return outsideLink(leaf.url, styled(leaf.text ?? leaf.url, leaf.style));
    case "user": return element("span", { class: "mention" }, `@${kit.names.user(leaf.user_id)}`);
    case "channel": return element("span", { class: "mention" }, `#${kit.names.channel(leaf.channel_id)}`);
    case "broadcast": return element("span", { class: "mention" }, `@${leaf.range}`);
    case "emoji": return emoji(leaf.name);
    case "color": return swatch(leaf.value);
    default: return leaf.text ?? "";
  }
}

function styled(text, style = {}) {
  const tags = { code: "code", bold: "strong", italic: "em", strike: "s" };
  return Object.entries(tags).reduce(
    (node, [name, tag]) => (style[name] ? element(tag, {}, node) : node), document.createTextNode(text));
}

function swatch(color) {
  const node = element("span", { class: "swatch" }, color);
  node.style.setProperty("--swatch", hexColor(color) ?? "transparent");
  return node;
}
