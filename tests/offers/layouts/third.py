"""Invented offers, layouts 17 to 28, each with its truth (see `first`)."""
# ruff: noqa: C408, E501 - the strings are printed lines and the truth a table: broken up, neither can be compared by eye

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from tests.offers.layouts.drawing import drawn, gap, grid, h, p, pdf

V, N = "v", "-"


def balta_letter_ru() -> bytes:
    return pdf([
        p("Apdrošināšanas akciju sabiedrība “BALTA”", "RB", 12), p("г. Рига, 15 ноября 2026 г.", "R"), gap(), p("Уважаемая госпожа Образцова!", "R"),
        p("Направляем Вам предложение страхования КАСКО для автомобиля Lexus NX (регистрационный номер WQ 410). Договор заключается на 12 месяцев, страховая сумма – 38 000 EUR. Полис действует в Европе, за исключением России, Беларуси и Украины.", "R", spaceAfter=5),
        p("В страховку включены: повреждения в результате ДТП, полная гибель, угон и ограбление, кража частей автомобиля, вандализм, а также пожар и стихийные бедствия. Столкновение с животным оплачивается без применения франшизы. По остальным случаям повреждения Вы оплачиваете франшизу 200 EUR.", "R", spaceAfter=5),
        p("Замена и ремонт стёкол – без франшизы. На время ремонта предоставляем подменный автомобиль до 20 дней. Помощь на дороге оказывается круглосуточно, эвакуация по Европе до 1 000 EUR. Гидроудар застрахован с лимитом 6 000 EUR. Восстановление утерянных ключей – один раз в год.", "R", spaceAfter=5),
        p("Не включены в предложение: личные вещи и багаж, ошибочная заправка, номерные знаки. Шины и диски при желании можно застраховать дополнительно за 35 EUR в год.", "R", spaceAfter=5),
        p("Годовая премия составляет 1 520,00 EUR. Если Вы выберете франшизу 400 EUR, премия снизится до 1 305,00 EUR.", "R"), gap(), p("С уважением, Ольга Придуманная", "R")])


BALTA_LETTER = dict(name="m17_balta_letter_ru", build=balta_letter_ru, insurer="BALTA", plate="WQ410", language="ru", values={
    "premium_total": "1520.00", "insured_amount": "38000.00", "period": ("12 месяцев", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
    "Teritorija": ("Европа", {"words": ["Европ"]}), "Pašrisks_bojājumi": ("200 EUR", {"amounts": ["200"], "not_amounts": ["400"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("до 20 дней", {"days": 20}), "Palīdzība_uz_ceļa": ("до 1000 EUR", {"amounts": ["1000"]}),
    "Hidrotrieciens": ("лимит 6000 EUR", {"amounts": ["6000"]}), "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("один раз", {"words": ["один раз"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": N})


def if_cards() -> bytes:
    cards = [("Bojājumi", "Iekļauts", "Pašrisks 190 EUR"), ("Bojāeja", "Iekļauts", ""), ("Zādzība", "Iekļauts", "Pašrisks 10 %"), ("Apzagšana", "Iekļauts", ""), ("Vandālisms", "Iekļauts", ""), ("Dabas stihijas", "Iekļauts", ""),
             ("Sadursme ar dzīvnieku", "Iekļauts", "Bez pašriska 1 reizi"), ("Stiklojums", "Iekļauts", "Pašrisks 45 EUR"), ("Maiņas auto", "Nav izvēlēts", ""), ("Palīdzība uz ceļa", "Iekļauts", "Visā Eiropā līdz 900 EUR"), ("Hidrotrieciens", "Nav izvēlēts", ""),
             ("Bagāža", "Nav izvēlēts", ""), ("Atslēgas", "Iekļauts", "Līdz 350 EUR"), ("Degvielas sajaukšana", "Iekļauts", "Līdz 900 EUR"), ("Riepas un diski", "Nav izvēlēts", ""), ("Numura zīmes", "Iekļauts", ""), ("Vadītājs un pasažieri", "Nav izvēlēts", "")]

    def draw(c, width, height):
        c.setFillColor(colors.HexColor("#0054f0"))
        c.setFont("SB", 26)
        c.drawString(15 * mm, height - 20 * mm, "if")
        c.setFillColor(colors.black)
        c.setFont("SB", 13)
        c.drawString(32 * mm, height - 19 * mm, "Kasko piedāvājums · VW Golf · WY-3434")
        c.setFont("S", 8.5)
        c.drawString(15 * mm, height - 28 * mm, "Periods 12 mēneši  |  Teritorija: Eiropa, izņemot Krieviju  |  Apdrošinājuma summa: tirgus vērtība")
        for i, (title, state, note) in enumerate(cards):
            x, y = 15 * mm + (i % 3) * 61 * mm, height - 52 * mm - (i // 3) * 26 * mm
            c.roundRect(x, y, 58 * mm, 20 * mm, 4)
            c.setFont("SB", 9)
            c.drawString(x + 4 * mm, y + 14 * mm, title)
            c.setFont("S", 8)
            c.drawString(x + 4 * mm, y + 9 * mm, state)
            c.drawString(x + 4 * mm, y + 4.5 * mm, note)
        c.setFont("S", 9)
        c.drawString(15 * mm, 60 * mm, "Kopā gadā")
        c.setFont("SB", 16)
        c.drawRightString(width - 15 * mm, 60 * mm, "689,90 €")
        c.setFont("S", 7.5)
        c.drawString(15 * mm, 52 * mm, "Ikmēneša maksājums 60,40 €. If P&C Insurance AS filiāle Latvijā.")
    return drawn(draw)


IF_CARDS = dict(name="m18_if_cards_lv", build=if_cards, insurer="IF", plate="WY3434", language="lv", values={
    "premium_total": "689.90", "insured_amount": ("Tirgus vērtība", {"words": ["tirgus"]}), "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
    "Teritorija": ("Eiropa", {"words": ["Eirop"]}), "Pašrisks_bojājumi": ("190 EUR", {"amounts": ["190"]}), "Stiklojums_bez_pašriska": N, "Maiņas_nomas_auto_dienas": N, "Palīdzība_uz_ceļa": ("līdz 900 EUR", {"amounts": ["900"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N,
    "Atslēgu_zādzība_atjaunošana": ("Līdz 350 EUR", {"amounts": ["350"]}), "Degvielas_sajaukšana_tīrīšana": ("Līdz 900 EUR", {"amounts": ["900"]}), "Riepas_diski": N, "Numurzīmes": V, "Nelaimes_gad_vadīt_pasažieriem": N})


def bta_options() -> bytes:
    rows = [["Coverage", "Option 1", "Option 2", "Option 3", "Option 4"], ["Damage", "Yes", "Yes", "Yes", "Yes"], ["Total loss", "Yes", "Yes", "Yes", "Yes"], ["Theft, robbery", "No", "Yes", "Yes", "Yes"], ["Partial theft", "No", "No", "Yes", "Yes"], ["Vandalism", "Yes", "Yes", "Yes", "Yes"], ["Fire, nature", "No", "Yes", "Yes", "Yes"],
            ["Collision with animals", "No", "No", "Yes, 0 deductible", "Yes, 0 deductible"], ["Glass", "50 EUR deductible", "50 EUR deductible", "0 deductible", "0 deductible"], ["Deductible for damage", "500 EUR", "300 EUR", "200 EUR", "100 EUR"], ["Deductible for theft", "-", "15 %", "10 %", "5 %"], ["Rental car", "-", "-", "15 days", "30 days"],
            ["Road assistance", "Latvia", "Latvia", "Latvia, Europe up to 600 EUR", "Latvia, Europe up to 1 200 EUR"], ["Hydro-lock", "-", "-", "3 000 EUR", "8 000 EUR"], ["Personal items", "-", "-", "-", "600 EUR"], ["Keys", "-", "-", "300 EUR", "500 EUR"], ["Misfuelling", "-", "-", "-", "1 000 EUR"], ["Tyres", "-", "-", "-", "1 claim"], ["Number plates", "-", "-", "Yes", "Yes"],
            ["Driver + passengers accident", "-", "-", "-", "5 000 EUR"], ["Total premium, one payment", "355.00 EUR", "470.00 EUR", "598.00 EUR", "744.00 EUR"], ["Total premium, 4 payments", "369.20 EUR", "488.80 EUR", "621.92 EUR", "773.76 EUR"]]
    return pdf([p("BTA Baltic Insurance Company", "CB", 14), p("CASCO offer for Ford Kuga, registration number QY-5150. Sum insured: 17 600 EUR. Period of insurance: 12 months. Territory of insurance: Europe without CIS.", "C"), p("Selected by the client: Option 3", "CB"), gap(),
                grid(rows, [55, 38, 38, 55, 58], head=True, font="C", size=8.5, lines=True, pad=2)], pagesize=landscape(A4))


BTA_OPTIONS = dict(name="m19_bta_options_en", build=bta_options, insurer="BTA", plate="QY5150", language="en", values={
    "premium_total": "598.00", "insured_amount": "17600.00", "period": ("12 months", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
    "Teritorija": ("Europe without CIS", {"words": ["Europe"]}), "Pašrisks_bojājumi": ("200 EUR", {"amounts": ["200"], "not_amounts": ["100", "300", "500"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("15 days", {"days": 15}), "Palīdzība_uz_ceļa": ("Europe up to 600 EUR", {"amounts": ["600"], "not_amounts": ["1200"]}),
    "Hidrotrieciens": ("3000 EUR", {"amounts": ["3000"]}), "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("300 EUR", {"amounts": ["300"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": V, "Nelaimes_gad_vadīt_pasažieriem": N})


def gjensidige_clauses() -> bytes:
    s = ["1.1 The insurer is ADB Gjensidige, Latvian branch. The policyholder is SIA Example.", "1.2 The insured vehicle is a Skoda Kodiaq with registration number XQ 808.", "1.3 The vehicle is insured for its market value. The cover lasts from 15 January 2027 until 14 January 2028.", "1.4 The insurance applies in all European countries except Russia and Belarus."]
    c = ["2.1 We compensate damage to the vehicle caused by a traffic accident, a falling object, fire or a natural disaster, and malicious acts of third parties.", "2.2 Total loss is compensated when the repair costs exceed 75 % of the value.", "2.3 Theft of the vehicle and theft of individual parts are covered.", "2.4 After a collision with an animal no deductible is applied.",
         "2.5 A substitute car is provided for not more than 14 days.", "2.6 Roadside assistance is provided 24 hours a day; towing costs are covered up to EUR 500 per event.", "2.7 Lost keys are replaced once a year, up to EUR 250.", "2.8 A deductible of EUR 250 applies to each damage claim. For windscreens there is no deductible."]
    e = ["3.1 Damage to tyres and rims is not covered unless the vehicle was damaged too.", "3.2 We do not cover water entering the engine (hydraulic shock), luggage and personal belongings, or the consequences of using the wrong fuel.", "3.3 Theft is not covered if the keys were left in the vehicle.", "3.4 Vandalism by the driver is not covered."]
    return pdf([h("Gjensidige", 16), p("CASCO insurance offer 2026/5577", "SB"), h("1. General"), *map(p, s), h("2. What we cover"), *map(p, c), h("3. Exclusions"), *map(p, e), h("4. Price"), p("4.1 The annual premium is EUR 861.00 if paid at once. In two instalments the premium is EUR 878.20."), p("4.2 Personal accident cover for the driver and passengers is available at an additional premium of EUR 21.00.")])


GJENSIDIGE_CLAUSES = dict(name="m20_gjensidige_clauses_en", build=gjensidige_clauses, insurer="Gjensidige", plate="XQ808", language="en", values={
    "premium_total": "861.00", "insured_amount": ("market value", {"words": ["market"]}), "period": ("12 months", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
    "Teritorija": ("all European countries", {"words": ["Europ"]}), "Pašrisks_bojājumi": ("EUR 250", {"amounts": ["250"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("14 days", {"days": 14}), "Palīdzība_uz_ceļa": ("up to EUR 500", {"amounts": ["500"]}),
    "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("up to EUR 250", {"amounts": ["250"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def ergo_limits() -> bytes:
    rows = [["Nr.", "Risks", "Apdrošinājuma summa / limits", "Pašrisks"], ["1", "Bojājumi", "tirgus vērtība", "180 EUR"], ["2", "Bojāeja", "tirgus vērtība", "0 EUR"], ["3", "Zādzība", "tirgus vērtība", "10 %"], ["4", "Apzagšana, laupīšana", "tirgus vērtība", "180 EUR"], ["5", "Trešo personu ļaunprātīga rīcība", "tirgus vērtība", "180 EUR"],
            ["6", "Uguns un dabas stihijas", "tirgus vērtība", "180 EUR"], ["7", "Sadursme ar dzīvnieku", "tirgus vērtība", "0 EUR"], ["8", "Stiklojums", "neierobežoti", "0 EUR"], ["9", "Transportlīdzekļa aizvietošana", "15 dienas x 25 EUR", "-"], ["10", "Diennakts palīdzība uz ceļa", "500 EUR", "-"], ["11", "Hidrotrieciens", "4 500 EUR", "10 %"],
            ["12", "Personīgās mantas", "nav apdrošināts", ""], ["13", "Atslēgu zādzība", "400 EUR", "0 EUR"], ["14", "Neatbilstošas degvielas iepilde", "nav apdrošināts", ""], ["15", "Riepas un diski", "1 gadījums gadā", "0 EUR"], ["16", "Reģistrācijas dokumenti un numurzīmes", "nav apdrošināts", ""], ["17", "Vadītāja un pasažieru nelaimes gadījumi", "nāve 3 000 EUR, invaliditāte 6 000 EUR", "-"]]
    return pdf([h("ERGO Insurance SE Latvijas filiāle", 12), p("KASKO apdrošināšanas piedāvājums 26-8812"), gap(), p("Transportlīdzeklis: Subaru Forester, valsts reģistrācijas Nr. QW 2525"), p("Apdrošinājuma summa: tirgus vērtība (apmēram 23 000 EUR)"), p("Apdrošināšanas periods: 12 mēneši. Apdrošināšanas teritorija: Eiropa bez NVS valstīm."), gap(),
                grid(rows, [12, 65, 65, 25], head=True, size=8.5), gap(10), grid([["Apdrošināšanas prēmija", "KASKO", "NEGA", "Kopā"], ["Summa, EUR", "795,00", "21,00", "816,00"]], [50, 30, 30, 30], head=True), gap(),
                p("Maksājumu skaits: 1. Piedāvājums spēkā 30 dienas."), p("Pašrisks tiek dubultots, ja vadītāja stāžs ir mazāks par 2 gadiem.", size=8)])


ERGO_LIMITS = dict(name="m21_ergo_limits_lv", build=ergo_limits, insurer="ERGO", plate="QW2525", language="lv", values={
    "premium_total": "816.00", "insured_amount": ("Tirgus vērtība", {"accept": ["23000.00"], "words": ["tirgus"]}), "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
    "Teritorija": ("Eiropa bez NVS", {"words": ["Eirop"]}), "Pašrisks_bojājumi": ("180 EUR", {"amounts": ["180"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("15 dienas x 25 EUR", {"days": 15, "amounts": ["25"]}), "Palīdzība_uz_ceļa": ("500 EUR", {"amounts": ["500"]}), "Hidrotrieciens": ("4500 EUR", {"amounts": ["4500"]}),
    "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("400 EUR", {"amounts": ["400"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": ("1 gadījums gadā", {"words": ["1 gad"]}), "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": ("nāve 3000 EUR", {"amounts": ["3000", "6000"]})})


def seesam_columns() -> bytes:
    left = [("✔", "Bojājumi"), ("✔", "Bojāeja"), ("✔", "Zādzība"), ("✘", "Apzagšana"), ("✔", "Vandālisms"), ("✔", "Ugunsgrēks, dabas stihijas"), ("✔", "Sadursme ar meža dzīvnieku"), ("✘", "Stiklojums bez pašriska")]
    right = [("✔", "Palīdzība uz ceļa"), ("✘", "Maiņas auto"), ("✔", "Hidrotrieciens, limits 3 500 EUR"), ("✘", "Personiskās mantas"), ("✔", "Atslēgu atjaunošana, 1 reizi"), ("✘", "Degvielas sistēmas tīrīšana"), ("✘", "Riepas, diski"), ("✔", "Numurzīmes")]

    def draw(c, width, height):
        c.setFont("RB", 18)
        c.drawString(20 * mm, height - 22 * mm, "Seesam")
        c.setFont("R", 9.5)
        for i, text in enumerate(["Seesam Insurance AS Latvijas filiāle · Kasko piedāvājums", "Automašīna: Toyota Yaris, reģ. Nr. XW 99", "Apdrošināšanas periods: no 01.03.2027. līdz 31.08.2027.", "Teritoriālais segums: Latvija, Igaunija, Lietuva", "Apdrošinātā summa: 7 150 EUR. Pašrisks bojājumiem: 350 EUR."]):
            c.drawString(20 * mm, height - 32 * mm - i * 5.5 * mm, text)
        for x, items in ((20, left), (112, right)):
            for i, (mark, text) in enumerate(items):
                y = height - 72 * mm - i * 6.5 * mm
                c.setFont("S", 10)
                c.drawString((x + 68) * mm, y, mark)
                c.setFont("R", 9.5)
                c.drawString(x * mm, y, text)
        c.setFont("R", 10)
        c.drawString(20 * mm, height - 135 * mm, "Nelaimes gadījumu apdrošināšana – pēc pieprasījuma.")
        c.setFont("RB", 12)
        c.drawString(20 * mm, height - 145 * mm, "Prēmija samaksai: 201,45 EUR")
    return drawn(draw)


SEESAM_COLUMNS = dict(name="m22_seesam_columns_lv", build=seesam_columns, insurer="Seesam", plate="XW99", language="lv", values={
    "premium_total": "201.45", "insured_amount": "7150.00", "period": ("6 mēneši", {"words": ["6"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V,
    "Teritorija": ("Latvija, Igaunija, Lietuva", {"words": ["Latvij"]}), "Pašrisks_bojājumi": ("350 EUR", {"amounts": ["350"]}), "Stiklojums_bez_pašriska": N, "Maiņas_nomas_auto_dienas": N, "Palīdzība_uz_ceļa": V, "Hidrotrieciens": ("limits 3500 EUR", {"amounts": ["3500"]}),
    "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": ("1 reizi", {"words": ["1 reiz"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": V, "Nelaimes_gad_vadīt_pasažieriem": N})


def ban_leaders() -> bytes:
    rows = [("Стоимость автомобиля", "6 900,00 EUR"), ("Срок страхования", "12 месяцев"), ("Территория действия", "страны Балтии"), ("Франшиза по ущербу", "300 EUR"), ("Ущерб", "да"), ("Гибель", "да"), ("Угон", "нет"), ("Обворовывание", "нет"), ("Вандализм", "да"), ("Пожар", "да"), ("Стихийные бедствия", "да"), ("Столкновение с животными", "нет"),
            ("Стёкла без франшизы", "да"), ("Замена автомобиля", "7 дней, 20 EUR в день"), ("Помощь на дороге", "только в Латвии"), ("Гидроудар", "нет"), ("Личные вещи", "нет"), ("Кража ключей", "нет"), ("Шины и диски", "нет"), ("Несчастный случай (водитель, пассажиры)", "2 000 EUR"), ("ИТОГО К ОПЛАТЕ", "318,00 EUR")]

    def draw(c, width, height):
        c.setFont("M", 11)
        c.drawString(20 * mm, height - 20 * mm, "AAS Baltijas Apdrošināšanas Nams (BAN)")
        c.setFont("M", 9)
        c.drawString(20 * mm, height - 27 * mm, "Предложение КАСКО. Автомобиль: Citroen C4, госномер QX 7")
        for i, (label, value) in enumerate(rows):
            c.drawString(20 * mm, height - 38 * mm - i * 6 * mm, f"{label} {'.' * (60 - len(label))} {value}")
        c.drawString(20 * mm, height - 172 * mm, "Первый взнос при оплате частями: 84,00 EUR")
    return drawn(draw)


BAN_LEADERS = dict(name="m23_ban_leaders_ru", build=ban_leaders, insurer="BAN", plate="QX7", language="ru", values={
    "premium_total": "318.00", "insured_amount": "6900.00", "period": ("12 месяцев", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": N, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": N,
    "Teritorija": ("страны Балтии", {"words": ["Балти"]}), "Pašrisks_bojājumi": ("300 EUR", {"amounts": ["300"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("7 дней", {"days": 7, "amounts": ["20"]}), "Palīdzība_uz_ceļa": ("только в Латвии", {"words": ["Латви"], "accept": ["v"]}), "Hidrotrieciens": N,
    "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": N, "Riepas_diski": N, "Nelaimes_gad_vadīt_pasažieriem": ("2000 EUR", {"amounts": ["2000"]})})


def balcia_prose_variants() -> bytes:
    rows = [["", "Variants I", "Variants II"], ["Prēmija par 1 maksājumu", "540,00 EUR", "698,00 EUR"], ["Prēmija par 4 maksājumiem kopā", "561,60 EUR", "725,92 EUR"], ["Pašrisks bojājumiem", "300 EUR", "150 EUR"], ["Teritorija", "Baltija", "Eiropa (bez Baltkrievijas, Krievijas)"], ["Zādzības risks", "nav", "ir"], ["Apzagšana", "nav", "ir"], ["Stikli bez pašriska", "ir", "ir"], ["Maiņas auto", "nav", "20 dienas"], ["Riepas", "nav", "ir, 1 reizi"]]
    return pdf([h("Balcia Insurance SE", 13), p("Piedāvājums kasko apdrošināšanai. Transportlīdzeklis BMW 320, reģistrācijas numurs WX 5. Apdrošinājuma summa 15 900 EUR, periods 12 mēneši."), gap(), p("Abos variantos apdrošināti bojājumi, bojāeja, vandālisms, uguns un dabas stihijas, sadursme ar dzīvnieku. Palīdzība uz ceļa – evakuācija līdz 350 EUR. Hidrotrieciens, personīgās mantas un numurzīmes nav apdrošinātas nevienā variantā."), gap(),
                grid(rows, [60, 45, 60], head=True), gap(), p("Iesakām izvēlēties variantu II.")])


BALCIA_PROSE = dict(name="m24_balcia_two_lv", build=balcia_prose_variants, insurer="BALCIA", plate="WX5", language="lv", values={
    "premium_total": "698.00", "insured_amount": "15900.00", "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Eiropa", {"words": ["Eirop"]}), "Pašrisks_bojājumi": ("150 EUR", {"amounts": ["150"], "not_amounts": ["300"]}),
    "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("20 dienas", {"days": 20}), "Palīdzība_uz_ceļa": ("līdz 350 EUR", {"amounts": ["350"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Riepas_diski": ("1 reizi", {"words": ["1 reiz"]}), "Numurzīmes": N})


def if_addons_ru() -> bytes:
    rows = [["Риск", "Покрытие", "Франшиза", "Премия"], ["Повреждение ТС", "ДА", "220 EUR", "401,00"], ["Тотальная гибель", "ДА", "нет", "52,00"], ["Угон", "ДА", "10 %", "61,00"], ["Кража деталей", "ДА", "220 EUR", "20,00"], ["Вандализм", "ДА", "220 EUR", "14,00"], ["Пожар и стихия", "ДА", "220 EUR", "16,00"], ["Животные", "ДА", "нет", "9,00"], ["Стёкла", "ДА", "нет", "33,00"], ["ИТОГО", "", "", "606,00"]]
    extra = [["Дополнительные услуги", "Цена", "Выбрано"], ["Подменный автомобиль 15 дней", "25,00", "ДА"], ["Помощь на дороге, до 800 EUR", "15,00", "ДА"], ["Гидроудар, лимит 5 000 EUR", "19,00", "НЕТ"], ["Багаж, лимит 500 EUR", "8,00", "НЕТ"], ["Ключи", "5,00", "ДА"], ["Шины и диски", "22,00", "НЕТ"], ["Водитель и пассажиры, 5 000 EUR", "13,00", "НЕТ"]]
    return pdf([h("If P&amp;C Insurance AS", 13), p("КАСКО. Предложение для Volvo V60, рег. № QY 621"), p("Страховая сумма: рыночная стоимость. Период: 12 месяцев. Территория: Европа, кроме стран СНГ."), gap(), grid(rows, [60, 30, 35, 35], head=True), gap(10), grid(extra, [90, 30, 30], head=True), gap(10), p("<b>Общая премия с выбранными услугами: 651,00 EUR</b>")])


IF_ADDONS = dict(name="m25_if_addons_ru", build=if_addons_ru, insurer="IF", plate="QY621", language="ru", values={
    "premium_total": "651.00", "insured_amount": ("рыночная стоимость", {"words": ["рыночн"]}), "period": ("12 месяцев", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Европа", {"words": ["Европ"]}), "Pašrisks_bojājumi": ("220 EUR", {"amounts": ["220"]}),
    "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("15 дней", {"days": 15, "accept": ["v"]}), "Palīdzība_uz_ceļa": ("до 800 EUR", {"amounts": ["800"], "not_amounts": ["15"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": V, "Riepas_diski": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def balta_definitions() -> bytes:
    d = ["KASKO – brīvprātīga transportlīdzekļa apdrošināšana, kas var segt bojājumus, bojāeju, zādzību, apzagšanu un hidrotriecienu.", "Pašrisks – summa, ko katrā gadījumā sedz klients, piemēram, 500 EUR.", "Hidrotrieciens – dzinēja bojājumi, tajā iekļūstot ūdenim.", "Maiņas auto – automašīna uz remonta laiku, parasti 15 dienas.", "Personīgās mantas – lietas, kas atrodas salonā.", "Bedres risks – riepu un disku bojājumi, iebraucot bedrē."]
    kv = [("Apdrošinātais auto", "Jeep Compass, XQ 4141"), ("Vērtība", "18 750,00 EUR"), ("Darbības laiks", "12 mēneši"), ("Kur darbojas", "Eiropa, izņemot Krieviju, Baltkrieviju un Ukrainu"), ("Bojājumu risks", "apdrošināts"), ("Bojājas risks", "apdrošināts"), ("Zādzības risks", "apdrošināts"), ("Apzagšanas risks", "apdrošināts"), ("Vandālisma risks", "apdrošināts"), ("Dabas stihiju risks", "apdrošināts"),
          ("Sadursme ar dzīvnieku", "apdrošināts, bez pašriska"), ("Pašrisks bojājumiem", "200 EUR"), ("Pašrisks stiklam", "0 EUR"), ("Ceļa palīdzība", "Latvijā bez limita, ārzemēs līdz 600 EUR"), ("Maiņas auto", "netiek nodrošināts"), ("Hidrotrieciens", "izslēgts"), ("Personīgās mantas", "izslēgts"), ("Atslēgu risks", "apdrošināts"), ("Bedres risks", "1 reizi gadā bez pašriska"), ("Gada maksa", "799,00 EUR")]
    return pdf([h("BALTA", 20), p("AAS BALTA KASKO piedāvājums Nr. 4711"), h("Ko nozīmē piedāvājumā lietotie vārdi"), *map(p, d), gap(20), h("Jūsu piedāvājums"), grid(kv, [60, 110], lines=False, pad=2.5)])


BALTA_DEFINITIONS = dict(name="m26_balta_definitions_lv", build=balta_definitions, insurer="BALTA", plate="XQ4141", language="lv", values={
    "premium_total": "799.00", "insured_amount": "18750.00", "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Bojāeja": (None, {"accept": ["v"]}),
    "Teritorija": ("Eiropa", {"words": ["Eirop"]}), "Pašrisks_bojājumi": ("200 EUR", {"amounts": ["200"], "not_amounts": ["500"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": N, "Palīdzība_uz_ceļa": ("ārzemēs līdz 600 EUR", {"amounts": ["600"], "words": ["bez limita"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N,
    "Atslēgu_zādzība_atjaunošana": V, "Riepas_diski": ("1 reizi gadā", {"words": ["1 reiz"]})})


def compensa_combined() -> bytes:
    rows = [["Segums", "Ir / nav", "Piezīmes"], ["Bojājumi", "Ir", "pašrisks 150 EUR"], ["Bojāeja", "Ir", ""], ["Zādzība", "Ir", "pašrisks 10 %"], ["Apzagšana", "Nav", ""], ["Vandālisms", "Ir", ""], ["Uguns", "Ir", ""], ["Dabas stihijas", "Ir", ""], ["Dzīvnieki", "Ir", "bez pašriska"], ["Stikli", "Ir", "bez pašriska"], ["Maiņas auto", "Ir", "līdz 10 dienām"], ["Palīdzība uz ceļa", "Ir", "Latvijā"], ["Hidrotrieciens", "Nav", ""], ["Atslēgas", "Nav", ""], ["Numurzīmes", "Nav", ""]]
    return pdf([h("Compensa Vienna Insurance Group", 13), p("Piedāvājums: KASKO un OCTA apdrošināšana transportlīdzeklim Seat Leon, valsts numurs WQ 63"), gap(), p("Apdrošināšanas summa (KASKO): 10 450 EUR. Apdrošināšanas periods: 12 mēneši. KASKO teritorija: Latvija, Lietuva, Igaunija, Polija."), gap(), grid(rows, [60, 30, 60], head=True), gap(),
                grid([["OCTA prēmija", "88,00 EUR"], ["KASKO prēmija kopā", "501,00 EUR"], ["OCTA un KASKO kopā", "589,00 EUR"]], [80, 40]), p("Papildu pašrisks 300 EUR, ja auto vada persona ar stāžu līdz 2 gadiem.", size=8)])


COMPENSA_COMBINED = dict(name="m27_compensa_combined_lv", build=compensa_combined, insurer="Compensa", plate="WQ63", language="lv", values={
    "premium_total": "501.00", "insured_amount": "10450.00", "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Latvija, Lietuva, Igaunija, Polija", {"words": ["Latvij"]}),
    "Pašrisks_bojājumi": ("150 EUR", {"amounts": ["150"], "not_amounts": ["300"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("līdz 10 dienām", {"days": 10}), "Palīdzība_uz_ceļa": ("Latvijā", {"words": ["Latvij"], "accept": ["v"]}), "Hidrotrieciens": N, "Atslēgu_zādzība_atjaunošana": N, "Numurzīmes": N})


def ergo_two_column_text() -> bytes:
    left = ["Segums", "Bojājumi, bojāeja un zādzība ir", "apdrošināta. Apdrošināts arī", "vandālisms, ugunsgrēks un dabas", "stihijas. Ja notiek sadursme ar", "dzīvnieku, pašrisku nepiemēro.", "Stiklojums ir bez pašriska.", "Teritorija", "Segums darbojas Latvijā, Lietuvā", "un Igaunijā.", "Pašrisks", "Bojājumiem 175 EUR, zādzībai 10 %."]
    right = ["Palīdzība", "Palīdzība uz ceļa pieejama visu", "diennakti, evakuācijas limits ir", "250 EUR. Maiņas auto piešķiram", "uz 8 dienām.", "Nav apdrošināts", "Netiek segta apzagšana, bagāža,", "hidrotrieciens, riepu bojājumi un", "degvielas sajaukšana.", "Cena", "Kopējā prēmija par 12 mēnešiem", "ir 377,70 EUR."]

    def draw(c, width, height):
        c.setFont("RB", 20)
        c.drawString(20 * mm, height - 22 * mm, "ERGO")
        c.setFont("R", 10)
        c.drawString(20 * mm, height - 30 * mm, "ERGO Insurance SE kasko piedāvājums automašīnai Mini Cooper, valsts reģ. nr. QY 8.")
        c.drawString(20 * mm, height - 36 * mm, "Apdrošinājuma summa: 9 900 EUR. Līguma termiņš: 12 mēneši.")
        for x, lines in ((20, left), (108, right)):
            for i, text in enumerate(lines):
                c.setFont("RB" if text.count(" ") < 2 and not text.endswith(".") else "R", 10)
                c.drawString(x * mm, height - 50 * mm - i * 5.2 * mm, text)
    return drawn(draw)


ERGO_COLUMNS = dict(name="m28_ergo_columns_lv", build=ergo_two_column_text, insurer="ERGO", plate="QY8", language="lv", values={
    "premium_total": "377.70", "insured_amount": "9900.00", "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Latvijā, Lietuvā un Igaunijā", {"words": ["Latvij"]}), "Pašrisks_bojājumi": ("175 EUR", {"amounts": ["175"]}),
    "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("8 dienas", {"days": 8}), "Palīdzība_uz_ceļa": ("250 EUR", {"amounts": ["250"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N})

LAYOUTS = [BALTA_LETTER, IF_CARDS, BTA_OPTIONS, GJENSIDIGE_CLAUSES, ERGO_LIMITS, SEESAM_COLUMNS, BAN_LEADERS, BALCIA_PROSE, IF_ADDONS, BALTA_DEFINITIONS, COMPENSA_COMBINED, ERGO_COLUMNS]
