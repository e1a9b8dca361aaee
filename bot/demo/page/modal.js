// The app's modal: the view on top of the person's stack, in a dialog that holds the keyboard.

import { blockItems } from "/page/blocks.js";
import { reconcile } from "/page/dom.js";
import { plainText } from "/page/mrkdwn.js";
import { forgetValues, valuesOf } from "/page/values.js";

const part = (id) => document.getElementById(id);
const FIRST_FIELDS = "[data-autofocus], input, textarea, select, summary";

/**
 * Gives {show({stack, errors, trouble}), kitOf(view)}. `kit` is what blocks are drawn with, for
 * one view; `submit(view, values)` gives {faults?} or {error}, `close(view, isCleared)` {ok}.
 */
export function createModal({ kit, submit, close }) {
  const dialog = part("modal");
  let shown = []; // the stack
  let opener = null;

  const top = () => shown.at(-1);

  function show({ stack, errors = {}, trouble = "" }) {
    const gone = shown.filter(({ id }) => !stack.some((view) => view.id === id));
    gone.forEach(({ id }) => forgetValues(id));
    const isNew = stack.length > 0 && stack.at(-1).id !== top()?.id;
    shown = stack;
    if (stack.length === 0) {
      hide();
      return;
    }
    paint(errors, trouble);
    if (!dialog.open) open();
    if (isNew) focusFirst();
    else if (Object.keys(errors).length) dialog.querySelector("[aria-invalid]")?.focus();
  }

  function paint(errors, trouble) {
    const view = top();
    part("modal-title").replaceChildren(plainText(view.title.text));
    part("modal-back").hidden = shown.length < 2;
    part("modal-trouble").textContent = trouble;
    part("modal-close").replaceChildren(plainText(view.close?.text ?? (view.submit ? "Cancel" : "Close")));
    part("modal-submit").hidden = !view.submit;
    part("modal-submit").replaceChildren(plainText(view.submit?.text ?? ""));
    setBusy(false);
    if (part("modal-body").dataset.view !== view.id) part("modal-body").replaceChildren();
    part("modal-body").dataset.view = view.id;
    reconcile(part("modal-body"), blockItems(view.blocks, { ...kit(view), errors }));
  }

  function setBusy(isBusy) {
    part("modal-submit").setAttribute("aria-disabled", String(isBusy));
    dialog.setAttribute("aria-busy", String(isBusy));
  }

  function open() {
    const focused = document.activeElement;
    const key = focused?.closest("[data-key]")?.dataset.key;
    opener = { focused, key, control: focused?.dataset.control };
    dialog.showModal();
  }

  function focusFirst() {
    (dialog.querySelector(`.dialog-body :is(${FIRST_FIELDS})`) ?? part("modal-title")).focus();
    part("modal-body").scrollTop = 0;
  }

  /** The keyboard goes back to the control it came from, or to its twin when it was redrawn. */
  function hide() {
    if (!dialog.open) return;
    dialog.close();
    const { focused, key, control } = opener;
    if (focused?.isConnected && focused !== document.body) return;
    const place = key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    (place && control && place.querySelector(`[data-control="${CSS.escape(control)}"]`) || place)?.focus();
  }

  async function leave(isCleared) {
    const answer = await close(top(), isCleared);
    if (!answer.ok) show({ stack: [] }); // the workspace is gone, and the modal with it
  }

  part("modal-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const view = top();
    if (!view?.submit || dialog.getAttribute("aria-busy") === "true") return;
    setBusy(true);
    const answer = await submit(view, valuesOf(view.id).of(view.blocks));
    if (answer.ok && !answer.faults) return; // what comes of it is a change of the stack
    show({ stack: shown, errors: answer.faults, trouble: answer.ok ? "" : answer.error });
  });
  dialog.addEventListener("cancel", (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    leave(false);
  });
  part("modal-back").addEventListener("click", () => leave(false));
  part("modal-close").addEventListener("click", () => leave(false));
  part("modal-clear").addEventListener("click", () => leave(true));

  return { show };
}
