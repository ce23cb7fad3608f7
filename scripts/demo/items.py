"""The list of inspection items SEI-01 to SEI-11.

The statutes and articles are those verified in their texts for the project; a reference that was not read there
carries `to_confirm: true`. Ratios, frequencies and the checklists are the demonstration's own and unverified, so every
active item carries `to_confirm: true` as well.
"""

from collections.abc import Iterable
from typing import Any

from demo.authorities import BUREAU, HOUSING, WATER
from demo.record import Record, record

FOUNDED = "2025-12-16"
DISASTER_LAW = "《中华人民共和国防震减灾法》"
EVALUATION = "《地震安全性评价管理条例》"
MONITORING = "《地震监测管理条例》"
RESISTANCE = "《建设工程抗震管理条例》"
FORECAST = "《地震预报管理条例》"
_DIGITS = "零一二三四五六七八九"


def _spelled(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def law(title: str, *articles: int) -> dict[str, Any]:
    """A reference to articles of a statute; without articles it still has to be confirmed."""
    if not articles:
        return {"law": title, "to_confirm": True}
    return {"law": title, "article": "、".join(f"第{_spelled(article)}条" for article in articles)}


def _points(*points: tuple[str, str, str, str]) -> list[dict[str, str]]:
    return [dict(zip(("point", "method", "basis", "evidence"), point, strict=True)) for point in points]


def _item(key: str, name: str, **public: Any) -> Record:
    common = {"authority": BUREAU, "level": "region", "valid_from": FOUNDED, "version": 1}
    return record("item", id=key, name=name, **(common | public))


def _active(key: str, name: str, ratio: tuple[str, str], **public: Any) -> Record:
    low, high = ratio
    return _item(
        key,
        name,
        ratio={"min": low, "max": high},
        status="active",
        to_confirm=True,
        **{"frequency_per_year": 1, "joined_list_on": FOUNDED, "grade": "general"} | public,
    )


def items() -> list[Record]:
    """The whole list, as it stood when it was first published."""
    return [*_fortification(), *_monitoring(), *_not_drawn()]


def _fortification() -> Iterable[Record]:
    yield _active(
        "SEI-01",
        "建设工程抗震设防要求执行情况",
        ("5", "100"),
        sub_items=["建设单位按要求确定抗震设防要求", "设计文件采用抗震设防要求", "施工与监理落实抗震设防要求"],
        category="fortification",
        legal_basis=[law(DISASTER_LAW, 76)],
        duty_basis=[law(DISASTER_LAW, 35, 36, 38)],
        sanction_basis=[law(DISASTER_LAW, 87)],
        target_class=[
            "construction_owner_major",
            "construction_owner_ordinary",
            "designer",
            "builder",
            "supervisor",
        ],
        content="检查建设、设计、施工、监理单位是否按照抗震设防要求和工程建设强制性标准进行建设、设计、施工和监理。",
        checklist=_points(
            ("抗震设防要求的确定", "查阅立项与设计文件", "《防震减灾法》第三十五条", "文件复印件"),
            ("设计采用的抗震设防参数", "设计说明与确定的要求逐项比对", "《防震减灾法》第三十六条", "设计说明页复印件"),
            ("施工与监理记录", "抽看关键部位的施工记录和监理记录", "《防震减灾法》第三十八条", "记录复印件、现场照片"),
        ),
        methods=["on_site", "documentary"],
        grade="key",
        inspector_requirement="持有效执法证件，执法领域含本事项；可请抗震专家提供技术意见",
        joint_with=[HOUSING],
    )
    yield _active(
        "SEI-02",
        "地震安全性评价开展情况（应评未评、评而未用）",
        ("5", "100"),
        category="safety_evaluation",
        legal_basis=[law(DISASTER_LAW, 76), law(EVALUATION, 16)],
        duty_basis=[law(DISASTER_LAW, 35), law(EVALUATION, 3, 8)],
        sanction_basis=[law(DISASTER_LAW, 87)],
        target_class=["construction_owner_major"],
        content="检查重大建设工程和可能发生严重次生灾害的建设工程是否依法进行地震安全性评价，评价结果是否用于抗震设防。",
        checklist=_points(
            ("是否应当评价", "对照应评的四种情形核对工程类别", "《地震安全性评价管理条例》第八条", "立项文件复印件"),
            ("是否已经评价", "查阅地震安全性评价报告", "《防震减灾法》第三十五条", "报告封面与结论页复印件"),
            ("结果是否采用", "将设计参数与评价结果逐项比对", "《防震减灾法》第三十五条", "设计说明页复印件"),
        ),
        methods=["on_site", "documentary"],
        grade="key",
    )
    yield _active(
        "SEI-03",
        "地震安全性评价单位从业活动",
        ("10", "100"),
        category="safety_evaluation",
        legal_basis=[law(EVALUATION, 4, 16)],
        duty_basis=[law(EVALUATION, 6, 7, 9)],
        sanction_basis=[law(EVALUATION, 17)],
        target_class=["seismic_safety_evaluator"],
        content="资质许可已取消，检查评价单位的人员、设备是否具备从业条件，评价报告是否真实、完整。",
        checklist=_points(
            ("技术人员", "核对在岗技术人员名单和社会保险记录", "《地震安全性评价管理条例》第六条", "名单"),
            ("仪器设备", "现场核对主要设备和检定记录", "《地震安全性评价管理条例》第六条", "现场照片、检定记录"),
            ("承揽业务", "核对合同、报告署名与实际承担单位", "《地震安全性评价管理条例》第七条", "合同复印件"),
            ("报告内容", "抽查一份报告，核对工作量与原始资料", "《地震安全性评价管理条例》第九条", "报告与原始记录"),
            ("从业信息", "核对公布的人员、业绩与实际是否一致", "《地震安全性评价管理条例》第六条", "网页截图"),
        ),
        methods=["on_site", "documentary", "network_monitoring"],
        inspector_requirement="持有效执法证件，执法领域含本事项",
    )


def _monitoring() -> Iterable[Record]:
    yield _active(
        "SEI-04",
        "专用地震监测台网、强震动监测设施建设与运行",
        ("5", "100"),
        sub_items=["专用地震监测台网", "强震动监测设施"],
        category="monitoring",
        legal_basis=[law(DISASTER_LAW, 76), law(MONITORING)],
        duty_basis=[law(DISASTER_LAW, 19, 20, 21, 25), law(MONITORING, 13, 14, 15, 16, 20, 22, 23)],
        sanction_basis=[law(DISASTER_LAW, 83), law(MONITORING, 35)],
        target_class=["dedicated_network_operator", "strong_motion_operator"],
        content="检查水库、油田、核设施、特大桥梁等单位是否依法建设专用地震监测台网和强震动监测设施并保持正常运行。",
        checklist=_points(
            ("是否应当建设", "对照建设范围核对工程规模", "《地震监测管理条例》第十四条", "设计文件复印件"),
            ("设备运行", "现场核对设备状态和近三个月的运行记录", "《地震监测管理条例》第二十条", "运行记录、现场照片"),
            ("数据汇集", "核对数据是否按规定报送", "《防震减灾法》第二十五条", "报送记录"),
        ),
        methods=["on_site", "documentary", "testing", "professional_opinion"],
        joint_with=[WATER],
    )
    yield _active(
        "SEI-05",
        "地震监测设施保护",
        ("5", "100"),
        category="protection",
        legal_basis=[law(DISASTER_LAW, 23), law(MONITORING, 25, 29)],
        duty_basis=[law(MONITORING, 26)],
        sanction_basis=[law(DISASTER_LAW, 84), law(MONITORING, 36)],
        target_class=["protection_zone_unit"],
        content="检查地震监测设施附近的单位和个人是否有侵占、毁损、拆除或者擅自移动地震监测设施的行为。",
        checklist=_points(
            ("设施完好", "在设施周边实地查看", "《地震监测管理条例》第二十六条", "现场照片"),
            ("保护标志", "查看保护标志是否完好、可见", "《地震监测管理条例》第二十九条", "现场照片"),
        ),
        methods=["on_site"],
        note="设施坐标属敏感信息，检查记录只写到县（市、区）。",
    )
    yield _item(
        "SEI-06",
        "地震观测环境保护与避让、增建抗干扰设施",
        category="protection",
        legal_basis=[law(DISASTER_LAW, 23, 24), law(MONITORING, 27, 28, 32, 33)],
        duty_basis=[law(DISASTER_LAW, 23, 24), law(MONITORING, 27, 28, 32, 33)],
        sanction_basis=[law(DISASTER_LAW, 84, 85), law(MONITORING, 36, 37)],
        target_class=["protection_zone_unit"],
        content="检查地震观测环境保护范围内的建设工程是否依法征求意见、避让或者增建抗干扰设施。",
        methods=["on_site", "documentary"],
        grade="general",
        status="preparing",
        status_reason="对象名录尚未按观测环境保护范围核对完毕",
        planned_for="2026-06-15",
    )


def surroundings() -> list[dict[str, str]]:
    """The checklist that SEI-06 got when it became active."""
    return _points(
        ("是否在保护范围内", "对照保护范围核对位置", "《地震监测管理条例》第二十七条", "位置说明"),
        ("干扰源", "实地查看振动、电磁等干扰源", "《防震减灾法》第二十三条", "现场照片"),
        ("避让或增建措施", "查阅协议和竣工资料", "《地震监测管理条例》第三十二条", "协议复印件"),
    )


def _not_drawn() -> Iterable[Record]:
    """Items that the law gives to somebody, yet that this bureau does not draw by lot: each says why."""
    yield _item(
        "SEI-07",
        "已建重大工程、学校医院等抗震性能鉴定与加固",
        authority=HOUSING,
        category="fortification",
        legal_basis=[law(RESISTANCE, 34, 35)],
        duty_basis=[law(DISASTER_LAW, 39), law(RESISTANCE, 19, 20, 21, 22, 23)],
        sanction_basis=[law(RESISTANCE, 46)],
        target_class=["construction_owner_major", "construction_owner_ordinary", "appraisal_body"],
        content="检查《防震减灾法》第三十九条所列五类已建工程的所有权人是否进行抗震性能鉴定和加固。",
        methods=["on_site", "documentary", "professional_opinion"],
        grade="key",
        joint_with=[BUREAU],
        status="preparing",
        status_reason="由住房和城乡建设部门牵头，本局配合；联合检查的分工商定后纳入",
        planned_for="2027-06-30",
    )
    yield _item(
        "SEI-08",
        "建设工程抗震设防强制性标准执行",
        authority=HOUSING,
        category="fortification",
        legal_basis=[law(RESISTANCE, 34, 35, 36)],
        duty_basis=[law(RESISTANCE, 9, 10, 11, 12, 13, 14, 15, 16, 18)],
        sanction_basis=[law(RESISTANCE, 40, 41, 42, 43, 44, 45, 46, 47)],
        target_class=["construction_owner_ordinary", "designer", "builder", "appraisal_body"],
        content="检查建设、设计、施工、鉴定、检测单位执行抗震设防强制性标准的情况。",
        methods=["on_site", "documentary", "testing"],
        grade="general",
        status="excluded",
        status_reason="职权属住房和城乡建设部门，本局只作为配合单位参加",
    )
    yield _item(
        "SEI-09",
        "地震预测意见、预报传播",
        category="forecast",
        legal_basis=[law(DISASTER_LAW, 29), law(FORECAST)],
        duty_basis=[law(DISASTER_LAW, 29)],
        sanction_basis=[law(DISASTER_LAW, 88)],
        target_class=["other"],
        content="检查网站、媒体和单位是否擅自向社会散布地震预测意见、地震预报意见及其评审结果。",
        methods=["network_monitoring"],
        grade="general",
        status="preparing",
        status_reason="对象不固定，尚不适合随机抽查；先做网络监测",
        planned_for="2027-12-31",
    )
    yield _item(
        "SEI-10",
        "外国组织或者个人地震监测活动",
        category="monitoring",
        legal_basis=[law(DISASTER_LAW, 86), law(MONITORING, 38)],
        sanction_basis=[law(DISASTER_LAW, 86)],
        target_class=["other"],
        content="外国组织或者个人在中华人民共和国领域从事地震监测活动的管理。",
        methods=["documentary"],
        grade="general",
        status="excluded",
        status_reason="由国务院地震工作主管部门管理，不属本局职权",
    )
    yield _item(
        "SEI-11",
        "地震应急预案、避难场所、演练",
        category="emergency",
        legal_basis=[law(DISASTER_LAW, 75)],
        target_class=["other"],
        content="对地震应急预案、避难场所和演练情况的监督检查。",
        methods=["documentary"],
        grade="general",
        status="excluded",
        status_reason="属对政府工作的监督检查，对象不是市场主体",
    )
