/** The page: a button or a place to drop files; then the verification, then the replay. */

import { type Proof, prove } from "../protocol/judge";
import type { Files } from "../protocol/reading";
import { button, h, still, wait } from "./dom";
import { chosen, dropped, fetchAll, type Found, type Gathered, NothingToJudge, open } from "./gathering";
import { Replay } from "./replay";
import { scenes } from "./scenes";
import { VerdictView } from "./verdict";
import { fill, type Lang, size, type Words, words } from "./words";

const BEAT = 70; // milliseconds between two lines, so that they can be followed

/** Bring a `[data-verify]` element to life; with `data-draw` it verifies that draw of the site, else any that is given. */
export function mount(place: HTMLElement): void {
  new Mounted(place);
}

class Mounted {
  private readonly lang: Lang;
  private readonly say: Words;
  private readonly report = h("div", "sv-report");
  private busy = false;
  private replay: Replay | null = null;

  constructor(private readonly place: HTMLElement) {
    this.lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
    this.say = words(this.lang);
    const { draw } = place.dataset;
    place.append(draw ? this.starter(draw) : this.dropZone(), this.report);
  }

  private starter(draw: string): HTMLElement {
    const start: HTMLButtonElement = button(this.say.start, "sv-start", () => {
      void this.run(async (view) => ({ draw, files: await this.fetched(view) })).then(
        () => (start.textContent = this.say.again),
      );
    });
    return h("p", "sv-begin", {}, start);
  }

  private async fetched(view: VerdictView): Promise<Files> {
    const links = [...this.place.querySelectorAll<HTMLAnchorElement>("a[data-path]")];
    const addresses = new Map(links.map((link) => [link.dataset["path"] ?? "", link.href]));
    view.say(this.say.fetching);
    return fetchAll(addresses, (done) => view.progress(`${done} / ${addresses.size}`));
  }

  private dropZone(): HTMLElement {
    const folder = this.picker(this.say.pickFolder, { webkitdirectory: true });
    const zip = this.picker(this.say.pickZip, { accept: ".zip,application/zip" });
    const zone = h(
      "div",
      "sv-drop",
      {},
      h("p", "sv-drop__lead", {}, this.say.drop),
      h("p", "sv-drop__or", {}, this.say.or),
      h("p", "sv-drop__picks", {}, folder, zip),
      h("p", "sv-drop__note", {}, this.say.private),
    );
    const over =
      (on: boolean) =>
      (event: DragEvent): void => {
        event.preventDefault();
        zone.classList.toggle("is-over", on);
      };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer) this.judgeGiven(dropped(event.dataTransfer));
    });
    return zone;
  }

  /** A file input that looks like a button; the input itself keeps the focus and the name. */
  private picker(text: string, attributes: Readonly<Record<string, string | boolean>>): HTMLElement {
    const input = h("input", "sv-pick__input", { type: "file", ...attributes });
    input.addEventListener("change", () => {
      const found = input.files ? chosen(input.files) : [];
      input.value = "";
      this.judgeGiven(Promise.resolve(found));
    });
    return h("label", "sv-pick", {}, input, h("span", "", {}, text));
  }

  private judgeGiven(found: Promise<Found[]>): void {
    void this.run(async () => open(await found));
  }

  private async run(gather: (view: VerdictView) => Promise<Gathered>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.replay?.pause();
    this.place.setAttribute("aria-busy", "true");
    const view = new VerdictView(this.lang);
    this.report.replaceChildren(view.element);
    try {
      await this.judge(view, await gather(view));
    } catch (error) {
      view.fail(this.complaint(error));
    }
    this.place.removeAttribute("aria-busy");
    this.busy = false;
  }

  private async judge(view: VerdictView, { draw, files }: Gathered): Promise<void> {
    const bytes = [...files.values()].reduce((sum, data) => sum + data.length, 0);
    this.report.prepend(
      h(
        "p",
        "sv-given",
        {},
        h("b", "sv-num", {}, draw),
        " ",
        fill(this.say.files, { count: files.size, size: size(bytes) }),
      ),
    );
    view.say(this.say.reading);
    const proof = await prove(files, draw, {
      now: this.place.dataset["now"] ?? `${new Date().toISOString().slice(0, 19)}Z`, // a demonstration stands still
      onStage: (stage) => view.begin(stage),
      onStep: (line) => {
        view.line(line);
        return still() ? undefined : wait(BEAT);
      },
    });
    view.end(proof.verdict);
    await this.offerReplay(proof);
  }

  private async offerReplay(proof: Proof): Promise<void> {
    if (proof.verdict.verdict !== "verified") return;
    const names = this.names();
    const made = await scenes(proof, this.lang, (key) => names.get(key) ?? key);
    if (!made.length) {
      this.report.append(h("p", "sv-more", {}, this.say.replayNone));
      return;
    }
    const replay = new Replay(made, this.lang);
    this.replay = replay;
    this.report.append(
      h("h2", "sv-heading", { id: "replay" }, this.say.replay),
      replay.element,
      names.size ? h("p", "sv-more", {}, this.say.names) : "",
    );
  }

  /** What keys are called, as the page's maker wrote it down; never used to judge. */
  private names(): Map<string, string> {
    const held = this.place.querySelector("script[data-names]")?.textContent;
    return new Map(Object.entries(held ? (JSON.parse(held) as Record<string, string>) : {}));
  }

  private complaint(error: unknown): string {
    if (!(error instanceof NothingToJudge))
      return this.say.crash + (error instanceof Error ? error.message : String(error));
    const text = fill(this.say[error.word], error.facts);
    return error.word === "network" ? text + String(error.facts["path"]) : text;
  }
}
