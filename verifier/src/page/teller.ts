/** What every act of the replay needs: its languages, its names, its rows. */

import type { Case } from "../protocol/case";
import type { Row, Scene } from "./scene";
import { type Lang, stageTitle } from "./words";

/** What a key is called; the key itself where nothing is known. */
export type NameOf = (key: string) => string;

const MOST_NAMED = 10;

export class Teller {
  protected readonly act: string;

  constructor(
    protected readonly the: Case,
    private readonly lang: Lang,
    private readonly name: NameOf,
  ) {
    const title = stageTitle(the.stage.id.text, lang);
    this.act = the.stage.void ? this.say(`${title}（已作废）`, `${title} (void)`) : title;
  }

  protected say(zh: string, en: string): string {
    return this.lang === "zh" ? zh : en;
  }

  protected scene(kind: Scene["kind"], title: string, text: string, more: Partial<Scene> = {}): Scene {
    return { stage: this.the.stage.id.text, act: this.act, kind, title, text, ...more };
  }

  protected person(key: string): string {
    const name = this.name(key);
    return name === key && key.startsWith("~") ? this.say("不公开的对象", "withheld target") : name;
  }

  protected row(key: string, more: Partial<Row>): Row {
    const code = key.startsWith("~") ? `${key.slice(0, 9)}…` : key;
    const name = this.person(key);
    return { id: key, name, code: name === key ? "" : code, state: "", ...more };
  }

  protected list(keys: readonly string[]): string {
    const names = keys.slice(0, MOST_NAMED).map((key) => this.person(key));
    const rest = keys.length - names.length;
    return names.join(this.say("、", ", ")) + (rest > 0 ? this.say(`等 ${keys.length} 个`, ` and ${rest} more`) : "");
  }
}
