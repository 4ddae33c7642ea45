"""Reading documents into a grid: labels, typed values beside them, tables, and the evidence of each; pure."""

from fsr.sheets.reader.engine import Record, read_fields, read_records

__all__ = ["Record", "read_fields", "read_records"]
