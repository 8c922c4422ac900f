-- A cluster is named by its original, which is there, is a copy of none, and is what all the others are copies of.
SELECT a.article_id, a.cluster_id, a.copy_of
FROM main.articles AS a
LEFT JOIN main.articles AS original ON original.article_id = a.cluster_id
WHERE original.copy_of IS NOT NULL
    OR original.cluster_id IS DISTINCT FROM a.cluster_id
    OR a.copy_of IS DISTINCT FROM nullif(a.cluster_id, a.article_id)
ORDER BY ALL;
