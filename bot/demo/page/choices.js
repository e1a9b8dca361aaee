// Controls to choose with: menus of one or many, radio buttons, checkboxes.

import { element } from "/page/dom.js";
import { mrkdwn, plainText } from "/page/mrkdwn.js";

const NOBODY = { user: (id) => id, channel: (id) => id };
let groups = 0;

/** Options as {label, group, value}, `value` being what the app is told. */
function optionsOf({ part, choices }) {
  if (part.option_groups) {
    return part.option_groups.flatMap(({ label, options }) =>
      options.map((option) => ({ label: option.text.text, group: label.text, value: option })));
  }
  if (part.options) return part.options.map((option) => ({ label: option.text.text, value: option }));
  return choices(kindOf(part)).map(({ id, name }) => ({ label: name, value: id }));
}

const kindOf = ({ type }) => /(users|channels|conversations)_select/.exec(type)[1];
const isSame = (one, other) => (one?.value ?? one) === (other?.value ?? other);

/** The field of the app's payload: selected_option, selected_channels, ... */
function fieldOf({ type }) {
  if (/static|radio/.test(type)) return type.startsWith("multi") ? "selected_options" : "selected_option";
  if (type === "checkboxes") return "selected_options";
  const kind = kindOf({ type });
  return `selected_${type.startsWith("multi") ? kind : kind.slice(0, -1)}`;
}

/** A menu of which one is chosen. */
export function oneChoice(control) {
  const { part, name, value, attributes, use } = control;
  const options = optionsOf(control);
  const field = fieldOf(part);
  const label = part.placeholder?.text ?? "Choose an option";
  const nodes = options.map((option, at) =>
    element("option", { value: at, selected: isSame(option.value, value[field]) }, option.label));
  const select = element("select", { "aria-label": name ?? label, ...attributes },
    element("option", { value: "", disabled: value[field] !== undefined && value[field] !== null }, label),
    grouped(options, nodes));
  select.addEventListener("change", () => use({ [field]: options[select.value]?.value ?? null }));
  return select;
}

function grouped(options, nodes) {
  const labels = [...new Set(options.map(({ group }) => group))];
  if (labels.length < 2 && labels[0] === undefined) return nodes;
  return labels.map((label) => element("optgroup", { label },
    nodes.filter((_, at) => options[at].group === label)));
}

/** A menu of which several are chosen: its closed form says which. */
export function manyChoice(control) {
  const { part, name, value, attributes, use } = control;
  const field = fieldOf(part);
  const options = optionsOf(control);
  const most = part.max_selected_items ?? options.length;
  const chosen = new Set(options.filter((option) => (value[field] ?? []).some((each) => isSame(each, option.value))));
  const summary = element("summary", { ...attributes, "aria-label": name ?? null });
  const boxes = options.map((option) => {
    const box = element("input", { type: "checkbox" });
    box.checked = chosen.has(option);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(option);
      else chosen.delete(option);
      paint();
      use({ [field]: options.filter((each) => chosen.has(each)).map((each) => each.value) });
    });
    return box;
  });

  function paint() {
    const words = options.filter((option) => chosen.has(option)).map(({ label }) => label).join(", ");
    summary.textContent = words || (part.placeholder?.text ?? "Choose options");
    if (name) summary.setAttribute("aria-label", `${name}: ${words || "nothing chosen"}`);
    boxes.forEach((box) => { box.disabled = !box.checked && chosen.size >= most; });
  }

  paint();
  return element("details", { class: "many" }, summary,
    element("div", { class: "many-list", role: "group", "aria-label": name ?? null }, options.map((option, at) =>
      element("label", { class: "check" }, boxes[at], element("span", {}, plainText(option.label))))));
}

/** Radio buttons or checkboxes, each with its description. */
export function checkGroup({ part, name, value, attributes, use }) {
  const isMany = part.type === "checkboxes";
  const field = fieldOf(part);
  const before = isMany ? value[field] ?? [] : [value[field]];
  const group = `choices-${++groups}`;
  const boxes = part.options.map((option, at) => {
    const box = element("input", {
      type: isMany ? "checkbox" : "radio", name: group,
      "data-control": `${attributes["data-control"]} ${at}`,
    });
    box.checked = before.some((each) => isSame(each, option));
    box.addEventListener("change", () => {
      const chosen = part.options.filter((_, place) => boxes[place].checked);
      use({ [field]: isMany ? chosen : chosen[0] });
    });
    return box;
  });
  return element("div", { class: "checks", role: isMany ? "group" : "radiogroup", "aria-label": name ?? null },
    part.options.map((option, at) => element("label", { class: "check" }, boxes[at],
      element("span", {}, element("span", {}, words(option.text)),
        option.description ? element("span", { class: "quiet small" }, words(option.description)) : null))));
}

function words({ type, text }) {
  return type === "mrkdwn" ? mrkdwn(text, NOBODY) : plainText(text);
}
