// The page's own questions, as dialogs: one asks yes or no, one asks for words.

import { element } from "/page/dom.js";

/** True when the person agrees. Words are page nodes or text; `style` as Block Kit's: primary or danger. */
export async function askWhether({ title, text, confirm = "Yes", deny = "Cancel", style = "primary" }) {
  const body = element("div", { class: "dialog-body" }, text ?? "");
  return (await ask({ title, body, confirm, deny, style })) !== null;
}

/** The words the person wrote, or null when they changed their mind. */
export async function askWords({ title, label, words, most, isLong = false, confirm = "Save" }) {
  const field = element(isLong ? "textarea" : "input", { class: "field-input", maxlength: most, rows: isLong ? 4 : null });
  field.value = words;
  const body = element("div", { class: "dialog-body" },
    element("label", { class: "form-field" }, element("span", { class: "form-label" }, label), field));
  return ask({ title, body, confirm, deny: "Cancel", style: "primary", answer: () => field.value });
}

function ask({ title, body, confirm, deny, style, answer = () => "" }) {
  const heading = element("h2", { id: "ask-title" }, title);
  const agree = element("button", { type: "submit", class: `button button-${style}` }, confirm);
  const refuse = element("button", { type: "button", class: "button" }, deny);
  const form = element("form", { class: "dialog-form" },
    element("header", { class: "dialog-head" }, heading), body,
    element("footer", { class: "dialog-foot" }, refuse, agree));
  const dialog = element("dialog", { class: "dialog dialog-small", "aria-labelledby": "ask-title" }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    let given = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      given = answer();
      dialog.close();
    });
    refuse.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(given);
    });
    dialog.showModal();
    (body.querySelector("input, textarea") ?? agree).focus();
  });
}
