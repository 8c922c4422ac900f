# ruff: noqa: E501 - a table of examples
"""The trial grammar on sentences as such articles write them: what is a study of its own, and what the article says of it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.extraction.layout import lay_out
from posology.extraction.trial import find_trials
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import load_lexicon

FILLER = "This page is about the supplement named above. It was written by our team and checked by a dietitian. " * 3
NOT_SHOWN = ("findings", "design")


def trials(text: str, topic: str = "Magnesium") -> list[dict[str, Any]]:
    """The trials of a short article: design, stated fields, and findings as "+outcome 15%", "-outcome", "=outcome"."""
    article = clean(f"# {topic}\n\n{FILLER}\n\n{text}\n".encode(), source="example.md")
    found = []
    for draft in find_trials(lay_out(article, compile_vocabulary(load_lexicon()))):
        stated = {name: value for name, value in draft.values.items() if value is not None and name not in NOT_SHOWN}
        stated["design"] = draft.values["design"]
        stated["found"] = [_finding(finding) for finding in draft.values["findings"] or ()]
        stated["quote"] = article.text[draft.start : draft.end]
        found.append(stated)
    return found


def _finding(finding: dict[str, Any]) -> str:
    sign = {"increase": "+", "decrease": "-", "none": "="}[finding["direction"]]
    size = finding["change_percent"]
    return f"{sign}{finding['outcome']}" + (f" {size:g}%" if size is not None else "")


STUDIES: list[tuple[str, list[dict[str, Any]]]] = [
    ("The HEARTH trial by Lindqvist et al. (JAMA 2014, PMID 99000123), the largest RCT on iodine to date, gave 150 mcg a day and found no significant effect on birth weight (Bayley score at 18 months).",
     [{"authors": "Lindqvist", "year": 2014, "journal": "JAMA", "pmid": "99000123", "design": "rct", "duration_days": None}]),
    ("A 2019 Cochrane review by Okafor et al. pooled 70 trials and concluded that zinc reduces diarrhea and low birth weight but does not reliably improve later growth.",
     [{"institution": "Cochrane", "authors": "Okafor", "study_count": 70, "found": ["-diarrhea", "-low birth weight", "=later growth"]}]),
    ("Another study in a rat model of Parkinson's disease using 5 mg/kg daily found no improvement in cognitive impairment.",
     [{"design": "animal", "population": "rat model of Parkinson's disease", "found": ["=cognitive impairment"]}]),
    ("More than 20 randomised controlled trials and several meta-analyses confirm that 10 g of psyllium a day lowers LDL cholesterol.",
     [{"design": "rct", "study_count": 20, "found": ["-LDL cholesterol"]}]),
    ("A randomized trial found no effect on homocysteine when supplementing patients with mildly raised cholesterol with 2 mg copper per day for 8 weeks.",
     [{"population": "patients with mildly raised cholesterol", "duration_days": 56}]),
    ("Another trial in healthy men taking 8 mg of zinc for 6 months found no effect on lipids.", [{"population": "healthy men", "found": ["=lipids"]}]),
    ("A randomized trial in 30 women found a 30% reduction in plasminogen activator inhibitor type 1,[7] which is a risk factor for thrombosis.[8]",
     [{"markers": ("7",), "found": ["-plasminogen activator inhibitor type 1 30%"]}]),
    ("In a crossover study, twenty healthy adults and 20 people with asthma took 1,000 IU of vitamin D a day for 30 days.",
     [{"sample_size": 40, "population": "twenty healthy adults and 20 people with asthma"}]),
    ("A single 500,000 IU dose each autumn increased falls by 15% and fractures by 26% in an Australian trial of 2,256 women aged 70 or more.",
     [{"country": "Australian", "found": ["+falls 15%", "+fractures 26%"]}]),
    ("Zinc at 25 mg daily for twelve weeks cut attacks by 41.6% in one German trial, against 15.8% with placebo.",
     [{"duration_days": 84, "found": ["-attacks 41.6%"]}]),
    ("A 2012 double-blind randomized clinical trial published in the Journal of Research in Medical Sciences found that 500 mg of magnesium daily for 8 weeks improved insomnia severity scores, sleep efficiency and sleep time in 46 elderly subjects.",
     [{"design": "rct", "blinding": "double", "year": 2012, "journal": "Journal of Research in Medical Sciences", "duration_days": 56, "sample_size": 46, "population": "elderly subjects", "found": ["+insomnia severity scores", "+sleep efficiency", "+sleep time"]}]),
    ("In one study, 60 stressed adults took 300 mg of ashwagandha twice daily for 60 days. Those who took ashwagandha experienced a 69% reduction in anxiety and insomnia, compared with 11% in the placebo group.",
     [{"design": "study", "placebo_controlled": True, "duration_days": 60, "sample_size": 60, "population": "stressed adults", "found": ["-anxiety 69%", "-insomnia 69%"]}]),
    ("Abbasi et al. (2012) gave 46 older adults 500 mg of magnesium or placebo for eight weeks. The magnesium group slept longer and had lower cortisol levels.",
     [{"authors": "Abbasi", "year": 2012, "duration_days": 56, "sample_size": 46, "population": "older adults", "found": ["-cortisol levels"]}]),
    ("Researchers at the University of Cambridge found that vitamin D did not reduce the risk of depression in 18,353 adults over 5 years.",
     [{"institution": "University of Cambridge", "sample_size": 18353, "duration_days": 1825, "found": ["=risk of depression"]}]),
    ("A meta-analysis of 22 randomized controlled trials (n = 1,300) showed that creatine increased lean mass.",
     [{"design": "meta_analysis", "study_count": 22, "sample_size": 1300, "found": ["+lean mass"]}]),
    ("A study in mice found that resveratrol extended lifespan by 15%. The mice also had better insulin sensitivity.",
     [{"design": "animal", "population": "mice", "found": ["+lifespan 15%", "+insulin sensitivity"]}]),
    ("According to a 2019 Cochrane review, zinc lozenges reduced the duration of colds by 33%.",
     [{"design": "systematic_review", "year": 2019, "found": ["-duration of colds 33%"]}]),
    ("In a small study of 12 healthy male cyclists, beetroot juice improved performance by 2.8%. However, a later trial in elite athletes found no benefit.",
     [{"sample_size": 12, "population": "healthy male cyclists", "found": ["+performance 2.8%"]}, {"design": "clinical_trial", "population": "elite athletes"}]),
    ("The VITAL trial, which enrolled 25,871 participants in the United States, found no significant difference in cancer incidence.",
     [{"design": "clinical_trial", "sample_size": 25871, "country": "United States", "found": ["=cancer incidence"]}]),
    ("One randomized controlled trial followed 120 women with PCOS for 12 weeks. Women taking inositol saw significant improvements in insulin resistance, and their testosterone levels dropped by 20%. No adverse events were reported.",
     [{"design": "rct", "sample_size": 120, "population": "women with PCOS", "duration_days": 84, "found": ["+insulin resistance", "-testosterone levels 20%", "=adverse events"]}]),
    ("Three randomized trials found that saffron was as effective as fluoxetine.", [{"design": "rct", "study_count": 3}]),
    ("Evidence from a systematic review and meta-analysis suggests probiotics reduce the risk of diarrhea by 42% (Hempel et al., 2012).",
     [{"design": "meta_analysis", "authors": "Hempel", "year": 2012, "found": ["-risk of diarrhea 42%"]}]),
    ("Curcumin reduced CRP by 30% in a 2016 trial of 40 patients with rheumatoid arthritis.",
     [{"design": "clinical_trial", "year": 2016, "sample_size": 40, "population": "patients with rheumatoid arthritis", "found": ["-CRP 30%"]}]),
    ("In a 2007 study published in Sleep and Biological Rhythms, participants who took 3 grams of glycine before bed reported less fatigue.",
     [{"year": 2007, "journal": "Sleep and Biological Rhythms", "found": ["-fatigue"]}]),
    ("A team of scientists from Harvard Medical School followed 83,000 women for 20 years as part of the Nurses' Health Study and found that those with the highest magnesium intake had a 15% lower risk of stroke.",
     [{"design": "cohort", "institution": "Harvard Medical School", "sample_size": 83000, "duration_days": 7300, "found": ["-risk of stroke 15%"]}]),
    ("A double-blind, placebo-controlled crossover study by Smith and colleagues (2018) tested 200 mg of L-theanine in 34 healthy adults. Results showed a 20% decrease in stress scores after four weeks.",
     [{"design": "study", "blinding": "double", "placebo_controlled": True, "authors": "Smith", "year": 2018, "sample_size": 34, "duration_days": 28, "found": ["-stress scores 20%"]}]),
    ("In 2015, a group of researchers in Iran randomized 70 patients with type 2 diabetes to receive either 220 mg zinc sulfate or placebo. After 12 weeks, fasting glucose fell by 14% and HDL cholesterol rose. [12]",
     [{"design": "rct", "year": 2015, "country": "Iran", "sample_size": 70, "population": "patients with type 2 diabetes", "duration_days": 84, "markers": ("12",), "found": ["-fasting glucose 14%", "+HDL cholesterol"]}]),
    ("[A 2017 study](https://pubmed.ncbi.nlm.nih.gov/28445426/) found that omega-3 supplementation lowered triglycerides by 25%.",
     [{"year": 2017, "pmid": "28445426", "found": ["-triglycerides 25%"]}]),
    ("A survey of 1,000 Americans found that 45% do not get enough magnesium.", [{"design": "cross_sectional", "sample_size": 1000, "population": "Americans"}]),
    ("A large observational study in Finland linked higher dietary magnesium with lower depression rates.",
     [{"design": "observational", "country": "Finland", "found": ["-depression rates"]}]),
    ("Rondanelli et al. found that melatonin, magnesium and zinc improved sleep quality in residents of a care facility in Italy.",
     [{"authors": "Rondanelli", "country": "Italy", "found": ["+sleep quality"]}]),
    ("There is only one human trial of apigenin. That trial, from 2011, showed no effect on sleep.", [{"year": 2011, "found": ["=sleep"]}]),
    ("A 2020 randomized, double-blind, placebo-controlled trial conducted by researchers at Tel Aviv University and published in Aging examined 35 healthy adults aged 64 and older. Telomere length increased by more than 20%.",
     [{"design": "rct", "journal": "Aging", "institution": "Tel Aviv University", "sample_size": 35, "population": "healthy adults aged 64 and older"}]),
    ("The Women's Health Study followed nearly 40,000 women for 10 years and found vitamin E did not significantly reduce major cardiovascular events.",
     [{"sample_size": 40000, "duration_days": 3650, "found": ["=major cardiovascular events"]}]),
    ("In a human trial, sixteen volunteers received 1,000 mg of NR daily for six weeks; NAD+ levels rose by 60%, with no serious side effects.",
     [{"sample_size": 16, "duration_days": 42, "found": ["+NAD+ levels 60%", "=serious side effects"]}]),
    ("This meta-analysis included 11 randomized controlled trials with 609 participants. Vitamin D supplementation had no effect on muscle strength.",
     [{"design": "meta_analysis", "study_count": 11, "sample_size": 609, "found": ["=muscle strength"]}]),
    ("Stanford researchers recently discovered that creatine slows tumor growth in mice.", [{"design": "animal", "institution": "Stanford", "found": ["-tumor growth"]}]),
    ("According to research published in the journal Nutrients in 2021, ashwagandha reduced cortisol by 23%.", [{"journal": "Nutrients", "year": 2021, "found": ["-cortisol 23%"]}]),
    ("The researchers gave 30 runners either 500 mg of quercetin or a placebo for 21 days. VO2 max did not change.",
     [{"sample_size": 30, "population": "runners", "duration_days": 21, "found": ["=VO2 max"]}]),
    ("A phase II trial of 1,200 mg CoQ10 in early Parkinson's disease (Shults et al., 2002) found 44% less functional decline over 16 months.",
     [{"design": "clinical_trial", "authors": "Shults", "year": 2002, "duration_days": 480, "found": ["-functional decline 44%"]}]),
    ("- **2019 RCT (n=60)** – ashwagandha improved sleep quality by 72%.", [{"design": "rct", "year": 2019, "sample_size": 60, "found": ["+sleep quality 72%"]}]),
    ("A 2003 trial by Walker (N = 38) found reduced fluid retention. Kumar et al randomized 98 stressed adults to three doses.",
     [{"year": 2003, "sample_size": 38, "found": ["-fluid retention"]}, {"authors": "Kumar", "design": "rct", "sample_size": 98}]),
    ("Several large trials, including VITAL-Cog, suggest that omega-3 may modestly slow cognitive decline in older adults.",
     [{"design": "clinical_trial", "population": "older adults", "found": ["-cognitive decline"]}]),
    ("An 8-week randomized trial of forty-six women (n = 23 per group) tested inositol.", [{"design": "rct", "duration_days": 56, "sample_size": 46, "population": "women"}]),
    # told by who did it or who took part, and without the standard words
    ("Okafor and his associates followed 140 miners for a mean of twenty months; lung function improved by 12%.", [{"authors": "Okafor", "sample_size": 140}]),
    ("Thirty-two sedentary women took 3 g of creatine daily for 12 weeks; leg strength rose by 9%.", [{"sample_size": 32, "population": "sedentary women", "duration_days": 84}]),
    ("300 mg of saffron daily for six weeks reduced cravings in 60 overweight women (Gout et al., Paris, 2010).", [{"sample_size": 60, "authors": "Gout", "year": 2010, "duration_days": 42}]),
    ("A Helsinki group gave 45 pensioners 1,000 IU of vitamin D for a year; falls dropped by 20%.", [{"sample_size": 45, "institution": "Helsinki group"}]),
    ("ZEN-2, a twelve-week double-blind trial with 210 nurses, found that theanine lowered stress scores by 14%.", [{"design": "clinical_trial", "sample_size": 210, "duration_days": 84}]),
    ("**BONE-UP (Norway, 2015).** 480 healthy women, placebo-controlled, 100 mcg of vitamin K2. Hip density rose by 2%.", [{"year": 2015, "country": "Norway", "sample_size": 480}]),
    ("Brandt & Ito (2016) fed 24 obese mice resveratrol for ten weeks; liver fat fell by 31%.", [{"design": "animal", "authors": "Brandt", "year": 2016, "sample_size": 24}]),
    ("Absorption was 30% higher in a randomized crossover of 14 men.", [{"design": "rct", "sample_size": 14}]),
    ("An Italian open-label study of 144 smokers found that quercetin lowered blood pressure by 4%.", [{"design": "study", "country": "Italian", "sample_size": 144, "blinding": "open_label"}]),
    ("A trial in seven Korean hospitals enrolled 300 patients. (Hwang 2018)", [{"institution": "seven Korean hospitals", "country": "Korean", "sample_size": 300, "year": 2018, "authors": "Hwang"}]),
]  # fmt: skip

NO_STUDIES = [
    "Studies show that zinc lozenges shorten colds. Several trials have looked at this.",
    "Research suggests that magnesium may support sleep.",
    "Research from many universities shows a benefit.",
    "No study has shown that biotin regrows hair.",
    "A large study would be needed to confirm this.",
    "More research is needed before it can be recommended.",
    "A randomized trial is needed. An ongoing trial will report next year.",
    "Give it a trial of 4 weeks.",
    "Try a 30-day trial period. Free trial available.",
    "A study guide is available for download.",
    "The study found that it worked.",
    "Ask your doctor about a clinical trial near you.",
    "Most of these studies were small. Both studies used 400 mg.",
    "In all of the trials, side effects were mild.",
    "Clinical trials have used doses from 200 to 400 mg.",
    "Magnesium is absorbed in the small intestine (Smith et al., 2010).",
    "Zinc acetate lozenges shorten colds (Hemilä, 2017).",
    "Many experts recommend a blood test. The test takes five minutes.",
    "RDW is a blood test parameter that measures the size of red blood cells.",
    "Study quality: high. Study design matters.",
    "There is no study on children.",
    "The dose used in the study was 500 mg.",
    "Read our review of the best magnesium supplements.",
    "The European Food Safety Authority published a scientific opinion in 2012.",
    "Researchers have long been interested in ginseng.",
    "Scientists believe that it works through GABA receptors.",
    "Dr. Smith recommends 400 mg of magnesium.",
    "It has been studied extensively since the 1990s.",
    "The evidence is mixed, and the existing trials are short.",
    "Human trials are lacking.",
    "What does the research say?",
    "Choose a brand with third-party testing and a certificate of analysis.",
    "Adults need 400 mg; women need 310 mg.",
    "In 2019, the FDA warned three companies.",
    "Adults take 400 mg of magnesium; 30 women in our group like it.",
    "In 2023 a European panel lowered its figure to 255 mcg a day for adult men and women.",
    "About 2 billion people are deficient in iron, and 500 mg will not cure that.",
    "DHA (500 mg) is found in algae. EFSA (2012) recommends 250 mg.",
    "Women aged 19 to 30 need 310 mg of magnesium.",
    "The society's 2020 position paper names 5 billion CFU a day.",
    "I have never seen a good study on that.",
    "The 2015 harvest was poor, and 12 farmers took a loss.",
    "Twenty capsules cost less than ten euros.",
    "A Swiss company sells 60 capsules to women over 50.",
    "Injections given to rats right after a learning trial appeared to enhance recognition a day later.",
    "Twenty trials and their reviewers cannot replace a good night's sleep.",
]


@pytest.mark.parametrize(("text", "expected"), STUDIES, ids=[text[:50] for text, _ in STUDIES])
def test_each_study_is_one_record_with_what_is_said_of_it(text: str, expected: list[dict[str, Any]]) -> None:
    found = trials(text)
    assert len(found) == len(expected), [trial["quote"] for trial in found]
    for trial, wanted in zip(found, expected, strict=True):
        assert {name: trial.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("text", NO_STUDIES)
def test_talk_about_research_at_large_is_no_study(text: str) -> None:
    assert [trial["quote"] for trial in trials(text)] == []


def test_the_quote_runs_from_the_introducing_words_to_the_last_attribute() -> None:
    text = "Interestingly, a 2016 trial in 40 men found that zinc raised testosterone by 10% compared with placebo, which is good."
    assert [trial["quote"] for trial in trials(text)] == [
        "a 2016 trial in 40 men found that zinc raised testosterone by 10%"
    ]


def test_a_new_study_closes_the_old_one() -> None:
    text = (
        "A 2016 study in 40 men found that zinc raised testosterone. The men also slept better. "
        "Another study of 52 women found fewer headaches. Those who took zinc had less pain."
    )
    assert [trial["sample_size"] for trial in trials(text)] == [40, 52]


def test_an_abstract_is_one_trial() -> None:
    text = (
        "OBJECTIVE: To assess the effect of magnesium on insomnia. METHODS: A double-blind randomized clinical trial was conducted in 46 "
        "elderly subjects, randomly allocated into the magnesium or the placebo group and received 500 mg magnesium or placebo daily for "
        "8 weeks. RESULTS: Magnesium brought about statistically significant increases in sleep time (P = 0.002) and melatonin (P = 0.007), "
        "and also resulted in significant decrease of ISI score (P = 0.006). CONCLUSION: It may be of use."
    )
    [trial] = trials(text)
    assert (trial["design"], trial["sample_size"], trial["duration_days"]) == ("rct", 46, 56)
    assert trial["found"] == ["+sleep time", "+melatonin", "-ISI score"]


def test_a_marker_that_leads_to_the_articles_own_list_gives_the_identifier() -> None:
    text = (
        "A 2012 trial in 46 men found better sleep.[1]\n\n## References\n\n"
        "1. Abbasi B, Kimiagar M. The effect of magnesium on insomnia. J Res Med Sci. 2012;17(12):1161-9. PMID: 23853635.\n"
        "2. Boyle NB. Magnesium and anxiety. Nutrients. 2017;9(5):429. doi:10.3390/nu9050429\n"
    )
    [trial] = trials(text)
    assert (trial["markers"], trial["pmid"]) == (("1",), "23853635")


WORDS = st.sampled_from(
    ["a", "the", "2012", "study", "trial", "of", "46", "men", "et al.", "(", ")", "reduced", "by", "20%", "Abbasi", ".", ",", "meta-analysis",
     "no", "in", "researchers", "at", "University", "and", "placebo", "12", "weeks", "[1]", "—", "\n\n", "RCT", "increase", "n =", "published in"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=60))
def test_no_text_makes_it_raise(words: list[str]) -> None:
    for trial in trials(" ".join(words)):
        assert trial["quote"].strip() == trial["quote"] != ""
