"""The same Chinese font on every machine: papers are printed in it wherever a test does not name another."""

import os
from pathlib import Path

import pylopdf_fonts_zh_cn

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


def take() -> None:
    """Let `sunlot print` use it."""
    os.environ["SUNLOT_FONTS"] = str(FONTS)
