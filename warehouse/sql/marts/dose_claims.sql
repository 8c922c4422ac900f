-- How much do articles say to take, was studied, or is in a product: every dose with the article that states it?
-- The mg_per_day columns are there only where the words give a weight and a day; 300 mg, said twice a day, is 600.
CREATE VIEW marts.dose_claims AS
WITH weights (unit, mg) AS (VALUES ('mcg', 0.001), ('mg', 1.0), ('g', 1000.0), ('kg', 1000000.0)),
daily AS (
    SELECT
        d.*,
        w.mg * CASE d.per WHEN 'day' THEN 1 WHEN 'dose' THEN d.times_per_day END AS mg_factor
    FROM main.doses AS d
    LEFT JOIN weights AS w USING (unit)
)
SELECT
    d.substance, d.form, d.low, d.high, d.unit, d.basis, d.per, d.times_per_day, d.context, d.population,
    d.low * d.mg_factor AS mg_per_day_low,
    d.high * d.mg_factor AS mg_per_day_high,
    d.quote, d.sentence, d.heading, a.title, a.site, a.cluster_id, a.copy_of, a.published, a.source, a.url, d.evidence_url,
    d.rule, d.substance_from, d.form_from, d.in_lexicon, d.record_id, d.article_id, d."start", d."end", d.run_id
FROM daily AS d
JOIN main.articles AS a USING (article_id);

COMMENT ON VIEW marts.dose_claims IS 'Every dose that an article states, with the article: advice, studies, products, official values.';
COMMENT ON COLUMN marts.dose_claims.mg_per_day_low IS 'Lower bound in mg a day; null where the words give no weight or no day.';
COMMENT ON COLUMN marts.dose_claims.mg_per_day_high IS 'Upper bound in mg a day; null where the words give no weight or no day.';
