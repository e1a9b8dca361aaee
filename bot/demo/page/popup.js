// Something small that opens beside a button and goes away by Escape, by a click elsewhere, or by a choice.

import { element } from "/page/dom.js";

const GAP_PX = 4;
const EDGE_PX = 8;

/** Gives {node, show(), close()}. The keyboard comes back to the button, or to its twin when it was redrawn. */
export function openPopup(button, attributes) {
  // Inside a dialog, because everything outside an open one is out of reach.
  const holder = button.closest("dialog") ?? document.body;
  const node = element("div", { popover: "auto", ...attributes, class: `popup ${attributes.class ?? ""}` });
  holder.append(node);
  node.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "closed") node.remove();
  });
  return {
    node,
    show() {
      node.showPopover();
      place(node, button.getBoundingClientRect());
    },
    close() {
      node.hidePopover();
      if (button.isConnected) button.focus();
    },
  };
}

/** Below the button where there is room, else above; never beyond the window's edge. */
function place(node, { left, right, top, bottom }) {
  const { offsetWidth, offsetHeight } = node;
  const isRoomBelow = bottom + GAP_PX + offsetHeight + EDGE_PX <= window.innerHeight;
  const y = isRoomBelow ? bottom + GAP_PX : Math.max(EDGE_PX, top - GAP_PX - offsetHeight);
  const fits = left + offsetWidth + EDGE_PX <= window.innerWidth;
  const x = fits ? left : Math.max(EDGE_PX, right - offsetWidth);
  node.style.setProperty("left", `${x}px`);
  node.style.setProperty("top", `${y}px`);
}

/**
 * Opens a menu beside the button. An item is {label, note?, act, isDanger?, href?}; null draws a line.
 * Arrows, Home and End go through it, Enter chooses.
 */
export function openMenu(button, label, items) {
  const popup = openPopup(button, { class: "menu", role: "menu", "aria-label": label });
  popup.node.append(...items.map((item) => (item ? menuItem(item, popup) : element("hr"))));
  const entries = [...popup.node.querySelectorAll("[role=menuitem]")];
  popup.node.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    const goal = {
      ArrowDown: (at + 1) % entries.length, ArrowUp: (at + entries.length - 1) % entries.length,
      Home: 0, End: entries.length - 1,
    }[event.key];
    if (event.key === "Tab") popup.close();
    if (goal === undefined) return;
    event.preventDefault();
    entries[goal].focus();
  });
  popup.show();
  entries[0]?.focus();
}

function menuItem({ label, note, act, isDanger }, popup) {
  return element("button", {
    type: "button", role: "menuitem", tabindex: "-1", class: isDanger ? "menu-item is-danger" : "menu-item",
    click: () => { popup.close(); act(); },
  }, element("span", {}, label), note ? element("span", { class: "quiet small" }, note) : null);
}
