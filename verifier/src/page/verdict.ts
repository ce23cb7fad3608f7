/** The verification as it is shown: what is proved, stage by stage, and the verdict at the end. */

import type { Line, Verdict } from "../protocol/judge";
import { h } from "./dom";
import { inBeijing, type Lang, stageTitle, words } from "./words";

type Tone = "good" | "note" | "warn" | "wait";
const MARKS: Readonly<Record<Tone, string>> = { good: "✓", note: "·", warn: "!", wait: "…" };
const WARNINGS = new Set([
  ...["marked.overdue", "marked.void", "marked.void_after_value", "marked.training", "marked.short_team"],
  ...["marked.few_officers", "marked.again", "marked.again_team", "marked.withdrawn_void"],
]);
const DRAWN = new Set(["proved.targets", "proved.teams", "proved.substitutes", "proved.relief"]);
const GOOD = new Set(["witness.witnessed", "strength.drand"]);

function tone(name: string): Tone {
  if (name.startsWith("proved.") || GOOD.has(name)) return "good";
  if (name === "marked.waiting" || name === "marked.owed") return "wait";
  return WARNINGS.has(name) ? "warn" : "note";
}

export class VerdictView {
  readonly element = h("div", "sv-verdict");
  private readonly stages = h("ol", "sv-stages");
  private readonly said = h("p", "sv-said", { role: "status" });
  private readonly progressed = h("span", "sv-progress sv-num", { "aria-hidden": true });
  private readonly last = h("div", "sv-last");
  private lines: HTMLElement | null = null;
  private stage: HTMLElement | null = null;

  constructor(private readonly lang: Lang) {
    this.element.append(this.said, this.progressed, this.stages, this.last);
  }

  /** Say what is being done; read out politely. */
  say(text: string): void {
    this.said.textContent = text;
    this.progress("");
  }

  /** Show how far it is; not read out. */
  progress(text: string): void {
    this.progressed.textContent = text;
  }

  begin(stage: string): void {
    this.finish("is-done");
    const title = stageTitle(stage, this.lang);
    this.lines = h("ul", "sv-lines");
    this.stage = h(
      "li",
      "sv-stage is-busy",
      {},
      h("h2", "sv-stage__title", {}, title, h("code", "", {}, stage)),
      this.lines,
    );
    this.stages.append(this.stage);
    this.say(`${words(this.lang).judging}：${title}`);
  }

  line(line: Line): void {
    const how = tone(line.name);
    this.lines?.append(
      h(
        "li",
        `sv-line sv-line--${how}`,
        {},
        h("span", "sv-line__mark", { "aria-hidden": true }, MARKS[how]),
        h("span", "", {}, inBeijing(line[this.lang])),
      ),
    );
  }

  /** Close with the verdict; `drawn`: whether anything is drawn yet. */
  end({ verdict, lines }: Verdict): void {
    const say = words(this.lang);
    if (verdict === "verified") {
      this.finish("is-done");
      const open = lines.some((line) => line.name === "marked.waiting");
      const voided = lines.some((line) => line.name === "marked.void");
      const drawn = lines.some((line) => DRAWN.has(line.name));
      const text = open ? (drawn ? say.partText : say.waitingText) : voided ? say.voidText : say.verifiedText;
      this.close("good", "✓", say.verified, text);
    } else {
      this.finish("is-bad");
      this.close("bad", "✕", say.refused, inBeijing(verdict[this.lang]), `${verdict.stage}: ${verdict.code}`);
    }
  }

  /** Say that nothing was judged, which is no verdict on the draw. */
  fail(text: string): void {
    this.stage?.classList.remove("is-busy");
    this.close("warn", "!", words(this.lang).failed, text);
  }

  private close(how: string, mark: string, title: string, text: string, code?: string): void {
    const head = h("p", "sv-last__title", {}, title, code ? h("code", "", {}, code) : null);
    const seal = h("span", "sv-last__seal", { "aria-hidden": true }, mark);
    this.last.replaceChildren(
      h(
        "div",
        `sv-last__panel sv-last__panel--${how}`,
        { tabindex: -1 },
        seal,
        h("div", "", {}, head, h("p", "", {}, text)),
      ),
    );
    this.say(`${title}。${text}`);
    this.said.classList.add("sv-unseen"); // it stands in the panel
  }

  private finish(state: string): void {
    this.stage?.classList.replace("is-busy", state);
  }
}
