"""A page on paper, as plain text and as DOCX: one sheet of plain values, drawn in three ways."""
