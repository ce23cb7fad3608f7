/** Making elements: text stays text, classes carry all style. */

type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = "",
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className) made.className = className;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  made.append(
    ...children.filter((child): child is Node | string => typeof child === "string" || child instanceof Node),
  );
  return made;
}

/** A button that says what it does. */
export function button(text: string | Node, className: string, act: () => void, label?: string): HTMLButtonElement {
  const made = h("button", className, { type: "button", "aria-label": label }, text);
  made.addEventListener("click", act);
  return made;
}

const ICONS = {
  play: "M7 4v16l13-8z",
  pause: "M6 4h4v16H6zM14 4h4v16h-4z",
  next: "M9 5l7 7-7 7",
  previous: "M15 5l-7 7 7 7",
  first: "M6 5v14M18 5l-7 7 7 7",
  last: "M18 5v14M6 5l7 7-7 7",
} as const;
const SVG = "http://www.w3.org/2000/svg";

/** A drawn sign; fonts have these in too many shapes, or not at all. */
export function icon(name: keyof typeof ICONS): SVGElement {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  drawn.setAttribute("class", name === "play" || name === "pause" ? "sv-icon sv-icon--full" : "sv-icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  drawn.append(path);
  return drawn;
}

/** Hex that may break after every 16 characters. */
export function hex(text: string, className = "sv-hex"): HTMLElement {
  const made = h("code", className);
  for (let n = 0; n < text.length; n += 16)
    made.append(h("span", "", {}, text.slice(n, n + 16)), document.createElement("wbr"));
  return made;
}

export function still(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
