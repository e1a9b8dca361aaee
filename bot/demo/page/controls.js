// Block Kit's controls as page nodes. What a person does with one goes out through `kit.use`.
// Source: docs.slack.dev/reference/block-kit/block-elements

import { checkGroup, manyChoice, oneChoice } from "/page/choices.js";
import { askWhether } from "/page/dialogs.js";
import { element, icon, safeAddress } from "/page/dom.js";
import { picker, typed } from "/page/fields.js";
import { plainText } from "/page/mrkdwn.js";
import { openMenu } from "/page/popup.js";

const STATELESS = new Set(["button", "overflow"]);

/**
 * The control as a node; null where the page has none for it. `kit` is {names, choices(kind),
 * values, press(block id, action id, chosen)}; `name` is what a screen reader calls a control that
 * says nothing of itself. In an input block nothing is sent before the form is.
 */
export function controlNode(part, block, kit, name) {
  const build = CONTROLS[part.type];
  if (!build) return null;
  const isSent = block.type !== "input" || Boolean(block.dispatch_action);
  const node = build({
    part,
    name: name ?? part.placeholder?.text ?? part.accessibility_label,
    value: kit.values.get(block, part) ?? initialOf(part),
    choices: kit.choices,
    isSent,
    attributes: { "data-control": `action ${block.block_id} ${part.action_id}` },
    /** Asks first where the app wants it: Block Kit's confirmation dialog. */
    async use(chosen) {
      if (isSent && !(await isConfirmed(part))) {
        if (!("text" in part)) node.replaceWith(controlNode(part, block, kit, name));
        return;
      }
      if (!STATELESS.has(part.type)) kit.values.set(block, part, chosen);
      if (isSent) kit.press(block.block_id, part.action_id, chosen);
    },
    keep: (chosen) => kit.values.set(block, part, chosen),
  });
  return node;
}

/** What a control holds before anybody has touched it. */
function initialOf(part) {
  const names = Object.keys(part).filter((name) => name.startsWith("initial_"));
  return Object.fromEntries(names.map((name) =>
    [name === "initial_value" ? "value" : name.replace("initial_", "selected_"), part[name]]));
}

async function isConfirmed({ confirm }) {
  if (!confirm) return true;
  return askWhether({
    title: confirm.title.text, text: plainText(confirm.text.text),
    confirm: confirm.confirm.text, deny: confirm.deny.text, style: confirm.style,
  });
}

function button({ part, attributes, use }) {
  const href = part.url && safeAddress(part.url);
  const style = part.style ? ` button-${part.style}` : "";
  const shared = { class: `button${style}`, "aria-label": part.accessibility_label, ...attributes, click: () => use({}) };
  const words = plainText(part.text.text);
  if (href) return element("a", { href, target: "_blank", rel: "noopener noreferrer", ...shared }, words);
  return element("button", { type: "button", ...shared }, words);
}

function overflow({ part, attributes, use }) {
  const node = element("button", {
    type: "button", class: "icon-button icon-button-edged", "aria-label": "More options", "aria-haspopup": "menu",
    "aria-expanded": "false", ...attributes,
    click: () => openMenu(node, "More options", part.options.map((option) => ({
      label: plainText(option.text.text),
      note: option.description?.text,
      act() {
        const href = option.url && safeAddress(option.url);
        if (href) window.open(href, "_blank", "noopener");
        use({ selected_option: option });
      },
    }))),
  }, icon("more"));
  return node;
}

const CONTROLS = {
  button,
  overflow,
  static_select: oneChoice,
  users_select: oneChoice,
  channels_select: oneChoice,
  conversations_select: oneChoice,
  multi_static_select: manyChoice,
  multi_users_select: manyChoice,
  multi_channels_select: manyChoice,
  multi_conversations_select: manyChoice,
  radio_buttons: checkGroup,
  checkboxes: checkGroup,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: picker,
  plain_text_input: typed,
  number_input: typed,
  email_text_input: typed,
  url_text_input: typed,
};
