"""The passes of extraction, in order."""

from posology.extraction.assemble import assemble
from posology.extraction.bioavailability import find_bioavailability
from posology.extraction.dose import find_doses
from posology.extraction.form import find_forms
from posology.extraction.layout import lay_out
from posology.extraction.reference import find_references
from posology.extraction.studied import told_by_studies
from posology.extraction.timing import find_timings
from posology.extraction.trial import find_trials
from posology.extraction.vocabulary import compile_vocabulary
from posology.lexicons import Lexicon
from schemas.article import Article
from schemas.records import Record

GRAMMARS = (find_doses, find_timings, find_forms, find_bioavailability, find_trials, find_references)
"""One per kind, all of one shape: Document to drafts. None looks at another's result."""


def extract(article: Article, lexicon: Lexicon) -> tuple[Record, ...]:
    """Every record that the article's text claims, in the order of the text. Pure; the same input, the same records."""
    doc = lay_out(article, compile_vocabulary(lexicon))
    drafts = told_by_studies(draft for grammar in GRAMMARS for draft in grammar(doc))
    return assemble(doc, drafts)
