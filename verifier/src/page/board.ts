/** One scene on the stage. Rows that stay move to their new place; everything else fades in. */

import { h, hex, still } from "./dom";
import type { Row, Scene } from "./scene";
import type { Lang } from "./words";

const MOVE = 700; // milliseconds of a move at normal speed
const EASE = "cubic-bezier(.22, .8, .26, 1)";

export class Board {
  readonly element = h("div", "sv-board");
  private moving: Animation[] = [];

  constructor(private readonly lang: Lang) {}

  /** Show a scene; `speed` 0 without motion. */
  show(scene: Scene, speed: number): void {
    for (const one of this.moving) one.cancel();
    this.moving = [];
    const before = this.places();
    this.element.className = `sv-board sv-board--${scene.kind}`;
    this.element.replaceChildren(...this.made(scene));
    if (speed > 0 && !still()) this.animate(before, speed);
  }

  private made(scene: Scene): Node[] {
    switch (scene.kind) {
      case "wait":
        return [this.clock(scene)];
      case "value":
      case "seed":
        return [this.values(scene)];
      case "rows":
        return [this.rows(scene), this.more(scene)].filter((one) => one !== null);
      case "end":
        return [this.outcome(scene), this.more(scene)].filter((one) => one !== null);
    }
  }

  private more({ more }: Scene): Node | null {
    return more ? h("p", "sv-more", {}, more) : null;
  }

  private clock({ facts = [] }: Scene): Node {
    const ends = facts.map(([label, value], n) =>
      h(
        "div",
        `sv-clock__end sv-clock__end--${n}`,
        {},
        h("span", "sv-clock__dot"),
        h("b", "", {}, label),
        h("span", "sv-num", {}, value),
      ),
    );
    return h("div", "sv-clock", {}, h("div", "sv-clock__line", {}, h("span", "sv-clock__run")), ...ends);
  }

  private values({ facts = [] }: Scene): Node {
    const rows = facts.map(([label, value, isHex], n) =>
      h(
        "div",
        n === facts.length - 1 ? "sv-value sv-value--last" : "sv-value",
        {},
        h("dt", "", {}, label),
        h("dd", "", {}, isHex ? hex(value) : value),
      ),
    );
    return h("dl", "sv-values", {}, ...rows);
  }

  private outcome({ facts = [] }: Scene): Node {
    return h(
      "dl",
      "sv-outcome",
      {},
      ...facts.map(([label, value]) => h("div", "", {}, h("dt", "", {}, label), h("dd", "", {}, value))),
    );
  }

  private rows({ rows = [], cut, cutText }: Scene): Node {
    const list = h("ol", "sv-rows");
    rows.forEach((row, n) => {
      if (n === cut) list.append(this.line(cutText));
      list.append(this.row(row));
    });
    if (cut !== undefined && cut >= rows.length) list.append(this.line(cutText));
    return list;
  }

  private line(text = ""): Node {
    return h("li", "sv-cut", { "data-id": "the line" }, h("span", "", {}, text));
  }

  private row({ id, name, code, ticket, load, state, lead }: Row): Node {
    const zh = this.lang === "zh";
    const marks: (Node | null)[] = [
      lead ? h("span", "sv-mark", {}, zh ? "领队" : "leads") : null,
      load === undefined ? null : h("span", "sv-mark sv-mark--plain", {}, zh ? `已派 ${load} 次` : `${load} so far`),
      state === "gone" ? h("span", "sv-mark sv-mark--plain", {}, zh ? "退出" : "leaves") : null,
    ];
    const made = h(
      "li",
      `sv-row${state ? ` is-${state}` : ""}`,
      { "data-id": id },
      h("span", "sv-row__seal", { "aria-hidden": true }, state === "taken" ? "✓" : ""),
      h("span", "sv-row__name", {}, h("b", "", {}, name), code ? h("code", "", {}, code) : null, ...marks),
      ticket
        ? h(
            "span",
            "sv-row__ticket",
            {},
            h("code", "", {}, h("b", "", {}, ticket.slice(0, 6)), ticket.slice(6, 16), "…"),
            measure(ticket),
          )
        : null,
    );
    return made;
  }

  private places(): Map<string, DOMRect> {
    const found = [...this.element.querySelectorAll<HTMLElement>("[data-id]")];
    return new Map(found.map((one) => [one.dataset["id"] ?? "", one.getBoundingClientRect()]));
  }

  private animate(before: ReadonlyMap<string, DOMRect>, speed: number): void {
    let late = 0;
    const run = (one: Element, frames: Keyframe[], delay: number, duration = MOVE): void => {
      this.moving.push(
        one.animate(frames, { duration: duration / speed, delay: delay / speed, easing: EASE, fill: "backwards" }),
      );
    };
    for (const one of this.element.querySelectorAll<HTMLElement>("[data-id]")) {
      const [from, to] = [before.get(one.dataset["id"] ?? ""), one.getBoundingClientRect()];
      if (from) run(one, [{ transform: `translateY(${from.top - to.top}px)` }, { transform: "none" }], 0);
      else
        run(
          one,
          [
            { opacity: 0, transform: "translateY(6px)" },
            { opacity: 1, transform: "none" },
          ],
          45 * late++,
          400,
        );
    }
    this.element
      .querySelectorAll(".sv-hex span")
      .forEach((one, n) => run(one, [{ opacity: 0 }, { opacity: 1 }], 110 * n, 450));
    this.element
      .querySelectorAll(".sv-clock__run")
      .forEach((one) => run(one, [{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }], 200, 1800));
    this.element
      .querySelectorAll(".sv-outcome > div")
      .forEach((one, n) => run(one, [{ opacity: 0 }, { opacity: 1 }], Math.min(40 * n, 800), 400));
  }
}

/** A ticket as a length: 0 … 1 of all that a ticket can be. */
function measure(ticket: string): Node {
  const bar = h("span", "sv-measure", { "aria-hidden": true }, h("span"));
  const share = parseInt(ticket.slice(0, 8), 16) / 0x1_0000_0000;
  (bar.firstElementChild as HTMLElement).style.setProperty("transform", `scaleX(${share.toFixed(4)})`);
  return bar;
}
