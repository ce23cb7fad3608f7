/** The replay as scenes: what stands on the stage, in what order, and one sentence that says it. */

import type { Proof } from "../protocol/judge";
import { byStratum } from "../protocol/strata";
import { byTicket, seedLine, targetTickets } from "../protocol/tickets";
import type { Scene } from "./scene";
import { type NameOf, Teller } from "./teller";
import { beijing, type Lang } from "./words";

const MOST_TAKEN = 12;
const MOST_OTHERS = 6;
const MOST_TEAMS = 12;

/** Make all scenes of the stages that were found right and are drawn. */
export async function scenes(proof: Proof, lang: Lang, name: NameOf): Promise<Scene[]> {
  const made: Scene[] = [];
  for (const the of proof.cases) if (the.decided) made.push(...(await new Act(the, lang, name).scenes()));
  return made;
}

/** One stage as an act of the replay. */
class Act extends Teller {
  async scenes(): Promise<Scene[]> {
    const own = {
      targets: () => this.targets(),
      teams: () => this.teams(),
      substitutes: () => this.substitutes(),
      relief: () => this.relief(),
    };
    return [...this.opening(), ...(await own[this.the.stage.id.kind]()), this.ending()];
  }

  /** Freeze, wait, reveal: the same in every stage. */
  private opening(): Scene[] {
    const { frozen, stage } = this.the;
    const plan = frozen.beacon;
    const value = stage.beacon!.value;
    const [from, at] = [beijing(frozen.frozen_at), beijing(plan.time)];
    const line = seedLine(frozen.authority, frozen.draw, frozen.stage, value);
    const source =
      plan.source === "drand"
        ? this.say(`drand 第 ${plan.round} 轮`, `drand round ${plan.round}`)
        : `${plan.chain} ${plan.round}`;
    return [
      this.scene(
        "wait",
        this.say("名单已定，等待随机数", "The lists are fixed; waiting for the public value"),
        this.say(
          `名单和规则所记的冻结时间是北京时间 ${from}。将用的随机数也已约定：${at} 产生。照此，当时谁也不知道它的值。`,
          `The freeze of lists and rules is dated ${from} (Beijing). It names the public value of ${at}. By that date nobody knew it yet.`,
        ),
        {
          facts: [
            [this.say("冻结", "frozen"), from],
            [this.say("随机数", "public value"), at],
          ],
        },
      ),
      this.scene(
        "value",
        this.say("随机数产生", "The public value arrives"),
        this.say(
          `${source}的随机数到了${plan.source === "drand" ? "，签名成立，不是谁能编造的" : ""}。`,
          `The value of ${source} is there${plan.source === "drand" ? "; its signature holds, so nobody made it up" : ""}.`,
        ),
        { facts: [[source, value.signature, true]] },
      ),
      this.scene(
        "seed",
        this.say("算出种子", "The seed follows"),
        this.say(
          "把单位、抽查编号、环节和随机数连成一行，算一次 SHA-256，就是本环节的种子。",
          "Office, draw, stage and public value in one line, hashed with SHA-256, give the seed of this stage.",
        ),
        {
          facts: [
            [this.say("这一行", "the line"), line, true],
            [this.say("种子", "the seed"), this.the.seed ?? "", true],
          ],
        },
      ),
    ];
  }

  private async targets(): Promise<Scene[]> {
    const { decided, record, frozen } = this.the;
    if (frozen.is !== "targets" || decided?.is !== "targets") return [];
    const made: Scene[] = [];
    for (const [stratum, keys] of byStratum(record.lists.roster)) {
      const take = frozen.strata.get(stratum)?.take ?? 0;
      const sorted = (await targetTickets(decided.seed, keys)).sort(byTicket);
      const shown = [...sorted.slice(0, Math.min(take, MOST_TAKEN)), ...sorted.slice(take, take + MOST_OTHERS)];
      const ids = new Set(shown.map((one) => one.key));
      const inList = keys.filter((key) => ids.has(key));
      const tickets = new Map(shown.map((one) => [one.key, one.ticket]));
      const hidden = keys.length - shown.length;
      const more = hidden
        ? this.say(`另有 ${hidden} 户同样计算，不逐一显示`, `${hidden} more are computed the same way and not shown`)
        : "";
      const name = this.say(`${stratum} 层`, `Stratum ${stratum}`);
      const heading = this.say(`${name}：${keys.length} 户中抽 ${take} 户`, `${name}: ${take} of ${keys.length}`);
      const taken = shown.slice(0, Math.min(take, MOST_TAKEN)).map((one) => one.key);
      const away = take - taken.length;
      made.push(
        this.scene(
          "rows",
          heading,
          this.say(
            `${name}共 ${keys.length} 户，照名单的顺序。`,
            `${name}: ${keys.length} entries, in the order of the list.`,
          ),
          {
            rows: inList.map((key) => this.row(key, { state: "waiting" })),
            more,
          },
        ),
        this.scene(
          "rows",
          heading,
          this.say(
            "种子加上自己的代码，算一次 SHA-256，就是这一户的签号；与排在哪里、与别户都无关。",
            "Seed and own code, hashed with SHA-256, are an entry's ticket. Neither its place nor any other entry matters.",
          ),
          {
            rows: inList.map((key) => this.row(key, { ticket: tickets.get(key)! })),
            more,
          },
        ),
        this.scene(
          "rows",
          heading,
          this.say(
            `按签号从小到大排列，最小的 ${take} 户被抽中：${this.list(sorted.slice(0, take).map((one) => one.key))}。`,
            `Sorted by ticket, the ${take} smallest are drawn: ${this.list(sorted.slice(0, take).map((one) => one.key))}.`,
          ),
          {
            rows: shown.map(({ key, ticket }) => this.row(key, { ticket, state: taken.includes(key) ? "taken" : "" })),
            cut: taken.length,
            cutText:
              away > 0
                ? this.say(
                    `以上及另外 ${away} 户（未显示）被抽中`,
                    `those above and ${away} more (not shown) are drawn`,
                  )
                : this.say(`以上 ${take} 户被抽中`, `the ${take} above are drawn`),
            more,
          },
        ),
      );
    }
    return made;
  }

  private async teams(): Promise<Scene[]> {
    const { frozen } = this.the;
    if (frozen.is !== "teams" && frozen.is !== "later teams") return [];
    const choices = await this.the.choices();
    const sizes = new Map(frozen.groups.map((group) => [group.id, group]));
    const balanced = frozen.is === "teams";
    const leading = frozen.groups.find((group) => group.role === "officer")?.id; // the first officer leads
    const made = choices.slice(0, MOST_TEAMS).map(({ team, ranking }) => {
      const group = sizes.get(team.group);
      const role = group?.role === "expert" ? this.say("专家", "experts") : this.say("执法人员", "officers");
      const who = this.list(team.members);
      const shown = ranking.slice(0, Math.max(team.members.length + MOST_OTHERS, 8));
      const hidden = ranking.length - shown.length;
      return this.scene(
        "rows",
        this.say(`${this.person(team.target)}：${team.group} 组`, `${this.person(team.target)}: group ${team.group}`),
        balanced
          ? this.say(
              `可选的${role} ${ranking.length} 人，先看本次已派次数，次数相同再比签号，取前 ${team.members.length} 人：${who}。`,
              `${ranking.length} ${role} are eligible. Fewest places so far first, then the smallest ticket; taken: ${who}.`,
            )
          : this.say(
              `可选的${role} ${ranking.length} 人，按签号取前 ${team.members.length} 人：${who}。`,
              `${ranking.length} ${role} are eligible; by ticket alone, taken: ${who}.`,
            ),
        {
          rows: shown.map(({ key, ticket, load }, n) =>
            this.row(key, {
              ticket,
              state: n < team.members.length ? "taken" : "",
              lead: n === 0 && team.group === leading,
              ...(balanced ? { load } : {}),
            }),
          ),
          cut: team.members.length,
          cutText: this.say(`以上 ${team.members.length} 人前往`, `the ${team.members.length} above go`),
          more: hidden
            ? this.say(`另有 ${hidden} 人排在后面，不逐一显示`, `${hidden} more come after and are not shown`)
            : "",
        },
      );
    });
    const rest = choices.length - made.length;
    const last = made.at(-1);
    if (rest > 0 && last) {
      last.more = this.say(
        `其余 ${rest} 组的选法相同，不逐一重演，人员见下一步`,
        `${rest} more teams are chosen the same way; the next step lists them all`,
      );
    }
    return made;
  }

  private async substitutes(): Promise<Scene[]> {
    return ((await this.the.replacements()) ?? []).map(({ outcome, candidates }) =>
      this.stepIn(
        outcome.out,
        outcome.in,
        candidates,
        this.say(`${this.person(outcome.out)} 空缺`, `${this.person(outcome.out)} is vacant`),
        this.say("同层未被抽中的对象", "those of the same stratum not drawn before"),
      ),
    );
  }

  private relief(): Promise<Scene[]> {
    return Promise.resolve(
      (this.the.reliefs() ?? []).map(({ outcome, candidates }) =>
        this.stepIn(
          outcome.out,
          outcome.in,
          candidates,
          this.say(
            `${this.person(outcome.target)}：${this.person(outcome.out)} 退出`,
            `${this.person(outcome.target)}: ${this.person(outcome.out)} leaves`,
          ),
          this.say("同组可选的人员", "those of the group who are eligible"),
        ),
      ),
    );
  }

  private stepIn(
    out: string,
    newcomer: string | null,
    candidates: readonly { key: string; ticket: string }[],
    title: string,
    who: string,
  ): Scene {
    const shown = candidates.slice(0, 1 + MOST_OTHERS);
    const hidden = candidates.length - shown.length;
    const text = newcomer
      ? this.say(
          `${who}共 ${candidates.length} 个，按新的签号排列，最小的补上：${this.person(newcomer)}。`,
          `Of ${who} (${candidates.length}) the smallest new ticket steps in: ${this.person(newcomer)}.`,
        )
      : this.say(`${who}没有了，位置空着。`, `There are none left of ${who}; the place stays empty.`);
    return this.scene("rows", title, text, {
      rows: [
        this.row(out, { state: "gone" }),
        ...shown.map(({ key, ticket }) => this.row(key, { ticket, state: key === newcomer ? "taken" : "" })),
      ],
      ...(newcomer ? { cut: 2, cutText: this.say("补上", "steps in") } : {}),
      more: hidden
        ? this.say(`另有 ${hidden} 个排在后面，不逐一显示`, `${hidden} more come after and are not shown`)
        : "",
    });
  }

  private ending(): Scene {
    const { decided } = this.the;
    const pairs: [string, string][] =
      decided?.is === "targets"
        ? decided.selected.map((one) => [String(one.rank), this.person(one.key)])
        : decided?.is === "teams"
          ? decided.teams.map((team) => [this.person(team.target), this.list(team.members)])
          : decided?.is === "substitutes"
            ? decided.replacements.map((one) => [this.person(one.out), one.in ? `→ ${this.person(one.in)}` : "—"])
            : decided?.is === "relief"
              ? decided.reliefs.map((one) => [
                  `${this.person(one.target)}：${this.person(one.out)}`,
                  one.in ? `→ ${this.person(one.in)}` : "—",
                ])
              : [];
    const most = 60;
    const rest = pairs.length - most;
    return this.scene(
      "end",
      this.say("结果", "Outcome"),
      this.say(
        `${this.act}：结果共 ${pairs.length} 项，与公布的逐项相同。`,
        `${this.act}: ${pairs.length} in all, each as published.`,
      ),
      {
        facts: pairs.slice(0, most),
        more: rest > 0 ? this.say(`其余 ${rest} 项从略`, `${rest} more not shown`) : "",
      },
    );
  }
}
