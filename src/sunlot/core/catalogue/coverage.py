"""F3xx: caps and coverage."""

from sunlot.core.problems import Entry

ENTRIES: dict[str, Entry] = {
    "F301": Entry(
        clause="通知三（四）1",
        zh="市场主体“{subject}”在 {year} 年已第 {n} 次被抽中（本次对象“{target}”），上限为 {cap} 次；请以 cap_reached 办理递补，或在年度计划中公开例外",
        en="the subject “{subject}” is drawn for the {n}th time in {year} (here as “{target}”), the cap is {cap}; declare the vacancy cap_reached, or publish an exception in the plan",
    ),
}
