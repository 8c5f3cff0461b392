-- What the demo shows. Each statement is printed before its rows; its plan is asked for once more without printing it again.
-- Plans are printed as plain lines: remote SQL is long, and a table would pad every line to the longest.
\set QUIET on
\pset footer off
\set plan '\\set ECHO none \\t on \\pset format unaligned'
\set rows '\\t off \\pset format aligned \\echo \\set ECHO queries'

\echo
\echo '==== 1. The sources, as the dictionary shows them'
SELECT remote_source_name, adapter_name FROM remote_sources ORDER BY 1;

\echo '==== 2. One source can do all of it: PostgreSQL counts its own rows'
SELECT status, count(*) AS orders FROM crm.orders GROUP BY status ORDER BY orders DESC;
\echo '---- EXPLAIN: one fragment, nothing is left to do here'
:plan
EXPLAIN
SELECT status, count(*) AS orders FROM crm.orders GROUP BY status ORDER BY orders DESC;
:rows

\echo '==== 3. PostgreSQL joined with a CSV file: turnover of a month by region'
SELECT r.region, count(*) AS lines, sum(l.quantity * l.unit_price * (1 - l.discount))::numeric(14, 2) AS turnover
FROM crm.orders AS o
JOIN crm.order_lines AS l ON l.order_id = o.id
JOIN crm.customers AS c ON c.id = o.customer_id
JOIN lake.regions AS r ON r.country = c.country
WHERE o.ordered_at >= '2025-03-01' AND o.ordered_at < '2025-04-01'
  AND o.status NOT IN ('returned', 'cancelled')
GROUP BY r.region
ORDER BY turnover DESC;
\echo '---- EXPLAIN: PostgreSQL joins its three tables; each step that stays here says why'
:plan
EXPLAIN
SELECT r.region, count(*) AS lines, sum(l.quantity * l.unit_price * (1 - l.discount))::numeric(14, 2) AS turnover
FROM crm.orders AS o
JOIN crm.order_lines AS l ON l.order_id = o.id
JOIN crm.customers AS c ON c.id = o.customer_id
JOIN lake.regions AS r ON r.country = c.country
WHERE o.ordered_at >= '2025-03-01' AND o.ordered_at < '2025-04-01'
  AND o.status NOT IN ('returned', 'cancelled')
GROUP BY r.region
ORDER BY turnover DESC;
:rows

\echo '==== 4. PostgreSQL joined with a Parquet file: the few customers found there choose what is read here'
SELECT c.code, c.name, e.event_type, count(*) AS events, max(e.occurred_at) AS last_seen
FROM crm.customers AS c
JOIN lake.web_events AS e ON e.customer_id = c.id
WHERE c.segment = 'public sector' AND c.city = 'Walldorf' AND c.is_active
GROUP BY c.code, c.name, e.event_type
ORDER BY events DESC, c.code, e.event_type
LIMIT 5;
\echo '---- EXPLAIN ANALYZE: what each source received, returned and took'
:plan
EXPLAIN ANALYZE
SELECT c.code, c.name, e.event_type, count(*) AS events, max(e.occurred_at) AS last_seen
FROM crm.customers AS c
JOIN lake.web_events AS e ON e.customer_id = c.id
WHERE c.segment = 'public sector' AND c.city = 'Walldorf' AND c.is_active
GROUP BY c.code, c.name, e.event_type
ORDER BY events DESC, c.code, e.event_type
LIMIT 5;
:rows

\echo '==== 5. PostgreSQL, CSV and JSON and a window function: customers with urgent tickets, ranked by what they ordered in EUR'
WITH urgent AS (
    SELECT customer_id, count(*) AS tickets FROM lake.support_tickets
    WHERE priority = 'high' AND NOT is_closed
    GROUP BY customer_id HAVING count(*) > 1
)
SELECT rank() OVER (ORDER BY sum(l.quantity * l.unit_price / x.per_eur) DESC) AS place,
       c.code, c.country, u.tickets, sum(l.quantity * l.unit_price / x.per_eur)::numeric(12, 2) AS eur
FROM urgent AS u
JOIN crm.customers AS c ON c.id = u.customer_id
JOIN crm.orders AS o ON o.customer_id = c.id
JOIN crm.order_lines AS l ON l.order_id = o.id
JOIN lake.exchange_rates AS x ON x.currency = o.currency AND x.day = CAST(o.ordered_at AS date)
GROUP BY c.code, c.country, u.tickets
ORDER BY place
LIMIT 5;

\echo '==== 6. A table of a source by its three-part name, with no virtual table made for it'
SELECT category, count(*) AS products FROM crm.public.products GROUP BY category ORDER BY category;

\echo '==== 7. The dictionary knows what was sent to the sources: the slowest of it'
SELECT remote_source_name, fetched_record_count AS rows, fetched_size AS bytes, remote_duration AS ms, left(remote_statement_string, 60) AS remote_sql
FROM m_remote_statements
ORDER BY remote_duration DESC
LIMIT 3;
