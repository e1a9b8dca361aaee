// Builds page elements. Text goes in as text nodes only: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element. Attributes: false and null are left out, functions become event listeners. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** One of the drawings in index.html, invisible to screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** "#RRGGBB" of a Slack color ("36a64f", "#36A64F", "good"), or null. */
export function hexColor(color) {
  const named = { good: "#2EB67D", warning: "#DAA038", danger: "#D0312D" }[color];
  if (named) return named;
  const match = /^#?([0-9a-f]{6})$/i.exec(color ?? "");
  return match && `#${match[1].toUpperCase()}`;
}

/** Black or white, whichever is easier to read on the color. Source: WCAG 2.2, relative luminance. */
export function inkOn(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#FFFFFF";
}

/** The address when a browser may follow it (http, https, mailto), else null. */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside the page, or plain text where the address is not one to follow. */
export function outsideLink(address, ...label) {
  const href = safeAddress(address);
  if (href === null) return element("span", {}, ...label);
  return element("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

const fingerprints = new WeakMap();

/**
 * Makes the list show the items in order, touching only those that changed.
 *
 * An item is {key, fingerprint, build}. The keyboard stays where it was: in the same item,
 * and on the control of the same data-control when the new one has it.
 */
export function reconcile(list, items) {
  const wanted = new Set(items.map(({ key }) => key));
  for (const node of [...list.children]) if (!wanted.has(node.dataset.key)) node.remove();
  const known = new Map([...list.children].map((node) => [node.dataset.key, node]));
  let place = list.firstElementChild;
  for (const { key, fingerprint, build } of items) {
    let node = known.get(key);
    if (!node || fingerprints.get(node) !== fingerprint) {
      const fresh = build();
      fresh.dataset.key = key;
      fingerprints.set(fresh, fingerprint);
      if (node) {
        if (place === node) place = fresh;
        exchange(node, fresh);
      }
      node = fresh;
    }
    if (node === place) place = place.nextElementSibling;
    else list.insertBefore(node, place);
  }
}

function exchange(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (focused === null) return;
  const control = focused.dataset.control;
  const twin = control && fresh.querySelector(`[data-control="${CSS.escape(control)}"]`);
  (twin || fresh).focus();
}
