-- A record is there once.
WITH records AS (
    SELECT record_id, kind FROM main.doses
    UNION ALL SELECT record_id, kind FROM main.timings
    UNION ALL SELECT record_id, kind FROM main.forms
    UNION ALL SELECT record_id, kind FROM main.bioavailability
    UNION ALL SELECT record_id, kind FROM main.trials
    UNION ALL SELECT record_id, kind FROM main.citations
)
SELECT record_id, any_value(kind) AS kind, count(*) AS times
FROM records
GROUP BY record_id
HAVING count(*) > 1
ORDER BY ALL;
