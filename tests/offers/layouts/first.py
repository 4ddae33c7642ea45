"""Invented offers, layouts 1 to 8, each with its truth (code -> value, or value and rule as in the samples' truth)."""
# ruff: noqa: C408, E501 - the strings are printed lines and the truth a table: broken up, neither can be compared by eye

from reportlab.lib import colors
from reportlab.lib.units import mm

from tests.offers.layouts.drawing import drawn, gap, grid, h, p, pdf

V, N = "v", "-"


def if_letter() -> bytes:
    return pdf([
        p("If P&amp;C Insurance AS filiāle Latvijā", "RB", 12), p("Rīgā, 2026. gada 12. novembrī", "R"), gap(),
        p("SIA “Kokles”<br/>Par transportlīdzekļa Audi A4 (valsts reģ. nr. QW-551) KASKO apdrošināšanu", "R"), gap(),
        p("Labdien!", "R"),
        p("Nosūtām KASKO piedāvājumu. Ja jums ir vairāki auto, iesakām apsvērt arī autoparka programmu. Apdrošināšana ir spēkā Eiropā, izņemot Krieviju un Baltkrieviju, un tās termiņš ir 12 mēneši no 20.11.2026. Automašīnas apdrošinājuma summa noteikta 21 300 EUR apmērā.", "R", spaceAfter=5),
        p("Jūsu automašīna būs apdrošināta pret bojājumiem ceļu satiksmes negadījumos, pilnīgu bojāeju, zādzību, kā arī pret vandālismu, uguni un dabas stihijām. Atlīdzinām arī zaudējumus, ko rada sadursme ar dzīvnieku. Pašrisks bojājumu gadījumā ir 180 EUR. Stikla bojājumiem pašrisku nepiemērojam.", "R", spaceAfter=5),
        p("Ja automašīna pēc negadījuma nav lietojama, nodrošināsim maiņas auto līdz 10 dienām. Palīdzība uz ceļa ir pieejama visu diennakti, evakuāciju apmaksājam līdz 400 EUR. Nozagtu vai nozaudētu atslēgu nomaiņu sedzam līdz 300 EUR vienu reizi gadā.", "R", spaceAfter=5),
        p("Piedāvājums neietver hidrotriecienu, personīgo mantu apdrošināšanu un nelaimes gadījumu apdrošināšanu. Riepu un disku apdrošināšanu var pievienot par 24 EUR gadā.", "R", spaceAfter=5),
        p("Gada prēmija, maksājot vienā reizē, ir 935,20 EUR. Maksājot četrās daļās, katrs maksājums ir 243,10 EUR. Piedāvājums ir spēkā 14 dienas.", "R"), gap(),
        p("Ar cieņu,<br/>Zane Izdomātā", "R")])


IF_LETTER = dict(
    name="l01_if_letter_lv", build=if_letter, insurer="IF", plate="QW551", language="lv",
    values={"premium_total": "935.20", "insured_amount": "21300.00", "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V,
            "Zādzība": V, "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Eiropa", {"words": ["Eirop"]}),
            "Pašrisks_bojājumi": ("180 EUR", {"amounts": ["180"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("10 dienas", {"days": 10}),
            "Palīdzība_uz_ceļa": ("līdz 400 EUR", {"amounts": ["400"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N,
            "Atslēgu_zādzība_atjaunošana": ("līdz 300 EUR", {"amounts": ["300"]}), "Riepas_diski": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def balta_grid() -> bytes:
    rows = [["Risk", "Insured", "Deductible", "Limit / remarks"], ["Damage to the vehicle", "Yes", "EUR 150", ""], ["Total loss", "Yes", "–", "market value"],
            ["Theft", "Yes", "10 %", ""], ["Partial theft", "No", "", ""], ["Vandalism", "Yes", "EUR 150", ""], ["Fire, natural disasters", "Yes", "EUR 150", ""],
            ["Collision with animals", "Yes", "EUR 0", ""], ["Glass", "Yes", "EUR 75", ""], ["Replacement vehicle", "Yes", "", "14 days, EUR 25 per day"],
            ["Roadside assistance", "Yes", "", "Latvia unlimited, Europe EUR 800"], ["Hydrolock", "No", "", ""], ["Personal effects", "Yes", "", "EUR 350"],
            ["Key replacement", "Yes", "", "once per year"], ["Misfuelling", "No", "", ""], ["Tyres and wheels", "Yes", "EUR 0", "1st claim only"],
            ["Registration plates", "No", "", ""], ["Driver and passenger accident", "Yes", "", "death EUR 3,000; disability EUR 6,000"]]
    return pdf([h("BALTA", 20), p("Insurance company AAS BALTA · Motor hull (CASCO) proposal 88-1204"), gap(),
                grid([["Vehicle", "Kia Sportage 2021", "Plate", "WQ 7788"], ["Insured value", "EUR 19,990.00", "Period", "01.01.2027 – 31.12.2027"],
                      ["Geographical area", "Europe except CIS countries", "Currency", "EUR"]], [35, 55, 25, 55]), gap(10),
                grid(rows, [52, 20, 28, 70], head=True), gap(10),
                p("Annual premium <b>EUR 1,043.75</b>", alignment=2), p("Payable quarterly: 4 × EUR 268.00 (total EUR 1,072.00)", size=8, alignment=2), gap(),
                p("Terms used: “Theft” means unlawful taking of the whole vehicle. “Hydrolock” means engine damage by water. “Key replacement” means new keys and locks.", size=7.5)])


BALTA_GRID = dict(
    name="l02_balta_grid_en", build=balta_grid, insurer="BALTA", plate="WQ7788", language="en",
    values={"premium_total": "1043.75", "insured_amount": "19990.00", "period": ("12 months", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N,
            "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Europe", {"words": ["Europ"]}),
            "Pašrisks_bojājumi": ("EUR 150", {"amounts": ["150"]}), "Stiklojums_bez_pašriska": N, "Maiņas_nomas_auto_dienas": ("14 days", {"days": 14, "amounts": ["25"]}),
            "Palīdzība_uz_ceļa": ("Europe EUR 800", {"amounts": ["800"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": ("EUR 350", {"amounts": ["350"]}),
            "Atslēgu_zādzība_atjaunošana": ("once per year", {"words": ["once"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": ("1st claim", {"words": ["1st"]}),
            "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": ("death 3000", {"amounts": ["3000", "6000"]})})


def ergo_ticks() -> bytes:
    yes = ["Bojājumi", "Bojāeja", "Zādzība", "Dabas stihijas un uguns", "Vandālisms", "Sadursme ar dzīvnieku", "Auto stikli (bez pašriska)", "Palīdzība uz ceļa (bez limita Latvijā)", "Hidrotrieciens (līdz 4 000 EUR)", "Riepu bojājumi (1 reizi gadā)"]
    no = ["Apzagšana", "Aizvietotājauto", "Personīgās mantas", "Atslēgu nozaudēšana", "Degvielas sajaukšana", "Numura zīmju zādzība", "Nelaimes gadījumi"]
    return pdf([h("ERGO", 22), p("Kasko piedāvājums nr. 5521-K · ERGO Insurance SE Latvijas filiāle"), gap(),
                p("<b>Auto:</b> Opel Insignia, YQ4410"), p("<b>Apdrošinājuma summa:</b> 9 700 €"), p("<b>Darbības teritorija:</b> Baltijas valstis"),
                p("<b>Apdrošināšanas termiņš:</b> no 05.12.2026. līdz 04.06.2027."), p("<b>Pašrisks:</b> 200 €, zādzībai 15 %"), h("Izvēlētais segums"),
                *[p(f"☑ {t}", leading=13) for t in yes], *[p(f"☐ {t}", leading=13) for t in no], gap(8),
                p("<b>Cena par polisi: 412,90 €</b>", size=12), p("Iepriekšējā polise maksāja 455,00 €.", size=8), gap(300),
                h("Jēdzienu skaidrojumi"), p("Apzagšana – automašīnas detaļu nozagšana. Aizvietotājauto – auto uz remonta laiku, līdz 20 dienām. Personīgās mantas – salonā esošas lietas, limits 500 EUR."), ])


ERGO_TICKS = dict(
    name="l03_ergo_ticks_lv", build=ergo_ticks, insurer="ERGO", plate="YQ4410", language="lv",
    values={"premium_total": "412.90", "insured_amount": "9700.00", "period": ("6 mēneši", {"words": ["6"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V,
            "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Baltijas valstis", {"words": ["Baltij"]}), "Pašrisks_bojājumi": ("200 EUR", {"amounts": ["200"]}),
            "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": N, "Palīdzība_uz_ceļa": ("bez limita Latvijā", {"words": ["bez limita"]}), "Hidrotrieciens": ("līdz 4000 EUR", {"amounts": ["4000"]}),
            "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": N, "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": ("1 reizi gadā", {"words": ["1 reiz"]}), "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def gjensidige_tiles() -> bytes:
    tiles = [("Автомобиль", "Mazda CX-5, QY-909"), ("Страховая сумма", "рыночная стоимость"), ("Период страхования", "12 месяцев"), ("Территория", "Европа (кроме стран СНГ)"),
             ("Франшиза", "250 EUR"), ("Страховая премия за год", "788,00 EUR"), ("Ущерб", "включено"), ("Полная гибель", "включено"), ("Угон", "включено"), ("Кража частей", "нет"),
             ("Вандализм", "включено"), ("Пожар, стихия", "включено"), ("Животные", "включено"), ("Стёкла", "без франшизы"), ("Подменный автомобиль", "до 14 дней"), ("Помощь на дороге", "до 500 EUR"),
             ("Гидроудар", "нет"), ("Багаж", "до 300 EUR"), ("Ключи", "включено"), ("Неправильное топливо", "нет")]

    def draw(c, width, height):
        c.setFont("SB", 18)
        c.drawString(15 * mm, height - 20 * mm, "Gjensidige")
        c.setFont("S", 9)
        c.drawString(15 * mm, height - 27 * mm, "ADB Gjensidige, филиал в Латвии. Предложение КАСКО от 10.11.2026")
        for i, (label, value) in enumerate(tiles):
            x, y = 15 * mm + (i % 3) * 61 * mm, height - 42 * mm - (i // 3) * 17 * mm
            c.setFillColor(colors.HexColor("#777777"))
            c.setFont("S", 7.5)
            c.drawString(x, y, label)
            c.setFillColor(colors.black)
            c.setFont("SB", 10)
            c.drawString(x, y - 5 * mm, value)
        c.setFont("S", 8)
        c.drawString(15 * mm, 40 * mm, "При оплате в рассрочку: 4 платежа по 205,00 EUR. Не застрахованы: шины и диски, номерные знаки.")
    return drawn(draw)


GJENSIDIGE_TILES = dict(
    name="l04_gjensidige_tiles_ru", build=gjensidige_tiles, insurer="Gjensidige", plate="QY909", language="ru",
    values={"premium_total": "788.00", "insured_amount": ("рыночная стоимость", {"words": ["рыночн"]}), "period": ("12 месяцев", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N,
            "Vandālisms": V, "Uguns_dabas_stihijas": V, "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Европа", {"words": ["Европ"]}), "Pašrisks_bojājumi": ("250 EUR", {"amounts": ["250"]}),
            "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("до 14 дней", {"days": 14}), "Palīdzība_uz_ceļa": ("до 500 EUR", {"amounts": ["500"]}), "Hidrotrieciens": N,
            "Personīgās_mantas_bagāža": ("до 300 EUR", {"amounts": ["300"]}), "Atslēgu_zādzība_atjaunošana": V, "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": N})


def compensa_packages() -> bytes:
    rows = [["", "Basic", "Plus", "Premium"], ["Annual premium", "389.00 EUR", "521.00 EUR", "690.00 EUR"], ["Own damage", "✓", "✓", "✓"], ["Total loss", "✓", "✓", "✓"], ["Theft of the vehicle", "✗", "✓", "✓"],
            ["Theft of parts", "✗", "✓", "✓"], ["Vandalism", "✓", "✓", "✓"], ["Fire and natural forces", "✓", "✓", "✓"], ["Collision with animal", "✓", "✓", "✓"], ["Deductible", "400 EUR", "300 EUR", "200 EUR"],
            ["Glass without deductible", "✗", "✗", "✓"], ["Courtesy car", "✗", "7 days", "21 days"], ["Roadside assistance", "Latvia only", "Latvia and Baltics up to 300 EUR", "Europe up to 1 000 EUR"],
            ["Hydraulic shock", "✗", "2 000 EUR", "5 000 EUR"], ["Personal belongings", "✗", "✗", "500 EUR"], ["Lost keys", "✗", "✓", "✓"], ["Wrong fuel", "✗", "✗", "✓"], ["Tyres, rims", "✗", "✗", "✓"],
            ["Territory", "Latvia", "Baltic states", "Europe"]]
    return pdf([h("Compensa Vienna Insurance Group ADB", 13), p("CASCO quote for Toyota RAV4, registration no. XQ 3003, sum insured 24 500 EUR, insurance period 12 months"), gap(),
                grid(rows, [44, 30, 58, 42], head=True), gap(), p("We recommend the option: Plus. The premium package includes a dealer repair."), p("Number plates and personal accident are not part of any package.")])


COMPENSA_PACKAGES = dict(
    name="l05_compensa_packages_en", build=compensa_packages, insurer="Compensa", plate="XQ3003", language="en",
    values={"premium_total": "521.00", "insured_amount": "24500.00", "period": ("12 months", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V,
            "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Baltic states", {"words": ["Baltic"]}), "Pašrisks_bojājumi": ("300 EUR", {"amounts": ["300"], "not_amounts": ["200", "400"]}), "Stiklojums_bez_pašriska": N,
            "Maiņas_nomas_auto_dienas": ("7 days", {"days": 7}), "Palīdzība_uz_ceļa": ("up to 300 EUR", {"amounts": ["300"], "not_amounts": ["1000"]}), "Hidrotrieciens": ("2000 EUR", {"amounts": ["2000"]}),
            "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": V, "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": N, "Nelaimes_gad_vadīt_pasažieriem": N})


def bta_two_variants() -> bytes:
    def part(title, rows):
        return [h(title), grid([[a, b] for a, b in rows], [75, 95], lines=False, pad=2)]
    one = [("Riski", "Bojājumi, bojāeja, uguns un dabas stihijas"), ("Pašrisks bojājumiem", "300 EUR"), ("Teritorija", "Latvija"), ("Maiņas auto", "nav"), ("Palīdzība uz ceļa", "ir"), ("Stiklojums", "ar pašrisku 50 EUR"), ("Prēmija kopā", "402,00 EUR")]
    two = [("Riski", "Bojājumi, bojāeja, zādzība, apzagšana, vandālisms, uguns un dabas stihijas, sadursme ar dzīvnieku"), ("Pašrisks bojājumiem", "150 EUR"), ("Teritorija", "Eiropa, izņemot Krieviju, Baltkrieviju un Ukrainu"),
           ("Maiņas auto", "līdz 15 dienām"), ("Palīdzība uz ceļa", "ir, Eiropā līdz 700 EUR"), ("Stiklojums", "bez pašriska"), ("Prēmija kopā", "655,00 EUR")]
    return pdf([h("BTA Baltic Insurance Company AAS", 13), p("KASKO piedāvājums transportlīdzeklim Honda Civic, reģ. nr. WY-12"), p("Apdrošinājuma summa: 11 000 EUR. Apdrošināšanas periods: 12 mēneši."),
                *part("1. variants", one), *part("2. variants", two), gap(), p("Klienta izvēlētais variants: 2. variants"), p("Abos variantos nav apdrošināts: hidrotrieciens, personīgās mantas, riepas un diski.")])


BTA_TWO = dict(
    name="l06_bta_two_variants_lv", build=bta_two_variants, insurer="BTA", plate="WY12", language="lv",
    values={"premium_total": "655.00", "insured_amount": "11000.00", "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V,
            "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Eiropa", {"words": ["Eirop"]}), "Pašrisks_bojājumi": ("150 EUR", {"amounts": ["150"], "not_amounts": ["300"]}), "Stiklojums_bez_pašriska": V,
            "Maiņas_nomas_auto_dienas": ("līdz 15 dienām", {"days": 15}), "Palīdzība_uz_ceļa": ("līdz 700 EUR", {"amounts": ["700"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Riepas_diski": N})


def seesam_clauses() -> bytes:
    return pdf([h("Seesam Insurance AS", 13), p("ПРЕДЛОЖЕНИЕ ПО СТРАХОВАНИЮ КАСКО № 77-12", "SB"), gap(),
                p("1. Транспортное средство: BMW X3, рег. номер QX 88, стоимость автомобиля 31 500,00 EUR."), p("2. Срок страхования: с 01.01.2027 по 31.12.2027."),
                p("3. Территория страхования: страны Балтии и ЕС."), p("4. Застраховано: повреждение и гибель транспортного средства, угон, кража деталей, действия вандалов, пожар, град, наводнение, наезд на животных."),
                p("5. Франшиза при повреждении – 300 EUR; при угоне – 10 %. При замене лобового стекла франшиза не применяется."), p("6. Помощь на дороге в пределах Латвии без ограничений, в ЕС – до 600 EUR."),
                p("7. Подменный автомобиль предоставляется на срок до 12 дней."), p("8. Восстановление ключей – не более 250 EUR за период. Номерные знаки заменяются за счёт страховщика один раз."),
                p("9. Не покрывается: гидроудар; повреждение шин и дисков; личные вещи и багаж; последствия заправки неправильным топливом."),
                p("10. Страхование водителя и пассажиров от несчастных случаев можно добавить за 18 EUR."), p("11. Страховая премия составляет 1 210,00 EUR при оплате одним платежом; при четырёх платежах – 4 × 312,50 EUR."),
                p("12. Предложение действительно 10 дней.")])


SEESAM_CLAUSES = dict(
    name="l07_seesam_clauses_ru", build=seesam_clauses, insurer="Seesam", plate="QX88", language="ru",
    values={"premium_total": "1210.00", "insured_amount": "31500.00", "period": ("12 месяцев", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": V, "Vandālisms": V, "Uguns_dabas_stihijas": V,
            "Sadursme_ar_dzīvnieku": V, "Teritorija": ("страны Балтии и ЕС", {"words": ["Балти"]}), "Pašrisks_bojājumi": ("300 EUR", {"amounts": ["300"]}), "Stiklojums_bez_pašriska": V,
            "Maiņas_nomas_auto_dienas": ("до 12 дней", {"days": 12}), "Palīdzība_uz_ceļa": ("до 600 EUR", {"amounts": ["600"]}), "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N,
            "Atslēgu_zādzība_atjaunošana": ("не более 250 EUR", {"amounts": ["250"]}), "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": ("один раз", {"words": ["один раз"]}), "Nelaimes_gad_vadīt_pasažieriem": N})


def ban_plus_minus() -> bytes:
    rows = [["Risks", "Iekļauts", "Pašrisks", "Prēmija, EUR"], ["Bojājumi", "+", "200 EUR", "210,00"], ["Bojāeja", "+", "0 EUR", "40,00"], ["Zādzība", "+", "10 %", "55,00"], ["Apzagšana", "-", "", ""], ["Vandālisms", "+", "200 EUR", "12,00"],
            ["Uguns, dabas stihijas", "+", "200 EUR", "18,00"], ["Sadursme ar dzīvnieku", "+", "0 EUR", "10,00"], ["Stiklojums", "+", "0 EUR", "25,00"], ["Auto aizvietošana (10 dienas)", "+", "", "20,00"],
            ["Autopalīdzība", "+", "", "9,00"], ["Hidrotrieciens", "-", "", ""], ["Personīgā manta", "-", "", ""], ["Atslēgas", "-", "", ""], ["Nepareiza degviela", "-", "", ""], ["Riepas", "-", "", ""], ["Numurzīmes", "+", "", "3,00"], ["KOPĀ", "", "", "402,00"]]
    return pdf([p("Baltijas Apdrošināšanas Nams AAS", "CB", 14), p("KASKO tāme Nr. 9931", "C"), gap(), p("Transportlīdzekļa reģistrācijas numurs: QW 19. Vērtība: 8 200 EUR (tirgus vērtība).", "C"),
                p("Teritorija: Latvija. Periods: 12 mēneši.", "C"), gap(), grid(rows, [70, 25, 30, 35], head=True, font="C"), gap(), p("Nelaimes gadījumu apdrošināšana nav iekļauta.", "C")])


BAN_PLUS = dict(
    name="l08_ban_plus_minus_lv", build=ban_plus_minus, insurer="BAN", plate="QW19", language="lv",
    values={"premium_total": "402.00", "insured_amount": ("8200.00", {"accept": ["Tirgus vērtība"]}), "period": ("12 mēneši", {"words": ["12"]}), "Bojājumi": V, "Bojāeja": V, "Zādzība": V, "Apzagšana": N, "Vandālisms": V, "Uguns_dabas_stihijas": V,
            "Sadursme_ar_dzīvnieku": V, "Teritorija": ("Latvija", {"words": ["Latvij"]}), "Pašrisks_bojājumi": ("200 EUR", {"amounts": ["200"]}), "Stiklojums_bez_pašriska": V, "Maiņas_nomas_auto_dienas": ("10 dienas", {"days": 10}),
            "Palīdzība_uz_ceļa": V, "Hidrotrieciens": N, "Personīgās_mantas_bagāža": N, "Atslēgu_zādzība_atjaunošana": N, "Degvielas_sajaukšana_tīrīšana": N, "Riepas_diski": N, "Numurzīmes": V, "Nelaimes_gad_vadīt_pasažieriem": N})

LAYOUTS = [IF_LETTER, BALTA_GRID, ERGO_TICKS, GJENSIDIGE_TILES, COMPENSA_PACKAGES, BTA_TWO, SEESAM_CLAUSES, BAN_PLUS]
