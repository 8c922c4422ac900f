-- A lower bound is a number, and not above its upper bound.
WITH ranges AS (
    SELECT record_id, kind, low, high, quote FROM main.doses
    UNION ALL SELECT record_id, kind, low, high, quote FROM main.timings
    UNION ALL SELECT record_id, kind, low, high, quote FROM main.bioavailability
)
SELECT record_id, kind, low, high, quote
FROM ranges
WHERE low > high OR NOT isfinite(low) OR NOT isfinite(high)
ORDER BY ALL;
