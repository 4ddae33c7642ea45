"""Invented offers, layouts 9 to 16, each with its truth (see `first`)."""
# ruff: noqa: C408, E501 - the strings are printed lines and the truth a table: broken up, neither can be compared by eye

from reportlab.lib import colors
from reportlab.lib.units import mm

from tests.offers.layouts.drawing import drawn, gap, grid, h, p, pdf

V, N = "v", "-"


def balcia_lists() -> bytes:
    inside = ["Accidental damage to your car", "Total loss", "Theft of the car", "Burglary and theft of parts", "Malicious damage", "Fire, storm, hail, flood", "Hitting an animal", "Windscreen and glass, no excess", "Roadside assistance in Latvia and abroad, up to EUR 650",
              "Loss or theft of keys, up to EUR 200"]
    out = ["Hydraulic lock of the engine", "Luggage and personal items", "Misfuelling", "Number plates"]
    extra = [("Rental car, 14 days", "+ EUR 31"), ("Tyres and rims", "+ EUR 19"), ("Driver and passengers accident, EUR 5,000", "+ EUR 14")]

    def draw(c, width, height):
        c.setFont("SB", 20)
        c.drawString(18 * mm, height - 20 * mm, "Balcia")
        c.setFont("S", 9)
        c.drawString(18 * mm, height - 27 * mm, "Balcia Insurance SE · Comprehensive car insurance (CASCO) · Quote Q-2026-118")
        c.drawString(18 * mm, height - 34 * mm, "Car: Ford Focus 2020   Registration: XW 640   Value of the vehicle: EUR 12,400   Cover period: 12 months")
        c.drawString(18 * mm, height - 40 * mm, "Your excess: EUR 250 for every claim, 10 % for theft.   Where you are covered: European Economic Area and United Kingdom")
        c.setFont("SB", 12)
        c.drawString(18 * mm, height - 52 * mm, "What is covered")
        c.drawString(112 * mm, height - 52 * mm, "What is not covered")
        c.setFont("S", 9)
        for i, text in enumerate(inside):
            c.drawString(18 * mm, height - 60 * mm - i * 6 * mm, "✓")
            c.drawString(24 * mm, height - 60 * mm - i * 6 * mm, text)
        for i, text in enumerate(out):
            c.drawString(112 * mm, height - 60 * mm - i * 6 * mm, "✗")
            c.drawString(118 * mm, height - 60 * mm - i * 6 * mm, text)
        c.setFont("SB", 12)
        c.drawString(18 * mm, height - 130 * mm, "You can add")
        c.setFont("S", 9)
        for i, (text, price) in enumerate(extra):
            c.drawString(18 * mm, height - 138 * mm - i * 6 * mm, text)
            c.drawString(100 * mm, height - 138 * mm - i * 6 * mm, price)
        c.setFont("SB", 16)
        c.drawString(18 * mm, height - 170 * mm, "Your price: EUR 486.60 a year")
        c.setFont("S", 8)
        c.drawString(18 * mm, height - 176 * mm, "or EUR 42.58 per month (EUR 510.96 in total)")
    return drawn(draw)


BALCIA_LISTS = dict(
    name="l09_balcia_lists_en", build=balcia_lists, insurer="BALCIA", plate="XW640", language="en",
    values={"premium_total": "486.60", "insured_amount": "12400.00", "period": ("12 months", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
            "Teritorija": ("European Economic Area", {"words": ["European"]}), "Pašrisks_bojājumi": ("EUR 250", {"amounts": ["250"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": N, "Palīdzība_uz_ceļa": ("up to EUR 650", {"amounts": ["650"]}),
            "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("up to EUR 200", {"amounts": ["200"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def if_dense() -> bytes:
    rows = [("Apdrošināšanas objekts", "Škoda Superb, valsts nr. QX 4071"), ("Apdrošinājuma summa", "jaunvērtība 34 000,00 EUR"), ("Apdrošināšanas periods", "01.02.2027. – 31.01.2028."), ("Segums spēkā", "visā pasaulē, izņemot NVS valstis"),
            ("Bojājumi", "apdrošināts"), ("Bojāeja", "apdrošināts"), ("Zādzība un laupīšana", "apdrošināts, pašrisks 5 %"), ("Apzagšana", "apdrošināts"), ("Vandālisms un trešo personu\nļaunprātīga rīcība", "apdrošināts"), ("Dabas stihijas, uguns", "apdrošināts"),
            ("Sadursme ar dzīvnieku", "apdrošināts"), ("Pašrisks", "150 EUR"), ("Pašrisks stiklam", "nav"), ("Aizvietojošais auto", "līdz 21 dienai,\nne vairāk kā 40 EUR dienā"), ("Autopalīdzība", "Latvijā un ārvalstīs"),
            ("Hidrotrieciens", "nav apdrošināts"), ("Bagāža", "līdz 1000 EUR"), ("Atslēgu nomaiņa", "apdrošināts"), ("Nepareizas degvielas iepilde", "līdz 2000 EUR"), ("Riepas un diski", "nav apdrošināts"), ("Vadītāja un pasažieru nelaimes\ngadījumu apdrošināšana", "10 000 EUR vienai personai")]

    def draw(c, width, height):
        c.setFont("SB", 28)
        c.drawString(18 * mm, height - 22 * mm, "if")
        c.setFont("SB", 12)
        c.drawString(18 * mm, height - 32 * mm, "Kasko apdrošināšanas piedāvājums")
        y = height - 42 * mm
        for label, value in rows:
            lines = max(label.count("\n"), value.count("\n")) + 1
            c.setFont("S", 8.5)
            for i, text in enumerate(label.split("\n")):
                c.drawString(18 * mm, y - i * 3.9 * mm, text)
            c.setFont("SB", 8.5)
            for i, text in enumerate(value.split("\n")):
                c.drawString(95 * mm, y - i * 3.9 * mm, text)
            y -= lines * 3.9 * mm + 1.1 * mm
        y -= 5 * mm
        c.setFont("SB", 9)
        for x, text in ((18, "Maksājumu skaits"), (60, "Maksājums"), (95, "Kopā gadā")):
            c.drawString(x * mm, y, text)
        c.setFont("S", 9)
        for k, cells in enumerate((("1", "1 402,00 EUR", "1 402,00 EUR"), ("2", "715,02 EUR", "1 430,04 EUR"), ("12", "121,51 EUR", "1 458,12 EUR"))):
            for x, text in zip((18, 60, 95), cells, strict=True):
                c.drawString(x * mm, y - (k + 1) * 5 * mm, text)
        c.setFont("SB", 11)
        c.drawString(18 * mm, y - 26 * mm, "Apdrošināšanas prēmija, maksājot uzreiz: 1 402,00 EUR")
        c.setFont("S", 7)
        c.drawString(18 * mm, 14 * mm, "If P&C Insurance AS filiāle Latvijā, Parauga iela 4, Rīga")
    return drawn(draw)


IF_DENSE = dict(
    name="l10_if_dense_lv", build=if_dense, insurer="IF", plate="QX4071", language="lv",
    values={"premium_total": "1402.00", "insured_amount": "34000.00", "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
            "Teritorija": ("visā pasaulē, izņemot NVS", {"words": ["pasaul"]}), "Pašrisks_bojājumi": ("150 EUR", {"amounts": ["150"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("21 diena", {"days": 21, "amounts": ["40"]}),
            "Palīdzība_uz_ceļa": ("Latvijā un ārvalstīs", {"accept": ["v"], "words": ["Latvij"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": ("līdz 1000 EUR", {"amounts": ["1000"]}), "Atslēgu_zādzība_atjaunošana": V,
            "Degvielas_sajaukšana_tīrīšana": ("līdz 2000 EUR", {"amounts": ["2000"]}), "Riepas_diski": N, "Nelaimes_gad_vadīt_pasažieriem": ("10000 EUR", {"amounts": ["10000"]})})


def balta_boxes() -> bytes:
    cell = lambda text: p(text, "R", 8.6)  # noqa: E731 - shorthand
    rows = [["Объект", "AAS “BALTA”: Renault Kadjar, гос. номер WW 315"], ["Страховая стоимость", "16 250,00 EUR"], ["Срок действия договора", "6 месяцев"], ["Действует на территории", "Латвия, Литва, Эстония, Польша"],
            ["Ущерб при ДТП", "входит"], ["Гибель автомобиля", "входит"], ["Угон автомобиля", "входит"], ["Ограбление, взлом", "не входит"], ["Противоправные действия третьих лиц", "входит"], ["Стихийные бедствия, возгорание", "входит"],
            ["Столкновение с дикими животными", "входит, без франшизы"], ["Базовая франшиза", "350 EUR за случай"], ["Остекление автомобиля", "входит, франшиза 60 EUR"], ["Аренда автомобиля на время ремонта", "входит: 15 дней, лимит 30 EUR в день, только на территории Латвии, если ремонт длится дольше 3 дней"],
            ["Эвакуация и помощь на дороге", "входит: до 150 км"], ["Гидравлический удар", "не входит"], ["Вещи в салоне", "не входит"], ["Утеря ключей", "входит, 1 раз"], ["Очистка топливной системы", "не входит"], ["Шины / диски", "входит: 1 случай без франшизы"], ["Номера и документы", "не указано"]]
    return pdf([h("BALTA", 18, "RB"), p("Предложение КАСКО (добровольное страхование автотранспорта)", "R"), gap(), grid([[cell(a), cell(b)] for a, b in rows], [70, 100]), gap(),
                p("<b>Сумма к оплате за 6 месяцев: 402,10 EUR</b>", "R", 11), p("При ежемесячной оплате – 71,40 EUR в месяц.", "R", 8)])


BALTA_BOXES = dict(
    name="l11_balta_boxes_ru", build=balta_boxes, insurer="BALTA", plate="WW315", language="ru",
    values={"premium_total": "402.10", "insured_amount": "16250.00", "period": ("6 месяцев", {"words": ["6"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
            "Teritorija": ("Латвия, Литва, Эстония, Польша", {"words": ["Латв"]}), "Pašrisks_bojājumi": ("350 EUR", {"amounts": ["350"]}), "Stiklojums_bez_pašriska": N, "Maiņas_nomas_auto_dienas": ("15 дней", {"days": 15, "amounts": ["30"]}),
            "Palīdzība_uz_ceļa": ("до 150 км", {"words": ["150"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("1 раз", {"words": ["1 раз"]}), "Degvielas_sajaukšana_tīrīšana": N,
            "Riepas_diski": ("1 случай", {"words": ["1 случай"]})})


def ergo_run_in() -> bytes:
    return pdf([h("ERGO Insurance SE, Latvian branch", 12), p("Motor own damage offer, plate QY 2210", "S", 9), gap(),
                p("<b>Territory</b> – Latvia, Lithuania, Estonia and EU member states"), p("<b>Insurance period</b> – 1 year"), p("<b>Sum insured</b> – EUR 15,750"), p("<b>Own damage</b> – covered, excess EUR 220 per claim"), p("<b>Total loss</b> – covered"),
                p("<b>Theft</b> – covered, excess 10 %"), p("<b>Theft of parts</b> – not covered"), p("<b>Vandalism</b> – covered"), p("<b>Fire and natural hazards</b> – covered"), p("<b>Animal collision</b> – covered without excess"),
                p("<b>Glass</b> – covered without excess if repaired, EUR 100 excess if replaced"), p("<b>Replacement car</b> – optional, EUR 28 per year for 10 days"), p("<b>Roadside assistance</b> – covered, towing up to 100 km"), p("<b>Hydrolock</b> – covered up to EUR 3,500"),
                p("<b>Luggage</b> – not covered"), p("<b>Keys</b> – covered up to EUR 400"), p("<b>Incorrect fuel</b> – covered once"), p("<b>Tyres</b> – not covered"), p("<b>Number plates</b> – covered"), p("<b>Personal accident of driver and passengers</b> – EUR 4,000 per seat"), gap(),
                p("<b>Total premium: EUR 742.15</b> (tax included). First instalment if paid in two: EUR 378.50.")])


ERGO_RUN_IN = dict(
    name="l12_ergo_run_in_en", build=ergo_run_in, insurer="ERGO", plate="QY2210", language="en",
    values={"premium_total": "742.15", "insured_amount": "15750.00", "period": ("12 months", {"words": ["12", ]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
            "Teritorija": ("Latvia, Lithuania, Estonia and EU", {"words": ["Latvia"]}), "Pašrisks_bojājumi": ("EUR 220", {"amounts": ["220"]}), "Stiklojums_bez_pašriska": N, "Maiņas_nomas_auto_dienas": N, "Palīdzība_uz_ceļa": ("towing up to 100 km", {"words": ["100 km"]}),
            "Hidrotrieciens": ("up to EUR 3500", {"amounts": ["3500"]}), "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("up to EUR 400", {"amounts": ["400"]}), "Degvielas_sajaukšana_tīrīšana": ("once", {"words": ["once"]}), "Riepas_diski": N,
            "Numurzīmes": V, "Nelaimes_gad_vadīt_pasažieriem": ("EUR 4000 per seat", {"amounts": ["4000"]})})


def compensa_paragraphs() -> bytes:
    boxes = [("512,30 EUR", "Gada prēmija"), ("13 600 EUR", "Apdrošinājuma summa"), ("12 mēneši", "Apdrošināšanas periods"), ("200 EUR", "Pašrisks bojājumiem")]

    def draw(c, width, height):
        c.setFont("CB", 20)
        c.drawString(18 * mm, height - 20 * mm, "COMPENSA")
        c.setFont("C", 9)
        c.drawString(18 * mm, height - 27 * mm, "KASKO piedāvājums automašīnai Peugeot 3008 (XQ-77)")
        for i, (value, label) in enumerate(boxes):
            x = 18 * mm + i * 44 * mm
            c.roundRect(x, height - 52 * mm, 41 * mm, 18 * mm, 3)
            c.setFont("CB", 13)
            c.drawString(x + 3 * mm, height - 42 * mm, value)
            c.setFont("C", 7.5)
            c.drawString(x + 3 * mm, height - 48 * mm, label)
        text = [("CB", "Apdrošinātie riski"), ("C", "Bojājumi, bojāeja, zādzība, vandālisms, uguns, dabas stihijas, sadursme ar dzīvnieku, stiklojums bez pašriska."),
                ("CB", "Papildu segumi"), ("C", "Palīdzība uz ceļa Latvijā un Baltijā, maiņas auto uz 14 dienām, atslēgu nozaudēšana (limits 200 EUR)."),
                ("CB", "Nav iekļauts"), ("C", "Apzagšana, hidrotrieciens, riepu un disku bojājumi, bagāža, degvielas sajaukšana."),
                ("CB", "Teritorija"), ("C", "Eiropa, neieskaitot Krieviju, Baltkrieviju un Turcijas Āzijas daļu."),
                ("CB", "Papildus iespējams iegādāties"), ("C", "Nelaimes gadījumu apdrošināšana vadītājam un pasažieriem – 15,00 EUR, numurzīmju atjaunošana – 3,00 EUR.")]
        y = height - 65 * mm
        for font, line in text:
            c.setFont(font, 9.5)
            c.drawString(18 * mm, y, line)
            y -= (5 if font == "CB" else 9) * mm
    return drawn(draw)


COMPENSA_PARAGRAPHS = dict(
    name="l13_compensa_paragraphs_lv", build=compensa_paragraphs, insurer="Compensa", plate="XQ77", language="lv",
    values={"premium_total": "512.30", "insured_amount": "13600.00", "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
            "Teritorija": ("Eiropa", {"words": ["Eirop"]}), "Pašrisks_bojājumi": ("200 EUR", {"amounts": ["200"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("14 dienas", {"days": 14}),
            "Palīdzība_uz_ceļa": ("Latvijā un Baltijā", {"accept": ["v"], "words": ["Latvij"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("limits 200 EUR", {"amounts": ["200"]}),
            "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def gjensidige_form() -> bytes:
    rows = ["[x] Collision and accident damage", "[x] Total loss", "[x] Theft / robbery of the vehicle", "[ ] Theft of vehicle parts", "[x] Vandalism", "[x] Natural perils and fire", "[ ] Animal collision", "[x] Glass (deductible EUR 0)", "[ ] Rental car",
            "[x] Roadside assistance (limit EUR 300)", "[ ] Hydraulic shock", "[ ] Personal belongings", "[x] Keys (limit EUR 150)", "[ ] Wrong fuel", "[ ] Tyres and rims", "[ ] Number plates", "[ ] Personal accident"]
    return pdf([h("Gjensidige", 18), p("CASCO insurance offer · ADB Gjensidige Latvian branch"), gap(), p("Vehicle: Nissan Leaf; Registration No: WQ-900; Year: 2019"), p("Insured amount: EUR 13 900.00; Insurance period: 365 days (01.03.2027 - 29.02.2028)"), p("Territorial scope: Europe (excl. CIS)"),
                p("Deductible: EUR 200"), h("Selected cover (x = selected)"), *[p(r, "M", 9) for r in rows], gap(), p("Premium for the period: EUR 377.00", "SB", 11), p("Premium with personal accident: EUR 391.00", size=8)])


GJENSIDIGE_FORM = dict(
    name="l14_gjensidige_form_en", build=gjensidige_form, insurer="Gjensidige", plate="WQ900", language="en",
    values={"premium_total": "377.00", "insured_amount": "13900.00", "period": ("12 months", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": N,
            "Teritorija": ("Europe", {"words": ["Europe"]}), "Pašrisks_bojājumi": ("EUR 200", {"amounts": ["200"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": N, "Palīdzība_uz_ceļa": ("limit EUR 300", {"amounts": ["300"]}), "Hidrotrieciens": N,
            "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("limit EUR 150", {"amounts": ["150"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def seesam_mail() -> bytes:
    lines = ["SEESAM KASKO", "", "Auto: Hyundai Tucson / QW 6060", "Summa: pēc tirgus vērtības", "Periods: 12 mēn.", "Teritorija: Eiropas Savienība", "Pašrisks: 100 EUR (bojājumi), 10 % (zādzība)", "",
             "SEGUMS", "Bojājumi: jā", "Bojāeja: jā", "Zādzība: jā", "Apzagšana: jā", "Vandālisms: jā", "Uguns: jā", "Dabas stihijas: jā", "Dzīvnieki: jā, bez pašriska", "Stikli: jā, bez pašriska", "Maiņas auto: 30 dienas", "Palīdzība uz ceļa: jā, bez limita visā Baltijā",
             "Hidrotrieciens: nē", "Bagāža: līdz 700 EUR", "Atslēgas: jā", "Degviela (nepareiza): nē", "Riepas: jā, pirmais gadījums bez pašriska", "Numuri: nē", "Nelaimes gadījumi: nē (var pievienot, 12 EUR)", "",
             "CENA", "Kopā par gadu: 845,00 EUR", "Ja 4 maksājumi: 4 x 219,70 EUR"]

    def draw(c, width, height):
        c.setFont("M", 10)
        for i, line in enumerate(lines):
            c.drawString(20 * mm, height - 25 * mm - i * 5.2 * mm, line)
    return drawn(draw)


SEESAM_MAIL = dict(
    name="l15_seesam_mail_lv", build=seesam_mail, insurer="Seesam", plate="QW6060", language="lv",
    values={"premium_total": "845.00", "insured_amount": ("Tirgus vērtība", {"words": ["tirgus"]}), "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
            "Teritorija": ("Eiropas Savienība", {"words": ["Eirop"]}), "Pašrisks_bojājumi": ("100 EUR", {"amounts": ["100"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("30 dienas", {"days": 30}), "Palīdzība_uz_ceļa": ("bez limita", {"words": ["bez limita"]}),
            "Hidrotrieciens": N, "Personīgās_mantas_bagāža": ("līdz 700 EUR", {"amounts": ["700"]}), "Atslēgu_zādzība_atjaunošana": V, "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": ("pirmais gadījums", {"words": ["pirm"]}), "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def bta_tables() -> bytes:
    rows = [["Cover", "Status", "Comment"], ["Road accident damage", "Covered", ""], ["Total loss of the vehicle", "Covered", "repair above 70 % of value"], ["Vehicle theft", "Covered", ""], ["Robbery / partial theft", "Covered", ""], ["Vandalism", "Covered", ""],
            ["Natural disasters", "Covered", ""], ["Fire", "Covered", ""], ["Wild animal collision", "Covered", "first case without deductible"], ["Glass", "Covered", "policy deductible applies"], ["Substitute car", "Covered", "20 days x 30 EUR"],
            ["24h assistance", "Covered", ""], ["Hydro shock", "Not covered", ""], ["Tyres and rims", "Not covered", ""]]
    extra = [["Additional options (not included in the price)", "Price, EUR"], ["Personal belongings, limit 500 EUR", "9.00"], ["Keys", "6.00"], ["Wrong fuel", "7.00"], ["Number plates", "2.50"], ["Driver and passenger accident, 5 000 EUR", "16.00"]]
    return pdf([p("BTA", "SB", 24, textColor=colors.HexColor("#003366")), p("CASCO proposal for Volkswagen Passat, reg. no. XY 31"), gap(), grid([["Vehicle value", "14 300 EUR"], ["Insurance territory", "Europe, except Russia, Belarus, Ukraine"], ["Policy period", "12 months from 1 December 2026"], ["Basic deductible", "250 EUR"]], [60, 110]), gap(10),
                grid(rows, [60, 35, 75], head=True), gap(10), grid(extra, [110, 40], head=True), gap(10), grid([["Premium before discount", "640.00 EUR"], ["Loyalty discount 10 %", "-64.00 EUR"], ["To be paid", "576.00 EUR"]], [110, 40])])


BTA_TABLES = dict(
    name="l16_bta_tables_en", build=bta_tables, insurer="BTA", plate="XY31", language="en",
    values={"premium_total": "576.00", "insured_amount": "14300.00", "period": ("12 months", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
            "Teritorija": ("Europe", {"words": ["Europe"]}), "Pašrisks_bojājumi": ("250 EUR", {"amounts": ["250"]}), "Stiklojums_bez_pašriska": N, "Maiņas_nomas_auto_dienas": ("20 days x 30 EUR", {"days": 20, "amounts": ["30"]}), "Palīdzība_uz_ceļa": V, "Hidrotrieciens": N,
            "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": N, "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": N})

LAYOUTS = [BALCIA_LISTS, IF_DENSE, BALTA_BOXES, ERGO_RUN_IN, COMPENSA_PARAGRAPHS, GJENSIDIGE_FORM, SEESAM_MAIL, BTA_TABLES]
