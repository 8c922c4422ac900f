-- Which forms of a substance do articles name?
CREATE VIEW marts.form_claims AS
SELECT
    r.substance, r.form, r.form_kind,
    r.quote, r.sentence, r.heading, a.title, a.site, a.cluster_id, a.copy_of, a.published, a.source, a.url, r.evidence_url,
    r.rule, r.substance_from, r.form_from, r.in_lexicon, r.record_id, r.article_id, r."start", r."end", r.run_id
FROM main.forms AS r
JOIN main.articles AS a USING (article_id);

COMMENT ON VIEW marts.form_claims IS 'Every form that an article names, once an article, with the article.';
