# ruff: noqa: E501 - a table of examples
"""The reference grammar: entries in the styles of reference lists, links to studies, citations with identifiers."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posology.cleaning import clean
from posology.extraction.layout import lay_out
from posology.extraction.reference import find_references
from posology.extraction.reference_entry import parse_entry
from posology.extraction.reference_links import is_study_link
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import load_lexicon

FILLER = "This page is about the supplement named above. It was written by our team and checked by a dietitian. " * 3


def references(text: str, topic: str = "Magnesium") -> list[dict[str, Any]]:
    """The references of a short article: their quotes and stated fields."""
    article = clean(f"# {topic}\n\n{FILLER}\n\n{text}\n".encode(), source="example.md")
    return [
        {name: value for name, value in draft.values.items() if value is not None}
        | {"quote": article.text[draft.start : draft.end], "substance": draft.subject.substance}
        for draft in find_references(lay_out(article, compile_vocabulary(load_lexicon())))
    ]


ENTRIES: list[tuple[str, dict[str, Any]]] = [
    ("1. Abbasi B, Kimiagar M, Sadeghniiat K. The effect of magnesium supplementation on primary insomnia in elderly: A double-blind placebo-controlled clinical trial. J Res Med Sci. 2012;17(12):1161-9.",
     {"marker": "1", "year": 2012, "authors": "Abbasi B, Kimiagar M, Sadeghniiat K", "title": "The effect of magnesium supplementation on primary insomnia in elderly: A double-blind placebo-controlled clinical trial", "journal": "J Res Med Sci"}),
    ("Boyle, N. B., Lawton, C., & Dye, L. (2017). The effects of magnesium supplementation on subjective anxiety and stress. Nutrients, 9(5), 429. https://doi.org/10.3390/nu9050429",
     {"marker": None, "year": 2017, "authors": "Boyle, N. B., Lawton, C., & Dye, L", "title": "The effects of magnesium supplementation on subjective anxiety and stress", "journal": "Nutrients"}),
    ('[3] Walker AF, et al. "Mg citrate found more bioavailable than other Mg preparations." Magnes Res 2003; 16:183-91.',
     {"marker": "3", "year": 2003, "authors": "Walker AF, et al.", "title": "Mg citrate found more bioavailable than other Mg preparations", "journal": "Magnes Res"}),
    ("4. National Institutes of Health. Magnesium: Fact Sheet for Health Professionals. https://ods.od.nih.gov/factsheets/Magnesium-HealthProfessional/",
     {"marker": "4", "year": None, "authors": "National Institutes of Health", "title": "Magnesium: Fact Sheet for Health Professionals", "journal": None}),
    ("^ Hewlings SJ, Kalman DS. Curcumin: A Review of Its Effects on Human Health. Foods. (2017)",
     {"year": 2017, "authors": "Hewlings SJ, Kalman DS", "title": "Curcumin: A Review of Its Effects on Human Health", "journal": "Foods"}),
    ('Schwalfenberg, Gerry K., and Stephen J. Genuis. "The importance of magnesium in clinical healthcare." Scientifica 2017 (2017): 4179326.',
     {"year": 2017, "authors": "Schwalfenberg, Gerry K., and Stephen J. Genuis", "title": "The importance of magnesium in clinical healthcare", "journal": "Scientifica"}),
    ("7. Rondanelli M, Opizzi A, et al. The effect of melatonin, magnesium, and zinc on primary insomnia. J Am Geriatr Soc. 2011 Jan;59(1):82-90. doi: 10.1111/j.1532-5415.2010.03232.x. PMID: 21226679.",
     {"marker": "7", "year": 2011, "authors": "Rondanelli M, Opizzi A, et al.", "title": "The effect of melatonin, magnesium, and zinc on primary insomnia", "journal": "J Am Geriatr Soc"}),
    ('Kreider et al. (2017) "International Society of Sports Nutrition position stand: safety of creatine", Journal of the International Society of Sports Nutrition 14:18',
     {"year": 2017, "authors": "Kreider et al.", "title": "International Society of Sports Nutrition position stand: safety of creatine", "journal": "Journal of the International Society of Sports Nutrition"}),
    ("5. Hemilä, H. Zinc lozenges and the common cold: a meta-analysis. JRSM Open 8, 2054270417694291 (2017).",
     {"marker": "5", "year": 2017, "authors": "Hemilä, H", "title": "Zinc lozenges and the common cold: a meta-analysis", "journal": "JRSM Open"}),
    ("8. Zhang X, Li Y, Del Gobbo LC, et al. [Effects of Magnesium Supplementation on Blood Pressure](https://www.ahajournals.org/doi/10.1161/HYPERTENSIONAHA.116.07664). *Hypertension*. (2016)",
     {"marker": "8", "year": 2016, "title": "Effects of Magnesium Supplementation on Blood Pressure", "journal": "Hypertension"}),
    ("Harvard T.H. Chan School of Public Health. (2023). The Nutrition Source: Magnesium. Retrieved from https://www.hsph.harvard.edu/nutritionsource/magnesium/",
     {"year": 2023, "title": "The Nutrition Source: Magnesium", "authors": "Harvard T.H. Chan School of Public Health", "journal": None}),
    ("2. de Baaij JH, Hoenderop JG, Bindels RJ. Magnesium in man: implications for health and disease. Physiol Rev. 2015 Jan;95(1):1-46. [PubMed] [Google Scholar]",
     {"marker": "2", "year": 2015, "authors": "de Baaij JH, Hoenderop JG, Bindels RJ", "title": "Magnesium in man: implications for health and disease", "journal": "Physiol Rev"}),
    ("| 24 | Jafari A;Askari M;Daneshzad E; “Zinc Supplementation and Immune Factors.” Critical Reviews in Food Science, U.S. National Library of Medicine, https://pubmed.ncbi.nlm.nih.gov/99356467/. |",
     {"marker": "24", "authors": "Jafari A;Askari M;Daneshzad E", "title": "Zinc Supplementation and Immune Factors", "journal": "Critical Reviews in Food Science"}),
    ("26 | Mortazavi, Akram, et al. “Omega-3 and Apelin: A Randomized Trial.” Reports of Biochemistry, Varastegan Institute for Medical Sciences, Oct. 2018, https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9917559/.",
     {"marker": "26", "authors": "Mortazavi, Akram, et al.", "title": "Omega-3 and Apelin: A Randomized Trial", "journal": "Reports of Biochemistry", "year": 2018}),
    ("https://pubmed.ncbi.nlm.nih.gov/23853635/", {"title": None, "authors": None, "journal": None, "year": None}),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), ENTRIES, ids=[raw[:40] for raw, _ in ENTRIES])
def test_an_entry_is_cut_into_its_fields(raw: str, expected: dict[str, Any]) -> None:
    entry = parse_entry(raw)._asdict()
    assert {name: entry[name] for name in expected} == expected


# marker, authors, title, journal, year of one entry in each style: Vancouver and AMA with every sort of marker, APA, MLA,
# Chicago, Harvard, Nature, titles first, lists of links
STYLES: list[tuple[str, tuple[str | None, str | None, str | None, str | None, int | None]]] = [
    ('1. Lopresti AL, Smith SJ. Saffron for mood: a review. Nutr Rev. 2018;76(4):1-12.', ('1', 'Lopresti AL, Smith SJ', 'Saffron for mood: a review', 'Nutr Rev', 2018)),
    ('[2] Yoon KW. Oral bioavailability of zinc in rats. J Trace Elem Med Biol 2007;21:119.', ('2', 'Yoon KW', 'Oral bioavailability of zinc in rats', 'J Trace Elem Med Biol', 2007)),
    ('a. Hunt JR, Roughead ZK. Iron absorption over ten weeks. Am J Clin Nutr 2000;71:94–102. PMID 10617952', ('a', 'Hunt JR, Roughead ZK', 'Iron absorption over ten weeks', 'Am J Clin Nutr', 2000)),
    ('b) Tang G. Spirulina vitamin A in children. J Nutr 2009;139:1.', ('b', 'Tang G', 'Spirulina vitamin A in children', 'J Nutr', 2009)),
    ('[^3]: Rae C, Digney AL. Creatine and the brain. Proc Biol Sci. 2003;270:2147-50.', ('3', 'Rae C, Digney AL', 'Creatine and the brain', 'Proc Biol Sci', 2003)),
    ('(4) Kligler B, et al. Feverfew for migraine. Cephalalgia 2005;25:1031.', ('4', 'Kligler B, et al.', 'Feverfew for migraine', 'Cephalalgia', 2005)),
    ('5) Vinson JA, Bose P. Comparative bioavailability of ascorbic acid. Am J Clin Nutr. 1988;48(3):601-604.', ('5', 'Vinson JA, Bose P', 'Comparative bioavailability of ascorbic acid', 'Am J Clin Nutr', 1988)),
    ('[6]. van der Beek EM, ten Hoor F. Thiamin depletion in men. Int J Vitam Nutr Res 1994; 64: 113-118.', ('6', 'van der Beek EM, ten Hoor F', 'Thiamin depletion in men', 'Int J Vitam Nutr Res', 1994)),
    ("7 Kim J, Park S, O'Brien L. Ginseng and fatigue: a randomised trial. PLoS One. 2013;8(4):e61271.", ('7', "Kim J, Park S, O'Brien L", 'Ginseng and fatigue: a randomised trial', 'PLoS One', 2013)),
    ('8. AREDS Research Group. Zinc and vision loss. Arch Ophthalmol. 2001;119(10):1417-36.', ('8', 'AREDS Research Group', 'Zinc and vision loss', 'Arch Ophthalmol', 2001)),
    ('9. EFSA Panel on Dietetic Products. Scientific opinion on dietary reference values for iodine. EFSA Journal 2014;12(5):3660.', ('9', 'EFSA Panel on Dietetic Products', 'Scientific opinion on dietary reference values for iodine', 'EFSA Journal', 2014)),
    ('10. Müller-Schmidt K, Østergård H. Selenium in soils. *Plant Soil* 1999;210:12.', ('10', 'Müller-Schmidt K, Østergård H', 'Selenium in soils', 'Plant Soil', 1999)),
    ('11. GISSI Investigators. *Lancet* 1999;354:447–55.', ('11', 'GISSI Investigators', None, 'Lancet', 1999)),
    ('Ko S-Y, Dunning P. Fructose and thiols in the rat. Rodent Metab Rep 2014;3:88', (None, 'Ko S-Y, Dunning P', 'Fructose and thiols in the rat', 'Rodent Metab Rep', 2014)),
    ('PANDORA Study Group. Twice-daily acetylcysteine in COPD. Lancet Respir Med 2014. ClinicalTrials.gov NCT09136239', (None, 'PANDORA Study Group', 'Twice-daily acetylcysteine in COPD', 'Lancet Respir Med', 2014)),
    ('Kittirat V. Curcuma extracts in knee osteoarthritis. 2014. doi:10.5555/car.2014.451', (None, 'Kittirat V', 'Curcuma extracts in knee osteoarthritis', None, 2014)),
    ('12. Grupo Almendro. Oral or intramuscular B12 in primary care. *BMJ Open* 2020;10:e033687.', ('12', 'Grupo Almendro', 'Oral or intramuscular B12 in primary care', 'BMJ Open', 2020)),
    ('Hewlings, S. J., & Kalman, D. S. (2017). Curcumin: A review of its effects on human health. *Foods*, *6*(10), 92. https://doi.org/10.3390/foods6100092', (None, 'Hewlings, S. J., & Kalman, D. S', 'Curcumin: A review of its effects on human health', 'Foods', 2017)),
    ('13. Chandrasekhar, K., Kapoor, J., & Anishetty, S. (2012). A prospective study of ashwagandha root. Indian Journal of Psychological Medicine, 34(3), 255–262.', ('13', 'Chandrasekhar, K., Kapoor, J., & Anishetty, S', 'A prospective study of ashwagandha root', 'Indian Journal of Psychological Medicine', 2012)),
    ('National Institutes of Health, Office of Dietary Supplements. (2022, June 2). Zinc: Fact sheet for consumers. https://ods.od.nih.gov/factsheets/Zinc-Consumer/', (None, 'National Institutes of Health, Office of Dietary Supplements', 'Zinc: Fact sheet for consumers', None, 2022)),
    ('World Health Organization. (2012). Guideline: Sodium intake for adults and children. Geneva: WHO.', (None, 'World Health Organization', 'Guideline: Sodium intake for adults and children', None, 2012)),
    ('Smith-Jones, A. B. (n.d.). Taurine and exercise. Sports Notes, 4, 1-9.', (None, 'Smith-Jones, A. B', 'Taurine and exercise', 'Sports Notes', None)),
    ('Gröber, Uwe, Joachim Schmidt, and Klaus Kisters. "Magnesium in Prevention and Therapy." Nutrients, vol. 7, no. 9, 2015, pp. 8199-8226.', (None, 'Gröber, Uwe, Joachim Schmidt, and Klaus Kisters', 'Magnesium in Prevention and Therapy', 'Nutrients', 2015)),
    ('14. Jane Doe and Richard Roe, “Rhodiola at Altitude,” *Journal of Mountain Medicine* 12, no. 3 (2009): 44–51.', ('14', 'Jane Doe and Richard Roe', 'Rhodiola at Altitude', 'Journal of Mountain Medicine', 2009)),
    ('Wilson, Emily. "Does Biotin Grow Hair?" Skin Appendage Disorders 3.3 (2017): 166-169.', (None, 'Wilson, Emily', 'Does Biotin Grow Hair?', 'Skin Appendage Disorders', 2017)),
    ('Kammerlin, Oduya, Silbers: "Acute effects of tea constituents", *Nutrition Digests* 2014 <https://doi.org/10.5555/nd.2014.72507>', (None, 'Kammerlin, Oduya, Silbers', 'Acute effects of tea constituents', 'Nutrition Digests', 2014)),
    ("Brown, T. and Green, P. (2016) 'Iodine status in pregnancy', British Journal of Nutrition, 115(2), pp. 12-20.", (None, 'Brown, T. and Green, P', 'Iodine status in pregnancy', 'British Journal of Nutrition', 2016)),
    ('Black, M.R., 2003. Folate and the heart. European Heart Journal, 24(1), pp.1-8.', (None, 'Black, M.R', 'Folate and the heart', 'European Heart Journal', 2003)),
    ('White R, Grey S (2011) Choline intake in mothers. J Nutr 141: 1–6', (None, 'White R, Grey S', 'Choline intake in mothers', 'J Nutr', 2011)),
    ('15. Hemilä, H. & Chalker, E. Vitamin C for the common cold. Cochrane Database Syst. Rev. 1, CD000980 (2013).', ('15', 'Hemilä, H. & Chalker, E', 'Vitamin C for the common cold', 'Cochrane Database Syst. Rev', 2013)),
    ('16. Marine peptides: absorption in a Caco-2 model, Mar Drugs 2014', ('16', None, 'Marine peptides: absorption in a Caco-2 model', 'Mar Drugs', 2014)),
    ('[Glycine before bedtime improves sleep - PubMed](https://pubmed.ncbi.nlm.nih.gov/22293292/)', (None, None, 'Glycine before bedtime improves sleep', None, None)),
    ('- [The effects of magnesium on sleep quality | Nutrients](https://www.mdpi.com/2072-6643/9/5/429)', (None, None, 'The effects of magnesium on sleep quality', None, None)),
    ('17. [Effects of zinc on acne](https://pubmed.ncbi.nlm.nih.gov/32860489/). Dermatol Ther. 2020.', ('17', None, 'Effects of zinc on acne', 'Dermatol Ther', 2020)),
    ('Efficacy of lavender oil in anxiety disorders. Phytomedicine. 2010 Feb;17(2):94-9. https://pubmed.ncbi.nlm.nih.gov/19962288/', (None, None, 'Efficacy of lavender oil in anxiety disorders', 'Phytomedicine', 2010)),
    ('Vitamin K and bone health - https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4566462/', (None, None, 'Vitamin K and bone health', None, None)),
    ('Mayo Clinic. Vitamin B-12. https://www.mayoclinic.org/drugs-supplements-vitamin-b12/art-20363663. Accessed March 3, 2021.', (None, 'Mayo Clinic', 'Vitamin B-12', None, 2021)),
    ('[Hallamaa 2017, Open Cold Forum](https://doi.org/10.5555/ocf.2017.4291)', (None, 'Hallamaa', None, 'Open Cold Forum', 2017)),
    ('[Wettstein, 2014, J. Nutr. Absorpt.](https://pubmed.example.org/99259556)', (None, 'Wettstein', None, 'J. Nutr. Absorpt', 2014)),
    ('18. van der Plaat. Metformin and B12. 2010. [link](https://example.org/hove-2010) NCT09375388', ('18', 'van der Plaat', 'Metformin and B12', None, 2010)),
    ('^ Rosati C, Bellini F. Berberine for cholesterol. Cuore e Pianta. 2013;2:14–21.', (None, 'Rosati C, Bellini F', 'Berberine for cholesterol', 'Cuore e Pianta', 2013)),
    ('19. Int J Food Sci Nutr 1998 Sep;49(5):343-52. Lipid content of foods eaten by nursing women. Rocquelin G, Tapsoba S, Mbemba F', ('19', 'Rocquelin G, Tapsoba S, Mbemba F', 'Lipid content of foods eaten by nursing women', 'Int J Food Sci Nutr', 1998)),
    ('20. Sarris J, Byrne GJ, Stough C, et al. Nutraceuticals for major depressive disorder—more is not merrier. J Affect Disord. 2019 Feb 15;245:1007-1015. doi: 10.1016/j.jad.2018.11.092. Epub 2018 Nov 14.', ('20', 'Sarris J, Byrne GJ, Stough C, et al.', 'Nutraceuticals for major depressive disorder—more is not merrier', 'J Affect Disord', 2019)),
    ('21. Peter Attia, John Doe. What we know about NAD. Cell Metab. 2021;33:1.', ('21', 'Peter Attia, John Doe', 'What we know about NAD', 'Cell Metab', 2021)),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), STYLES, ids=[raw[:40] for raw, _ in STYLES])
def test_entries_of_every_style(
    raw: str, expected: tuple[str | None, str | None, str | None, str | None, int | None]
) -> None:
    entry = parse_entry(raw)
    assert (entry.marker, entry.authors, entry.title, entry.journal, entry.year) == expected


def test_entries_in_lines_of_an_ordinary_paragraph_are_references() -> None:
    text = (
        "FURTHER READING\na. Stettler N, et al. Alternate days. Zurich Iron 2017;4:524.\n"
        "b. Lin HJ. Vitamin C with iron. Iron Trials 2020;3:2. PMID 99233644."
    )
    found = [row for row in references(f"Text before.\n\n{text}") if row.get("authors")]
    assert [(row["authors"], row.get("pmid")) for row in found][-1] == ("Lin HJ", "99233644")


def test_entries_of_the_list_are_references_without_bullets_and_last_stop() -> None:
    text = (
        "## References\n\n"
        "- Singh M, Das RR. \"Zinc for the common cold.\" Cochrane Database of Systematic Reviews, 2013;6:CD001364. PMID: 23775705. DOI: 10.1002/14651858.CD001364.pub4.\n"
        "- Walker AF. Magnesium citrate. Magnes Res 2003;16:183-91.\n"
    )  # fmt: skip
    first, second = references(text)
    assert first["quote"].startswith("Singh M") and first["quote"].endswith("CD001364.pub4")
    assert (first["pmid"], first["doi"], first["substance"]) == ("23775705", "10.1002/14651858.CD001364.pub4", "zinc")
    assert (second["journal"], second["year"]) == ("Magnes Res", 2003)


INLINE: list[tuple[str, list[dict[str, Any]]]] = [
    ("The HEARTH trial by Lindqvist et al. (JAMA 2014, PMID 99000123) gave iodine.",
     [{"quote": "Lindqvist et al. (JAMA 2014, PMID 99000123", "authors": "Lindqvist et al.", "journal": "JAMA", "year": 2014, "pmid": "99000123"}]),
    ("So says a 2018 Cochrane review by Middleton et al. (PMID 99480773).", [{"authors": "Middleton et al.", "year": 2018, "journal": None}]),
    ("Absorption rose. (Stettler and colleagues, Zurich, 2017; doi 10.5555/zih.2017.0524.)", [{"authors": "Stettler", "year": 2017}]),
    ("Take it [up to two hours after working out](https://pubmed.ncbi.nlm.nih.gov/28919842/).", [{"quote": "https://pubmed.ncbi.nlm.nih.gov/28919842/", "pmid": "28919842"}]),
    ("It helps ([source](https://doi.org/10.3390/nu9050429)).", [{"doi": "10.3390/nu9050429", "url": "https://doi.org/10.3390/nu9050429"}]),
    ("It helps ([study](https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5637834/)).", [{"pmcid": "PMC5637834"}]),
    ("See [this trial](https://clinicaltrials.gov/ct2/show/NCT03331237).", [{"nct": "NCT03331237"}]),
    ("It stays active after absorption (Maurer 2001; PMID 11577981), which is unusual.", [{"quote": "Maurer 2001; PMID 11577981", "authors": "Maurer", "year": 2001, "pmid": "11577981"}]),
    ("It directs calcium (Geleijnse et al., 2004, PMID: 15514282; Knapen 2013, DOI: 10.1007/s00198-013-2325-6).",
     [{"pmid": "15514282", "year": 2004}, {"doi": "10.1007/s00198-013-2325-6", "year": 2013, "quote": "Knapen 2013, DOI: 10.1007/s00198-013-2325-6"}]),
    ("The headline study is Kadooka 2010 (European Journal of Clinical Nutrition; PMID 20216555).", [{"quote": "Kadooka 2010 (European Journal of Clinical Nutrition; PMID 20216555", "year": 2010}]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), INLINE, ids=[text[:40] for text, _ in INLINE])
def test_links_to_studies_and_identifiers_in_running_text(text: str, expected: list[dict[str, Any]]) -> None:
    found = references(text)
    assert len(found) == len(expected)
    for reference, wanted in zip(found, expected, strict=True):
        assert {name: reference.get(name) for name in wanted} == wanted


NO_REFERENCES = [
    "Buy [our capsules](https://shop.example.com/products/12345).",
    "Get it [on Amazon](https://www.amazon.com/dp/B09JKLL4JN?tag=sleep-20).",
    "Read [our guide](/supplements/magnesium/).",
    "Read [this article](https://www.healthline.com/nutrition/magnesium-benefits).",
    "Magnesium supports sleep.[1,2]",
    "Magnesium supports sleep (Smith et al., 2010).",
    "Studies show a benefit [3].",
    "Visit [our journal](https://www.example.org/journal/2020).",
    "Follow us on [Instagram](https://www.instagram.com/example).",
    "A review published in Nutrients found a benefit.",
    "Call 12345678 to order.",
    "See the [PubMed home page](https://pubmed.ncbi.nlm.nih.gov/).",
]


@pytest.mark.parametrize("text", NO_REFERENCES)
def test_shops_own_pages_and_bare_markers_are_no_references(text: str) -> None:
    assert [reference["quote"] for reference in references(text)] == []


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://www.sciencedirect.com/science/article/pii/S0271531716300112", True),
        ("https://jamanetwork.com/journals/jama/fullarticle/2664039", True),
        ("https://academic.oup.com/ajcn/article/104/5/1334/4564389", True),
        ("https://www.nature.com/articles/s41598-021-1234-5", True),
        ("https://www.nature.com/", False),
        ("https://ods.od.nih.gov/factsheets/Zinc-Consumer/", False),
        ("https://www.webmd.com/vitamins/ai/ingredientmono-998/magnesium", False),
        ("", False),
    ],
)
def test_study_links(url: str, is_one: bool) -> None:
    assert is_study_link(url) is is_one


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="AbCde .,;:()[]\"'*_0129&-/\n“”", max_size=200))
def test_no_entry_makes_it_raise(raw: str) -> None:
    parse_entry(raw)
    references(f"## References\n\n{raw}")
