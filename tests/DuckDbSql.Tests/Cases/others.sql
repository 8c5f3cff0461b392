-- booleans, nulls, rows
= null = null
= null is null
= true and null
= false and null
= true or null
= not null::bool
= (null::bool) is true
= (null::bool) is not true
= (null::bool) is unknown
= 1 is distinct from null
= null is not distinct from null
= (1, 2) = (1, 2)
= (1, null) = (1, 2)
= (1, null) = (2, 2)
= (1, 2) < (1, 3)
= (1, null) < (2, 0)
= (null, 1) < (2, 0)
= (1, 'a') in ((1, 'b'), (1, 'a'))
= (1, null) in ((1, 2))
= row(1, 'a b', null, true)
= 1 in (1, null)
= 2 in (1, null)
= 2 not in (1, null)
= 1 between symmetric 3 and 0
= coalesce(null, null, 3)
= nullif(1, 1)
= nullif('a', 'b')
= nullif(1, 2.5)
= greatest(1, null, 3)
= least(null, null::int4)
= case when null then 1 else 2 end
= case 2 when 1 then 'a' when 2 then 'b' end
= case when 1 = 1 then 1 else 1 / 0 end
-- arrays
= ARRAY[1, 2, 3]
= ARRAY[1.5, null, 2]
= ARRAY['a b', '', 'null', null, 'a"b', 'x,y', E'a\\b']
= ARRAY[true, false]
= ARRAY[]::int4[]
= ARRAY[date '2024-01-01']
= '{1,2,NULL}'::int4[]
= '{"a b",c,"d\"e"}'::text[]
= '{1,a}'::int4[]
= '{1,2'::int4[]
= 'abc'::int4[]
= (ARRAY[1, 2, 3])[2]
= (ARRAY[1, 2, 3])[0]
= (ARRAY[1, 2, 3])[-1]
= (ARRAY[1, 2, 3])[4]
= (ARRAY[1, 2, 3])[null]
= (ARRAY[1, 2, 3])[2:3]
= (ARRAY[1, 2, 3])[:2]
= (ARRAY[1, 2, 3])[2:]
= (ARRAY[1, 2, 3])[3:1]
= (ARRAY[1, 2, 3])[-5:1]
= array_length(ARRAY[1, 2, 3], 1)
= array_length(ARRAY[1, 2, 3], 2)
= array_length(ARRAY[]::int4[], 1)
= cardinality(ARRAY[]::int4[])
= array_upper(ARRAY[1, 2], 1)
= array_lower(ARRAY[1, 2], 1)
= array_ndims(ARRAY[1, 2])
= array_dims(ARRAY[1, 2])
= array_append(ARRAY[1, 2], 3)
= array_append(null, 3)
= array_prepend(0, ARRAY[1, 2])
= array_cat(ARRAY[1], ARRAY[2])
= ARRAY[1] || ARRAY[2, 3]
= ARRAY[1] || 2
= 0 || ARRAY[1]
= ARRAY[1] || null::int4
= null::int4[] || ARRAY[1]
= array_position(ARRAY['a', 'b', 'c'], 'b')
= array_position(ARRAY['a', null], null)
= array_position(ARRAY[1, 2, 1], 1, 2)
= array_positions(ARRAY[1, 2, 1], 1)
= array_remove(ARRAY[1, 2, 1], 1)
= array_remove(ARRAY[1, null], null)
= array_replace(ARRAY[1, 2, 1], 1, 9)
= ARRAY[1, 2] @> ARRAY[2]
= ARRAY[1, 2] <@ ARRAY[2]
= ARRAY[1, 2] && ARRAY[2, 3]
= ARRAY[1, null] @> ARRAY[null]::int4[]
= ARRAY[1, 2] = ARRAY[1, 2]
= ARRAY[1, 2] < ARRAY[1, 3]
= ARRAY[1] < ARRAY[1, null]
= ARRAY[1, null] = ARRAY[1, null]
= ARRAY[1.0] = ARRAY[1.00]
= 1 = ANY (ARRAY[1, null])
= 2 = ANY (ARRAY[1, null])
= 1 = ANY (ARRAY[]::int4[])
= 1 <> ALL (ARRAY[2, null])
= 1 <> ALL (ARRAY[2, 3])
= 1 <> ALL (ARRAY[1, null])
= 1.0 = ANY (ARRAY[1.00, 2])
= 3 > ALL (ARRAY[1, 2])
= 3 < ANY (ARRAY[1, null])
= 'a' = ANY ('{a,b}')
= null = ANY (ARRAY[1])
= trim_array(ARRAY[1, 2, 3], 1)
= trim_array(ARRAY[1, 2, 3], 4)
SELECT x::text FROM unnest(ARRAY[3, null, 1]) AS x
SELECT x::text, o::text FROM unnest(ARRAY['a', 'b']) WITH ORDINALITY AS t(x, o)
SELECT x::text, y FROM ROWS FROM (unnest(ARRAY[1, 2, 3]), unnest(ARRAY['a', 'b'])) AS t(x, y)
SELECT v.n::text, x::text FROM (VALUES (1), (3)) v(n), generate_series(1, v.n) AS x ORDER BY 1, 2
SELECT x::text FROM generate_subscripts(ARRAY[5, 6], 1) AS x
SELECT array_agg(x ORDER BY x DESC)::text FROM (VALUES (1), (null), (2)) v(x)
SELECT ARRAY(SELECT x FROM (VALUES (2), (1)) v(x) ORDER BY x)::text
SELECT ARRAY(SELECT x FROM (VALUES (2)) v(x) WHERE false)::text
-- subqueries
SELECT (1 = ANY (SELECT x FROM (VALUES (1), (null)) v(x)))::text
SELECT (2 = ANY (SELECT x FROM (VALUES (1), (null)) v(x)))::text
SELECT (2 <> ALL (SELECT x FROM (VALUES (1), (null)) v(x)))::text
SELECT (2 NOT IN (SELECT x FROM (VALUES (1)) v(x) WHERE false))::text
SELECT (1.0 IN (SELECT x FROM (VALUES (1.00), (2)) v(x)))::text
SELECT ((1, 2) IN (SELECT x, y FROM (VALUES (1, 2)) v(x, y)))::text
SELECT ((1, null) NOT IN (SELECT x, y FROM (VALUES (1, 2)) v(x, y)))::text
SELECT (3 > ALL (SELECT x FROM (VALUES (1), (2)) v(x)))::text
SELECT (EXISTS (SELECT 1 FROM (VALUES (1)) v(x) WHERE x = 2))::text
SELECT (SELECT x FROM (VALUES (1), (2)) v(x))::text
SELECT v.x::text FROM (VALUES (1.0), (2.5)) v(x) JOIN (VALUES (1.00), (3)) w(y) ON v.x = w.y
SELECT trim_scale(x)::text FROM (SELECT 1.5 AS x UNION SELECT 1.50 UNION SELECT 2) q ORDER BY x
SELECT x::text FROM (SELECT 1.5 AS x INTERSECT SELECT 1.5) q
SELECT x::text FROM (SELECT 2.5 AS x EXCEPT SELECT 1.50) q
SELECT count(DISTINCT x)::text FROM (VALUES ('a'::bpchar), ('a ')) v(x)
-- windows
SELECT x::text, row_number() OVER (ORDER BY x)::text, rank() OVER (ORDER BY x / 2)::text, dense_rank() OVER (ORDER BY x / 2)::text, ntile(2) OVER (ORDER BY x)::text FROM (VALUES (1), (2), (3)) v(x) ORDER BY x
SELECT x::text, percent_rank() OVER (ORDER BY x)::text, cume_dist() OVER (ORDER BY x)::text FROM (VALUES (1), (2), (2)) v(x) ORDER BY x
SELECT x::text, lag(x) OVER (ORDER BY x)::text, lead(x, 2) OVER (ORDER BY x)::text, lag(x, 1, 0) OVER (ORDER BY x)::text FROM (VALUES (1), (2), (4)) v(x) ORDER BY x
SELECT x::text, first_value(x) OVER (ORDER BY x)::text, last_value(x) OVER (ORDER BY x)::text, nth_value(x, 2) OVER (ORDER BY x)::text FROM (VALUES (1), (2), (4)) v(x) ORDER BY x
SELECT x::text, sum(x) OVER (ORDER BY x)::text, avg(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)::text FROM (VALUES (1), (2), (4)) v(x) ORDER BY x
SELECT x::text, sum(x) OVER (ORDER BY x)::text, avg(x) OVER (PARTITION BY x > 2 ORDER BY x)::text FROM (VALUES (1.10), (2.225), (4)) v(x) ORDER BY x
SELECT x::text, count(*) OVER (PARTITION BY x)::text FROM (VALUES (1.0), (1.00), (4)) v(x) ORDER BY x, x::text
SELECT x::text, sum(x) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW)::text FROM (VALUES (1), (2), (4)) v(x) ORDER BY x
SELECT x::text, count(*) FILTER (WHERE x > 1) OVER ()::text FROM (VALUES (1), (2), (4)) v(x) ORDER BY x
SELECT sum(x) FILTER (WHERE x > 1)::text, avg(x) FILTER (WHERE x > 10)::text FROM (VALUES (1), (2), (4)) v(x)
-- json
= '{"a": 1, "b": [1, 2, {"c": null}]}'::json -> 'b'
= '{"a": 1, "b": [1, 2, {"c": null}]}'::json -> 'b' -> 1
= '{"a": 1, "b": [1, 2, {"c": null}]}'::json -> 'b' ->> -1
= '{"a": "x\u00e9"}'::json ->> 'a'
= '{"a": null}'::json ->> 'a'
= '{"a": 1}'::json -> 'x'
= '[1,2]'::json -> 5
= '{"a": {"b": 7}}'::json #> '{a,b}'
= '{"a": {"b": [7, 8]}}'::json #>> '{a,b,1}'
= '"text"'::jsonb -> 0
= '1'::jsonb ->> -1
= '{"b": 1, "a": 2, "a": 3}'::jsonb
= '{"b":1.50,"aa":[1, "x"],"c":{}}'::jsonb
= '{"a":1}'::jsonb = '{"a":1.0}'::jsonb
= '[1,2]'::jsonb < '[1,2,3]'::jsonb
= '{"a":1}'::jsonb > '[1]'::jsonb
= '{"a":1,"b":2}'::jsonb @> '{"a":1}'
= '[1,2,3]'::jsonb @> '[3,1]'
= '{"a":1}'::jsonb ? 'a'
= '{"a":1}'::jsonb ?| '{x,a}'
= '{"a":1}'::jsonb || '{"b":2}'
= '{"a":1,"b":2}'::jsonb - 'a'
= '[1,2,3]'::jsonb - 1
= '{"a":[1,{"b":2}]}'::jsonb #- '{a,1,b}'
= jsonb_set('{"a":[1,2]}', '{a,0}', '9')
= jsonb_set('{"a":1}', '{b}', '2')
= jsonb_set('{"a":1}', '{b}', '2', false)
= jsonb_pretty('{"a":[1,2],"b":{}}')
= json_array_length('[1,2,3]')
= json_array_length('{"a":1}')
= json_typeof('{"a":1}')
= jsonb_typeof('1.5')
= json_build_array(1, 'a', null, true, 1.50)
= json_build_object('a', 1, 'b', null, 'c', ARRAY[1, 2])
= json_build_object('a')
= jsonb_build_object('b', 1, 'a', 2.50)
= to_json('a"b'::text)
= to_json(ARRAY[1, null, 2])
= to_json(timestamp '2024-01-01 10:00')
= to_json(timestamptz '2024-07-01 10:00')
= to_json(date '2024-01-01')
= to_json(1.5::float8)
= to_json('NaN'::float8)
= to_jsonb('x'::text)
= json_object('{a,1,b,2}')
= json_strip_nulls('{"a":1,"b":null}')
= jsonb_extract_path_text('{"a":{"b":"c"}}', 'a', 'b')
= '{"a":'::json
= 'abc'::jsonb
= '1.50'::jsonb::numeric
= '"x"'::jsonb::int4
= 'true'::jsonb::bool
SELECT json_agg(x ORDER BY x)::text FROM (VALUES (1), (null), (2)) v(x)
SELECT jsonb_agg(x ORDER BY x)::text FROM (VALUES ('a'), ('b')) v(x)
SELECT json_object_agg(k, v ORDER BY k)::text FROM (VALUES ('a', 1), ('b', null)) t(k, v)
SELECT json_agg(x)::text FROM (VALUES (1)) v(x) WHERE false
SELECT value::text FROM json_array_elements('[1, "a", null]')
SELECT value FROM json_array_elements_text('[1, "a", null]')
SELECT key, value::text FROM json_each('{"a": 1, "b": [2]}')
SELECT key, value FROM jsonb_each_text('{"a": 1, "b": "x"}')
SELECT x FROM json_object_keys('{"a": 1, "b": 2}') AS x
-- system
= pg_typeof(1.5)::oid
= pg_size_pretty(10485760::int8)
= pg_size_pretty(1234::int8)
= pg_encoding_to_char(6)
= 5::oid
= (-1)::int4::oid
= 4294967295::oid::int4
= 'abc'::oid
= gen_random_uuid() is null
= random() between 0 and 1
