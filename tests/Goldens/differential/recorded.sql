-- Statements that the gateway and PostgreSQL once answered differently, each on a line, over the tables of tables/. What was wrong stands above.

-- An array that is NULL was taken for an empty one.
SELECT (NULL::integer >= ALL (NULL::integer[])) AS c3 FROM num AS r1
SELECT NULL::character varying AS c2 FROM doc AS r1 WHERE (NULL::integer <> ALL (NULL::integer[]))
SELECT r1.id AS c1 FROM doc AS r1 WHERE 3 = ANY (r1.ia) OR r1.k <> ALL (r1.ia) OR 1 > ANY ('{1,NULL}'::integer[])
-- may refuse
SELECT NULL::integer AS c2 FROM ka AS r1 RIGHT JOIN ka AS r7 ON (NULL::integer <> ALL (NULL::integer[]))

-- What an array is searched for came from a query, or from the row of an enclosing one.
-- may refuse
SELECT array_remove(NULL::integer[], (SELECT min(NULL::integer) FROM doc AS r3)) AS c4 FROM num AS r1
-- may refuse
SELECT array_position((SELECT min(NULL::text[]) FROM txt AS r4), NULL::text) AS c4 FROM num AS r1
-- may refuse
SELECT NULL::interval AS c2 FROM tim AS r1 CROSS JOIN LATERAL unnest(array_replace(NULL::integer[], NULL::integer, r1.k)) WITH ORDINALITY AS r2(c1, n)
SELECT r1.id AS c1, array_positions(r1.ia, r1.k) AS c2, array_position(r1.ia, 3, r1.k) AS c3, array_replace(r1.ia, r1.k, r1.id) AS c4, r1.ia @> ARRAY[r1.k] AS c5 FROM doc AS r1

-- Inputs that were scanned twice.
SELECT DISTINCT num_nulls(NULL::boolean, (NULL::numeric <= ALL (SELECT NULL::numeric FROM kb AS r4))) AS c2 FROM ka AS r1
WITH w1 AS (SELECT NULL::jsonb AS c2 FROM doc AS r2) SELECT DISTINCT NULL::bigint AS c1, NULL::timestamp with time zone AS c2, NULL::integer AS c3 FROM w1 AS r3 RIGHT JOIN w1 AS r4 ON r3.c2 = r4.c2 RIGHT JOIN none AS r5 ON true ORDER BY 1 ASC NULLS FIRST, 2, 3 DESC FETCH FIRST 2 ROWS ONLY

-- No line through points without spread.
SELECT regr_slope(0::double precision, 0.5::double precision) AS c3, regr_r2(r1.id, r1.k) AS c4 FROM tim AS r1
SELECT corr(0.5::double precision, 1::double precision) AS c1 FROM tim AS r1 GROUP BY GROUPING SETS ((), (r1.id))

-- A count that is 0, not NULL, for rows without partners.
SELECT NULL::boolean AS c1 FROM ka AS r3 WHERE ((SELECT regr_count(-2.25::double precision, -2.25::double precision) FROM doc AS r6 WHERE r6.k = r3.k) IS NULL)

-- Before Christ, in local mean time, infinite.
SELECT jsonb_build_array('0044-03-15 10:00:00 BC'::timestamp, NULL::timestamp without time zone) AS c2 FROM (VALUES (('"x"'::jsonb)::jsonb)) AS r1(c1)
SELECT r1.tz AS c1, (r1.tz)::timestamp without time zone AS c2 FROM tim AS r1
SELECT '1800-01-01 00:00:00+00'::timestamptz AS c1 FROM num AS r1
SELECT make_timestamptz(-44, 10, 2, 10, 10, 1.25::double precision, 'Europe/Berlin') AS c2 FROM tim AS r1
SELECT make_timestamptz(-44, 10, 10, 10, 10, 1.25::double precision, '+02') AS c2 FROM tim AS r1
SELECT timezone('UTC', to_timestamp('0001-01-01', 'YYYY-MM-DD')) AS c1 FROM kb AS r1
SELECT timezone('-05:30'::interval, 'infinity'::timestamptz) AS c2, timezone('-05:30'::interval, r1.tz) AS c3 FROM tim AS r1

-- The type of NULLIF is the one its operands are compared in.
SELECT nullif(NULL::character varying, NULL::character varying) AS c4 FROM ka AS r1

-- A jsonb value that stands alone is an array of one.
SELECT (('{"a": 1, "b": [1, 2]}'::jsonb #> '{b,0}'::text[]) ->> -1) AS c2, r1.jb -> 0 AS c3, r1.j -> 0 AS c4 FROM doc AS r1

-- The first of a descending order.
SELECT NULL::numeric AS c2 FROM doc AS r3 JOIN (SELECT percentile_disc(0.0) WITHIN GROUP (ORDER BY r4.id DESC NULLS LAST) AS c3 FROM ka AS r4) AS r6 ON r3.k = r6.c3

-- Floating-point numbers are formatted by their binary value, half to even.
SELECT to_char(r1.f4, '9999PR') AS c1, to_char(r1.f8, 'FM9990.00') AS c2, to_char(0.15::double precision, '0.9') AS c3 FROM num AS r1

-- NaN is written out where there is room for it.
SELECT to_char(r1.u, '9999') AS c1, to_char('NaN'::double precision, '000') AS c2, to_char('NaN'::real, 'S999') AS c3 FROM num AS r1

-- char(n) is padded wherever it comes from.
SELECT r1.c AS c1, octet_length(r1.c) AS c2 FROM txt AS r1

-- A position cannot be negative.
SELECT DISTINCT ON (-1) r1.id AS c1 FROM ka AS r1 ORDER BY -1, r1.id

-- What is computed in a derived table is not computed in a query that reads it.
SELECT (SELECT r2.c2 FROM tim AS r3 ORDER BY r3.id LIMIT 1) AS c1 FROM (SELECT avg(0.5::real) AS c2 FROM none AS r1) AS r2

-- An aggregate of an outer row inside a query whose own rows are none is that query's.
-- may refuse
SELECT ((SELECT jsonb_object_agg('k'::text, NULL::text ORDER BY r4.id) FILTER (WHERE r2.ok) FROM num AS r4 WHERE (NOT true)) > ('{"a": 1, "b": [1, 2]}'::json)::jsonb) AS c1 FROM kb AS r2

-- Arguments are evaluated even where the result is NULL anyway.
SELECT array_lower(trim_array(ARRAY['a'::text, 'red'], 3), 2) AS c3 FROM tim AS r1

-- Texts of arrays, JSON as it is written, intervals too long, times that depend on the session.
SELECT DISTINCT array_dims(NULL::integer[]) AS c3 FROM string_to_table(NULL::text, NULL::text) AS r1(c1)
SELECT array_dims((SELECT min(NULL::text[]) FROM ka AS r4 WHERE r4.k = r1.k)) AS c2 FROM kb AS r1 LEFT JOIN json_object_keys(NULL::json) AS r2(c1) ON true
SELECT json_strip_nulls(r1.j) AS c1, jsonb_strip_nulls(r1.jb) AS c2 FROM doc AS r1
SELECT (r1.iv / 0.5::double precision) AS c3 FROM tim AS r1
SELECT date_trunc('century', ('2024-02-29 12:00:00'::timestamp)::timestamp with time zone) AS c2 FROM ka AS r1

-- may refuse
SELECT DISTINCT NULL::integer AS c1 FROM doc AS r1 ORDER BY 1 FETCH FIRST 3 ROWS WITH TIES

-- may refuse
SELECT NULL::text AS c1 FROM ka AS r4 CROSS JOIN LATERAL (SELECT NULL::text AS c1, NULL::text AS c2 FROM tim AS r6 LEFT JOIN ka AS r7 ON r6.id = r7.k AND (NULL::integer <= r4.id)) AS r10
-- may refuse
SELECT NULL::double precision AS c1 FROM txt AS r2 CROSS JOIN LATERAL (SELECT r4.id AS id2 FROM doc AS r3 RIGHT JOIN num AS r4 ON r3.k = r4.k AND (r2.t LIKE '%\%%')) AS r6

-- Each item of an IN list with columns is compared in a type of its own, several without in one for all.
SELECT r1.id AS c1, (r1.f4 IN (r1.m)) AS c2, (r1.f4 IN (0.1)) AS c3, (r1.f4 IN (0.1, 2.5)) AS c4, (r1.f4 NOT IN (0.1, r1.m, 2.5)) AS c5, (r1.u IN (r1.f8, 1)) AS c6, (r1.f4 IN (r1.f8, 0.1)) AS c7 FROM num AS r1
SELECT r1.id AS c1 FROM num AS r1 WHERE r1.f4 IN (r1.m)
SELECT r1.id AS c1 FROM num AS r1 WHERE r1.f4 IN (0.1)
SELECT r1.id AS c1 FROM num AS r1 WHERE r1.f4 IN (0.1, 2.5, 7)

-- Places in a descending order, of whatever type.
SELECT percentile_disc(0.0) WITHIN GROUP (ORDER BY r1.uu DESC) AS c1, percentile_disc(0.5) WITHIN GROUP (ORDER BY r1.y DESC) AS c2, percentile_disc(0.25) WITHIN GROUP (ORDER BY r1.k DESC NULLS LAST) AS c3, percentile_disc(1.0) WITHIN GROUP (ORDER BY r1.t DESC) AS c4 FROM txt AS r1
SELECT percentile_disc(0.0) WITHIN GROUP (ORDER BY r1.k DESC) AS c1, percentile_disc(0.5) WITHIN GROUP (ORDER BY r1.x DESC) AS c2, percentile_disc(0.25) WITHIN GROUP (ORDER BY r1.p DESC) AS c3, percentile_disc(1.0) WITHIN GROUP (ORDER BY r1.day DESC) AS c4 FROM ka AS r1
SELECT percentile_disc(0.0) WITHIN GROUP (ORDER BY r7.c1 DESC NULLS LAST) AS c1 FROM generate_series(-1, 5) WITH ORDINALITY AS r7(c1, n)

-- The first of the most frequent values of a type that the engine orders otherwise.
SELECT mode() WITHIN GROUP (ORDER BY r8.jb) AS c1 FROM doc AS r8
SELECT mode() WITHIN GROUP (ORDER BY r1.jb DESC) AS c3 FROM doc AS r1 GROUP BY ROLLUP (r1.id)
SELECT mode() WITHIN GROUP (ORDER BY trim_scale(r1.u)) AS c1, mode() WITHIN GROUP (ORDER BY trim_scale(r1.u) DESC) AS c2 FROM num AS r1
SELECT extract(epoch from mode() WITHIN GROUP (ORDER BY r1.iv DESC)) AS c1, mode() WITHIN GROUP (ORDER BY r1.k) AS c2 FROM tim AS r1 WHERE r1.id > 5

-- Nulls without a type of their own; a list computed inside ANY; a list between lists; an order that is NULL.
SELECT get_bit((SELECT string_agg(NULL::bytea, NULL::bytea ORDER BY r5.id) FROM ka AS r5), 3) AS c4 FROM kb AS r1
SELECT string_agg(NULL::bytea, NULL::bytea ORDER BY r1.id) AS c1 FROM doc AS r1
SELECT NULL::timestamp with time zone AS c3 FROM tim AS r1 WHERE (NULL::integer <> ALL (array_remove(NULL::integer[], r1.k)))
SELECT NULL::integer AS c2 FROM doc AS r1 JOIN generate_series(1::bigint, 3::bigint, 1::bigint) AS r2(c1) ON ('{1,2,3}'::integer[] BETWEEN SYMMETRIC r1.ia AND r1.ia)
SELECT NULL::character varying AS c2 FROM generate_subscripts(ARRAY[3, 1], 1, NULL::boolean) WITH ORDINALITY AS r2(c1, n)

-- A sum that is negated as a whole, at a source too.
SELECT r1.id AS c1, (- (r1.k + 1::smallint)) AS c2, - (r1.k - r1.id) AS c3, - (- r1.k) AS c4 FROM txt AS r1

-- An element, a slice of an array that is NULL.
SELECT (NULL::text[])[2] AS c1, (NULL::integer[])[r1.id] AS c2, (NULL::text[])[1:2] AS c3, (NULL::bigint[])[NULL::integer] AS c4, ('{a,b}'::text[])[-1] AS c5, ('{a,b}'::text[])[r1.k - r1.k] AS c6 FROM ka AS r1

-- Decimals of a query that become an array.
SELECT r1.id AS c1, ARRAY(SELECT r2.p FROM ka AS r2 WHERE r2.k = r1.k ORDER BY r2.id) AS c2, ARRAY(SELECT 1.50::numeric(10,2) FROM none AS r3) AS c3 FROM kb AS r1

-- Decimals among numerics without a scale.
SELECT width_bucket(r1.m, '{1,5,10}'::integer[]) AS c1, array_position('{1.50,0.10}'::numeric[], r1.m) AS c2, array_remove('{1.00,2.50}'::numeric[], r1.m) AS c3, width_bucket(extract(day from '2024-01-05'::date), '{1,5,10}'::integer[]) AS c4 FROM num AS r1

-- Squares beyond 38 digits.
SELECT stddev_samp(r1.i8) AS c1, var_pop(r1.i8) AS c2, stddev(r1.i8) FILTER (WHERE r1.id > 100) AS c3 FROM num AS r1

-- The sign of a zero that is the only value.
SELECT r1.id AS c1, least(r1.f4, NULL::real) AS c2, greatest(NULL::double precision, r1.f8) AS c3, greatest(r1.f8, 0.5::double precision) AS c4, least(r1.f4) AS c5 FROM num AS r1

-- A recursion whose rounds read a table in a subquery only.
WITH RECURSIVE w1(n, x) AS (VALUES (1, 'x'::text), (2, NULL) UNION ALL SELECT n * 2, coalesce(x, '') || n FROM w1 WHERE n < 20 AND EXISTS (SELECT 1 FROM kb WHERE kb.k = w1.n)) SELECT r3.n AS c1, r4.x AS c2 FROM w1 AS r3 JOIN w1 AS r4 ON r3.n = r4.n
WITH RECURSIVE w0 AS MATERIALIZED (SELECT k FROM kb), w1(n) AS (SELECT 1 UNION SELECT n * 2 FROM w1 WHERE n < 20 AND EXISTS (SELECT 1 FROM w0 WHERE w0.k = w1.n) AND (SELECT count(*) FROM ka WHERE ka.k = w1.n) > 0) SELECT r1.n AS c1 FROM w1 AS r1 WHERE EXISTS (SELECT 1 FROM w1 AS r2 WHERE r2.n > r1.n)

-- A column of an enclosing row, under another name in a condition of a join.
SELECT r7.id1 AS c1 FROM doc AS r1 CROSS JOIN LATERAL (SELECT r4.id1 AS id1 FROM (SELECT r1.id AS c2, r2.id AS id1, r3.id AS id2 FROM ka AS r2 FULL JOIN ka AS r3 ON r2.k = r3.k) AS r4 LEFT JOIN (SELECT r5.q AS c1, r5.id AS id1 FROM kb AS r5) AS r6 ON r4.id2 = r6.id1 WHERE (r6.c1 < r4.c2)) AS r7

-- A condition that is searched for among booleans.
SELECT r1.id AS c1, array_position('{t,f}'::boolean[], (r1.due IS NOT NULL), 1) AS c2, array_remove('{t,f}'::boolean[], (r1.q < 5)) AS c3, width_bucket((r1.due IS NULL), '{f,t}'::boolean[]) AS c4 FROM kb AS r1

-- A row with what a window or a group computes, searched for in a query.
SELECT r1.id AS c1, ((max(r1.k) OVER (ORDER BY r1.id), r1.k) IN (SELECT r2.id, r2.k FROM kb AS r2)) AS c2 FROM num AS r1
SELECT r1.k AS c1, ((max(r1.id), r1.k) NOT IN (SELECT r2.id, r2.k FROM kb AS r2)) AS c2 FROM num AS r1 GROUP BY r1.k

-- Numerics of nineteen digits, more than 64 bits hold.
SELECT 9223372036854775808::numeric / 5 AS c1, avg(r1.i8) AS c2, variance(r1.i8) AS c3, sum(r1.i8 + 9.999999999999999999) AS c4, max(- r1.u - 9223372036854775818) AS c5 FROM num AS r1 GROUP BY r1.b

-- What an element is taken out of is computed wherever the element would be.
SELECT (trim_array('{}'::integer[], -2))[0] AS c1 FROM doc AS r1

-- Keys with bytes or arrays in them; constants that are equal and not the same.
SELECT width_bucket(r1.q, '{1,5,10}'::integer[]) AS c1, CASE r1.k WHEN 1 THEN '\x'::bytea ELSE '\x616263'::bytea END AS c2, count(*) AS c3 FROM ka AS r1 GROUP BY width_bucket(r1.q, '{1,5,10}'::integer[]), CASE r1.k WHEN 1 THEN '\x'::bytea ELSE '\x616263'::bytea END
SELECT r1.id AS c1, coalesce(r1.x, 0::double precision) AS c2 FROM ka AS r1
SELECT r1.id AS c1, coalesce(r1.x, '-0'::double precision) AS c2 FROM ka AS r1

-- Sums and differences of decimals that need more than 38 digits.
SELECT (r1.n - 12345678901234567890.1234567890) AS c1, r1.n + r1.n AS c2, r1.n + r1.m AS c3, sum(r1.m) OVER (ORDER BY r1.id) + 1 AS c4 FROM num AS r1

-- A number and its opposite have one square.
SELECT var_pop(DISTINCT r1.i2) AS c1, stddev(DISTINCT r1.i4) AS c2, variance(DISTINCT r1.i8) AS c3, var_samp(DISTINCT r1.m) AS c4, stddev_pop(DISTINCT r1.n) AS c5 FROM num AS r1

-- Ranks without an order, over rows of several inputs: the process ended.
SELECT dense_rank() OVER () AS c1, dense_rank() OVER (PARTITION BY r7.c1) AS c2, dense_rank() OVER (ORDER BY 10) AS c3, r7.c1 AS c4 FROM ((SELECT r1.q AS c1 FROM ka AS r1 LEFT JOIN txt AS r2 ON r1.s = r2.t) EXCEPT (SELECT r3.q AS c1 FROM ka AS r3 RIGHT JOIN tim AS r4 ON r3.k = r4.k) UNION ALL (SELECT r6.q AS c1 FROM doc AS r5 FULL JOIN none AS r6 ON r5.k = r6.k)) AS r7

-- Made-up rows of an outer join had the values of an enclosing row.
WITH RECURSIVE w1(n, x) AS (SELECT id, s FROM ka WHERE id < 3 UNION SELECT t.id, t.s FROM w1 JOIN ka AS t ON t.k = w1.n) SELECT NULL::timestamp with time zone AS c1, NULL::time without time zone AS c2, NULL::smallint AS c3 FROM w1 AS r2 LEFT JOIN LATERAL (SELECT r2.n AS c2 FROM tim AS r3 WHERE (NULL::jsonb IS NOT DISTINCT FROM '[1, 2, 3]'::jsonb)) AS r5 ON true GROUP BY r5.c2
SELECT r2.id, r5.c2 FROM ka AS r2 LEFT JOIN LATERAL (SELECT r2.id AS c2 FROM tim AS r3 WHERE r3.k > r2.k) AS r5 ON true
SELECT r2.id, (SELECT r5.c2 FROM kb LEFT JOIN (SELECT r2.id AS c2, r3.k AS k FROM tim AS r3 WHERE r3.k > 100) AS r5 ON kb.k = r5.k ORDER BY kb.id LIMIT 1) AS c3 FROM ka AS r2

-- Values of enclosing rows that are equal and not the same: 1 month and 30 days, 0 and -0.
SELECT DISTINCT ON (r1.id) (SELECT r1.iv FROM doc AS r2 WHERE (r2.jb < 'null'::jsonb) ORDER BY r2.id LIMIT 1) AS c1 FROM tim AS r1 ORDER BY r1.id ASC NULLS FIRST, r1.id
SELECT r1.id, (SELECT r1.f8 FROM doc AS r2 WHERE (r2.jb < 'null'::jsonb) ORDER BY r2.id LIMIT 1) AS c1 FROM num AS r1
SELECT r1.id, x.* FROM tim AS r1 CROSS JOIN LATERAL (SELECT r1.iv AS v, d.id AS i FROM doc d WHERE d.id = r1.id OR d.k = r1.k) x
SELECT r1.id, x.* FROM tim AS r1 CROSS JOIN LATERAL unnest(ARRAY[r1.iv, r1.iv]) WITH ORDINALITY AS x(v, n)
SELECT r1.id, x.* FROM tim AS r1 LEFT JOIN LATERAL (SELECT array_agg(r1.iv) AS v FROM doc d WHERE d.k >= r1.k) x ON true ORDER BY r1.id
SELECT r1.id FROM tim AS r1 WHERE (SELECT r1.iv::text FROM doc d WHERE d.k >= r1.k ORDER BY d.id LIMIT 1) LIKE '%day%' ORDER BY r1.id LIMIT 3

-- The condition of an outer lateral join that compares other things than the two sides.
SELECT r1.id, x.* FROM tim AS r1 LEFT JOIN LATERAL (SELECT r1.iv AS v, d.id AS i FROM doc d WHERE d.id = r1.id OR d.k = r1.k) x ON r1.id > 3 OR r1.iv > '1 day'

-- The first rows of groups, of rows between two bounds: the engine's instance ended.
SELECT (SELECT NULL::timestamp without time zone FROM num AS r2 WHERE r2.k = r1.k AND ('-0'::double precision BETWEEN r2.f8 AND r2.f8) ORDER BY r2.id LIMIT 1) AS c1 FROM tim AS r1
SELECT (SELECT r2.i4 FROM num AS r2 WHERE r2.k = r1.k AND (r2.i4 BETWEEN 1 AND 3) ORDER BY r2.id LIMIT 1) AS c1 FROM tim AS r1
SELECT r1.k, (SELECT z.t FROM (SELECT txt.t, row_number() OVER (PARTITION BY txt.k ORDER BY txt.id) AS rn FROM txt WHERE txt.k = r1.k AND txt.id BETWEEN 2 AND 9) z WHERE z.rn <= 1) AS c1 FROM ka AS r1

-- An aggregate of what a query inside took from an enclosing row was the enclosing query's.
SELECT NULL::numeric AS c2 FROM num AS r2 CROSS JOIN LATERAL (SELECT max(justify_interval(NULL::interval)) FILTER (WHERE (NULL::numeric = r5.c1)) AS c1 FROM (SELECT r2.u AS c1 FROM ka AS r3) AS r5) AS r7
SELECT r2.id, r7.c1 FROM num AS r2 CROSS JOIN LATERAL (SELECT max(r5.c1) AS c1, count(r5.c1) AS c2 FROM (SELECT r2.u AS c1 FROM ka AS r3) AS r5) AS r7

-- Windows whose FILTER reads aggregates.
SELECT bit_xor(NULL::bigint) FILTER (WHERE (r2.c2 = r2.c3)) OVER (ORDER BY '2024-10-27 00:30:00+00'::timestamptz ASC NULLS FIRST) AS c2 FROM (SELECT NULL::bigint AS c2, count(NULL::boolean) AS c3 FROM ka AS r1) AS r2
SELECT q.n, count(*) FILTER (WHERE q.n > 1) OVER (ORDER BY q.n) AS c FROM (SELECT count(*) AS n FROM ka GROUP BY k) q
-- may refuse
SELECT NULL::character AS c1 FROM txt AS r1 CROSS JOIN LATERAL (SELECT bit_xor(NULL::integer) FILTER (WHERE (r5.c4 <> r1.t)) OVER (ORDER BY 1e308::double precision DESC NULLS LAST) AS c1 FROM (SELECT percentile_disc(0.0) WITHIN GROUP (ORDER BY NULL::character varying DESC) AS c4 FROM txt AS r3) AS r5) AS r6

-- A negated flag: NOT binds less than IS NULL.
SELECT r1.c1 FROM generate_subscripts('{1,NULL,2}'::integer[], 1, (NOT true)) AS r1(c1)

-- A number too large for its type is an error of the row, and the statement has another.
SELECT (SELECT mode() WITHIN GROUP (ORDER BY r1.q) FROM ka AS r5 WHERE r5.k = r1.k) AS c4 FROM kb AS r1 RIGHT JOIN (SELECT (999999999999999999999999)::numeric(10,2) AS c2, NULL::integer AS c4 FROM num AS r2) AS r3 ON r1.k = r3.c4

-- Underflow.
SELECT radians(r1.f8) AS c1 FROM num AS r1

-- Ranks by an order in which the engine may see that it orders nothing.
SELECT dense_rank() OVER (ORDER BY x.c) AS c1, dense_rank() OVER (PARTITION BY x.k ORDER BY x.c) AS c2, dense_rank() OVER (ORDER BY CASE WHEN x.k IS NULL AND x.k IS NOT NULL THEN 2 END) AS c3, dense_rank() OVER (ORDER BY x.k) AS c4 FROM (SELECT coalesce(1, ka.k) AS c, ka.k FROM ka LEFT JOIN tim ON ka.k = tim.k) x

-- Equal intervals under a window, grouping by an array's text.
SELECT (make_timestamp(2024, 12, 10, 12, 12, 1.25::double precision))::date AS c1, r7.x AS c2, coalesce(max(justify_interval('1 day'::interval)) OVER (ORDER BY r6.id, r7.id), nullif(r6.iv, r6.iv)) AS c3, coalesce((make_date(1999, 1, 12) + (r7.k / 2::smallint)), make_date(2024, 1, 10)) AS c4 FROM tim AS r6 RIGHT JOIN ka AS r7 ON r6.k = r7.id
SELECT regexp_count(array_to_string('{NaN,NULL,0.00}'::numeric[], r3.c4), '[a-c]') AS c1 FROM (SELECT ('{"a": 1, "b": [1, 2]}'::jsonb ->> ''::text) AS c4, r1.id AS id1, r2.id AS id2 FROM ka AS r1 RIGHT JOIN tim AS r2 ON r1.k = r2.k) AS r3 GROUP BY array_to_string('{NaN,NULL,0.00}'::numeric[], r3.c4), r3.id2

-- The last of equal values in a frame.
SELECT max(r6.iv) OVER (ORDER BY r6.id) AS c4, min(r6.iv) OVER (ORDER BY r6.id ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING) AS c5, max(r6.iv) FILTER (WHERE r6.k > 1) OVER (PARTITION BY r6.k ORDER BY r6.id DESC) AS c6 FROM tim AS r6
SELECT max(r6.u) OVER (ORDER BY r6.id)::text AS c4, min(r6.u) OVER (ORDER BY r6.id DESC)::text AS c5 FROM num AS r6

-- Which keys a grouping set leaves out was a bigint.
WITH w1 AS (SELECT grouping(r2.ts) AS c1 FROM tim AS r2 GROUP BY GROUPING SETS ((r2.ts, r2.ts), (r2.ts), r2.ts)) SELECT (NULL::date - r4.c1) AS c1, NULL::boolean AS c2 FROM w1 AS r4

-- Products and sums of decimals that use all 38 digits.
SELECT (-3.25 * r1.n) AS c2, r1.n * r1.m AS c3, r1.n * r1.n AS c4, r1.m * r1.m * r1.m AS c5 FROM num AS r1
SELECT sum(r1.n) AS c1, sum(r1.n) FILTER (WHERE r1.n > 0) AS c2, avg(r1.n) AS c3, avg(r1.n) FILTER (WHERE r1.n > 0) AS c4, sum(DISTINCT r1.n) AS c5, avg(DISTINCT r1.n) AS c6, sum(r1.m) AS c7, sum(r1.i8) AS c8 FROM num AS r1
SELECT sum(a.n) AS c1, avg(a.n) AS c2, sum(a.n * 2) AS c3, sum(a.i8) AS c4, avg(a.i8) AS c5 FROM num AS a, num AS b WHERE a.n > 0 AND b.n > 0
SELECT r1.id, sum(abs(r1.n)) OVER (ORDER BY r1.id) AS c1, avg(abs(r1.n)) OVER (PARTITION BY r1.k) AS c2 FROM num AS r1

-- Ranks do not see their frame.
SELECT r1.id, dense_rank() OVER (ORDER BY r1.id RANGE BETWEEN 2 FOLLOWING AND 2 FOLLOWING EXCLUDE CURRENT ROW) AS c1, dense_rank() OVER (ORDER BY r1.k ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS c2, rank() OVER (ORDER BY r1.k GROUPS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS c3, dense_rank() OVER (ORDER BY r1.id::bigint RANGE BETWEEN 2 FOLLOWING AND 2 FOLLOWING EXCLUDE CURRENT ROW) AS c4 FROM ka AS r1

-- A path into an empty document is not looked at.
SELECT (jsonb_build_array() #- '{b,0}'::text[]) AS c1, ('{}'::jsonb #- '{b,0}'::text[]) AS c2, jsonb_set('[]'::jsonb, '{b}'::text[], '1'::jsonb, false) AS c3 FROM txt AS r1

-- Numbers that fit no decimal of 38 digits: infinite fields, long products, sums of long products.
SELECT (extract(year from '-infinity'::timestamp) <= (0::bigint)::numeric) AS c1 FROM num AS r1
SELECT extract(year from r1.d) AS c1, extract(epoch from r1.ts) AS c2, extract(century from r1.tz) AS c3, extract(month from r1.ts) AS c4, extract(hour from r1.tz) AS c5 FROM tim AS r1 ORDER BY 1, r1.id
SELECT extract(year from r1.d) AS c1, count(*) AS c2, sum(extract(isoyear from r1.d)) AS c3 FROM tim AS r1 GROUP BY extract(year from r1.d)
SELECT r1.i8::numeric * r1.i8 * r1.i8 AS c1, sum(r1.i8::numeric * r1.i8 * r1.i8) OVER (ORDER BY r1.id) AS c2 FROM num AS r1
SELECT sum(r1.i8::numeric * r1.i8 * r1.i8) AS c1, avg(r1.i8::numeric * r1.i8 * r1.i8) AS c2, max(r1.m * r1.m) AS c3 FROM num AS r1

-- The first of rows in which zeros have signs.
SELECT DISTINCT ON (r1.b) r1.b, CASE WHEN r1.id % 2 = 0 THEN '-0'::float4 ELSE 0 END AS c3, CASE WHEN r1.id % 2 = 0 THEN '-0'::float8 ELSE 0 END AS c4 FROM num AS r1 ORDER BY r1.b, r1.id
SELECT DISTINCT ON (r1.k) r1.k, r1.f8, - r1.f8 AS c2, r1.f4 FROM num AS r1 ORDER BY r1.k, r1.id DESC LIMIT 5
SELECT DISTINCT ON (r1.k) r1.k, r1.iv FROM tim AS r1 ORDER BY r1.k DESC NULLS LAST, r1.id DESC
SELECT r1.id, (SELECT r2.f8 FROM num AS r2 WHERE r2.k = r1.k ORDER BY r2.id LIMIT 1) AS c1, (SELECT CASE WHEN r2.id % 2 = 0 THEN '-0'::float8 ELSE 0 END FROM num AS r2 WHERE r2.k > r1.k ORDER BY r2.id DESC LIMIT 1) AS c3 FROM ka AS r1

-- Rows that exist by < and <> at once.
SELECT r1.id AS c3 FROM txt AS r1 WHERE (NOT EXISTS (SELECT 1 FROM kb AS r2 WHERE r2.k < r1.k AND (r2.s IS DISTINCT FROM r1.t)))
SELECT r1.id AS c3 FROM txt AS r1 WHERE EXISTS (SELECT 1 FROM kb AS r2 WHERE r2.k = r1.k AND r2.id < r1.id AND r2.s <> r1.t)
SELECT r1.id AS c3 FROM txt AS r1 WHERE EXISTS (SELECT 1 FROM kb AS r2 WHERE r2.k < r1.k AND NOT (r2.id = r1.id))

-- The type of NULLIF is what its operator takes.
SELECT nullif(r1.id, 2.5) AS c1, nullif(r1.id, 2::bigint) AS c2, nullif(r1.p, 1.5::float8) AS c3, nullif(r1.x, 1::real) AS c4, nullif(r1.day, r1.day::timestamp) AS c5, nullif(r1.s, 'a'::char(3)) AS c6, nullif('red', r1.s) AS c7, nullif(1, 1.0) as c8, nullif(r1.p, 2) AS c9 FROM ka r1
SELECT nullif('ab '::char(5), 'ab'::text) AS c1, nullif('ab '::char(5), 'ab'::char(3)) AS c2, nullif('ab'::varchar, 'ab '::char(5)) AS c3, nullif(1::smallint, 1.0::real) AS c4
SELECT trim_scale(nullif(NULL::numeric, exp(0))) AS c2 FROM ka AS r1
SELECT nullif(sum(r3.id1) OVER (ORDER BY r3.id1, r3.id2), NULL::numeric) AS c3 FROM (SELECT r1.id AS id1, r2.n AS id2 FROM ka AS r1 CROSS JOIN LATERAL generate_series(1.0, 2, 1.0) WITH ORDINALITY AS r2(c1, n)) AS r3

-- A key of groups that is a constant of an enclosing query was taken for a column's position.
SELECT NULL::text AS c2 FROM (SELECT -1 AS c1 FROM doc AS r1) AS r2 CROSS JOIN LATERAL (SELECT NULL::text[] AS c3 FROM (SELECT r2.c1 AS c3 FROM doc AS r7) AS r8 GROUP BY CUBE (r8.c3)) AS r9
SELECT r9.* FROM (SELECT -1 AS c1, id FROM doc AS r1) AS r2 CROSS JOIN LATERAL (SELECT r8.c3, r8.id, count(*) AS n, grouping(r8.c3) AS g FROM (SELECT r2.c1 AS c3, r2.id FROM doc AS r7) AS r8 GROUP BY CUBE (r8.c3, r8.id)) AS r9
SELECT r2.id, (SELECT count(*) FROM doc AS r7 WHERE r7.k = r2.k GROUP BY r2.c1, r2.id) AS n FROM (SELECT 1 AS c1, id, k FROM doc AS r1) AS r2
SELECT r2.id, r9.* FROM doc AS r2 CROSS JOIN LATERAL (SELECT count(*) AS n, max(r7.id) AS m FROM doc AS r7 WHERE r7.k = r2.k GROUP BY GROUPING SETS ((r2.id), ())) AS r9

-- What a function gives for each row, under a condition, in an outer join.
SELECT NULL::text AS c3 FROM doc AS r3 LEFT JOIN LATERAL (SELECT r4.c1 AS c1 FROM json_object_keys(r3.j) AS r4(c1) WHERE (NULL::numeric >= NULL::numeric)) AS r5 ON true
SELECT r3.id, r5.* FROM doc AS r3 LEFT JOIN LATERAL (SELECT r4.c1 AS c1 FROM unnest(r3.ta) AS r4(c1) WHERE r4.c1 > 'b' AND r3.k > 1) AS r5 ON r5.c1 < 'z'

-- A column of an enclosing row in two equalities, one of them with IS NOT DISTINCT FROM.
SELECT r1.id FROM kb AS r1 WHERE (r1.q IN (SELECT r1.id FROM doc AS r3 WHERE r3.k = r1.k AND (r3.id IS NOT DISTINCT FROM r1.k)))
SELECT r1.id FROM kb AS r1 WHERE (r1.q IN (SELECT r1.id FROM doc AS r3 WHERE r3.k IS NOT DISTINCT FROM r1.k AND r3.id IS NOT DISTINCT FROM r1.k))
SELECT r1.id, x.* FROM kb AS r1 LEFT JOIN LATERAL (SELECT r1.q AS q, r3.id AS i FROM doc AS r3 WHERE r3.k = r1.k AND r3.id IS NOT DISTINCT FROM r1.k) x ON true

-- An equal value of other looks was not written into local tables: a day for 24 hours, -0 for 0.
tim: UPDATE tim AS r1 SET iv = ('1 day'::interval / 1::double precision), d = ('2024-01-31'::date + r1.k) FROM txt AS r2 WHERE r2.id = r1.id RETURNING r1.iv, r1.tz, r1.d AS c1
-- may refuse
num: UPDATE num SET f8 = '-0'::float8, f4 = - f4

-- Frames of intervals, in what they are compared by.
SELECT r1.id, count(*) OVER (ORDER BY r1.iv RANGE BETWEEN '1 day'::interval PRECEDING AND '2 days'::interval FOLLOWING) AS c1, sum(r1.id) OVER (ORDER BY r1.iv DESC NULLS LAST RANGE BETWEEN CURRENT ROW AND '1 month'::interval FOLLOWING) AS c2 FROM tim AS r1
SELECT r1.id, max(r1.id) OVER (ORDER BY r1.iv RANGE '1 year'::interval PRECEDING EXCLUDE TIES) AS c2 FROM tim AS r1
SELECT r1.id, count(*) OVER (ORDER BY r1.iv RANGE BETWEEN '-1 day'::interval PRECEDING AND CURRENT ROW) AS c1 FROM tim AS r1

-- HANA's spellings: the year of a date before Christ, and of an infinite one.
SELECT r1.id, year(r1.d) AS c1, month(r1.d) AS c2, dayofmonth(r1.d) AS c3 FROM tim AS r1 WHERE r1.id NOT IN (8, 9)
SELECT r1.id, year(r1.d) AS c1 FROM tim AS r1
