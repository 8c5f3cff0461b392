= ARRAY[1,2,null] = ARRAY[1,2,null]
= ARRAY[1,2] < ARRAY[1,2,0]
= ARRAY[]::int[] < ARRAY[null]::int[]
= ARRAY[null]::int[] > ARRAY[5]
= ARRAY['a','B'] < ARRAY['a','a']
= ARRAY[1.0] = ARRAY[1.00]
= ARRAY['NaN'::float8] = ARRAY['NaN'::float8]
= ARRAY[0.0::float8] = ARRAY['-0'::float8]
= ARRAY[1,2] @> ARRAY[]::int[]
= ARRAY[]::int[] @> ARRAY[]::int[]
= ARRAY[1,null] @> ARRAY[1]
= ARRAY[1,1] <@ ARRAY[1]
= ARRAY[]::int[] && ARRAY[1]
= ARRAY[null]::int[] && ARRAY[null]::int[]
= ARRAY[1.0] @> ARRAY[1.00]
= ARRAY['a '] @> ARRAY['a']
= ARRAY[1] || ARRAY[]::int[]
= ARRAY[]::int[] || ARRAY[]::int[]
= ARRAY[1] || null::int[]
= null::int[] || null::int[]
= ARRAY[1] || 2.5
= ARRAY['a'] || 'b'::text
= ARRAY['a'] || 'b'
= ARRAY[1] || '{2,3}'
= array_append(ARRAY[]::int[], null)
= array_append(null::int[], 1)
= array_append(ARRAY[1], 2.5)
= array_prepend(null, ARRAY[1])
= array_prepend(1, null)
= array_cat(ARRAY[1], null)
= array_dims(ARRAY[]::int[])
= array_dims(ARRAY[1,2,3])
= array_dims(null::int[])
= array_length(ARRAY[1,2], 0)
= array_length(ARRAY[1,2], null)
= array_length(ARRAY[1,2], -1)
= array_lower(ARRAY[]::int[], 1)
= array_upper(ARRAY[1], 2)
= array_ndims(ARRAY[]::int[])
= cardinality(null::int[])
= array_position(ARRAY['a','b','a'], 'a', 2)
= array_position(ARRAY[1,2,1], 1, -5)
= array_position(ARRAY[1,2,1], 1, 10)
= array_position(ARRAY[1,2], null)
= array_position(null::int[], 1)
= array_position(ARRAY[1,2,1], 1, null)
= array_position(ARRAY[1.0,2], 1.00)
= array_positions(ARRAY[1,null,1,null], null)
= array_positions(ARRAY[1,2], 3)
= array_positions(null::int[], 1)
= array_remove(ARRAY[1,null,2,null], null)
= array_remove(ARRAY[1.0,2], 1.00)
= array_remove(null::int[], 1)
= array_remove(ARRAY[]::int[], 1)
= array_replace(ARRAY[1,null,2], null, 9)
= array_replace(ARRAY[1,2], 1, null)
= array_replace(null::int[], 1, 2)
= array_replace(ARRAY[1.0,2], 1.00, 5.50)
= trim_array(ARRAY[1,2,3], 0)
= trim_array(ARRAY[1,2,3], 3)
= trim_array(ARRAY[1,2,3], -1)
= trim_array(null::int[], 1)
= trim_array(ARRAY[]::int[], 0)
= array_to_string(ARRAY[1,2], '')
= array_to_string(null::int[], ',')
= array_to_string(ARRAY['a','b'], null, '*')
= array_to_string(ARRAY[interval '1 day'], ',')
= array_to_string(ARRAY['x'::char(3)], '|')
= (ARRAY[1,2,3])[1:2]
= (ARRAY[1,2,3])[0:1]
= (ARRAY[1,2,3])[5:6]
= (ARRAY[1,2,3])[2:null]
= (ARRAY['a','b'])[2]
= (null::int[])[1]
= ('{1,2,3}'::int[])[2]
= '{}'::int[]
= '{ 1 , 2 }'::int[]
= '{NULL,"NULL",null}'::text[]
= '{a b,"c,d","e\"f",g\\h}'::text[]
= '{"",""}'::text[]
= '{a,}'::text[]
= '{,}'::text[]
= '{"a}'::text[]
= ARRAY[1,2]::text
= ARRAY['a b','c"d','e\f','','NULL',null,'{x}']::text
= ARRAY[true,null]::text
= ARRAY[1.50,2]::text
= ARRAY[date '2024-01-01', '-infinity']::text
= ARRAY[timestamp '2024-01-01 10:00']::text
= ARRAY['\x00'::bytea]::text
= ARRAY[interval '1 day 2 hours']::text
= ARRAY[1,2]::float8[]::text
= ARRAY['1','2']::int[]
= ARRAY['1','x']::int[]
= ARRAY[1.5,2.5]::int[]
= ARRAY[1, 2.5, null]
= 1 = ANY (null::int[])
= null = ANY (ARRAY[]::int[])
= null = ANY (ARRAY[1])
= 1 <> ALL (ARRAY[]::int[])
= 5 > ANY (ARRAY[null, 1])
= 5 > ALL (ARRAY[null, 9])
= 'a' = ANY ('{a,b}'::text[])
= 'a '::char(2) = ANY (ARRAY['a'::char(5)])
= 1.0 = ALL (ARRAY[1.00, 1])
= 'NaN'::float8 = ANY (ARRAY['NaN'::float8])
SELECT x::text FROM unnest(ARRAY[1.50,null,2]) AS x
SELECT x::text FROM unnest(null::int[]) AS x
SELECT x::text FROM unnest('{}'::int[]) AS x
SELECT a::text, b FROM unnest(ARRAY[1,2,3], ARRAY['x']) AS t(a, b)
SELECT x::text FROM generate_subscripts(ARRAY[5,6,7], 1) AS x
SELECT x::text FROM generate_subscripts(ARRAY[5,6,7], 1, true) AS x
SELECT x::text FROM generate_subscripts(ARRAY[5,6,7], 2) AS x
SELECT x::text FROM generate_series(1, 10, 4) AS x
SELECT x::text FROM generate_series(5, 1) AS x
SELECT x::text FROM generate_series(1, 5, 0) AS x
SELECT x::text FROM generate_series(null, 5) AS x
SELECT x::text FROM generate_series(9223372036854775806, 9223372036854775807) AS x
SELECT x::text FROM generate_series(2147483646, 2147483647) AS x
SELECT x::text FROM generate_series(1.0, 2, 0.25) AS x
SELECT x::text FROM generate_series(1.5, 0, -0.5) AS x
SELECT x::text FROM generate_series('NaN'::numeric, 5) AS x
SELECT (a || b)::text, (a @> b)::text, (a && b)::text, array_length(a, 1)::text, array_position(a, 2)::text, array_remove(a, 1)::text, (a = b)::text FROM (VALUES (ARRAY[1,2], ARRAY[2,3]), (null, ARRAY[1]), ('{}', '{}'), (ARRAY[null]::int[], ARRAY[1])) v(a, b)
SELECT array_agg(x)::text FROM (VALUES (1), (null)) v(x)
SELECT array_agg(DISTINCT x)::text FROM (VALUES (1), (null), (1), (2)) v(x)
SELECT array_agg(x ORDER BY x DESC NULLS LAST)::text FROM (VALUES (1), (null), (2)) v(x)
SELECT array_agg(x)::text FROM (VALUES (1.50), (2.0)) v(x)
SELECT array_agg(x)::text FROM (VALUES ('a b'), (null)) v(x)
SELECT array_agg(x) FILTER (WHERE x > 1)::text FROM (VALUES (1), (2)) v(x)
SELECT ARRAY(SELECT x FROM (VALUES (1.50), (2)) v(x) ORDER BY x DESC)::text
= array_fill(7, ARRAY[3])
= array_fill('x'::text, ARRAY[2], ARRAY[1])
= array_fill(null::int, ARRAY[2])
= array_fill(7, ARRAY[0])
= array_fill(7, ARRAY[]::int[])
= array_fill(7, null)
= array_fill(7, ARRAY[null]::int[])
= array_fill(7, ARRAY[2], ARRAY[]::int[])
= width_bucket(5, ARRAY[1, 3, 5, 7])
= width_bucket(0, ARRAY[1, 3, 5, 7])
= width_bucket(9.5, ARRAY[1, 3, 5, 7])
= width_bucket(5, ARRAY[]::int[])
= width_bucket(5, ARRAY[1, null])
= width_bucket(null::int, ARRAY[1])
= width_bucket('NaN'::float8, ARRAY[1, 3]::float8[])
= width_bucket('b'::text, ARRAY['a', 'b', 'c'])
SELECT width_bucket(x, ARRAY[1.0, 2.50])::text FROM (VALUES (0.5), (1), (2.5), (null), ('NaN')) v(x)
