-- How much is said about each substance, by how many articles, and what is the middle of the daily amounts advised?
-- Articles are counted, their sites, and their clusters: an article and its copies are one voice, and an amount that
-- they all advise goes into the median once.
-- A range counts with its middle, "up to" and "at least" with the bound that is stated. Weights that the words call
-- those of the whole compound are left out of the median, since they cannot be compared with the others.
CREATE VIEW marts.substance_overview AS
WITH claims AS (
    SELECT 'dose' AS kind, substance, form, article_id FROM main.doses
    UNION ALL SELECT 'timing', substance, form, article_id FROM main.timings
    UNION ALL SELECT 'form', substance, form, article_id FROM main.forms
    UNION ALL SELECT 'bioavailability', substance, form, article_id FROM main.bioavailability
    UNION ALL SELECT 'trial', substance, form, article_id FROM main.trials
),
counts AS (
    SELECT
        substance,
        count(DISTINCT article_id) AS articles,
        count(DISTINCT site) AS sites,
        count(DISTINCT cluster_id) AS clusters,
        count(*) FILTER (kind = 'dose') AS doses,
        count(*) FILTER (kind = 'timing') AS timings,
        count(DISTINCT form) FILTER (kind = 'form') AS forms,
        count(*) FILTER (kind = 'bioavailability') AS bioavailability,
        count(*) FILTER (kind = 'trial') AS trials
    FROM claims JOIN main.articles USING (article_id)
    WHERE substance IS NOT NULL
    GROUP BY substance
),
advised AS (
    SELECT DISTINCT
        substance, cluster_id,
        coalesce((mg_per_day_low + mg_per_day_high) / 2, mg_per_day_low, mg_per_day_high) AS mg_per_day
    FROM marts.dose_claims
    WHERE context = 'recommended' AND basis IS DISTINCT FROM 'compound'
),
medians AS (
    SELECT substance, median(mg_per_day) AS median_mg_per_day, count(mg_per_day) AS median_of_doses
    FROM advised
    GROUP BY substance
)
SELECT
    c.substance, c.articles, c.sites, c.clusters,
    c.doses, m.median_mg_per_day, coalesce(m.median_of_doses, 0) AS median_of_doses,
    c.timings, c.forms, c.bioavailability, c.trials
FROM counts AS c
LEFT JOIN medians AS m USING (substance);

COMMENT ON VIEW marts.substance_overview IS 'One row a substance: how much articles say about it, and the median of the daily amounts they advise.';
COMMENT ON COLUMN marts.substance_overview.substance IS 'Canonical lower-case name of the nutrient or botanical.';
COMMENT ON COLUMN marts.substance_overview.articles IS 'Articles with at least one claim about it.';
COMMENT ON COLUMN marts.substance_overview.sites IS 'Sites of these articles; articles without an address have none.';
COMMENT ON COLUMN marts.substance_overview.clusters IS 'Clusters of these articles: copies of one text count once.';
COMMENT ON COLUMN marts.substance_overview.doses IS 'Doses stated, of every context.';
COMMENT ON COLUMN marts.substance_overview.median_mg_per_day IS 'Median of the advised daily amounts in mg; compound weights left out; null when none has a weight and a day.';
COMMENT ON COLUMN marts.substance_overview.median_of_doses IS 'Number of amounts that the median is of; each counts once a cluster.';
COMMENT ON COLUMN marts.substance_overview.timings IS 'Claims about when, how often or for how long to take it.';
COMMENT ON COLUMN marts.substance_overview.forms IS 'Distinct forms that articles name.';
COMMENT ON COLUMN marts.substance_overview.bioavailability IS 'Claims about how well it is absorbed or used.';
COMMENT ON COLUMN marts.substance_overview.trials IS 'Studies that articles bring as evidence.';
