"""Invoices as tests need them: drawn, with values at places that are known."""

import io

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def invoice(number: str, day: str, total: str, supplier: str = "Baltic Paper Ltd") -> bytes:
    """A one-page PDF; labels stand to the left of their values."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 780, "INVOICE")
    canvas.setFont("Helvetica", 11)
    lines = [("Invoice Number:", number), ("Invoice Date:", day), ("Supplier:", supplier),
             ("Customer:", "Harbour Office"), ("Net Amount:", "1,000.00"), ("Total:", total)]
    for at, (label, value) in enumerate(lines):
        canvas.drawString(60, 720 - 26 * at, label)
        canvas.drawString(190, 720 - 26 * at, value)
    canvas.drawString(60, 100, "Thank you for your order. Please pay by bank transfer.")
    canvas.showPage()
    canvas.save()
    return file.getvalue()
