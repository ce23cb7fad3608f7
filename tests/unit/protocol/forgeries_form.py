"""Draws that are refused for their form: `malformed` and `files`."""

from functools import partial

from tests.support.drawfolders import edit, remove, reseal, write
from tests.unit.protocol.forging import Table, files, lines, sealed
from tests.unit.protocol.forging import forgery as enter

FORGERIES: Table = []
forgery = partial(enter, FORGERIES)


# malformed


@forgery("malformed.draw_id", "targets", draw="2026-1")
def a_draw_id_of_two_digits():
    return files()


@forgery("malformed.json", "targets")
def an_unknown_key():
    return edit(files(), "targets/freeze.json", lambda freeze: freeze.update(note="x"))


@forgery("malformed.json", "substitutes-1")
def a_float():
    return edit(files(), "substitutes-1/freeze.json", lambda freeze: freeze.update(lead=600.5))


@forgery("malformed.json", "targets")
def an_instant_no_calendar_has():
    return sealed("targets/freeze.json", lambda freeze: freeze.update(frozen_at="2026-02-30T00:00:00Z"))


@forgery("malformed.json", "targets")
def a_fifth_source():
    return sealed("targets/freeze.json", lambda freeze: freeze["beacon"].update(source="dice"))


@forgery("malformed.json", "targets")
def a_round_as_text():
    return sealed("targets/freeze.json", lambda freeze: freeze["beacon"].update(round="7"))


@forgery("malformed.json", "targets")
def a_rate_above_a_hundred():
    return sealed("targets/freeze.json", lambda freeze: freeze["strata"]["K"].update(rule={"rate": "100.1"}))


@forgery("malformed.json", "relief-1")
def vacancies_out_of_order():
    return sealed("relief-1/freeze.json", lambda freeze: freeze["vacancies"].reverse())


@forgery("malformed.json", "teams")
def a_stage_that_does_not_exist():
    return sealed("teams/freeze.json", lambda freeze: freeze.update(stage="teams-1"))


@forgery("malformed.canonical", "teams")
def a_byte_order_of_keys():
    def swap(freeze):
        freeze["lead"] = freeze.pop("lead")

    return edit(files(), "teams/freeze.json", swap)


@forgery("malformed.canonical", "targets")
def a_repeated_key():
    once = b'  "lead": 86400,\n'
    return write(files(), "targets/freeze.json", files()["targets/freeze.json"].replace(once, once * 2))


@forgery("malformed.json", "targets")
def a_byte_order_mark():
    return write(files(), "targets/beacon.json", b"\xef\xbb\xbf" + files()["targets/beacon.json"])


@forgery("malformed.canonical", "targets")
def windows_line_ends():
    return write(files(), "targets/beacon.json", files()["targets/beacon.json"].replace(b"\n", b"\r\n"))


@forgery("malformed.json", "targets")
def deep_nesting():
    return write(files(), "targets/freeze.json", b'{"protocol":' + b"[" * 100_000)


@forgery("malformed.csv", "targets")
def a_bar_in_a_key():
    return lines("targets/roster.csv", lambda rows: sorted([*rows, "91|,A,650102"]))


@forgery("malformed.csv", "targets")
def a_withheld_entry_with_its_division():
    return lines("targets/roster.csv", lambda rows: sorted([*rows, f"~{'0' * 64},A,650102"]))


@forgery("malformed.csv", "targets")
def an_entry_in_clear_with_the_division_of_a_withheld_one():
    # its stratum, comma and two digits are six characters, as the six digits of a division are
    return lines("targets/roster.csv", lambda rows: sorted([*rows, "a~1,k.2,65"]))


@forgery("malformed.csv", "teams")
def an_absence_without_a_reason_of_the_protocol():
    return lines("teams/absences.csv", lambda rows: sorted([*rows, "z,lazy"]))


@forgery("malformed.csv_end", "targets")
def no_last_newline():
    return reseal(write(files(), "targets/roster.csv", files()["targets/roster.csv"][:-1]))


@forgery("malformed.csv_order", "teams")
def rows_out_of_order():
    return lines("teams/inspectors.csv", lambda rows: rows[::-1])


@forgery("malformed.twice", "targets")
def a_key_in_two_strata():
    def again(rows):
        key, _, division = rows[0].split(",")
        return sorted([*rows, f"{key},Z,{division}"])

    return lines("targets/roster.csv", again)


@forgery("malformed.in_both", "targets")
def a_target_both_listed_and_excluded():
    key = files()["targets/roster.csv"].decode().splitlines()[1].split(",")[0]
    return lines("targets/exclusions.csv", lambda rows: sorted([*rows, f"{key},cap"]))


@forgery("malformed.in_both", "teams")
def an_inspector_both_listed_and_absent():
    return lines("teams/absences.csv", lambda rows: sorted([*rows, "g1-001,left"]))


# files


@forgery("files.stray", "targets")
def a_note_in_the_draw():
    return write(files(), "notes.txt", b"")


@forgery("files.stray", "targets")
def a_stage_with_a_leading_zero():
    return write(files(), "teams-02/freeze.json", b"")


@forgery("files.stray", "teams")
def an_older_list():
    return write(files(), "teams/absences-old.csv", b"")


@forgery("files.missing", "targets")
def no_teams():
    return remove(files("waiting"), "teams")


@forgery("files.missing", "targets")
def no_targets():
    return remove(files("waiting"), "targets")


@forgery("files.missing", "targets")
def no_task():
    return remove(files(), "task.yaml")


@forgery("files.missing", "teams")
def no_recusals():
    return remove(files(), "teams/recusals.csv")


@forgery("files.missing", "teams-3")
def a_stage_without_a_freeze():
    return write(files(), "teams-3/void.json", files("void-and-repeat")["teams/void.json"])


@forgery("files.missing", "targets")
def no_attestation():
    return remove(files("other-beacons"), "targets/evidence/attestation.json")


@forgery("files.missing", "teams")
def no_document():
    return remove(files("other-beacons"), "teams/evidence")


@forgery("files.not_regular", "targets", others=frozenset({"targets/roster.csv"}))
def a_link_for_a_list():
    return remove(files(), "targets/roster.csv")


@forgery("files.not_regular", "teams")
def a_file_named_evidence():
    return write(files(), "teams/evidence", b"")


@forgery("files.half", "teams")
def an_outcome_without_beacon():
    return remove(files("small"), "teams/beacon.json")


@forgery("files.gap", "targets")
def no_second_teams():
    return {path.replace("teams-2/", "teams-3/"): content for path, content in files().items()}
