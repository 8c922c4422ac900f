-- Every record belongs to an article that is there.
WITH records AS (
    SELECT record_id, kind, article_id FROM main.doses
    UNION ALL SELECT record_id, kind, article_id FROM main.timings
    UNION ALL SELECT record_id, kind, article_id FROM main.forms
    UNION ALL SELECT record_id, kind, article_id FROM main.bioavailability
    UNION ALL SELECT record_id, kind, article_id FROM main.trials
    UNION ALL SELECT record_id, kind, article_id FROM main.citations
)
SELECT record_id, kind, article_id
FROM records
ANTI JOIN main.articles USING (article_id)
ORDER BY ALL;
