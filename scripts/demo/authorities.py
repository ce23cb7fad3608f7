"""Whose repository the demonstration is: its settings, the bureau, its offices, and two partners."""

from demo.places import PREFECTURES, names
from demo.record import Record, record

BUREAU = "xj-seismo-demo"
HOUSING = "xj-housing-demo"
WATER = "xj-water-demo"
RELAYS = ["https://api.drand.sh", "https://api2.drand.sh", "https://api3.drand.sh", "https://drand.cloudflare.com"]
_ENGLISH = {
    "urumqi": "Ürümqi",
    "karamay": "Karamay",
    "turpan": "Turpan",
    "hami": "Hami",
    "changji": "Changji",
    "bortala": "Bortala",
    "bayingol": "Bayingolin",
    "aksu": "Aksu",
    "kizilsu": "Kizilsu",
    "kashgar": "Kashgar",
    "hotan": "Hotan",
    "ili": "Ili",
    "tacheng": "Tacheng",
    "altay": "Altay",
}


def settings(as_of: str) -> Record:
    """`sunlot.yaml`, pinned to a day so that nothing in the demonstration ever expires."""
    return record(
        "settings",
        authority=BUREAU,
        title="双随机、一公开抽查公示（演示，非官方）",
        title_en="Double random, one public: inspection draws (demonstration, not official)",
        region="650000",
        site_url="https://sunlot.example/",
        profile="minimal",
        vault="vault",
        beacon={"source": "drand", "relays": RELAYS, "lead": 86400},
        publish_within=20,
        demonstration={"as_of": as_of, "seal": "演示"},
        note="本库全部单位、人员、文号和结果均为虚构，仅供演示；法律条文引用除外。",
    )


def office(prefecture: str) -> str:
    """The id of the authority that supervises a prefecture-level area; the bureau itself for the XPCC's cities."""
    stem = next(one.office for one in PREFECTURES if one.code == prefecture)
    return f"{stem}-seismo-demo" if stem else BUREAU


def authorities() -> list[Record]:
    """The bureau, its fourteen offices, and the two authorities that join in inspections."""
    found = [
        record(
            "authority",
            id=BUREAU,
            name="新疆维吾尔自治区地震局（演示，非官方）",
            short_name="自治区地震局（演示）",
            name_en="Earthquake Agency of Xinjiang (demonstration, not official)",
            role="own",
            level="region",
            division="650000",
            certificate_pattern="^DEMO-[0-9A-Z]{4}-[0-9]{4}$",
            public_phone="000-0000-0000（演示）",
            public_address="演示路 1 号",
            note="演示用单位，与任何真实机关无关。",
        )
    ]
    for prefecture in PREFECTURES:
        if prefecture.office is None:
            continue
        name = names()[prefecture.code]
        found.append(
            record(
                "authority",
                id=office(prefecture.code),
                name=f"{name}地震局（演示）",
                short_name=f"{name}地震局（演示）",
                name_en=f"Earthquake Office of {_ENGLISH[prefecture.office]} (demonstration)",
                role="own",
                level="prefecture",
                division=prefecture.code,
                parent=BUREAU,
                certificate_pattern="^DEMO-[0-9A-Z]{4}-[0-9]{4}$",
            )
        )
    partners = ((HOUSING, "演示住建厅", "Housing Department"), (WATER, "演示水利厅", "Water Department"))
    for key, name, english in partners:
        found.append(
            record(
                "authority",
                id=key,
                name=f"{name}（演示，非官方）",
                short_name=name,
                name_en=f"{english} (demonstration, not official)",
                role="partner",
                level="region",
                division="650000",
                certificate_pattern="^DEMO-[0-9A-Z]{4}-[0-9]{4}$",
            )
        )
    return found
