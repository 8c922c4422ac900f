# ruff: noqa: E501 - a table of examples
"""The form grammar on sentences as such articles write them. Each says the forms that it names, or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.extraction.form import find_forms
from posology.extraction.layout import lay_out
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import load_lexicon

FILLER = "This page is about the supplement named above. It was written by our team and reviewed by a dietitian. " * 3


def forms(text: str, topic: str) -> list[str]:
    """The forms of a short article as "form (kind)", those of other substances as "form (kind) of substance"."""
    article = clean(f"# {topic}\n\n{FILLER}\n\n{text}\n".encode(), source="example.md")
    doc = lay_out(article, compile_vocabulary(load_lexicon()))
    found = []
    for draft in find_forms(doc):
        other = "" if draft.subject.substance == topic.lower() else f" of {draft.subject.substance}"
        found.append(f"{draft.subject.form} ({draft.values['form_kind']}){other}")
    return found


NAMED: list[tuple[str, str, list[str]]] = [
    # compounds, and their elliptic names
    ("Magnesium", "Magnesium glycinate is gentle, while oxide is mostly a laxative.", ["magnesium bisglycinate (compound)", "magnesium oxide (compound)"]),
    ("Calcium", "Calcium carbonate needs stomach acid; citrate does not.", ["calcium carbonate (compound)", "calcium citrate (compound)"]),
    ("Potassium", "Most pills hold potassium chloride, some the gluconate.", ["pill (delivery)", "potassium chloride (compound)", "potassium gluconate (compound)"]),
    ("Selenium", "Selenized yeast and sodium selenite raise blood levels differently.", ["selenium yeast (compound)", "sodium selenite (compound)"]),
    ("Chromium", "Chromium picolinate and polynicotinate are the usual choices.", ["chromium picolinate (compound)", "chromium polynicotinate (compound)"]),
    ("Vitamin K", "MK-7 stays in the blood longer than MK-4.", ["mk-7 (compound)", "mk-4 (compound)"]),
    ("Magnesium", "Orotate is dear, and malate is sold for tired muscles.", ["magnesium orotate (compound)", "magnesium malate (compound)"]),
    ("Iron", "Sodium feredetate is what British children are given.", ["sodium feredetate (compound)"]),
    # brands, beside their compound
    ("Magnesium", "We chose TRAACS® magnesium bisglycinate.", ["traacs (brand)", "magnesium bisglycinate (compound)"]),
    ("Zinc", "It is made with TRAACS® zinc bisglycinate chelate.", ["traacs (brand)", "zinc bisglycinate (compound)"]),
    ("Ashwagandha", "KSM-66 and Sensoril are the two with trials.", ["ksm-66 (brand)", "sensoril (brand)"]),
    ("Folate", "Quatrefolic and Metafolin are branded methylfolate.", ["quatrefolic (brand)", "metafolin (brand)", "methylfolate (compound)"]),
    ("Piperine", "Piperine is best known as BioPerine.", ["bioperine (brand)"]),
    # brands and strains that no list has
    ("Lycopene", "Tomavine®, a tomato extract, was taken at 15 mg.", ["tomavine (brand)", "tomato extract (extract)"]),
    ("Saffron", "Saffron extract (Crocella®) was tested. Crocella did as well as the drug.", ["saffron extract (extract)", "crocella (brand)"]),
    ("Lactobacillus plantarum", "In that trial L. plantarum ZX-14 was given, and ZX-14 shortened colds.", ["zx-14 (brand)"]),
    ("Lactobacillus rhamnosus", "Lactobacillus rhamnosus strain HB90 survives bile.", ["hb90 (brand)"]),
    ("Bifidobacterium breve", "Bifidobacterium breve DSM 91733 was well tolerated.", ["dsm 91733 (brand)"]),
    # extracts
    ("Saw palmetto", "Trials used the lipidosterolic extract.", ["lipidosterolic extract (extract)"]),
    ("Maca", "An extract of maca was given to the men.", ["maca extract (extract)"]),
    ("Ginkgo", "A standardized extract, 120 mg, is usual.", ["standardised extract (extract)"]),
    ("Passionflower", "The fluid extract is stronger than tea.", ["fluid extract (extract)"]),
    ("Lavender", "Inhale the essential oil.", ["essential oil (extract)"]),
    ("Curcumin", "A gram of \"95% curcuminoids\" hardly shows in blood.", ["95% curcuminoids (extract)"]),
    # deliveries
    ("Melatonin", "Gummies, sublingual tablets and sprays are sold.", ["gummy (delivery)", "sublingual tablet (delivery)", "spray (delivery)"]),
    ("Melatonin", "Extended-release melatonin keeps you asleep, immediate-release tablets help you fall asleep.", ["controlled-release (delivery)", "immediate-release (delivery)", "tablet (delivery)"]),
    ("Vitamin C", "Liposomal vitamin C costs more.", ["liposomal (delivery)"]),
    ("Magnesium", "One tablet per day is enough.", ["tablet (delivery)"]),
    ("Creatine", "Stir one scoop of powder into water.", ["powder (delivery)"]),
    ("Iron", "Enteric-coated capsules release it too late.", ["enteric-coated (delivery)", "capsule (delivery)"]),
    ("Vitamin D", "Liquid drops suit infants.", ["drop (delivery)"]),
    ("Quercetin", "The phytosome was absorbed twenty times better.", ["quercetin phytosome (delivery)"]),
    ("Milk thistle", "The decoction and the tincture are weak.", ["decoction (delivery)", "tincture (delivery)"]),
    ("L-theanine", "They took two 100 mg chewable tablets at night.", ["chewable tablet (delivery)"]),
    ("Valerian", "Valerian tea tastes of old socks.", ["tea (delivery)"]),
    ("Magnesium", "Topical magnesium is popular with runners.", ["topical (delivery)"]),
    # a delivery belongs to the name beside it
    ("Zinc", "Keep iron tablets two hours away.", ["tablet (delivery) of iron"]),
    ("L-theanine", "Slow-release caffeine flattens the peak.", ["controlled-release (delivery) of caffeine"]),
    ("Collagen", "We add liposomal vitamin C.", ["liposomal (delivery) of vitamin c"]),
    ("Propolis and royal jelly", "Propolis comes as tinctures, royal jelly as capsules.", ["tincture (delivery) of propolis", "capsule (delivery) of royal jelly"]),
    # a name of two things goes with what the passage speaks of
    ("Choline", "Choline bitartrate is cheap, phosphatidylcholine is dear.", ["choline bitartrate (compound)", "phosphatidylcholine (compound)"]),
    ("Vitamin A", "Cod liver oil is rich in it.", ["cod liver oil (extract)"]),
    ("Omega-3", "Cod liver oil also holds vitamins.", ["cod liver oil (extract)"]),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "text", "expected"), NAMED, ids=[text[:60] for _, text, _ in NAMED])
def test_named(topic: str, text: str, expected: list[str]) -> None:
    assert forms(text, topic) == expected


LOOKALIKES: list[tuple[str, str]] = [
    # classes, bare nutrients, mechanisms, foods
    ("Magnesium", "Chelates and organic salts are absorbed better than inorganic forms."),
    ("Magnesium", "Citrate synthase drives the cycle, and chloride ions follow."),
    ("Magnesium", "Mg-ATP is what enzymes use."),
    ("L-theanine", "L-theanine calms without sedation."),
    ("Calcium", "Calcium channels open when the cell is stirred."),
    ("Protein", "Muscle protein synthesis needs leucine."),
    ("Curcumin", "Curry is mostly coriander."),
    ("Iron", "Spinach, lentils and beef supply it."),
    ("Vitamin C", "Oranges and kiwis are rich in it."),
    ("Arginine", "It is turned into nitric oxide."),
    ("Turmeric", "Other ingredients: gelatin capsule, magnesium stearate, silicon dioxide."),
    # dummies and drugs
    ("Magnesium", "Half of them swallowed a dummy pill."),
    ("Zinc", "The others were given a matching placebo tablet."),
    ("Melatonin", "An identical placebo capsule was used."),
    ("N-acetylcysteine", "She had taken half a paracetamol tablet."),
    ("Iron", "It may be given with your thyroid pill."),
    ("Magnesium", "Sleeping pills are another matter."),
    ("Potassium", "Water pills wash it out."),
    ("Vitamin K", "Ask before you stop warfarin tablets."),
    ("Probiotics", "Carry on for a week after the last tablet."),
    ("Omega-3", "Other tablets may be taken at the same time."),
    # words that mean other things
    ("Melatonin", "Put the tablet and the phone away an hour before bed."),
    ("Vitamin D", "Blood levels drop in winter."),
    ("Iron", "A drop in ferritin comes first."),
    ("Calcium", "A bar chart shows how the density falls."),
    ("Collagen", "A patch of dry skin is nothing to fear."),
    ("Magnesium", "Drink enough liquids."),
    ("Vitamin B12", "She took a shot at the record."),
    ("Zinc", "Nasal congestion eased sooner."),
    ("Vitamin D", "It is an option for those who have difficulty swallowing capsules."),
    ("Protein", "It gives a sustained release of amino acids."),
    ("Iron", "Tea and coffee block it."),
    ("Vitamin E", "It was extracted from seeds, and extraction was slow."),
    ("Caffeine", "Take a shot of espresso if you must."),
    # strains and trade names that are none
    ("Lactobacillus plantarum", "Lactobacillus plantarum 2015 trials were small."),
    ("Magnesium", "Contact Pillbox® for a refund."),
    ("Omega-3", "Free fatty acids in the blood rise when you fast."),
]


@pytest.mark.parametrize(("topic", "text"), LOOKALIKES, ids=[text[:60] for _, text in LOOKALIKES])
def test_lookalikes(topic: str, text: str) -> None:
    assert forms(text, topic) == []


def test_each_form_once_at_its_first_mention() -> None:
    text = "# Zinc\n\nZinc picolinate is popular. Capsules of zinc picolinate are sold; a capsule a day is plenty.\n"
    doc = lay_out(clean(text.encode(), source="example.md"), compile_vocabulary(load_lexicon()))
    assert [doc.text[d.start : d.end] for d in find_forms(doc)] == ["Zinc picolinate", "Capsules"]


_PIECES = st.sampled_from(
    ["magnesium ", "citrate ", "extract", "®", "KB-17 ", "Lactobacillus rhamnosus ", "leaf ", "drops ", "95% ", "(", "),", "\n\n", "# ", "tablet ", "liposomal ", "μ", "|", "the ", "of "]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, min_size=5, max_size=40))
def test_any_text_gives_distinct_forms_inside_it(pieces: list[str]) -> None:
    text = "Some words to begin with, enough for an article to be one. " * 3 + "".join(pieces)
    doc = lay_out(clean(text.encode(), source="example.txt"), compile_vocabulary(load_lexicon()))
    drafts = list(find_forms(doc))
    assert len({(d.subject.substance, d.subject.form) for d in drafts}) == len(drafts)
    assert all(0 <= d.start < d.end <= len(doc.text) and d.subject.form for d in drafts)
