"""The manifest that people start from: every known column, and one row filled in."""

from .columns import COLUMNS
from .report import report_csv


def sample_manifest() -> str:
    """CSV text, with the mark that makes spreadsheets read UTF-8."""
    return report_csv([[column.header for column in COLUMNS], [column.sample for column in COLUMNS]])
