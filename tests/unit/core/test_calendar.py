"""Working days: arithmetic that holds for every calendar, and data that a second source confirms day by day."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sunlot.core.calendar import Calendars, add_working_days, working_days_between
from sunlot.core.model import Calendar, CalendarDay

FOLDER = Path(__file__).parents[3] / "registers" / "calendar"
RECORDS = {
    path.stem: msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Calendar)
    for path in sorted(FOLDER.glob("*.yaml"))
}
REAL = Calendars.of(RECORDS.values())
REGIONAL = ("肉孜节", "古尔邦节")

days = st.dates(date(2023, 1, 1), date(2029, 12, 31))
numbers = st.integers(-300, 300)


@st.composite
def calendars(draw):
    """Any calendars: a few years known, any days off or made up for."""
    listed = draw(st.dictionaries(days, st.sampled_from(["holiday", "workday"]), max_size=200))
    known = draw(st.frozensets(st.integers(2022, 2030)))
    return Calendars(
        frozenset(day for day, kind in listed.items() if kind == "holiday"),
        frozenset(day for day, kind in listed.items() if kind == "workday"),
        known,
    )


@given(days, numbers, calendars())
def test_counting_undoes_adding(start, n, known):
    end, provisional = add_working_days(start, n, known)
    assert working_days_between(start, end, known) == (n, provisional)
    assert n == 0 or known.is_working_day(end)
    assert (end > start) == (n > 0)


@given(days, st.integers(0, 100), st.integers(0, 100), calendars())
def test_adding_in_two_steps_is_adding_at_once(start, n, m, known):
    halfway = add_working_days(start, n, known)[0]
    assert add_working_days(halfway, m, known)[0] == add_working_days(start, n + m, known)[0]


@given(days, st.integers(1, 100), calendars())
def test_no_earlier_day_would_do(start, n, known):
    end, _ = add_working_days(start, n, known)
    assert working_days_between(start, end - timedelta(days=1), known)[0] == n - 1


@given(days, numbers, calendars())
def test_provisional_means_through_a_year_not_known(start, n, known):
    end, provisional = add_working_days(start, n, known)
    assert provisional == any(y not in known.known for y in range(min(start, end).year, max(start, end).year + 1))


@given(days, numbers)
def test_without_any_calendar_weekdays_count(start, n):
    end, provisional = add_working_days(start, n, Calendars())
    assert provisional
    assert n == 0 or end.weekday() < 5


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_national_arrangement_is_that_of_a_second_source(year):
    assert RECORDS[str(year)].complete
    national = msgspec.structs.replace(
        RECORDS[str(year)], days=tuple(day for day in RECORDS[str(year)].days if day.name not in REGIONAL)
    )
    ours = Calendars.of([national])
    every = [date(year, 1, 1) + timedelta(days=n) for n in range(366 if year % 4 == 0 else 365)]
    assert [d for d in every if ours.is_working_day(d)] == [d for d in every if chinese_calendar.is_workday(d)]


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_calendar_lists_in_order_only_what_differs_from_the_week(record):
    listed = [day.date for day in record.days]
    assert listed == sorted(set(listed))
    for day in record.days:
        weekend = date.fromisoformat(day.date).weekday() >= 5
        assert day.date.startswith(record.id)
        assert weekend == (day.kind == "workday"), day.date


def test_every_day_says_that_its_source_is_still_to_be_confirmed():
    assert all(day.to_confirm and day.source for record in RECORDS.values() for day in record.days)


def test_the_region_s_holidays_are_those_of_its_notice():
    off = [day.date for day in RECORDS["2025"].days if day.name in REGIONAL]
    assert off == ["2025-03-31", "2025-06-06", "2025-06-09", "2025-06-10"]


def test_a_year_not_yet_arranged_makes_a_date_provisional():
    assert not RECORDS["2027"].complete
    assert add_working_days(date(2026, 12, 4), 19, REAL) == (date(2026, 12, 31), False)
    assert add_working_days(date(2026, 12, 4), 20, REAL) == (date(2027, 1, 1), True)


def test_a_made_up_day_counts_and_a_holiday_does_not():
    assert add_working_days(date(2026, 9, 30), 1, REAL) == (date(2026, 10, 8), False)
    assert add_working_days(date(2026, 10, 8), 2, REAL) == (date(2026, 10, 10), False)


def test_days_of_two_calendars_join():
    extra = Calendar(
        id="2027",
        complete=True,
        days=(CalendarDay(date="2027-01-01", kind="holiday", name="元旦", source="演示"),),
    )
    assert add_working_days(date(2026, 12, 4), 20, Calendars.of([RECORDS["2026"], extra])) == (date(2027, 1, 4), False)
