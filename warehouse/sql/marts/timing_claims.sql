-- When, how often and for how long do articles say to take a substance?
CREATE VIEW marts.timing_claims AS
SELECT
    r.substance, r.form, r.aspect, r.relation, r.event, r.low, r.high, r.context,
    r.quote, r.sentence, r.heading, a.title, a.site, a.cluster_id, a.copy_of, a.published, a.source, a.url, r.evidence_url,
    r.rule, r.substance_from, r.form_from, r.in_lexicon, r.record_id, r.article_id, r."start", r."end", r.run_id
FROM main.timings AS r
JOIN main.articles AS a USING (article_id);

COMMENT ON VIEW marts.timing_claims IS 'Every claim about when, how often or for how long to take a substance, with the article.';
