-- An article is there once, in one version.
SELECT article_id, count(*) AS times, min(source) AS source
FROM main.articles
GROUP BY article_id
HAVING count(*) > 1
ORDER BY ALL;
