"""The kinds of targets there are, and how many of each: the table that `targets.py` turns into records.

A lot describes a line of business: what its members are called, what they are supervised as, and by whom.
"""

from dataclasses import dataclass, field

from demo.authorities import HOUSING, WATER

PEAKS = ("天山", "昆仑", "博格达", "准噶尔", "塔里木", "阿尔金", "巴音", "伊犁河", "额尔齐斯", "胡杨", "雪莲", "丝路")
"""Words in front of a line of business; with 演示 before and a number behind, nobody takes the name for a firm's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One line of business.

    Attributes:
        slug: Its name in labels.
        kind: The kind of its members.
        name: Their names: `{peak}` is a word of `PEAKS`, `{n}` the number inside the lot.
        types: What they are supervised as.
        count: How many there are.
        industry: GB/T 4754.
        partners: Which authorities supervise them beside the bureau and its office.
        owners: The lot whose members own these; None for those that are subjects themselves.
        extra: Further fields that all of them have.
    """

    slug: str
    kind: str = "enterprise"
    name: str
    types: tuple[str, ...]
    count: int
    industry: str | None = None
    partners: tuple[str, ...] = ()
    owners: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


LOTS = (
    Lot(
        slug="evaluator",
        name="演示{peak}地震安全性评价第{n}公司",
        types=("seismic_safety_evaluator",),
        count=29,
        industry="M7430",
    ),
    Lot(
        slug="evaluator-institute",
        kind="institution",
        name="演示第{n}工程地震研究所",
        types=("seismic_safety_evaluator",),
        count=3,
        industry="M7430",
    ),
    Lot(
        slug="owner-major",
        name="演示{peak}能源开发第{n}公司",
        types=("construction_owner_major",),
        count=34,
        industry="D44",
    ),
    Lot(
        slug="project-major",
        kind="project",
        name="演示{peak}重大工程第{n}号项目",
        types=("construction_owner_major",),
        count=52,
        owners="owner-major",
        extra={"project_stage": "construction"},
    ),
    Lot(
        slug="owner-ordinary",
        name="演示{peak}房地产开发第{n}公司",
        types=("construction_owner_ordinary",),
        count=30,
        industry="K7010",
        partners=(HOUSING,),
    ),
    Lot(
        slug="owner-school",
        kind="institution",
        name="演示第{n}中学",
        types=("construction_owner_ordinary",),
        count=6,
        industry="P83",
        partners=(HOUSING,),
    ),
    Lot(
        slug="owner-hospital",
        kind="institution",
        name="演示第{n}医院",
        types=("construction_owner_ordinary",),
        count=5,
        industry="Q84",
        partners=(HOUSING,),
    ),
    Lot(
        slug="owner-government",
        kind="government",
        name="演示第{n}机关事务管理局",
        types=("construction_owner_ordinary",),
        count=1,
        industry="S92",
        partners=(HOUSING,),
    ),
    Lot(
        slug="designer",
        name="演示{peak}勘察设计第{n}公司",
        types=("designer",),
        count=34,
        industry="M748",
        partners=(HOUSING,),
    ),
    Lot(
        slug="builder",
        name="演示{peak}建筑工程第{n}公司",
        types=("builder",),
        count=46,
        industry="E47",
        partners=(HOUSING,),
    ),
    Lot(
        slug="builder-small",
        kind="individual_business",
        name="演示第{n}号个体施工队",
        types=("builder",),
        count=6,
        industry="E50",
        partners=(HOUSING,),
    ),
    Lot(
        slug="supervisor",
        name="演示{peak}工程监理第{n}公司",
        types=("supervisor",),
        count=26,
        industry="M7482",
        partners=(HOUSING,),
    ),
    Lot(
        slug="reservoir-owner",
        name="演示{peak}水库管理第{n}公司",
        types=("dedicated_network_operator",),
        count=15,
        industry="N76",
        partners=(WATER,),
    ),
    Lot(
        slug="reservoir-network",
        kind="facility",
        name="演示{peak}水库地震监测台网第{n}号",
        types=("dedicated_network_operator",),
        count=18,
        partners=(WATER,),
        owners="reservoir-owner",
        extra={"network_type": "reservoir"},
    ),
    Lot(
        slug="oil-owner",
        name="演示{peak}油气开采第{n}公司",
        types=("dedicated_network_operator",),
        count=6,
        industry="B07",
    ),
    Lot(
        slug="oil-network",
        kind="facility",
        name="演示{peak}油田地震监测台网第{n}号",
        types=("dedicated_network_operator",),
        count=9,
        owners="oil-owner",
        extra={"network_type": "oil_field"},
    ),
    Lot(
        slug="bridge-owner",
        name="演示{peak}桥隧运营第{n}公司",
        types=("strong_motion_operator",),
        count=8,
        industry="G54",
    ),
    Lot(
        slug="strong-motion",
        kind="facility",
        name="演示{peak}大桥强震动监测设施第{n}号",
        types=("strong_motion_operator",),
        count=11,
        owners="bridge-owner",
        extra={"network_type": "strong_motion"},
    ),
    Lot(
        slug="zone-firm",
        name="演示{peak}矿石加工第{n}公司",
        types=("protection_zone_unit",),
        count=8,
        industry="C30",
    ),
    Lot(
        slug="zone-shop",
        kind="individual_business",
        name="演示第{n}号农机修理铺",
        types=("protection_zone_unit",),
        count=15,
        industry="O81",
    ),
    Lot(
        slug="zone-cooperative",
        kind="cooperative",
        name="演示第{n}号林果种植专业合作社",
        types=("protection_zone_unit",),
        count=13,
        industry="A01",
    ),
    Lot(
        slug="appraiser",
        name="演示{peak}工程鉴定检测第{n}公司",
        types=("appraisal_body",),
        count=13,
        industry="M745",
        partners=(HOUSING,),
    ),
    Lot(
        slug="association",
        kind="social_org",
        name="演示第{n}防震减灾志愿者协会",
        types=("other",),
        count=1,
        industry="S95",
    ),
)
LATE_LOTS = (
    Lot(
        slug="evaluator-new",
        name="演示{peak}地震安全性评价新设第{n}公司",
        types=("seismic_safety_evaluator",),
        count=2,
        industry="M7430",
    ),
    Lot(
        slug="builder-new",
        name="演示{peak}建筑工程新设第{n}公司",
        types=("builder",),
        count=5,
        industry="E47",
        partners=(HOUSING,),
    ),
    Lot(
        slug="project-new",
        kind="project",
        name="演示{peak}重大工程新建第{n}号项目",
        types=("construction_owner_major",),
        count=4,
        owners="owner-major",
        extra={"project_stage": "design"},
    ),
)
"""What came into the register during the year."""
AUGUST_LOTS = (
    Lot(
        slug="builder-august",
        name="演示{peak}建筑工程八月第{n}公司",
        types=("builder",),
        count=2,
        industry="E47",
        partners=(HOUSING,),
    ),
    Lot(
        slug="evaluator-august",
        name="演示{peak}地震安全性评价八月第{n}公司",
        types=("seismic_safety_evaluator",),
        count=1,
        industry="M7430",
    ),
)
"""What is registered with effect from 1 August."""
