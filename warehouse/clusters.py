"""Which articles are copies of one another, and which of them is the original: fingerprints in, clusters out.

Texts that are equal are one cluster. So are two whose word pairs are similar enough, as their MinHash values estimate,
unless they are about different substances: pages that fill one template for zinc and for iron differ in all that
matters. Clusters are what such pairs connect. docs/copies.md tells how the figures below were chosen.
"""

import duckdb

from schemas.fingerprint import SLOTS

SIMILAR = 0.2
"""Articles are near copies whose estimated Jaccard similarity is at least this."""
ROWS = 3
"""Slots of a band: two articles are compared only where they agree in all slots of some band."""
BANDS = SLOTS // ROWS
BANDS_AT_ONCE = 17
"""Bands that one statement compares: more take more memory, fewer more time."""
NEIGHBOURS = 16
"""An article is compared with the first that shares a band with it, and with so many before it. A thousand copies
share nearly all their bands: this keeps the comparisons in proportion to the articles, and the first connects all."""

_DIGITS = 2 * SLOTS
_BAND_DIGITS = 2 * ROWS
_MOST_DIFFERENT = int(_DIGITS * (1 - 1 / 16) * (1 - SIMILAR))
"""Hexadecimal digits in which near copies may differ; of unrelated digits one in sixteen agrees by accident."""


def find_clusters(database: duckdb.DuckDBPyConnection) -> None:
    """Makes temp.clusters (article_id, cluster_id, copy_of) from temp.fingerprints, one row an article.

    The original of a cluster is what was published first, undated articles last, then the smallest article_id. What it
    makes depends on the set of fingerprints alone, not on their order.
    """
    number_articles(database)
    for first in range(0, BANDS, BANDS_AT_ONCE):
        database.execute(comparison(first, min(first + BANDS_AT_ONCE, BANDS)))
    database.execute(_CONNECT)
    for table in ("numbered", "alike", "sketches"):
        database.execute(f"DROP TABLE temp.{table}")


def number_articles(database: duckdb.DuckDBPyConnection) -> None:
    """Makes what is compared: one sketch a text, articles by their number in the order of their identities.

    Exact copies are in temp.alike already.
    """
    database.execute(
        """
        CREATE OR REPLACE TEMP TABLE numbered AS
        SELECT row_number() OVER (ORDER BY article_id) AS number, * FROM temp.fingerprints;
        CREATE OR REPLACE TEMP TABLE alike AS
        SELECT number AS later, min(number) OVER (PARTITION BY text_hash) AS earlier
        FROM numbered
        QUALIFY later > earlier;
        CREATE OR REPLACE TEMP TABLE sketches AS
        SELECT number, minhash, subjects
        FROM numbered
        WHERE minhash IS NOT NULL AND number NOT IN (SELECT later FROM alike);
        """
    )


def comparison(first: int, end: int) -> str:
    """SQL that adds to temp.alike the near copies among the articles that agree in one of these bands."""
    return f"""
    INSERT INTO temp.alike
    WITH banded AS (
        SELECT number, band, substring(minhash, 1 + {_BAND_DIGITS} * band, {_BAND_DIGITS}) AS digits
        FROM sketches, range({first}, {end}) AS bands (band)
    ),
    shared AS (
        SELECT number, band, digits
        FROM banded
        SEMI JOIN (SELECT band, digits FROM banded GROUP BY ALL HAVING count(*) > 1) USING (band, digits)
    ),
    neighbours AS (
        SELECT number AS later, unnest(list_prepend(min(number) OVER sharing, list(number) OVER before)) AS earlier
        FROM shared
        WINDOW
            sharing AS (PARTITION BY band, digits),
            before AS (PARTITION BY band, digits ORDER BY number ROWS BETWEEN {NEIGHBOURS} PRECEDING AND 1 PRECEDING)
    ),
    pairs AS (SELECT DISTINCT later, earlier FROM neighbours WHERE earlier < later)
    SELECT later, earlier
    FROM pairs JOIN sketches AS a ON a.number = later JOIN sketches AS b ON b.number = earlier
    WHERE hamming(a.minhash, b.minhash) <= {_MOST_DIFFERENT}
        AND (a.subjects = [] OR b.subjects = [] OR list_has_any(a.subjects, b.subjects))
    """


_CONNECT = """
CREATE OR REPLACE TEMP TABLE clusters AS
WITH RECURSIVE edges AS MATERIALIZED (
    SELECT later AS one, earlier AS other FROM temp.alike UNION SELECT earlier, later FROM temp.alike
),
labels (number, label) USING KEY (number) AS (
    SELECT number, number FROM numbered
    UNION
    SELECT heard.number, heard.label
    FROM (
        SELECT edges.other AS number, min(labels.label) AS label
        FROM labels JOIN edges ON edges.one = labels.number
        GROUP BY edges.other
    ) AS heard
    JOIN recurring.labels AS known USING (number)
    WHERE heard.label < known.label
),
originals AS (
    SELECT *, first_value(article_id) OVER (PARTITION BY label ORDER BY published NULLS LAST, number) AS cluster_id
    FROM labels JOIN numbered USING (number)
)
SELECT article_id, cluster_id, nullif(cluster_id, article_id) AS copy_of FROM originals
"""
"""Each article takes the smallest number among its neighbours, until none changes: at most as many rounds as the
longest way between two articles of a cluster has steps, and only what changed takes part in the next. The grouping
comes before the comparison with what is known: DuckDB would else compare every article with every other first."""
