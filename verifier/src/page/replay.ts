/** The player: plays scenes, steps through them, and has them as text. */

import { Board } from "./board";
import { button, h, icon, still } from "./dom";
import type { Scene } from "./scene";
import { type Lang, words } from "./words";

const PAUSE = { wait: 3200, value: 3000, seed: 3200, rows: 2600, end: 3600 } as const; // milliseconds at normal speed
const SPEEDS = [0.5, 1, 2, 4];

export class Replay {
  readonly element: HTMLElement;
  private at = 0;
  private speed = 1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly board: Board;
  private readonly acts = h("ol", "sv-acts");
  private readonly title = h("h3", "sv-scene__title");
  private readonly caption = h("p", "sv-scene__text", { "aria-live": "off", "aria-atomic": "true" });
  private readonly counter = h("span", "sv-num sv-counter");
  private readonly position: HTMLInputElement;
  private readonly player: HTMLButtonElement;
  private readonly back: HTMLButtonElement[];
  private readonly ahead: HTMLButtonElement[];

  constructor(
    private readonly scenes: readonly Scene[],
    private readonly lang: Lang,
  ) {
    const say = words(lang);
    this.board = new Board(lang);
    this.player = button(icon("play"), "sv-key sv-key--play", () => this.toggle(), say.play);
    this.player.hidden = still();
    this.back = [
      button(icon("first"), "sv-key", () => this.go(0), say.first),
      button(icon("previous"), "sv-key", () => this.go(this.at - 1), say.previous),
    ];
    this.ahead = [
      button(icon("next"), "sv-key", () => this.go(this.at + 1), say.next),
      button(icon("last"), "sv-key", () => this.go(this.last), say.last),
    ];
    this.position = h("input", "sv-position", {
      type: "range",
      min: 0,
      max: this.last,
      value: 0,
      step: 1,
      "aria-label": say.position,
    });
    this.position.addEventListener("input", () => this.go(Number(this.position.value)));
    const speed = h(
      "select",
      "sv-speed",
      {},
      ...SPEEDS.map((one) => h("option", "", { value: one, selected: one === 1 }, `${one}×`)),
    );
    speed.addEventListener("change", () => (this.speed = Number(speed.value)));
    const pace = h("label", "sv-pace", {}, h("span", "", {}, say.speed), speed);
    pace.hidden = still();
    this.element = h(
      "div",
      "sv-replay",
      { role: "group", "aria-label": say.replay },
      this.acts,
      h("div", "sv-scene", {}, this.title, this.caption, this.board.element),
      h(
        "div",
        "sv-controls",
        {},
        h("div", "sv-keys", {}, ...this.back, this.player, ...this.ahead),
        this.position,
        this.counter,
        pace,
      ),
      this.textForm(say.textForm),
    );
    this.show(0);
  }

  /** Start at the beginning, unless motion is not wanted. */
  play(): void {
    if (still()) return;
    if (this.at === this.last) this.show(0);
    this.told(false);
    this.timer = setTimeout(() => this.on(), PAUSE[this.scenes[this.at]!.kind] / this.speed);
  }

  pause(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.told(true);
  }

  private get last(): number {
    return this.scenes.length - 1;
  }

  private on(): void {
    this.show(this.at + 1);
    if (this.at < this.last) this.play();
    else this.pause();
  }

  private toggle(): void {
    if (this.timer === undefined) this.play();
    else this.pause();
  }

  /** A step by hand stops the playing, and is read out. */
  private go(to: number): void {
    this.pause();
    this.show(to);
  }

  private show(to: number): void {
    this.at = Math.max(0, Math.min(to, this.last));
    const scene = this.scenes[this.at]!;
    this.title.textContent = scene.title;
    this.caption.textContent = scene.text;
    this.board.show(scene, this.speed);
    this.position.value = String(this.at);
    this.position.setAttribute(
      "aria-valuetext",
      `${this.at + 1} / ${this.scenes.length}: ${scene.act}, ${scene.title}`,
    );
    this.counter.textContent = `${this.at + 1} / ${this.scenes.length}`;
    for (const one of this.back) one.disabled = this.at === 0;
    for (const one of this.ahead) one.disabled = this.at === this.last;
    this.showActs(scene.stage);
  }

  private showActs(now: string): void {
    const acts = new Map(
      this.scenes.map((scene, n) => [scene.stage, [scene.act, n] as const]).reverse() as [
        string,
        readonly [string, number],
      ][],
    );
    this.acts.replaceChildren(
      ...[...acts].reverse().map(([stage, [name, first]]) => {
        const to = button(name, "sv-act", () => this.go(first));
        if (stage === now) to.setAttribute("aria-current", "step");
        return h("li", "", {}, to);
      }),
    );
  }

  /** Playing is not read out scene by scene: that would be spam. */
  private told(aloud: boolean): void {
    const say = words(this.lang);
    const playing = !aloud;
    this.caption.setAttribute("aria-live", aloud ? "polite" : "off");
    this.player.replaceChildren(icon(playing ? "pause" : "play"));
    this.player.setAttribute("aria-label", playing ? say.pause : say.play);
  }

  private textForm(title: string): HTMLElement {
    const list = h(
      "ol",
      "sv-text",
      {},
      ...this.scenes.map((scene) => h("li", "", {}, h("b", "", {}, `${scene.act} · ${scene.title}`), " ", scene.text)),
    );
    return h("details", "sv-fold", {}, h("summary", "", {}, title), list);
  }
}
