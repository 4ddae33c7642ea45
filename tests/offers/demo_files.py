"""Draw the four offers of the demo data: `python -m tests.offers.demo_files`.

They are bundled as files, because drawing needs a library that only tests have.  Everything in them is invented, and
each page says so; the names of insurers are labels only.
"""

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path(__file__).resolve().parent.parent.parent / "fsr" / "offers" / "demo"
FONTS = Path("/usr/share/fonts/truetype/dejavu")
FOOT = "Izdomāts paraugs demonstrācijai · An invented sample for demonstration"
COMMON = [("Transportlīdzeklis", "Volvo V60, 2021. gads"), ("Valsts reģistrācijas numurs", "XY-3055")]

OFFERS: dict[str, tuple[str, str, list[tuple[str, list[tuple[str, str]]]]]] = {
    "balta.pdf": ("AAS BALTA", "KASKO apdrošināšanas piedāvājums", [
        ("Līguma nosacījumi", [
            *COMMON, ("Apdrošinājuma summa", "22 400,00 EUR"), ("Apdrošināšanas periods", "12 mēneši"),
            ("Apdrošināšanas teritorija", "Eiropa (izņemot Baltkrieviju un Krieviju)"),
            ("Pašrisks bojājumiem", "150,00 EUR"), ("Kopējā prēmija", "912,40 EUR")]),
        ("Apdrošinātie riski", [
            ("Bojājumi", "Ir"), ("Pilnīga bojāeja", "Ir"), ("Zādzība", "Ir"), ("Apzagšana", "Ir"), ("Vandālisms", "Ir"),
            ("Ugunsgrēks un dabas stihijas", "Ir"), ("Sadursme ar dzīvnieku", "Ir"),
            ("Stiklojums bez pašriska", "Ir")]),
        ("Papildu aizsardzība", [
            ("Maiņas auto", "līdz 15 dienām, 30 EUR dienā"),
            ("Palīdzība uz ceļa", "Latvijā bez limita, Eiropā 1000 EUR"),
            ("Hidrotrieciens", "limits 7000 EUR"), ("Personīgās mantas", "Nav iekļauts"),
            ("Atslēgu zādzība", "vienu reizi polises darbības laikā"), ("Degvielas sistēmas tīrīšana", "Nav iekļauts"),
            ("Riepu un disku bojājumi", "vienu reizi polises darbības laikā"),
            ("Vadītāja un pasažieru nelaimes gadījumu apdrošināšana", "7500 EUR")])]),
    "bta.pdf": ("BTA Baltic Insurance Company AAS", "KASKO piedāvājums", [
        ("Piedāvājums", [
            *COMMON, ("Transportlīdzekļa vērtība", "Tirgus vērtība"), ("Periods", "12 mēneši"),
            ("Teritorija", "Eiropa, izņemot Baltkrieviju un Krieviju"), ("Pašrisks bojājumiem", "200 EUR"),
            ("Prēmija samaksai kopā", "848,00 EUR")]),
        ("Segums", [
            ("Bojājumi", "Iekļauts"), ("Bojāeja", "Iekļauts"), ("Zādzības risks", "Iekļauts"),
            ("Laupīšanas risks", "Iekļauts"), ("Vandālisms", "Iekļauts"), ("Dabas stihijas risks", "Iekļauts"),
            ("Sadursme ar dzīvnieku", "Iekļauts"), ("Stiklojums bez pašriska", "Nav iekļauts"),
            ("Maiņas auto", "līdz 30 dienām"), ("Palīdzība uz ceļa", "Iekļauts"), ("Hidrotrieciens", "limits 5000 EUR"),
            ("Bagāžas apdrošināšana", "limits 500 EUR"), ("Atslēgu risks", "Nav iekļauts"),
            ("Neatbilstošas degvielas iepildes risks", "Iekļauts")])]),
    "ergo.pdf": ("ERGO Insurance SE", "Предложение КАСКО", [
        ("Условия", [
            ("Автомобиль", "Volvo V60, 2021"), ("Регистрационный номер", "XY-3055"), ("Страховая сумма", "22 400 EUR"),
            ("Период страхования", "12 месяцев"), ("Территория", "Европа, кроме Беларуси и России"),
            ("Франшиза – повреждения", "100 EUR"), ("Общая премия", "1 036,00 EUR")]),
        ("Застрахованные риски", [
            ("Повреждения", "включено"), ("Гибель ТС", "включено"), ("Угон", "включено"), ("Обворовывание", "включено"),
            ("Вандализм", "включено"), ("Огонь и стихийные бедствия", "включено"),
            ("Столкновение с животным", "включено"), ("Стёкла без франшизы", "включено"),
            ("Подменный автомобиль", "до 30 дней, 40 EUR в день"), ("Помощь на дороге", "включено"),
            ("Гидроудар", "лимит 10 000 EUR"), ("Личные вещи и багаж", "лимит 1000 EUR"),
            ("Кража ключей", "лимит 300 EUR"), ("Шины и диски", "включено"), ("Номерные знаки", "включено")])]),
    "if.pdf": ("If P&C Insurance AS", "Casco insurance offer", [
        ("Terms", [
            ("Vehicle", "Volvo V60, 2021"), ("Registration number", "XY-3055"), ("Sum insured", "EUR 22,400.00"),
            ("Insurance period", "12 months"), ("Territory", "Europe"), ("Deductible for damage", "EUR 140.00"),
            ("Total premium", "EUR 879.60")]),
        ("Insured risks", [
            ("Own damage", "Included"), ("Total loss", "Included"), ("Theft", "Included"), ("Burglary", "Included"),
            ("Vandalism", "Included"), ("Fire and natural perils", "Included"),
            ("Collision with an animal", "Included"), ("Glass without deductible", "Included"),
            ("Replacement car", "up to 20 days, EUR 30 per day"),
            ("Roadside assistance", "Included"), ("Hydro-lock", "Not included"), ("Personal items", "limit EUR 700"),
            ("Key theft", "Included"), ("Wrong fuel", "Included"), ("Number plates", "Included")])]),
}


def draw(path: Path, insurer: str, title: str, sections: list[tuple[str, list[tuple[str, str]]]]) -> None:
    """One page: insurer, title, and a ruled table for each section."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle(f"{insurer}: {title}")
    y = A4[1] - 64
    canvas.setFont("Bold", 17)
    canvas.drawString(56, y, insurer)
    canvas.setFont("Plain", 12)
    canvas.drawString(56, y - 24, title)
    y -= 56
    for heading, rows in sections:
        canvas.setFont("Bold", 11)
        canvas.drawString(56, y, heading)
        canvas.setFont("Plain", 9.5)
        for label, value in rows:
            y -= 19
            canvas.drawString(60, y, label)
            canvas.drawString(320, y, value)
            canvas.setStrokeGray(0.85)
            canvas.line(56, y - 5, A4[0] - 56, y - 5)
        y -= 34
    canvas.setFont("Plain", 7.5)
    canvas.setFillGray(0.45)
    canvas.drawString(56, 36, FOOT)
    canvas.save()


def main() -> None:
    """Draw all of them."""
    pdfmetrics.registerFont(TTFont("Plain", FONTS / "DejaVuSans.ttf"))
    pdfmetrics.registerFont(TTFont("Bold", FONTS / "DejaVuSans-Bold.ttf"))
    for name, (insurer, title, sections) in OFFERS.items():
        draw(FOLDER / name, insurer, title, sections)


if __name__ == "__main__":
    main()
