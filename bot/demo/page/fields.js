// Controls to type in: text, numbers, addresses, dates and times.

import { element } from "/page/dom.js";

const PICKERS = {
  datepicker: { type: "date", field: "selected_date" },
  timepicker: { type: "time", field: "selected_time" },
  datetimepicker: { type: "datetime-local", field: "selected_date_time" },
};

/** The browser's own picker of a date or a time. */
export function picker({ part, name, value, attributes, use }) {
  const { type, field } = PICKERS[part.type];
  const input = element("input", { type, class: "field-input field-picker", "aria-label": name ?? "Choose", ...attributes });
  input.value = field === "selected_date_time" ? localMoment(value[field]) : value[field] ?? "";
  input.addEventListener("change", () => use({ [field]: pickedValue(input, field) }));
  return input;
}

function pickedValue(input, field) {
  if (!input.value) return null;
  return field === "selected_date_time" ? Math.floor(new Date(input.value).getTime() / 1000) : input.value;
}

/** Seconds since 1970 as the browser's picker wants them: local, to the minute. */
function localMoment(seconds) {
  if (!seconds) return "";
  const moment = new Date(seconds * 1000);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

const MODES = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };

/** A line or an area to write in. What is typed is kept; it is sent on Enter where the app asks. */
export function typed({ part, name, value, attributes, isSent, keep, use }) {
  const field = element(part.multiline ? "textarea" : "input", {
    class: "field-input", rows: part.multiline ? 5 : null, maxlength: part.max_length, autocomplete: "off",
    inputmode: MODES[part.type], placeholder: part.placeholder?.text, "aria-label": name,
    "data-autofocus": part.focus_on_load, ...attributes,
  });
  const chosen = () => ({ value: field.value || null });
  const triggers = part.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  field.value = value.value ?? "";
  field.addEventListener("input", () => {
    keep(chosen());
    if (isSent && triggers.includes("on_character_entered")) use(chosen());
  });
  field.addEventListener("keydown", (event) => {
    const isEntered = event.key === "Enter" && !event.isComposing && !part.multiline;
    if (!isEntered || !isSent || !triggers.includes("on_enter_pressed")) return;
    event.preventDefault(); // which would send the form
    use(chosen());
  });
  return field;
}
