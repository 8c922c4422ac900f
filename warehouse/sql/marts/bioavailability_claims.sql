-- How well is a form absorbed or used, and compared with what, by which article?
CREATE VIEW marts.bioavailability_claims AS
SELECT
    r.substance, r.form, r.measure, r.low, r.high, r.ratio, r."level", r.direction, r.comparator,
    r.quote, r.sentence, r.heading, a.title, a.site, a.cluster_id, a.copy_of, a.published, a.source, a.url, r.evidence_url,
    r.rule, r.substance_from, r.form_from, r.in_lexicon, r.record_id, r.article_id, r."start", r."end", r.run_id
FROM main.bioavailability AS r
JOIN main.articles AS a USING (article_id);

COMMENT ON VIEW marts.bioavailability_claims IS 'Every claim about how well a form is absorbed or used, with the article.';
