"""What counts as a claim of bioavailability, and what only looks like one: sentences as such articles write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    ("Ashwagandha root powder is moderately absorbed.", ["powder absorption moderate"]),
    ("Ferrous bisglycinate (highly absorbable, gentle) is my first choice.", ["iron bisglycinate absorption high"]),
    ("- **Magnesium malate:** excellent absorption, energising", ["magnesium malate absorption high"]),
    ("- Zinc oxide – poorly absorbed, cheap filler", ["zinc oxide absorption low"]),
    ("Because glutathione is so poorly absorbed, many people choose NAC instead.", ["glutathione absorption low"]),
    ("Curcumin has many benefits, but it is poorly absorbed.", ["curcumin absorption low"]),
    ("Calcium citrate absorbs easily and can be taken any time.", ["calcium citrate absorption high"]),
    ("Berberine's oral bioavailability is less than 5%.", ["berberine bioavailability -5%"]),
    ("Whey protein is a fast-absorbing protein.", ["whey protein absorption high"]),
    ("Very little of the curcumin you swallow is absorbed.", ["curcumin absorption low"]),
    ("Magnesium L-threonate readily crosses the blood-brain barrier.", ["magnesium threonate bioavailability high"]),
    (
        "Our formula contains 300 mg of highly bioavailable magnesium bisglycinate.",
        ["magnesium bisglycinate bioavailability high"],
    ),
    ("Methylcobalamin is easy for the body to absorb.", ["methylcobalamin absorption high"]),
    ("Magnesium chloride boasts an impressive absorption rate.", ["magnesium chloride absorption high"]),
    ("The main problem with curcumin is its poor bioavailability.", ["curcumin bioavailability low"]),
    (
        "One drawback of resveratrol is that it's rapidly metabolized and poorly absorbed.",
        ["resveratrol absorption low"],
    ),
    ("KSM-66 is a full-spectrum extract with high bioavailability.", ["ksm-66 bioavailability high"]),
    ("NMN is quickly absorbed and converted to NAD+.", ["nmn absorption high"]),
    ("Hydrolyzed collagen peptides are easily digested and absorbed.", ["hydrolyzed collagen absorption high"]),
    ("Whey is digested quickly, while casein is slowly absorbed.", ["casein absorption low"]),
    ("We chose magnesium malate because of its high bioavailability.", ["magnesium malate bioavailability high"]),
    (
        "We use only the most bioavailable forms of each nutrient, such as methylfolate and P-5-P.",
        ["methylfolate bioavailability high", "pyridoxal 5'-phosphate bioavailability high"],
    ),
    ("Magnesium sulfate (Epsom salt) is poorly absorbed.", ["magnesium sulfate absorption low"]),
    ("Despite poor absorption, berberine has strong effects on blood sugar.", ["berberine absorption low"]),
    ("Because of its low bioavailability, curcumin is usually sold with piperine.", ["curcumin bioavailability low"]),
    ("Alpha-GPC readily crosses the blood–brain barrier.", ["alpha-gpc bioavailability high"]),
    ("The best-absorbed form of magnesium is magnesium glycinate.", ["magnesium bisglycinate absorption high"]),
    ("Turmeric is not easily absorbed by the body on its own.", ["turmeric absorption low"]),
    ("Your body has a hard time absorbing magnesium oxide.", ["magnesium oxide absorption low"]),
    (
        "Unlike magnesium oxide, which is poorly absorbed, magnesium glycinate is gentle.",
        ["magnesium oxide absorption low"],
    ),
    ("Unlike other forms, magnesium glycinate is highly absorbable.", ["magnesium bisglycinate absorption high"]),
    ("The iron in this supplement is well-absorbed ferrous bisglycinate.", ["iron bisglycinate absorption high"]),
    ("Poor oral bioavailability has limited the use of quercetin.", ["quercetin bioavailability low"]),
    (
        "P-5-P is the active form of B6 and is readily used by the body.",
        ["pyridoxal 5'-phosphate bioavailability high"],
    ),
    (
        "Whey protein isolate absorbs the fastest, making it ideal post-workout.",
        ["whey protein isolate absorption high"],
    ),
    ("Thorne's Magnesium Bisglycinate is designed for optimal absorption.", ["magnesium bisglycinate absorption high"]),
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
    (
        "Magnesium carbonate has moderate bioavailability, somewhere around 30%.",
        ["magnesium carbonate bioavailability 30% moderate"],
    ),
    ("Magnesium citrate is absorbed well (up to 30%).", ["magnesium citrate absorption -30% high"]),
    (
        "Selenomethionine is absorbed at 90% or more, whereas selenite is absorbed at around 50%.",
        ["selenomethionine absorption 90-%", "sodium selenite absorption 50%"],
    ),
    ("Our bodies absorb about 30 to 40 percent of the magnesium we eat.", ["magnesium absorption 30-40%"]),
    ("Absorption of magnesium from magnesium oxide is as low as 4%.", ["magnesium oxide absorption 4-%"]),
    ("Potassium citrate is well absorbed, with 94% bioavailability.", ["potassium citrate absorption 94% high"]),
    ("EGCG has low oral bioavailability (0.1–1%).", ["egcg bioavailability 0.1-1% low"]),
    (
        "Fish oil in the triglyceride form is 70% more bioavailable than the ethyl ester form.",
        ["triglyceride bioavailability 70% higher > ethyl ester"],
    ),
    (
        "Meriva, a curcumin phytosome, is absorbed 29 times better than standard curcumin.",
        ["meriva absorption x29 higher > standard curcumin"],
    ),
    (
        "Zinc glycinate raised plasma zinc levels 43% more than zinc gluconate.",
        ["zinc bisglycinate blood_level 43% higher > zinc gluconate"],
    ),
    (
        "Peak plasma levels of ubiquinol were 4.3 times higher than with ubiquinone.",
        ["ubiquinol blood_level x4.3 higher > ubiquinone"],
    ),
    (
        "Resveratrol is well absorbed (around 70%), but its bioavailability is less than 1%.",
        ["resveratrol absorption 70% high", "resveratrol bioavailability -1%"],
    ),
    (
        "D3 is 87% more potent in raising and maintaining vitamin D levels than D2.",
        ["vitamin d3 blood_level 87% higher > vitamin d2"],
    ),
    (
        "Magnesium oxide, while inexpensive, has one of the lowest absorption rates, at roughly 4%.",
        ["magnesium oxide absorption 4% low"],
    ),
    ("Liposomal formulations of vitamin C can achieve up to 90% absorption.", ["liposomal absorption -90%"]),
]

SERIES = [
    (
        "Folic acid is 85% absorbed, compared with about 50% of food folate.",
        ["folic acid absorption 85%", "folate absorption 50%"],
    ),
    (
        "The body absorbs more than 90% of selenomethionine but only about 50% of selenium from selenite.",
        ["selenomethionine absorption 90-%", "sodium selenite absorption 50%"],
    ),
    (
        "Folic acid on an empty stomach is nearly 100% bioavailable; taken with food, about 85%.",
        ["folic acid bioavailability 100%", "folic acid bioavailability 85%"],
    ),
    (
        "Plasma CoQ10 rose 4.3-fold on ubiquinol and 2.5-fold on ubiquinone.",
        ["ubiquinol blood_level x4.3 higher", "ubiquinone blood_level x2.5 higher"],
    ),
    ("Potassium iodide is almost completely (96.4%) absorbed.", ["potassium iodide absorption 96.4% high"]),
    (
        "Zinc picolinate is fivefold better absorbed than zinc oxide.",
        ["zinc picolinate absorption x5 higher > zinc oxide"],
    ),
    (
        "Zinc picolinate was absorbed better than zinc oxide (60% vs 40%).",
        ["zinc picolinate absorption 60% higher > zinc oxide", "zinc oxide absorption 40%"],
    ),
    (
        "| Form | Uptake vs plain curcumin |\n|---|---|\n| Meriva | 29x higher |\n| Longvida | 65x higher |",
        ["meriva absorption x29 higher > plain curcumin", "longvida absorption x65 higher > plain curcumin"],
    ),
]

BLOOD = [
    (
        "Selenium yeast raised plasma selenium about twice as much as selenite.",
        ["selenium yeast blood_level x2 higher > sodium selenite"],
    ),
    (
        "Serum zinc rose more with zinc picolinate than with zinc gluconate.",
        ["zinc picolinate blood_level higher > zinc gluconate"],
    ),
    (
        "Plasma levels were 3.4 times higher with liposomal glutathione than with plain glutathione.",
        ["liposomal blood_level x3.4 higher > plain glutathione"],
    ),
    (
        "Dihydroberberine raised plasma berberine to a greater extent than 500 mg of berberine.",
        ["dihydroberberine blood_level higher > berberine"],
    ),
    (
        "Muscle creatine rose less on creatine ethyl ester than on creatine monohydrate.",
        ["creatine ethyl ester bioavailability lower > creatine monohydrate"],
    ),
]

ALIKE = [
    (
        "There was no significant difference in bioavailability between magnesium citrate and magnesium malate.",
        [
            "magnesium citrate bioavailability similar > magnesium malate",
            "magnesium malate bioavailability similar > magnesium citrate",
        ],
    ),
    (
        "Zinc gluconate and zinc citrate have comparable absorption.",
        ["zinc gluconate absorption similar > zinc citrate", "zinc citrate absorption similar > zinc gluconate"],
    ),
    (
        "The absorption of zinc gluconate is similar to zinc citrate.",
        ["zinc gluconate absorption similar > zinc citrate"],
    ),
    (
        "Berberine sulfate and berberine hydrochloride appear bioequivalent.",
        [
            "berberine sulfate bioavailability similar > berberine hydrochloride",
            "berberine hydrochloride bioavailability similar > berberine sulfate",
        ],
    ),
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
        ["iron bisglycinate absorption higher > ferrous sulfate"],
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
    ("Methylfolate is no better absorbed than folic acid.", ["methylfolate absorption similar > folic acid"]),
    ("Liposomal curcumin formulations improve bioavailability.", ["liposomal bioavailability higher"]),
    ("Magnesium bisglycinate may have better absorption.", ["magnesium bisglycinate absorption higher"]),
    (
        "Ubiquinol, the reduced form of CoQ10, is considered more bioavailable than ubiquinone.",
        ["ubiquinol bioavailability higher > ubiquinone"],
    ),
    (
        "Methylcobalamin is better retained in the body than cyanocobalamin.",
        ["methylcobalamin retention higher > cyanocobalamin"],
    ),
    (
        "Sublingual B12 is no more effective at raising B12 levels than cyanocobalamin.",
        ["sublingual blood_level similar > cyanocobalamin"],
    ),
    (
        "Zinc picolinate is absorbed better than zinc citrate or zinc gluconate.",
        ["zinc picolinate absorption higher > zinc citrate and zinc gluconate"],
    ),
    (
        "Magtein raises brain magnesium levels more effectively than other magnesium forms.",
        ["magtein bioavailability higher > other magnesium forms"],
    ),
    (
        "Small studies have found that magnesium in the citrate form is better absorbed.",
        ["magnesium citrate absorption higher"],
    ),
    (
        "Inorganic forms like magnesium oxide are less bioavailable than organic forms like citrate.",
        ["magnesium oxide bioavailability lower > organic forms"],
    ),
    ("Liposomal encapsulation protects vitamin C and improves bioavailability.", ["liposomal bioavailability higher"]),
    (
        "Zinc sulfate isn't as bioavailable as zinc picolinate and can upset the stomach.",
        ["zinc sulfate bioavailability lower > zinc picolinate"],
    ),
    ("MK-7 has superior bioavailability compared to MK-4.", ["mk-7 bioavailability higher > mk-4"]),
    ("With magnesium glycinate you get better absorption.", ["magnesium bisglycinate absorption higher"]),
    ("Ubiquinol is easier for the body to use than ubiquinone.", ["ubiquinol bioavailability higher > ubiquinone"]),
    (
        "Acetyl-L-carnitine crosses the blood-brain barrier more readily than L-carnitine.",
        ["acetyl-l-carnitine bioavailability higher > l-carnitine"],
    ),
    (
        "I prefer liposomal delivery since it dramatically increases absorption of vitamin C.",
        ["liposomal absorption higher"],
    ),
]

PLACES = [
    ("## Magnesium Citrate\n\n- Absorption: High\n- Best for: constipation", ["magnesium citrate absorption high"]),
    (
        "| Form | Absorption |\n|---|---|\n| Magnesium citrate | High |\n| Magnesium oxide | Low (4%) |",
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
    ("## Ferrous bisglycinate\n\nPros:\n\n- Easily absorbed\n- Gentle", ["iron bisglycinate absorption high"]),
    (
        "- **Magnesium glycinate** — The gold standard for sleep. Highly bioavailable and calming.",
        ["magnesium bisglycinate bioavailability high"],
    ),
]

NOTHING = [
    "Creatine increases muscle mass by 5% more than placebo.",
    "Iron bisglycinate increases blood flow more than ferrous sulfate.",
    "Magnesium citrate improved serum magnesium and reduced cramps by 30%.",
    "Blood levels of vitamin D rose by 30% in women who took vitamin D3.",
    "Zinc is available in capsules, and 30% more of it in lozenges.",
    "Omega-3s reduced plasma triglycerides by 25% in a 12-week trial.",
    "Take it with food; you will absorb less iron.",
    "Omeprazole and other acid reducers lower iron absorption.",
    "None of the B12 forms has been shown to be better absorbed; none has been tested well.",
    "About 60% of the magnesium in your body sits in bone.",
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
    "Companies claim that their liposomal vitamin C is better absorbed, but no human data supports that.",
    "The bioavailability of a nutrient is the share that reaches the bloodstream.",
    "Absorption depends on stomach acid.",
    "Zinc and copper compete for absorption.",
    "Proton pump inhibitors reduce vitamin B12 absorption.",
    "Antacids can lower magnesium absorption.",
    "Magnesium competes with calcium for absorption, so space them apart.",
    "The supplement is formulated with piperine for enhanced absorption.",
    "Fat improves the absorption of vitamin D, so take it with your largest meal.",
    "Vitamin D is fat-soluble, which means it is absorbed best with fat.",
    "To maximize absorption, take magnesium glycinate between meals.",
    "Take zinc away from iron, which can reduce its absorption.",
    "As we age, our ability to absorb vitamin B12 declines.",
    "Magnesium deficiency is often caused by poor diet, poor absorption, or medications.",
    "Vitamin D improves calcium absorption by up to 40%.",
    "Creatine uptake is higher when taken with carbohydrates.",
    "Higher serum magnesium levels are associated with lower blood pressure.",
    "Serum levels of vitamin D were higher in the treatment group than in placebo.",
    "Omega-3s lower triglyceride levels better than placebo.",
    "Vitamin C raises iron levels more than iron alone.",
    "Calcium from dairy is absorbed at about 30%.",
    "Phytates in grains reduce zinc absorption by up to 50%.",
    "If your magnesium is poorly absorbed, you may get diarrhea.",
    "The absorption of vitamin B12 from supplements is not 100%.",
    "Kre-Alkalyn claims to have superior absorption. We could not find a single trial of it.",
    "Sulforaphane bioavailability varies widely.",
    "Absorption matters more than dose.",
    "Alpha-lipoic acid absorption is reduced by food by about 30%.",
    "The organic salts of magnesium are generally more bioavailable than inorganic salts.",
    "Calcium citrate is absorbed equally well with or without food.",
    "BioPerine can increase the bioavailability of curcumin by up to 2,000 percent.",
]


ELLIPTIC = [
    (
        "Calcium carbonate is poorly absorbed without acid. Calcium citrate does better.",
        ["calcium carbonate absorption low", "calcium citrate absorption higher"],
    ),
    (
        "Zinc citrate is well absorbed. Zinc oxide fared worse than zinc gluconate.",
        ["zinc citrate absorption high", "zinc oxide absorption lower > zinc gluconate"],
    ),
    (
        "Magnesium citrate absorbs well; between magnesium malate and magnesium lactate there is no real difference.",
        [
            "magnesium citrate absorption high",
            "magnesium malate absorption similar > magnesium lactate",
            "magnesium lactate absorption similar > magnesium malate",
        ],
    ),
    (
        "Absorption from zinc citrate (61%) and zinc gluconate (60%) was equally good.",
        ["zinc citrate absorption 61% similar > zinc gluconate", "zinc gluconate absorption 60% similar"],
    ),
    ("After 2 g of curcumin powder, serum levels were undetectable.", ["powder blood_level low"]),
    ("After a 500 mg oral dose of resveratrol, plasma levels were barely detectable.", ["resveratrol blood_level low"]),
    ("Methylfolate is a particularly bioavailable form of folate.", ["methylfolate bioavailability high"]),
    (
        "Vitamin C absorption is close to complete at 200 mg; above 1 gram it falls under 50%.",
        ["vitamin c absorption high", "vitamin c absorption -50%"],
    ),
    (
        "CurcuWIN was absorbed 45.9 times better than plain curcumin, versus 7.9 for Meriva.",
        ["curcuwin absorption x45.9 higher > plain curcumin", "meriva absorption x7.9 higher > plain curcumin"],
    ),
    (
        "Krill oil had a bioavailability of 124% of that from natural fish oil, while ethyl esters managed 73%.",
        [
            "krill oil bioavailability 124% higher > fish oil",
            "ethyl ester bioavailability 73% lower > fish oil",
        ],
    ),
]

NOTHING += [
    "Zinc picolinate did better than placebo for colds.",
    "Magnesium malate and magnesium citrate are sold in tubs. We found no real difference in taste.",
    "Magnesium glycinate is sold as a powder. The tablets did better in our taste test.",
    "Vitamin B12 levels were undetectable in four of the patients.",
    "In strict vegans, serum levels of vitamin B12 were below the limit of detection.",
    "Sodium caprate increased absorption 28-fold in a rat model.",
    "Is ashwagandha powder better? It trailed behind in sales.",
    "There was no difference in sleep between melatonin and placebo.",
    "Iron gluconate is slower.",
    "Nothing absorbs better than magnesium glycinate.",
    "There is nothing highly bioavailable about zinc oxide.",
    "Creatine is particularly popular with athletes.",
    "Zinc gluconate came last in our ranking of flavours.",
    "Lead was not detected in any sample of the magnesium citrate powder.",
]


@pytest.mark.parametrize(
    ("text", "expected"), ELLIPTIC + LEVELS + NUMBERS + SERIES + BLOOD + ALIKE + COMPARISONS + PLACES
)
def test_claims(text: str, expected: list[str]) -> None:
    assert sorted(claims(text)) == sorted(expected)


@pytest.mark.parametrize("text", NOTHING)
def test_look_alikes(text: str) -> None:
    assert claims(text) == []


PIECES = (
    "zinc oxide|citrate|is|not|well|absorbed|absorption|bioavailable|better|than|4%|up to|29-fold|of|, |.|(|)|| |as"
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=40))
def test_no_text_raises_and_a_claim_says_something(words: list[str]) -> None:
    for line in claims("Zinc and magnesium. " + " ".join(words)):
        assert len(line.split()) > 2
