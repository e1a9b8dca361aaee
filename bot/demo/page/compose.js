// The message box: text, and pictures waiting to be sent. One draft per person, channel and thread.

import { element, icon } from "/page/dom.js";
import { createSuggestions } from "/page/suggestions.js";

const HINT = "Enter sends, Shift+Enter: new line";
const THUMB_PX = 144;

/**
 * Fills the form and gives {show(key, label), addFiles(files), focus(), chooseFiles()}.
 *
 * `send(key, {text, uploads: [{file, alt}]})` gives null when it went out, else a sentence;
 * then everything typed stays. `suggest(words before the caret)` as `createSuggestions` wants it.
 */
export function createComposer(form, { send, suggest }) {
  form.append(document.getElementById("composer").content.cloneNode(true));
  const box = form.querySelector("textarea");
  const chooser = form.querySelector("input[type=file]");
  const parts = {
    box,
    error: form.querySelector(".composer-error"),
    pending: form.querySelector(".pending"),
    hint: form.querySelector(".composer-hint"),
    sendButton: form.querySelector(".send"),
  };
  box.id = form.id.replace("form", "text");
  const menu = createSuggestions(form.querySelector(".commands"), box, suggest);
  const drafts = new Map();
  let draft = emptyDraft("");

  const paint = () => paintDraft(parts, draft, removeUpload);

  function removeUpload(upload) {
    draft.uploads = draft.uploads.filter((other) => other !== upload);
    paint();
    box.focus();
  }

  function addFiles(files) {
    draft.uploads.push(...[...files].map((file) => ({ file, alt: "", key: crypto.randomUUID() })));
    paint();
    box.focus();
  }

  async function submit() {
    const sent = draft;
    if (!isSendable(sent)) return;
    Object.assign(sent, { isSending: true, error: "" });
    paint();
    const error = await send(sent.key, sent);
    Object.assign(sent, error === null ? emptyDraft(sent.key) : { isSending: false, error });
    paint();
    if (sent === draft && form.contains(document.activeElement)) box.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    menu.close();
    submit();
  });
  box.addEventListener("input", () => {
    Object.assign(draft, { text: box.value, error: "" });
    paint();
    menu.update();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || menu.takesKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  chooser.addEventListener("change", () => {
    addFiles(chooser.files);
    chooser.value = "";
  });
  form.querySelector(".icon-button").addEventListener("click", () => chooser.click());

  return {
    addFiles,
    focus: () => box.focus(),
    chooseFiles: () => chooser.click(),
    show(key, label) {
      if (!drafts.has(key)) drafts.set(key, emptyDraft(key));
      draft = drafts.get(key);
      box.setAttribute("aria-label", label);
      box.placeholder = label;
      paint();
      menu.close();
    },
  };
}

function emptyDraft(key) {
  return { key, text: "", uploads: [], error: "", isSending: false };
}

function isSendable({ text, uploads, isSending }) {
  return !isSending && (text.trim() !== "" || uploads.length > 0);
}

function paintDraft({ box, error, pending, hint, sendButton }, draft, removeUpload) {
  if (box.value !== draft.text) box.value = draft.text;
  box.readOnly = draft.isSending;
  box.style.setProperty("height", "auto");
  box.style.setProperty("height", `${box.scrollHeight}px`);
  error.textContent = draft.error;
  hint.textContent = hintFor(draft);
  hint.classList.toggle("is-idle", hint.textContent === HINT);
  // Not `disabled`: that would throw the keyboard's place away when the message has gone.
  sendButton.setAttribute("aria-disabled", String(!isSendable(draft)));
  paintUploads(pending, draft.uploads, removeUpload);
}

function hintFor({ isSending, uploads }) {
  if (isSending) return "Sending…";
  if (uploads.length === 0) return HINT;
  return `${uploads.length === 1 ? "1 file" : `${uploads.length} files`} ready. Enter sends.`;
}

/** Keeps the entries that stay, so that a description being typed keeps its place. */
function paintUploads(list, uploads, removeUpload) {
  const keys = new Set(uploads.map(({ key }) => key));
  const shown = new Set();
  for (const entry of [...list.children]) {
    if (keys.has(entry.dataset.key)) shown.add(entry.dataset.key);
    else entry.remove();
  }
  for (const upload of uploads) {
    if (!shown.has(upload.key)) list.append(uploadEntry(upload, () => removeUpload(upload)));
  }
}

function uploadEntry(upload, remove) {
  const { file, key } = upload;
  const alt = element("input", {
    type: "text", maxlength: "1000", placeholder: "Description (alt text)",
    "aria-label": `Description (alt text) of ${file.name}, optional`,
    input: () => { upload.alt = alt.value; },
  });
  alt.value = upload.alt;
  const thumb = element("span", { class: "pending-thumb", "aria-hidden": "true" }, icon("file"));
  drawThumb(file, thumb);
  return element("li", { "data-key": key }, thumb,
    element("div", { class: "pending-words" },
      element("span", { class: "pending-name", title: file.name }, file.name),
      file.type.startsWith("image/") ? alt : null),
    element("button", { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, click: remove },
      icon("close")));
}

/** A canvas, because the page's own rules (default-src 'self') let no blob: picture in. */
async function drawThumb(file, holder) {
  if (!file.type.startsWith("image/")) return;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return; // a format this browser cannot show, such as HEIC: the drawing of a file stays
  }
  const side = Math.min(bitmap.width, bitmap.height);
  const canvas = element("canvas", { width: THUMB_PX, height: THUMB_PX });
  canvas.getContext("2d").drawImage(bitmap,
    (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, THUMB_PX, THUMB_PX);
  bitmap.close();
  holder.replaceChildren(canvas);
}
