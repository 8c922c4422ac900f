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
"""Bands that one statement compares: more take more memory (25 MB each with a million articles), fewer more time."""
NEIGHBOURS = 32
"""An article is compared with so many before it that share a band. A thousand copies share nearly all of their bands:
this bound keeps the comparisons in proportion to the articles, and the chain of neighbours still connects them all."""

_DIGITS = 2 * SLOTS
_BAND_DIGITS = 2 * ROWS
_MOST_DIFFERENT = int(_DIGITS * (1 - 1 / 16) * (1 - SIMILAR))
"""Hexadecimal digits in which near copies may differ; of unrelated digits one in sixteen agrees by accident."""


def find_clusters(database: duckdb.DuckDBPyConnection) -> None:
    """Makes temp.clusters (article_id, cluster_id, copy_of) from temp.fingerprints, one row an article.

    The original of a cluster is what was published first, undated articles last, then the smallest article_id. What it
    makes depends on the set of fingerprints alone, not on their order.
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
    for first in range(0, BANDS, BANDS_AT_ONCE):
        _compare(database, first, min(first + BANDS_AT_ONCE, BANDS))
    database.execute(_CONNECT)
    for table in ("numbered", "alike", "sketches"):
        database.execute(f"DROP TABLE temp.{table}")


def _compare(database: duckdb.DuckDBPyConnection, first: int, end: int) -> None:
    """Adds the near copies among the articles that agree in one of these bands."""
    database.execute(
        f"""
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
            SELECT number AS later, unnest(list(number) OVER before) AS earlier
            FROM shared
            WINDOW before AS (
                PARTITION BY band, digits ORDER BY number ROWS BETWEEN {NEIGHBOURS} PRECEDING AND 1 PRECEDING
            )
        ),
        pairs AS (SELECT DISTINCT later, earlier FROM neighbours)
        SELECT later, earlier
        FROM pairs JOIN sketches AS a ON a.number = later JOIN sketches AS b ON b.number = earlier
        WHERE hamming(a.minhash, b.minhash) <= {_MOST_DIFFERENT}
            AND (a.subjects = [] OR b.subjects = [] OR list_has_any(a.subjects, b.subjects))
        """
    )


_CONNECT = """
CREATE OR REPLACE TEMP TABLE clusters AS
WITH RECURSIVE edges AS MATERIALIZED (
    SELECT later AS one, earlier AS other FROM temp.alike UNION SELECT earlier, later FROM temp.alike
),
labels (number, label) USING KEY (number) AS (
    SELECT number, number FROM numbered
    UNION
    SELECT edges.other, min(labels.label)
    FROM labels JOIN edges ON edges.one = labels.number JOIN recurring.labels AS known ON known.number = edges.other
    WHERE labels.label < known.label
    GROUP BY edges.other
),
originals AS (
    SELECT *, first_value(article_id) OVER (PARTITION BY label ORDER BY published NULLS LAST, number) AS cluster_id
    FROM labels JOIN numbered USING (number)
)
SELECT article_id, cluster_id, nullif(cluster_id, article_id) AS copy_of FROM originals
"""
"""Each article takes the smallest number among its neighbours, until none changes: at most as many rounds as the
longest way between two articles of a cluster has steps, and only what changed takes part in the next."""
