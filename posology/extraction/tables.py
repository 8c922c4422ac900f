"""Cells of table rows: which column an offset stands in, and what its header says."""

from posology.extraction.document import Document, Mention, Sentence, heading_key


def column_of(doc: Document, sentence: Sentence, at: int) -> int | None:
    """The column, from 0, that an offset of a table row stands in; None outside of tables."""
    if sentence.block.kind != "table_row" or sentence.start != sentence.block.start:
        return None  # in the tail of a row too long for one sentence nobody has counted the cells
    bars = doc.low.count("|", sentence.start, at)
    return max(0, bars - (1 if doc.low[sentence.start] == "|" else 0))


def room(doc: Document, sentence: Sentence, at: int) -> tuple[int, int]:
    """The span that an offset shares its meaning with: its cell in a table row, else the whole sentence."""
    if sentence.block.kind != "table_row":
        return sentence.start, sentence.end
    start = doc.low.rfind("|", sentence.start, at) + 1 or sentence.start
    end = doc.low.find("|", at, sentence.end)
    return start, end if end >= 0 else sentence.end


def header_of(doc: Document, sentence: Sentence, at: int) -> str:
    """The header of the column that an offset stands in, lower case; "" where there is none."""
    column, header = column_of(doc, sentence, at), sentence.block.header
    return header[column].lower() if header and column is not None and column < len(header) else ""


def row_mentions(doc: Document, sentence: Sentence, at: int) -> tuple[Mention, ...]:
    """Mentions that speak for an amount in a row: of its own cell, else of the row's label, else of a cell before."""
    start, end = room(doc, sentence, at)
    own = doc.mentions_in(start, end)
    if own:
        return own
    label_end = room(doc, sentence, min(sentence.start + 1, sentence.end))[1]
    return doc.mentions_in(sentence.start, label_end) or doc.mentions_in(sentence.start, start)


def header_mention(doc: Document, sentence: Sentence, at: int) -> Mention | None:
    """The substance that the column's header names."""
    column, header = column_of(doc, sentence, at), sentence.block.header
    if not header or column is None or column >= len(header):
        return None
    return next(iter(doc.headings.get(heading_key(header[column]), ())), None)


def row_label(doc: Document, sentence: Sentence) -> str:
    """The words of a row's first cell."""
    return doc.text[sentence.start : sentence.end].strip("| ").split("|")[0].strip(" *")
