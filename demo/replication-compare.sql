-- Where the subscriptions are, and whether they are up to date.
SELECT subscription_name, state, lag_bytes, lag_seconds FROM m_remote_subscriptions ORDER BY 1;

-- The source and the two targets that have its rows.
SELECT 'source' AS "table", count(*), sum(pieces) FROM shop.stock
UNION ALL SELECT 'stock_same', count(*), sum(pieces) FROM stock_same
UNION ALL SELECT 'stock_marked, not deleted', count(*), sum(pieces) FROM stock_marked WHERE change_type <> 'D';

-- The rows that changed last, side by side; a deleted one is in stock_marked only.
SELECT marked.id, source.pieces AS source, same.pieces AS same, marked.pieces AS marked, marked.change_type, marked.change_time
FROM stock_marked marked LEFT JOIN shop.stock source ON source.id = marked.id LEFT JOIN stock_same same ON same.id = marked.id
ORDER BY marked.change_time DESC, marked.id LIMIT 12;

-- What the log has of each kind of change.
SELECT change_type, count(*), min(change_time) AS first, max(change_time) AS last FROM stock_log GROUP BY 1 ORDER BY 1;
