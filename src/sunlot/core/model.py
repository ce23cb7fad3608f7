"""The typed model of every record, as it stands in the repository (public half).

Generated from `schemas/` by `scripts/make_model.py`; do not edit.
"""

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all records share: immutable, compared by value; extension fields (`x_…`) are not part of the model."""


class LegalReference(Record, frozen=True, kw_only=True):
    """LegalReference: LegalReference."""

    law: str
    article: str | None = None
    document_no: str | None = None
    url: str | None = None
    to_confirm: bool = False


class ItemChecklist(Record, frozen=True, kw_only=True):
    """ItemChecklist: ItemChecklist."""

    point: str
    method: str | None = None
    basis: str | None = None
    evidence: str | None = None


class ItemRatio(Record, frozen=True, kw_only=True):
    """抽查比例: ratio."""

    min: str
    max: str


class Item(Record, frozen=True, kw_only=True):
    """随机抽查事项: inspection item."""

    id: str
    name: str
    sub_items: tuple[str, ...] = ()
    category: str | None = None
    legal_basis: tuple[LegalReference, ...]
    duty_basis: tuple[LegalReference, ...] = ()
    sanction_basis: tuple[LegalReference, ...] = ()
    authority: str
    level: str
    target_class: tuple[str, ...]
    content: str
    checklist: tuple[ItemChecklist, ...] = ()
    methods: tuple[str, ...]
    grade: str
    ratio: ItemRatio | None = None
    frequency_per_year: int | None = None
    inspector_requirement: str | None = None
    joint_with: tuple[str, ...] = ()
    joined_list_on: str | None = None
    status: str
    status_reason: str | None = None
    planned_for: str | None = None
    valid_from: str
    valid_to: str | None = None
    version: int
    document_no: str | None = None
    to_confirm: bool = False
    note: str | None = None


class TargetDivisionHistory(Record, frozen=True, kw_only=True):
    """TargetDivisionHistory: TargetDivisionHistory."""

    division: str
    valid_to: str


class TargetLicence(Record, frozen=True, kw_only=True):
    """TargetLicence: TargetLicence."""

    name: str
    licence_no: str
    issuer: str | None = None
    valid_to: str | None = None


class TargetKeySupervision(Record, frozen=True, kw_only=True):
    """TargetKeySupervision: TargetKeySupervision."""

    reason: str
    basis: str
    valid_from: str
    valid_to: str
    approved_by: str


class Withheld(Record, frozen=True, kw_only=True):
    """Withheld: Withheld."""

    field: str
    ground: str
    authority: str
    review_on: str


class Target(Record, frozen=True, kw_only=True):
    """抽查对象: inspection target."""

    id: str
    name: str
    uscc: str | None = None
    kind: str
    subject: str
    former_ids: tuple[str, ...] = ()
    legal_representative: str
    address: str
    division: str
    division_history: tuple[TargetDivisionHistory, ...] = ()
    supervision_types: tuple[str, ...]
    supervised_by: tuple[str, ...]
    industry: str | None = None
    project_stage: str | None = None
    fortification: str | None = None
    network_type: str | None = None
    licences: tuple[TargetLicence, ...] = ()
    registration_status: str
    registration_status_from: str | None = None
    key_supervision: tuple[TargetKeySupervision, ...] = ()
    added_on: str
    source: str
    document_no: str | None = None
    removed_on: str | None = None
    removal_reason: str | None = None
    withheld: tuple[Withheld, ...] = ()
    note: str | None = None
    internal: str | None = None


class WithheldTargetKeySupervision(Record, frozen=True, kw_only=True):
    """WithheldTargetKeySupervision: WithheldTargetKeySupervision."""

    reason: str
    basis: str
    valid_from: str
    valid_to: str
    approved_by: str


class WithheldTarget(Record, frozen=True, kw_only=True):
    """不公开身份的抽查对象: withheld target."""

    id: str
    ground: str
    decided_by: str
    decided_on: str
    review_on: str
    kind: str
    supervision_types: tuple[str, ...]
    supervised_by: tuple[str, ...]
    division: str
    registration_status: str
    key_supervision: tuple[WithheldTargetKeySupervision, ...] = ()
    added_on: str
    source: str
    document_no: str | None = None
    removed_on: str | None = None
    removal_reason: str | None = None
    note: str | None = None
    internal: str | None = None


class InspectorCertificate(Record, frozen=True, kw_only=True):
    """InspectorCertificate: InspectorCertificate."""

    type: str
    issuer: str
    certificate_no: str
    valid_from: str
    valid_to: str
    areas: tuple[str, ...]
    fields: tuple[str, ...]


class InspectorQualificationExam(Record, frozen=True, kw_only=True):
    """执法资格考试: qualification exam."""

    passed_on: str
    organiser: str


class InspectorTraining(Record, frozen=True, kw_only=True):
    """InspectorTraining: InspectorTraining."""

    held_on: str
    course: str
    organiser: str
    reason: str
    passed: bool


class Inspector(Record, frozen=True, kw_only=True):
    """执法检查人员: inspector."""

    id: str
    name: str
    unit: str
    level: str
    certificates: tuple[InspectorCertificate, ...]
    qualifications: tuple[str, ...] = ()
    qualification_exam: InspectorQualificationExam | None = None
    trainings: tuple[InspectorTraining, ...] = ()
    status: str
    status_from: str
    added_on: str
    removed_on: str | None = None
    removal_reason: str | None = None
    note: str | None = None
    internal: str | None = None


class Expert(Record, frozen=True, kw_only=True):
    """专家: expert."""

    id: str
    name: str | None = None
    name_consent: bool = False
    authority: str
    specialty: tuple[str, ...]
    fields: tuple[str, ...]
    areas: tuple[str, ...]
    title: str | None = None
    valid_to: str
    status: str
    added_on: str
    removed_on: str | None = None
    removal_reason: str | None = None
    note: str | None = None
    internal: str | None = None


class Authority(Record, frozen=True, kw_only=True):
    """部门: authority."""

    id: str
    name: str
    short_name: str
    name_en: str
    role: str
    level: str
    division: str
    parent: str | None = None
    uscc: str | None = None
    certificate_pattern: str | None = None
    public_phone: str | None = None
    public_address: str | None = None
    removed_on: str | None = None
    removal_reason: str | None = None
    note: str | None = None


class PlanFrequencyCapException(Record, frozen=True, kw_only=True):
    """PlanFrequencyCapException: PlanFrequencyCapException."""

    subject: str
    reason: str
    approved_by: str
    document_no: str


class PlanFrequencyCap(Record, frozen=True, kw_only=True):
    """频次上限: frequency cap."""

    per_year: int
    exceptions: tuple[PlanFrequencyCapException, ...] = ()


class Population(Record, frozen=True, kw_only=True):
    """Population: Population."""

    supervision_types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    supervised_by: str | None = None


class Stratum(Record, frozen=True, kw_only=True):
    """Stratum: Stratum."""

    id: str
    title: str
    key_supervision: bool = False
    supervision_types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    rate: str | None = None
    count: int | None = None
    justification: str


class Group(Record, frozen=True, kw_only=True):
    """Group: Group."""

    id: str
    authority: str
    role: str
    size: int
    fields: tuple[str, ...] = ()


class PlanBatch(Record, frozen=True, kw_only=True):
    """PlanBatch: PlanBatch."""

    id: str
    title: str
    items: tuple[str, ...]
    joint: bool
    lead_authority: str
    partners: tuple[str, ...] = ()
    mode: str
    population: Population
    strata: tuple[Stratum, ...]
    groups: tuple[Group, ...]
    window_from: str
    window_to: str
    announcement: str
    responsible_unit: str


class PlanChange(Record, frozen=True, kw_only=True):
    """PlanChange: PlanChange."""

    changed_on: str
    what: str
    reason: str
    document_no: str | None = None


class Plan(Record, frozen=True, kw_only=True):
    """年度抽查工作计划: annual plan."""

    id: str
    title: str
    document_no: str
    to_confirm: bool = False
    approved_on: str
    approved_by: str
    frequency_cap: PlanFrequencyCap
    key_supervision_rule: str
    year_key_sha256: str | None = None
    batches: tuple[PlanBatch, ...]
    changes: tuple[PlanChange, ...] = ()
    note: str | None = None


class TaskBeacon(Record, frozen=True, kw_only=True):
    """随机源与时刻: beacon."""

    source: str
    chain: str | None = None
    targets_time: str
    targets_round: str | None = None
    teams_time: str
    teams_round: str | None = None


class Task(Record, frozen=True, kw_only=True):
    """抽查任务: inspection task."""

    id: str
    plan: str
    batch: str
    title: str
    items: tuple[str, ...]
    joint: bool
    lead_authority: str
    partners: tuple[str, ...] = ()
    mode: str
    population: Population
    strata: tuple[Stratum, ...]
    groups: tuple[Group, ...]
    window_from: str
    window_to: str
    announcement: str
    responsible_unit: str
    beacon: TaskBeacon
    lead: int
    demonstration: bool = False
    supplements: str | None = None
    note: str | None = None


class ResultApproval(Record, frozen=True, kw_only=True):
    """检查审批: approval."""

    approval_no: str
    office: str
    approved_on: str


class ResultNotice(Record, frozen=True, kw_only=True):
    """检查通知: notice."""

    notice_no: str
    served_on: str
    method: str
    unannounced_reason: str | None = None


class ResultTeam(Record, frozen=True, kw_only=True):
    """ResultTeam: ResultTeam."""

    inspector: str
    group: str
    role: str


class ResultTechnicalBody(Record, frozen=True, kw_only=True):
    """ResultTechnicalBody: ResultTechnicalBody."""

    name: str
    conclusion_no: str | None = None
    sha256: str | None = None


class ResultVisit(Record, frozen=True, kw_only=True):
    """现场检查: visit."""

    visited_on: str
    method: str
    certificates_shown: bool
    visit_code: str | None = None
    no_code_reason: str | None = None


class ResultRecord(Record, frozen=True, kw_only=True):
    """抽查笔录: inspection record."""

    record_no: str
    sha256: str
    pages: int | None = None
    av_sha256: str | None = None


class ResultGuidance(Record, frozen=True, kw_only=True):
    """ResultGuidance: ResultGuidance."""

    topic: str
    text: str | None = None


class ResultFinding(Record, frozen=True, kw_only=True):
    """ResultFinding: ResultFinding."""

    item: str
    checkpoint: str
    result: str
    law: str | None = None
    article: str | None = None
    text: str | None = None


class ResultStatement(Record, frozen=True, kw_only=True):
    """陈述申辩: statement and defence."""

    made: bool
    adopted: str | None = None
    reason: str | None = None


class ResultConfirmation(Record, frozen=True, kw_only=True):
    """签字或盖章: signature or seal."""

    kind: str
    witness: str | None = None


class ResultEvidence(Record, frozen=True, kw_only=True):
    """ResultEvidence: ResultEvidence."""

    kind: str
    sha256: str
    registered_on: str | None = None
    decided_on: str | None = None


class ResultConclusion(Record, frozen=True, kw_only=True):
    """ResultConclusion: ResultConclusion."""

    authority: str
    result_code: str
    handling: str
    summary: str | None = None


class ResultReviewed(Record, frozen=True, kw_only=True):
    """复核: review."""

    role: str
    reviewed_on: str


class ResultLegalReview(Record, frozen=True, kw_only=True):
    """法制审核: legal review."""

    role: str
    reviewed_on: str


class ResultReturned(Record, frozen=True, kw_only=True):
    """ResultReturned: ResultReturned."""

    returned_on: str
    reason: str


class ResultFollowUp(Record, frozen=True, kw_only=True):
    """ResultFollowUp: ResultFollowUp."""

    kind: str
    document_no: str | None = None
    legal_basis: str | None = None
    issued_on: str | None = None
    violation_ended_on: str | None = None
    due_on: str | None = None
    done_on: str | None = None
    state: str
    verification: str | None = None
    withdrawn_on: str | None = None
    withdrawn_reason: str | None = None
    withdrawn_by: str | None = None
    amount: int | None = None
    text: str | None = None
    sha256: str | None = None


class ResultReconsideration(Record, frozen=True, kw_only=True):
    """ResultReconsideration: ResultReconsideration."""

    kind: str
    filed_on: str
    authority: str
    case_no: str | None = None
    state: str
    decided_on: str | None = None
    outcome: str | None = None
    text: str | None = None


class Result(Record, frozen=True, kw_only=True):
    """检查结果: inspection result."""

    id: str
    draw: str
    target: str
    items: tuple[str, ...]
    joint: bool
    approval: ResultApproval | None = None
    notice: ResultNotice | None = None
    team: tuple[ResultTeam, ...] = ()
    technical_bodies: tuple[ResultTechnicalBody, ...] = ()
    visit: ResultVisit | None = None
    record: ResultRecord | None = None
    guidance: tuple[ResultGuidance, ...] = ()
    findings: tuple[ResultFinding, ...] = ()
    statement: ResultStatement | None = None
    confirmation: ResultConfirmation | None = None
    evidence: tuple[ResultEvidence, ...] = ()
    conclusions: tuple[ResultConclusion, ...]
    result_code: str
    summary: str
    reviewed: ResultReviewed
    legal_review: ResultLegalReview | None = None
    returned: tuple[ResultReturned, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    follow_ups: tuple[ResultFollowUp, ...] = ()
    reconsiderations: tuple[ResultReconsideration, ...] = ()
    concluded_on: str
    published_on: str
    late_reason: str | None = None
    corrects: str | None = None
    correction_reason: str | None = None
    note: str | None = None
    internal: str | None = None


class CircularCount(Record, frozen=True, kw_only=True):
    """CircularCount: CircularCount."""

    result_code: str
    count: int


class Circular(Record, frozen=True, kw_only=True):
    """抽查通报: circular."""

    id: str
    draw: str
    title: str
    document_no: str | None = None
    to_confirm: bool = False
    published_on: str
    interim: bool
    population: int
    drawn: int
    inspected: int
    cancelled: int
    counts: tuple[CircularCount, ...]
    problems: tuple[str, ...] = ()
    penalties: tuple[str, ...] = ()
    typical_cases: tuple[str, ...] = ()
    lessons: str | None = None
    channels: tuple[str, ...]
    note: str | None = None


class Objection(Record, frozen=True, kw_only=True):
    """异议申诉: objection."""

    id: str
    record_kind: str
    record: str
    filed_on: str
    objector: str
    ground: str
    requested: str
    state: str
    decided_on: str | None = None
    decision: str | None = None
    public_reason: str | None = None
    effect: str | None = None
    remedies_told: bool = False
    note: str | None = None
    internal: str | None = None


class CalendarDay(Record, frozen=True, kw_only=True):
    """CalendarDay: CalendarDay."""

    date: str
    kind: str
    name: str
    source: str
    to_confirm: bool = False


class Calendar(Record, frozen=True, kw_only=True):
    """工作日历: working calendar."""

    id: str
    complete: bool
    days: tuple[CalendarDay, ...]
    note: str | None = None


class Division(Record, frozen=True, kw_only=True):
    """行政区划: administrative division."""

    code: str
    name: str
    parent: str
    valid_from: str
    valid_to: str


class SettingsBeacon(Record, frozen=True, kw_only=True):
    """随机源: beacon."""

    source: str
    relays: tuple[str, ...] = ()
    lead: int


class SettingsReceipts(Record, frozen=True, kw_only=True):
    """冻结时间凭证: receipts for the time of a freeze."""

    required_from: str | None = None
    roots: tuple[str, ...] = ()


class SettingsDocuments(Record, frozen=True, kw_only=True):
    """打印: printed papers."""

    templates: str | None = None
    fonts: str | None = None


class SettingsDemonstration(Record, frozen=True, kw_only=True):
    """演示: demonstration."""

    as_of: str
    seal: str


class Settings(Record, frozen=True, kw_only=True):
    """本库设置（sunlot.yaml）: settings of this repository (sunlot.yaml)."""

    authority: str
    title: str
    title_en: str
    region: str
    site_url: str | None = None
    repository_url: str | None = None
    profile: str
    vault: str | None = None
    beacon: SettingsBeacon
    receipts: SettingsReceipts | None = None
    publish_within: int
    training_after: int | None = None
    visit_code_from: str | None = None
    documents: SettingsDocuments | None = None
    demonstration: SettingsDemonstration | None = None
    note: str | None = None
