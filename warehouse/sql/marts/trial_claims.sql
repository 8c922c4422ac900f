-- Which studies do articles bring as evidence, and what do they say these found?
CREATE VIEW marts.trial_claims AS
SELECT
    r.substance, r.form, r.design, r.blinding, r.placebo_controlled, r."year", r.journal, r.institution, r.country,
    r.authors, r.sample_size, r.study_count, r.duration_days, r.population, r.findings, r.doi, r.pmid, r.nct, r.markers,
    r.quote, r.sentence, r.heading, a.title, a.site, a.cluster_id, a.copy_of, a.published, a.source, a.url, r.evidence_url,
    r.rule, r.substance_from, r.form_from, r.in_lexicon, r.record_id, r.article_id, r."start", r."end", r.run_id
FROM main.trials AS r
JOIN main.articles AS a USING (article_id);

COMMENT ON VIEW marts.trial_claims IS 'Every study that an article brings as evidence, with the article.';
