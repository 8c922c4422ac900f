"""Articles in other languages are refused, English ones are kept whatever they are full of."""

from pathlib import Path

import pytest

from posology.cleaning import clean
from posology.cleaning.normalise import normalise
from posology.config import load
from posology.errors import CleaningError, ConfigurationError
from posology.pipeline.engine import engine_of

TEXTS = Path(__file__).parents[1] / "bench" / "languages.tsv"
ROWS = [line.split("\t") for line in TEXTS.read_text(encoding="utf-8").splitlines()]
FOREIGN = [(name, sentences) for name, *sentences in ROWS if not name.startswith("en")]
ENGLISH = [(name, sentences) for name, *sentences in ROWS if name.startswith("en")]
SAME_TO_THE_MODEL = {"nb": "no"}  # Norwegian


@pytest.mark.parametrize(("name", "sentences"), FOREIGN, ids=[name for name, _ in FOREIGN])
def test_an_article_in_another_language_is_refused_unless_wanted(name: str, sentences: list[str]) -> None:
    raw = "\n\n".join(sentences).encode()
    code = SAME_TO_THE_MODEL.get(name, name)
    with pytest.raises(CleaningError) as error:
        clean(raw, source="a.txt")
    assert (error.value.code, f"'{code}'" in error.value.message) == ("language", True)
    for languages in (["en", code], ["any"]):
        assert clean(raw, source="a.txt", languages=languages).text == normalise(raw.decode()).text


@pytest.mark.parametrize("sentences", [row for _, row in ENGLISH], ids=[name for name, _ in ENGLISH])
def test_english_full_of_names_signs_and_numbers_is_kept(sentences: list[str]) -> None:
    for text in ("\n\n".join(sentences), " ".join(sentences), *sentences):
        assert clean(f"{text} 15 mg".encode(), source="a.txt").text
    with pytest.raises(CleaningError, match="setting languages"):
        clean(" ".join(ENGLISH[0][1]).encode(), source="a.txt", languages=["de"])


GERMAN = " ".join(sentence for name, sentences in FOREIGN if name == "de" for sentence in sentences)
PROSE = " ".join(ENGLISH[0][1])


@pytest.mark.parametrize(
    "text",
    [
        f"{GERMAN[:80]}\n\n{PROSE}\n\n{PROSE}",
        f"- Startseite\n- Produkte\n- Warenkorb\n- Über uns und unsere Geschichte\n\n{PROSE}",
        f"{PROSE}\n\nReferences\n\n1. Müller A, Schmidt B. Magnesium und Schlaf im Alter. Dtsch Med. 2012;3:1.",
        f"# Zinc\n\n{PROSE}\n\nEin Leser schrieb uns, dass er jeden Abend 15 mg nimmt und besser schläft.",
    ],
)
def test_the_main_text_decides(text: str) -> None:
    assert clean(text.encode(), source="a.md").text == text
    assert clean(f"<html><body><nav>{GERMAN}</nav><p>{PROSE * 4}</p></body></html>".encode(), source="a.html")


def test_a_foreign_article_with_an_english_menu_is_refused() -> None:
    with pytest.raises(CleaningError, match="'de'"):
        clean(f"- Home\n- Shop\n- About us and our story\n\n{GERMAN}\n\n{GERMAN}".encode(), source="a.txt")


@pytest.mark.parametrize(
    ("given", "languages"),
    [("en", ("en",)), ("en,de", ("de", "en")), (["de", "en", "de"], ("de", "en")), ("any", ("any",))],
)
def test_the_setting(given: str | list[str], languages: tuple[str, ...]) -> None:
    settings = load({"languages": given}).settings
    assert settings.languages == languages
    assert (engine_of(settings) == engine_of(load().settings)) == (languages == ("en",))


@pytest.mark.parametrize("given", ["English", "", "en,,de", "EN", []])
def test_a_wrong_setting(given: object) -> None:
    with pytest.raises(ConfigurationError, match="--language"):
        load({"languages": given})
