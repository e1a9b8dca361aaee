// The emoji this page can draw, and the small board to choose one from.

import { element } from "/page/dom.js";
import { openPopup } from "/page/popup.js";

const GLYPHS = {
  "+1": "👍", "-1": "👎", art: "🎨", bulb: "💡", camera: "📷", eyes: "👀", frame_with_picture: "🖼️",
  gear: "⚙️", heart: "❤️", hourglass_flowing_sand: "⏳", information_source: "ℹ️", joy: "😂",
  lock: "🔒", mag: "🔍", memo: "📝", no_entry: "⛔", pencil2: "✏️", pray: "🙏", question: "❓",
  robot_face: "🤖", rocket: "🚀", slightly_smiling_face: "🙂", smile: "😄", sparkles: "✨",
  speech_balloon: "💬", star: "⭐", tada: "🎉", thinking_face: "🤔", thumbsup: "👍", warning: "⚠️",
  wave: "👋", white_check_mark: "✅", x: "❌",
};
const CHOICES = [
  "frame_with_picture", "eyes", "+1", "heart", "tada", "joy", "thinking_face", "white_check_mark",
  "wave", "pray", "rocket", "sparkles", "camera", "art", "question", "x",
];
const COLUMNS = 8;

/** A picture of :name:, or the name as typed when the page does not know it. */
export function emoji(name) {
  const glyph = GLYPHS[name.replace(/::skin-tone-\d$/, "")];
  if (!glyph) return document.createTextNode(`:${name}:`);
  return element("span", { role: "img", "aria-label": name.replaceAll("_", " ") }, glyph);
}

/** Opens the board beside the button; `choose(name)` is called once. Arrow keys go through it. */
export function openEmojiBoard(button, choose) {
  const popup = openPopup(button, { class: "emoji-board", role: "dialog", "aria-label": "Choose a reaction" });
  const take = (name) => { popup.close(); choose(name); };
  const choices = CHOICES.map((name, at) => element("button", {
    type: "button", class: "icon-button", tabindex: at === 0 ? "0" : "-1", title: `:${name}:`,
    "aria-label": name.replaceAll("_", " "), click: () => take(name),
  }, GLYPHS[name]));
  popup.node.append(...choices);
  popup.node.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    choices[choices.indexOf(document.activeElement) + step]?.focus();
  });
  popup.show();
  choices[0].focus();
}
