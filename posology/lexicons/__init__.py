"""What the grammar knows by name, as files that a nutritionist can edit, and their loader."""

from posology.lexicons.load import Lexicon, load_lexicon

__all__ = ["Lexicon", "load_lexicon"]
