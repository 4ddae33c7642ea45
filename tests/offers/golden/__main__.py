"""Write the golden files again."""

from tests.offers.golden import golden_of, names, summary, written

for name in names():
    golden_of(name).write_text(written(summary(name)), "utf-8")
