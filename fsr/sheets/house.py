"""The templates for extraction that come with fsr: an invoice, an insurance policy, a certificate of attendance."""

from fsr.sheets.fieldset import Field
from fsr.sheets.models import Kind
from fsr.sheets.standard import Standard

VERSION = 1

INVOICE = (
    Field("Invoice Number", "text", "The number of the invoice, as printed.",
          synonyms=("Invoice No", "Invoice #", "Rēķina Nr.", "Rēķins Nr.", "Счёт №"), required=True),
    Field("Invoice Date", "date_dmy", "The day the invoice was issued.",
          synonyms=("Date of issue", "Issue date", "Date", "Rēķina datums", "Datums", "Дата счёта")),
    Field("Due Date", "date_dmy", "The day by which it is to be paid.",
          synonyms=("Payment due", "Pay by", "Apmaksas termiņš", "Apmaksāt līdz", "Срок оплаты")),
    Field("Supplier", "text", "Who sends the invoice.",
          synonyms=("Seller", "Vendor", "From", "Piegādātājs", "Pārdevējs", "Поставщик")),
    Field("Supplier VAT Number", "text", "The tax number of whoever sends it.",
          synonyms=("VAT No", "VAT ID", "Tax ID", "PVN Nr.", "PVN reģ. Nr.")),
    Field("Customer", "text", "Who is to pay.",
          synonyms=("Bill to", "Billed to", "Buyer", "Client", "Saņēmējs", "Pircējs", "Покупатель")),
    Field("Order Number", "text", "The number of the order it is for, where there is one.",
          synonyms=("PO Number", "Purchase order", "Order No", "Pasūtījuma Nr.")),
    Field("Net Amount", "currency", "The amount before tax.",
          synonyms=("Subtotal", "Sub-total", "Net total", "Total excl. VAT", "Summa bez PVN", "Итого без НДС")),
    Field("Tax", "currency", "The tax on it, in money.",
          synonyms=("VAT", "VAT amount", "Sales tax", "PVN", "PVN summa", "НДС")),
    Field("Total", "currency", "The amount to be paid.",
          synonyms=("Total due", "Amount due", "Grand total", "Total amount", "Kopā apmaksai", "Summa apmaksai",
                    "Итого к оплате"), required=True),
    Field("Bank Account", "text", "The account to pay to.", synonyms=("IBAN", "Account No", "Konta Nr.", "Konts")),
)

POLICY = (
    Field("Policy Number", "text", "The number of the policy, as printed.",
          synonyms=("Policy No", "Policy #", "Certificate of insurance No", "Polises numurs", "Polises Nr.",
                    "Номер полиса"), required=True),
    Field("Insurer", "text", "The company that insures.",
          synonyms=("Insurance company", "Underwritten by", "Apdrošinātājs", "Страховщик")),
    Field("Policyholder", "text", "Who took the policy out.",
          synonyms=("Policy holder", "Insured", "Named insured", "Apdrošinājuma ņēmējs", "Apdrošinātais",
                    "Страхователь")),
    Field("Insured Object", "text", "What is insured: a car, a building, a trip.",
          synonyms=("Insured property", "Vehicle", "Property", "Apdrošinātais objekts", "Transportlīdzeklis",
                    "Объект страхования")),
    Field("Valid From", "date_dmy", "The first day of cover.",
          synonyms=("From", "Start date", "Effective date", "Inception date", "Spēkā no", "Действует с")),
    Field("Valid To", "date_dmy", "The last day of cover.",
          synonyms=("To", "End date", "Expiry date", "Expiration date", "Spēkā līdz", "Действует по")),
    Field("Sum Insured", "currency", "The most that is paid.",
          synonyms=("Insured amount", "Limit of liability", "Coverage limit", "Apdrošinājuma summa",
                    "Страховая сумма")),
    Field("Deductible", "currency", "What the insured pays of each loss.",
          synonyms=("Excess", "Own risk", "Pašrisks", "Франшиза")),
    Field("Premium", "currency", "The price of the policy.",
          synonyms=("Total premium", "Annual premium", "Prēmija", "Apdrošināšanas prēmija", "Страховая премия"),
          required=True),
)

ATTENDANCE = (
    Field("Participant", "name", "Whose certificate it is.", "participant",
          ("Name of participant", "Attendee", "Awarded to", "Presented to"), required=True),
    Field("Event", "text", "The title of the event or course.", "title",
          ("Course", "Course title", "Program", "Event name"), required=True),
    Field("Organiser", "text", "Who held it.", "sponsor", ("Organizer", "Sponsor", "Provider", "Hosted by")),
    Field("Date", "date_ymd", "The day of the event; of several days the last.", "completed",
          ("Completion date", "Date of event", "Date attended")),
    Field("Hours", "number", "The hours or credits, as a number.", "hours",
          ("CPE hours", "Credits", "Credit hours", "Contact hours")),
    Field("Location", "text", "Where it was held.", "location", ("Venue", "Place", "City")),
    Field("Certificate Number", "text", "The number of the certificate, where there is one.", "certificate",
          ("Certificate No", "Certificate ID", "Confirmation number")),
)

TEMPLATES = (
    Standard("Invoice", Kind.EXTRACTION, "What bookkeeping needs of an invoice.", INVOICE, VERSION),
    Standard("Insurance policy", Kind.EXTRACTION, "The essentials of a policy: who, what, when, how much.", POLICY,
             VERSION),
    Standard("Certificate of attendance", Kind.EXTRACTION, "Who attended what, when and for how long.", ATTENDANCE,
             VERSION),
)
"""Names of fields are data and so are not translated: exports and clients know the columns by them."""
