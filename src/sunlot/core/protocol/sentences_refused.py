"""The sentences of refusals: what is wrong, under its code, in Chinese and English."""

from collections.abc import Mapping
from typing import Final

REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "malformed.draw_id": (
        "文件夹名 {draw} 不是 YYYY-NNN 形式的抽取编号",
        "the folder's name {draw} is not a draw id YYYY-NNN",
    ),
    "malformed.json": (
        "{path} 不是本协议的文件：{detail}",
        "{path} is not a document of this protocol: {detail}",
    ),
    "malformed.canonical": (
        "{path} 与其内容的规范写法不逐字节相同（键序、缩进、重复的键、末尾换行等）",
        "{path} is not byte for byte how its content is written (order of keys, indent, repeated keys …)",
    ),
    "malformed.csv": (
        "{path} 第 {line} 行不合格式",
        "{path}, line {line}, is not a line of this list",
    ),
    "malformed.csv_end": (
        "{path} 的最后一行没有以换行符结束",
        "the last line of {path} does not end with a newline",
    ),
    "malformed.csv_order": (
        "{path} 第 {line} 行没有排在上一行之后（应按整行逐字节排序）",
        "{path}, line {line}, does not come after the line before it (rows are sorted bytewise, as whole lines)",
    ),
    "malformed.twice": (
        "{path} 中 {key} 出现两次",
        "{path} holds {key} twice",
    ),
    "malformed.in_both": (
        "{key} 同时出现在 {path} 和 {other} 中",
        "{key} stands both in {path} and in {other}",
    ),
    "files.stray": (
        "{path} 不属于抽取文件夹",
        "{path} does not belong in the folder of a draw",
    ),
    "files.missing": (
        "缺少 {path}",
        "{path} is missing",
    ),
    "files.not_regular": (
        "{path} 不是所要求的普通文件或文件夹",
        "{path} is not the regular file or folder it has to be",
    ),
    "files.half": (
        "{stage} 的 beacon.json 与 outcome.json 应同时存在",
        "{stage} has only one of beacon.json and outcome.json",
    ),
    "files.gap": (
        "有 {stage} 却没有 {missing}，编号不连续",
        "there is {stage} but no {missing}: the numbers have a gap",
    ),
    "files.unreadable": (
        "{path} 无法读取：{detail}",
        "{path} cannot be read: {detail}",
    ),
    "names.differ": (
        "文件写的是 {given}，应为 {expected}",
        "a document names {given}, not {expected}",
    ),
    "chain.previous": (
        "previous 不是前一环节 {previous} 的冻结文件摘要",
        "previous is not the digest of the freeze of {previous}, the stage before",
    ),
    "chain.of": (
        "of 指向 {of}，它不是可以依据的、更早的环节",
        "of names {of}, which is no earlier stage that this one could be built on",
    ),
    "chain.of_undrawn": (
        "所依据的 {of} 尚未抽取",
        "{of}, which this stage is built on, is not drawn",
    ),
    "chain.of_outcome": (
        "of 中的摘要与 {of} 的结果文件不符",
        "the digest in of is not that of the outcome of {of}",
    ),
    "chain.second_teams": (
        "{of} 已有有效的派员环节 {other}，不得再派一次",
        "{of} has its teams from {other} already, which is not void",
    ),
    "chain.repeats": (
        "repeats 与作废的派员环节不符（应为 {expected} 及其 void.json 的摘要）",
        "repeats does not fit the void stages before it (expected {expected}, with the digest of its void.json)",
    ),
    "chain.freeze": (
        "{path} 中的摘要与 freeze.json 不符",
        "the digest in {path} is not that of freeze.json",
    ),
    "chain.beacon": (
        "outcome.json 中的摘要与 beacon.json 不符",
        "the digest in outcome.json is not that of beacon.json",
    ),
    "task.digest": (
        "task.yaml 与冻结时的摘要不符",
        "task.yaml is not what was frozen",
    ),
    "inputs.names": (
        "冻结的名单为 {given}，应恰为 {expected}",
        "the frozen lists are {given}, not exactly {expected}",
    ),
    "inputs.differ": (
        "{path} 与冻结时的行数或摘要不符",
        "{path} is not the list that was frozen: its rows or digests differ",
    ),
    "time.lead": (
        "提前量 {lead} 秒少于 {least} 秒",
        "a lead of {lead} seconds is less than {least}",
    ),
    "time.too_late": (
        "{frozen_at} 冻结，加上提前量 {lead} 秒已晚于随机数时间 {time}",
        "frozen at {frozen_at}, less than the lead of {lead} seconds before the public value of {time}",
    ),
    "time.register": (
        "名录日期 {as_of} 晚于冻结时间 {frozen_at}",
        "the register's date {as_of} is after the freeze at {frozen_at}",
    ),
    "time.register_differs": (
        "teams 与 targets 的名录版本或日期不同",
        "teams was frozen from another register than targets",
    ),
    "time.freeze_order": (
        "冻结时间 {frozen_at} 早于前一环节的 {previous}",
        "frozen at {frozen_at}, before the stage before it ({previous})",
    ),
    "time.beacon_order": (
        "随机数时间 {time} 不晚于前一环节的 {previous}",
        "its public value of {time} does not come after that of the stage before it ({previous})",
    ),
    "time.together": (
        "teams 的冻结时间 {frozen_at} 与 targets 的 {targets} 不同",
        "teams was frozen at {frozen_at}, not with targets at {targets}",
    ),
    "time.before_of": (
        "{frozen_at} 冻结，早于所依据的 {of} 的随机数时间 {time}",
        "frozen at {frozen_at}, before {of}, which it is built on, had its public value ({time})",
    ),
    "time.before_void": (
        "{frozen_at} 冻结，早于所重复环节的作废时间 {voided_at}",
        "frozen at {frozen_at}, before the stage that it repeats was voided ({voided_at})",
    ),
    "time.not_its_turn": (
        "更早的 {earlier} 既未抽取也未作废，本环节却已抽取",
        "this stage is drawn although {earlier} before it is neither drawn nor void",
    ),
    "time.round": (
        "第 {round} 期（轮）与时间 {time} 不对应，应为 {expected}",
        "round {round} does not follow from the time {time}: it is {expected}",
    ),
    "beacon.chain": (
        "{source} 没有名为 {chain} 的随机数来源",
        "{chain} is no {source} beacon of this protocol",
    ),
    "beacon.differs": (
        "随机数为第 {round} 期（轮），与冻结时指定的 {expected} 不符",
        "the public value is that of round {round}, or of another source; frozen was {expected}",
    ),
    "beacon.signature": (
        "{source} 第 {round} 期（轮）的随机数或签名不成立",
        "the value of {source} for round {round} does not hold",
    ),
    "beacon.attestation": (
        "evidence/attestation.json 无法读取：{detail}",
        "evidence/attestation.json cannot be read: {detail}",
    ),
    "beacon.attesters": (
        "见证须有两个不同的见证人和来源地址",
        "an attestation needs two different attesters and the address of the source",
    ),
    "beacon.attested_date": (
        "见证的开奖日期为 {date}，应为 {expected}",
        "the attested date is {date}, not {expected}",
    ),
    "seed.differs": (
        "种子与公共随机数不符，应为 {expected}",
        "the seed does not follow from the public value: it is {expected}",
    ),
    "strata.names": (
        "冻结的分层为 {given}，名单中的分层为 {expected}",
        "the strata are {given}, but those of the roster are {expected}",
    ),
    "strata.take": (
        "{stratum} 层应有 {size} 个、抽 {take} 个，与冻结内容不符",
        "stratum {stratum} has {size} entries, of which {take} have to be taken; frozen was something else",
    ),
    "selected.differ": (
        "选出的对象不是各层中签号最小的对象",
        "the selected targets are not those with the smallest tickets of each stratum",
    ),
    "recusals.unlisted": (
        "回避名单中的 {target} 不在抽查名单中",
        "there is a row of recusals for {target}, which is not in the roster",
    ),
    "recusals.extra": (
        "公开了 {target} 的回避情况，但它不属于本环节或没有回避记录",
        "the recusals of {target} are opened, but it is not in this stage, or has no row",
    ),
    "recusals.missing": (
        "没有公开 {target} 的回避情况",
        "the recusals of {target} are not opened",
    ),
    "recusals.wrong": (
        "公开的 {target} 的回避情况与冻结时的摘要不符",
        "the opened recusals of {target} are not those that were frozen",
    ),
    "teams.officers": (
        "执法人员合计少于 {least} 人",
        "there are fewer than {least} officers in a team",
    ),
    "teams.groups": (
        "分组与首次派员时不同",
        "the groups are not those of the first teams",
    ),
    "teams.no_such_group": (
        "检查人员 {inspector} 所在的组 {group} 不在本次分组中",
        "inspector {inspector} is in group {group}, which this draw does not have",
    ),
    "teams.withdrawn": (
        "{earlier} 已退出的检查人员 {inspector}（{reason}）没有列入",
        "inspector {inspector} ({reason}) was withdrawn in {earlier}, and is not any more",
    ),
    "teams.members": (
        "{target} 的 {group} 组应为：{members}",
        "the team of {target} from group {group} has to be: {members}",
    ),
    "teams.count": (
        "共有 {given} 个小组，应为 {expected} 个",
        "there are {given} teams, not {expected}",
    ),
    "vacancies.none": (
        "没有空缺",
        "there is no vacancy",
    ),
    "vacancies.reason": (
        "{target} 的空缺理由 {reason} 不在协议所列之中",
        "the reason {reason} for the vacancy at {target} is not one of the protocol's",
    ),
    "vacancies.not_live": (
        "{target} 不是 {of} 选出的、现仍有效的对象",
        "{target} is no live target that {of} selected or brought in",
    ),
    "vacancies.no_member": (
        "{inspector} 不是 {target} 检查组的现有成员",
        "{inspector} is no present member of the team of {target}",
    ),
    "replacements.differ": (
        "递补的对象不是同层候选中签号最小的对象",
        "the newcomers are not those with the smallest tickets of their strata",
    ),
    "reliefs.differ": (
        "接替的人员不是候选人中签号最小的人员",
        "the newcomers are not those with the smallest tickets among the candidates",
    ),
    "void.follows": (
        "所依据的 {of} 已因 {reason} 作废，本环节没有以同一理由作废",
        "{of}, which this stage is built on, is void ({reason}), and this stage is not, or for another reason",
    ),
    "void.ended": (
        "targets 已于 {voided_at} 作废，本次抽取到此为止",
        "targets was voided at {voided_at}, which ends the draw",
    ),
    "void.reason": (
        "作废理由 {reason} 不在协议所列之中",
        "the reason {reason} is not one of the protocol's",
    ),
    "void.explanation": (
        "作废没有说明",
        "the void has no explanation",
    ),
    "void.approved_by": (
        "作废须有两个不同的批准人",
        "a void needs the names of two different people who approved it",
    ),
    "void.before_freeze": (
        "作废时间 {voided_at} 早于冻结时间 {frozen_at}",
        "voided at {voided_at}, before it was frozen ({frozen_at})",
    ),
    "receipt.does_not_hold": (
        "{path} 不成立：{detail}",
        "{path} does not hold: {detail_en}",
    ),
}
