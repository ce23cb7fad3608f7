"""The sentences of a verdict: what was proved, and what a reader should mark, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

PROVED: Final[Mapping[str, tuple[str, str]]] = {
    "proved.frozen": (
        "文件、名单与冻结时所记的相符；所记冻结时间 {frozen_at}，比 {time} 的公共随机数至少早 {lead} 秒",
        "files and lists are those of the freeze, dated {frozen_at}, at least {lead} s before the value of {time}",
    ),
    "proved.stratum": (
        "{stratum} 层 {size} 个中抽 {take} 个，每个的概率恰为 {probability}",
        "stratum {stratum}: {take} of {size} are taken, each with a probability of exactly {probability}",
    ),
    "proved.targets": (
        "重新计算种子和全部签号，选出的 {count} 个对象相符",
        "seed and tickets computed again: the {count} selected targets are right",
    ),
    "proved.teams": (
        "重新计算种子和全部签号，{count} 个小组的人员相符；回避情况已公开",
        "seed and tickets computed again: the members of {count} teams are right, their recusals opened",
    ),
    "proved.substitutes": (
        "重新计算种子和全部签号，递补的 {count} 个对象相符",
        "seed and tickets computed again: the {count} substitutes are right",
    ),
    "proved.relief": (
        "重新计算种子和全部签号，接替的 {count} 人相符",
        "seed and tickets computed again: the {count} inspectors who step in are right",
    ),
    "witness.declared": (
        "冻结时间为机关自述，没有外部凭证",
        "the time of the freeze is declared by the office, not witnessed",
    ),
    "witness.unchecked": (
        "冻结时间为机关自述，所附外部凭证未经检验",
        "the time of the freeze is declared by the office; its receipt was not checked",
    ),
    "witness.witnessed": (
        "冻结时间有外部凭证证明",
        "the time of the freeze is witnessed by a receipt",
    ),
    "strength.drand": (
        "公共随机数：drand 第 {round} 轮，可验证",
        "public value: drand round {round}, verifiable",
    ),
    "strength.lottery": (
        "公共随机数：彩票 {chain} 第 {round} 期，经见证",
        "public value: lottery {chain}, issue {round}, attested",
    ),
    "strength.document": (
        "公共随机数：{round} 发布的 {chain}，经见证",
        "public value: {chain} as published on {round}, attested",
    ),
    "strength.date": (
        "公共随机数：日期 {round}，可预测",
        "public value: the date {round}, predictable",
    ),
    "marked.training": (
        "注意：日期可以预测，本环节只能用于演练",
        "mark: a date is predictable; this stage is for training only",
    ),
    "marked.repeats": (
        "注意：本环节重复已作废的 {stage}",
        "mark: this stage repeats {stage}, which is void",
    ),
    "marked.withheld": (
        "注意：{stratum} 层有 {withheld} 个对象不公开身份",
        "mark: the identity of {withheld} entries of stratum {stratum} is withheld",
    ),
    "marked.certain": (
        "注意：{stratum} 层全部抽取，概率为 1",
        "mark: stratum {stratum} is taken whole, probability 1",
    ),
    "marked.excluded": (
        "注意：{excluded} 个对象列入排除名单，概率为 0",
        "mark: {excluded} entries of the population are excluded, probability 0",
    ),
    "marked.short_team": (
        "注意：{target} 的 {group} 组可选 {eligible} 人，不多于应选的 {size} 人",
        "mark: {eligible} inspectors of group {group} were eligible for {target}, no more than the {size} places",
    ),
    "marked.vacant_targets": (
        "注意：{name} 层抽取 {take} 个，本环节空缺 {vacant} 个，补上 {filled} 个",
        "mark: of {take} taken in stratum {name}, {vacant} are vacant in this stage, and {filled} are filled",
    ),
    "marked.vacant_places": (
        "注意：{name} 组空缺 {vacant} 人次，补上 {filled} 人次",
        "mark: {vacant} places of group {name} are vacant, and {filled} are filled",
    ),
    "marked.lead_shorter": (
        "注意：提前量 {lead} 秒，短于 targets 的 {first} 秒",
        "mark: a lead of {lead} seconds, shorter than the {first} of targets",
    ),
    "marked.few_officers": (
        "注意：{target} 的检查组只有 {count} 名执法人员，少于 2 名",
        "mark: officers in the teams for {target}: {count}, fewer than 2",
    ),
    "marked.no_evidence": (
        "注意：有 {count} 个空缺没有写明存档文件",
        "mark: vacancies that name no filed document: {count}",
    ),
    "marked.again": (
        "注意：第 {count} 次为同一空缺抽取：{target}",
        "mark: draw number {count} for the same vacancy: {target}",
    ),
    "marked.again_team": (
        "注意：第 {count} 次为同一小组抽取接替人员：{target} 的 {group} 组",
        "mark: draw number {count} for vacancies in the same team: group {group} for {target}",
    ),
    "marked.withdrawn": (
        "注意：不再作为候选：{inspector}（{reason}）",
        "mark: no candidate any more: {inspector} ({reason})",
    ),
    "marked.withdrawn_void": (
        "注意：不再作为候选：{inspector}（{reason}；沿用已作废阶段 {stage} 的登记）",
        "mark: no candidate any more: {inspector} ({reason}; as entered by {stage}, which is void)",
    ),
    "marked.void": (
        "注意：本环节已作废（{reason}）：{explanation}；批准人：{approved_by}",
        "mark: this stage is void ({reason}): {explanation}; approved by {approved_by}",
    ),
    "marked.void_after_value": (
        "注意：作废时（{voided_at}）公共随机数已公布，结果当时已可算出",
        "mark: when it was set aside ({voided_at}), its public value was out and the outcome could be computed",
    ),
    "marked.void_before_value": (
        "注意：作废时（{voided_at}，机关自述）公共随机数尚未公布",
        "mark: when it was set aside ({voided_at}, by the office's word), its public value was not out yet",
    ),
    "marked.waiting": (
        "等待 {time} 的公共随机数",
        "waiting for the public value of {time}",
    ),
    "marked.owed": (
        "本环节虽已作废，{time} 之后仍应公布随机数和结果",
        "this stage is void, yet its public value and outcome are owed after {time}",
    ),
    "marked.overdue": (
        "注意：{time} 的公共随机数已过一天以上，仍未抽取",
        "mark: overdue: the public value of {time} is more than a day old, and nothing is drawn",
    ),
}
