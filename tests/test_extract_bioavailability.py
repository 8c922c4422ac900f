"""What counts as a claim of bioavailability, and what only looks like one: sentences as such articles write them."""

import pytest

from posology.cleaning import clean
from posology.extraction import extract
from posology.lexicons import load_lexicon
from schemas.records import Bioavailability

FILLER = "The weather was fine all week, and the garden grew faster than anybody in the house had hoped. " * 4
"""Enough prose that the cleaning takes the sentence for an article; it speaks of no substance."""


def claims(text: str) -> list[str]:
    """Each bioavailability record of a text as one line: target, measure, what is claimed."""
    article = clean(f"{text}\n\n## Closing words\n\n{FILLER}\n".encode(), source="sentence.md")
    return [_line(r) for r in extract(article, load_lexicon()) if isinstance(r, Bioavailability)]


def _line(record: Bioavailability) -> str:
    parts = [record.form or record.substance or "?", record.measure]
    if record.low is not None or record.high is not None:
        low = "" if record.low is None else f"{record.low:g}"
        high = "" if record.high is None else f"{record.high:g}"
        parts.append(f"{low}%" if low == high else f"{low}-{high}%")
    if record.ratio is not None:
        parts.append(f"x{record.ratio:g}")
    parts += [value for value in (record.level, record.direction) if value]
    return " ".join(parts) + (f" > {record.comparator}" if record.comparator else "")


LEVELS = [
    ("Zinc picolinate is well absorbed and gentle on the stomach.", ["zinc picolinate absorption high"]),
    ("Curcumin is notoriously hard to absorb.", ["curcumin absorption low"]),
    ("CoQ10 has very poor oral bioavailability.", ["coenzyme q10 bioavailability low"]),
    ("Magnesium oxide is poorly absorbed by the body.", ["magnesium oxide absorption low"]),
    ("Iron bisglycinate is a highly bioavailable form of iron.", ["iron bisglycinate bioavailability high"]),
    ("Zinc oxide is not well absorbed.", ["zinc oxide absorption low"]),
    ("Magnesium oxide does not absorb well.", ["magnesium oxide absorption low"]),
    ("The most bioavailable form of CoQ10 is ubiquinol.", ["ubiquinol bioavailability high"]),
    (
        "Magnesium citrate and magnesium malate are easily absorbed.",
        ["magnesium citrate absorption high", "magnesium malate absorption high"],
    ),
    (
        "Look for highly absorbable forms such as magnesium glycinate or magnesium malate.",
        ["magnesium bisglycinate absorption high", "magnesium malate absorption high"],
    ),
    ("Quercetin suffers from low bioavailability.", ["quercetin bioavailability low"]),
    ("The bioavailability of resveratrol is extremely low.", ["resveratrol bioavailability low"]),
    ("Absorption of magnesium oxide is poor.", ["magnesium oxide absorption low"]),
    ("Creatine monohydrate is rapidly and almost completely absorbed.", ["creatine monohydrate absorption high"]),
    ("Ashwagandha root powder is moderately absorbed.", ["ashwagandha absorption moderate"]),
    ("Ferrous bisglycinate (highly absorbable, gentle) is my first choice.", ["iron bisglycinate absorption high"]),
    ("- **Magnesium malate:** excellent absorption, energising", ["magnesium malate absorption high"]),
    ("- Zinc oxide – poorly absorbed, cheap filler", ["zinc oxide absorption low"]),
    ("Because glutathione is so poorly absorbed, many people choose NAC instead.", ["glutathione absorption low"]),
    ("Curcumin has many benefits, but it is poorly absorbed.", ["curcumin absorption low"]),
    ("Calcium citrate absorbs easily and can be taken any time.", ["calcium citrate absorption high"]),
    ("Berberine's oral bioavailability is less than 5%.", ["berberine bioavailability -5%"]),
    ("Whey protein is a fast-absorbing protein.", ["whey protein absorption high"]),
    ("Very little of the curcumin you swallow is absorbed.", ["curcumin absorption low"]),
    ("Magnesium L-threonate readily crosses the blood-brain barrier.", ["magnesium l-threonate bioavailability high"]),
    (
        "Our formula contains 300 mg of highly bioavailable magnesium bisglycinate.",
        ["magnesium bisglycinate bioavailability high"],
    ),
    ("Methylcobalamin is easy for the body to absorb.", ["methylcobalamin absorption high"]),
    ("Magnesium chloride boasts an impressive absorption rate.", ["magnesium chloride absorption high"]),
]

NUMBERS = [
    ("Only about 4% of magnesium oxide is absorbed.", ["magnesium oxide absorption 4%"]),
    ("Magnesium oxide has a bioavailability of just 4%.", ["magnesium oxide bioavailability 4%"]),
    ("Calcium carbonate has an absorption rate of 20–30%.", ["calcium carbonate absorption 20-30%"]),
    ("The body absorbs roughly 60% of zinc citrate.", ["zinc citrate absorption 60%"]),
    ("Creatine monohydrate has close to 100% bioavailability.", ["creatine monohydrate bioavailability 100%"]),
    ("Non-heme iron is absorbed at a rate of 2–20%.", ["non-heme iron absorption 2-20%"]),
    ("Ubiquinol is up to 8 times better absorbed than ubiquinone.", ["ubiquinol absorption x8 higher > ubiquinone"]),
    (
        "Liposomal vitamin C has twice the bioavailability of standard vitamin C.",
        ["liposomal bioavailability x2 higher"],
    ),
    (
        "Meriva showed 29-fold higher absorption than standard curcumin.",
        ["meriva absorption x29 higher > standard curcumin"],
    ),
    (
        "Zinc picolinate is 20% better absorbed than zinc gluconate.",
        ["zinc picolinate absorption 20% higher > zinc gluconate"],
    ),
    (
        "BCM-95 is 7 times more bioavailable than regular curcumin.",
        ["bcm-95 bioavailability x7 higher > regular curcumin"],
    ),
    (
        "Magnesium glycinate is absorbed at around 80%, compared with 4% for magnesium oxide.",
        ["magnesium bisglycinate absorption 80% higher > magnesium oxide", "magnesium oxide absorption 4%"],
    ),
    (
        "Magnesium citrate increases bioavailability 3.7 times over magnesium oxide.",
        ["magnesium citrate bioavailability x3.7 higher > magnesium oxide"],
    ),
    (
        "Theracurmin delivers 27x greater bioavailability than plain curcumin powder.",
        ["theracurmin bioavailability x27 higher > plain curcumin"],
    ),
    ("Magnesium oxide: absorption rate 4%", ["magnesium oxide absorption 4%"]),
    ("Folic acid taken as a supplement is about 85% bioavailable.", ["folic acid bioavailability 85%"]),
]

COMPARISONS = [
    ("Vitamin D3 is better absorbed than vitamin D2.", ["vitamin d3 absorption higher > vitamin d2"]),
    (
        "Calcium citrate is more easily absorbed than calcium carbonate.",
        ["calcium citrate absorption higher > calcium carbonate"],
    ),
    (
        "Compared to zinc oxide, zinc citrate has superior bioavailability.",
        ["zinc citrate bioavailability higher > zinc oxide"],
    ),
    (
        "Magnesium glycinate absorbs better than other forms of magnesium.",
        ["magnesium bisglycinate absorption higher > other forms"],
    ),
    (
        "Calcium carbonate isn't absorbed as well as calcium citrate.",
        ["calcium carbonate absorption lower > calcium citrate"],
    ),
    ("Zinc gluconate has similar absorption to zinc citrate.", ["zinc gluconate absorption similar > zinc citrate"]),
    ("Krill oil is slightly more bioavailable than fish oil.", ["krill oil bioavailability higher > fish oil"]),
    (
        "Vitamin D3 is more effective than vitamin D2 at raising blood levels of vitamin D.",
        ["vitamin d3 blood_level higher > vitamin d2"],
    ),
    ("D3 raises serum vitamin D levels more effectively than D2.", ["vitamin d3 blood_level higher > vitamin d2"]),
    ("Liposomal glutathione offers enhanced absorption.", ["liposomal absorption higher"]),
    (
        "Chelated with glycine, iron bisglycinate has better absorption than ferrous sulfate.",
        ["iron bisglycinate absorption higher > iron sulfate"],
    ),
    ("Softgels are absorbed faster than tablets, so choose a CoQ10 softgel.", ["softgel absorption higher > tablet"]),
    (
        "Magnesium citrate is more bioavailable than magnesium oxide and magnesium sulfate.",
        ["magnesium citrate bioavailability higher > magnesium oxide and magnesium sulfate"],
    ),
    (
        "Magnesium taurate is as bioavailable as magnesium glycinate.",
        ["magnesium taurate bioavailability similar > magnesium bisglycinate"],
    ),
    (
        "Zinc bisglycinate outperforms zinc gluconate in absorption.",
        ["zinc bisglycinate absorption higher > zinc gluconate"],
    ),
    ("Ubiquinone is less bioavailable than ubiquinol.", ["ubiquinone bioavailability lower > ubiquinol"]),
    ("Triglyceride-form fish oil achieved higher plasma EPA levels than ethyl ester.", None),
    ("Methylfolate is no better absorbed than folic acid.", ["l-methylfolate absorption similar > folic acid"]),
    ("Emulsified curcumin formulations improve bioavailability.", None),
    ("Magnesium bisglycinate may have better absorption.", ["magnesium bisglycinate absorption higher"]),
]

PLACES = [
    ("## Magnesium Citrate\n\n- Absorption: High\n- Best for: constipation", ["magnesium citrate absorption high"]),
    (
        "| Form | Absorption | Best for |\n|---|---|---|\n| Magnesium citrate | High | constipation |\n| Magnesium oxide | Low (4%) | heartburn |",
        ["magnesium citrate absorption high", "magnesium oxide absorption 4% low"],
    ),
    (
        "| | Calcium citrate | Calcium carbonate |\n|---|---|---|\n| Bioavailability | Excellent | Lower |",
        ["calcium citrate bioavailability high", "calcium carbonate bioavailability lower"],
    ),
    ("| Zinc picolinate | Highly absorbable | $$ |", ["zinc picolinate absorption high"]),
    (
        "# Magnesium Glycinate\n\nMagnesium glycinate is gentle.\n\n## Superior Absorption\n\nMany people like it.",
        ["magnesium bisglycinate absorption higher"],
    ),
    (
        "# Magnesium Glycinate Guide\n\nThis form is one of the most bioavailable.",
        ["magnesium bisglycinate bioavailability high"],
    ),
]

NOTHING = [
    "Take iron with vitamin C for better absorption.",
    "Vitamin C improves iron absorption.",
    "Vitamin D helps your body absorb calcium.",
    "Magnesium can reduce the absorption of antibiotics.",
    "Take curcumin with a fatty meal to enhance absorption.",
    "Piperine increases the bioavailability of curcumin by 2000%.",
    "CoQ10 is best absorbed with food.",
    "Zinc is absorbed better on an empty stomach.",
    "Iron absorption is reduced by coffee and tea.",
    "There is no evidence that liposomal magnesium is better absorbed.",
    "Is magnesium glycinate better absorbed than citrate?",
    "Some forms of magnesium are better absorbed than others.",
    "Not all forms of zinc are absorbed equally.",
    "People with poor absorption may need more vitamin B12.",
    "Older adults absorb less vitamin B12.",
    "Magnesium is absorbed in the small intestine.",
    "Absorption of magnesium takes place in the ileum.",
    "Choose a highly bioavailable form of magnesium.",
    "Look for a bioavailable form.",
    "Magnesium glycinate is bioavailable.",
    "Creatine increases water retention in muscle.",
    "Low blood levels of vitamin D are linked to depression.",
    "Contrary to claims of 90% absorption, magnesium oils do little.",
    "High doses of zinc impair copper absorption.",
    "Divide the dose of calcium for optimal absorption.",
    "Calcium absorption declines with age.",
    "Magnesium glycinate is gentle on the stomach and unlikely to cause diarrhea.",
    "Berberine improves insulin sensitivity and glucose uptake.",
    "Fiber slows the absorption of sugar.",
    "Iron deficiency can be due to poor absorption.",
    "Healthy fats help with absorption of fat-soluble vitamins.",
    "Taking magnesium with vitamin B6 may increase cellular uptake.",
    "Protein powder is made from whey.",
    "Whether magnesium citrate is better absorbed is unclear.",
    "Ashwagandha helps nutrient absorption.",
    "Chelated minerals are better absorbed.",
    "Ginger supports digestion and nutrient absorption.",
    "Absorption and Bioavailability",
    "Vitamin K2 works with vitamin D3 to improve calcium absorption and bone density.",
    "Taking it with food does not change absorption of melatonin.",
    "Splitting your magnesium dose improves absorption.",
    "Companies claim that their liposomal vitamin C is better absorbed.",
    "The bioavailability of a nutrient is the share that reaches the bloodstream.",
    "Absorption depends on stomach acid.",
    "Zinc and copper compete for absorption.",
    "Proton pump inhibitors reduce vitamin B12 absorption.",
    "Antacids can lower magnesium absorption.",
    "Magnesium competes with calcium for absorption, so space them apart.",
]


@pytest.mark.parametrize(("text", "expected"), LEVELS + NUMBERS + COMPARISONS + PLACES)
def test_claims(text: str, expected: list[str]) -> None:
    assert sorted(claims(text)) == sorted(expected)


@pytest.mark.parametrize("text", NOTHING)
def test_look_alikes(text: str) -> None:
    assert claims(text) == []
