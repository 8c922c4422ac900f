-- The quote is the very text that its offsets point to; offsets count code points from 0, SQL from 1.
WITH records AS (
    SELECT record_id, kind, article_id, "start", "end", quote FROM main.doses
    UNION ALL SELECT record_id, kind, article_id, "start", "end", quote FROM main.timings
    UNION ALL SELECT record_id, kind, article_id, "start", "end", quote FROM main.forms
    UNION ALL SELECT record_id, kind, article_id, "start", "end", quote FROM main.bioavailability
    UNION ALL SELECT record_id, kind, article_id, "start", "end", quote FROM main.trials
    UNION ALL SELECT record_id, kind, article_id, "start", "end", quote FROM main.citations
)
SELECT r.record_id, r.kind, a.source, r."start", r."end", r.quote
FROM records AS r
JOIN main.articles AS a USING (article_id)
WHERE r."end" <= r."start" OR substring(a.text, r."start" + 1, r."end" - r."start") <> r.quote
ORDER BY ALL;
