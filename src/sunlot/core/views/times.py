"""Instants and days as people in Beijing read them."""

from datetime import datetime, timedelta


def beijing(instant: str) -> str:
    """Write an instant of the protocol (UTC) as a Beijing time: `2026-07-23 15:38:30`."""
    there = datetime.fromisoformat(instant) + timedelta(hours=8)
    return there.strftime("%Y-%m-%d %H:%M:%S")
