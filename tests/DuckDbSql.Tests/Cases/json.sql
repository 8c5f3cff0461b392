= '{"a":1}'::json -> null
= '{"a":1}'::json -> 'b'
= '{"a":1,"a":2}'::json -> 'a'
= '{"a":1,"a":2}'::jsonb -> 'a'
= '[1,2,3]'::json -> -1
= '[1,2,3]'::json -> -4
= '[1,2,3]'::json -> 2147483647
= '[1,2,3]'::json -> 'a'
= '{"a":1}'::json -> 0
= '"x"'::json -> 0
= '"x"'::jsonb -> 0
= '"x"'::jsonb -> -1
= '5'::json ->> 'a'
= '{"a":"x\ny\u00e9\ud83d\ude00"}'::json ->> 'a'
= '{"a":"\ud83d"}'::json ->> 'a'
= '{"a":"\u0000"}'::json ->> 'a'
= '{"a":"\u0000"}'::json
= '{"a":"\u0000"}'::jsonb
= '{"a":  [1, 2 ]  , "b":{ } }'::json -> 'a'
= '{"a":  [1, 2 ]  , "b":{ } }'::json ->> 'b'
= '{"a":1.50}'::json ->> 'a'
= '{"a":1e2}'::json ->> 'a'
= '{"a":1e2}'::jsonb ->> 'a'
= '{"a":1E-5,"b":-0.0,"c":1.0e3}'::jsonb
= '{"a":true}'::json ->> 'a'
= '{"a":null}'::jsonb -> 'a'
= '{"a":{"b":[1,{"c":2}]}}'::json #> '{a,b,1,c}'
= '{"a":{"b":[1,{"c":2}]}}'::json #> '{a,b,-1}'
= '{"a":{"b":[1,{"c":2}]}}'::json #> '{}'
= '{"a":1}'::json #> '{a,null}'
= '{"a":1}'::json #> null
= '[1,[2,3]]'::json #>> '{1,0}'
= '[1,2]'::jsonb #> '{x}'
= '{"a":null}'::json #>> '{a}'
= '{"1":5}'::jsonb #> '{1}'
= '[1,2,3]'::jsonb #> '{ 1}'
= '[1,2,3]'::jsonb #> '{1x}'
= '[1,2,3]'::jsonb #> '{+1}'
= ' 1 '::json
= '  {"a" : 1}  '::jsonb
= ''::json
= '{'::json
= '{"a"}'::json
= '{a:1}'::json
= '[1,]'::json
= '01'::json
= '1.'::json
= '.5'::json
= '+1'::json
= 'nul'::json
= 'NaN'::json
= '"a'::json
= E'"a\tb"'::json
= '"\x"'::json
= '{"a":1}x'::json
= '1 2'::jsonb
= '{"b":1,"a":{"d":1,"c":[true,false,null]},"aa":"x"}'::jsonb
= '{"é":1,"z":2,"😀":3}'::jsonb
= '"\u00e9\/\\\"\b\f\n\r\t\u0001"'::jsonb
= '"\u00e9\/\\\""'::json
= '123456789012345678901234567890.12345678901234567890'::jsonb
= '1e400'::jsonb
= '1e-400'::jsonb
= '1e200000'::jsonb
= '{}'::jsonb = '{}'::jsonb
= '[]'::jsonb < '{}'::jsonb
= 'null'::jsonb < '"a"'::jsonb
= '1'::jsonb < 'true'::jsonb
= '"b"'::jsonb > '"aa"'::jsonb
= '[1]'::jsonb < '["a"]'::jsonb
= '{"a":1}'::jsonb < '{"b":1}'::jsonb
= '{"a":1}'::jsonb < '{"b":1,"c":1}'::jsonb
= '{"aa":1}'::jsonb < '{"b":1}'::jsonb
= '[]'::jsonb < 'null'::jsonb
= '{"a":1}'::jsonb @> '{}'::jsonb
= '[1,[2,3]]'::jsonb @> '[[2]]'
= '[1,2]'::jsonb @> '1'
= '1'::jsonb @> '1.0'
= '{"a":[1,2]}'::jsonb @> '{"a":1}'
= '{"a":[1,2]}'::jsonb @> '{"a":[2]}'
= '[]'::jsonb @> '[]'
= '{}'::jsonb @> '[]'
= '["a"]'::jsonb @> '"a"'
= '"a"'::jsonb @> '["a"]'
= '[{"a":1,"b":2}]'::jsonb @> '[{"a":1}]'
= '[1]'::jsonb <@ '[1,2]'
= '{"a":1}'::jsonb ? 'b'
= '["a","b"]'::jsonb ? 'b'
= '"a"'::jsonb ? 'a'
= '[1]'::jsonb ? '1'
= '{"a":1}'::jsonb ?| '{}'
= '{"a":1}'::jsonb ?& '{}'
= '{"a":1,"b":2}'::jsonb ?& '{a,b}'
= '{"a":1}'::jsonb ?| ARRAY[null,'a']
= '{"a":1}'::jsonb || null
= '{"a":1}'::jsonb || '{"a":null}'
= '[1]'::jsonb || '[2,3]'
= '[1]'::jsonb || '2'
= '1'::jsonb || '[2]'
= '1'::jsonb || '2'
= '{"a":1}'::jsonb || '[2]'
= '{"a":1}'::jsonb || '2'
= '[]'::jsonb || '{"a":1}'
= '"a"'::jsonb || '{"a":1}'
= '{"a":1}'::jsonb - 'b'
= '["a","b","a"]'::jsonb - 'a'
= '{"a":1,"b":2}'::jsonb - '{a,b}'::text[]
= '{"a":1}'::jsonb - ARRAY[null::text]
= '[1,2,3]'::jsonb - -1
= '[1,2,3]'::jsonb - 5
= '{"a":1}'::jsonb - 0
= '1'::jsonb - 'a'
= '1'::jsonb - 0
= '{"a":{"b":1,"c":2}}'::jsonb #- '{a,b}'
= '{"a":[1,2]}'::jsonb #- '{a,-1}'
= '{"a":[1,2]}'::jsonb #- '{a,x}'
= '{"a":1}'::jsonb #- '{}'
= '1'::jsonb #- '{a}'
= jsonb_set('{"a":{"b":1}}', '{a,b}', '[1]')
= jsonb_set('{"a":{"b":1}}', '{a,c,d}', '1')
= jsonb_set('{"a":1}', '{a,b}', '2')
= jsonb_set('[1,2]', '{-1}', '9')
= jsonb_set('[1,2]', '{5}', '9')
= jsonb_set('[1,2]', '{-5}', '9')
= jsonb_set('[1,2]', '{5}', '9', false)
= jsonb_set('[1,2]', '{x}', '9')
= jsonb_set('{"a":1}', '{}', '9')
= jsonb_set('{"a":1}', '{null}', '9')
= jsonb_set('1', '{a}', '9')
= jsonb_set('{"a":1}', '{a}', null)
= jsonb_set('{"a":1}', null, '1')
= json_build_array()
= json_build_object()
= json_build_array(null)
= json_build_array('é"\', 1e20::float8, 1.50, date '2024-01-01', timestamp '2024-01-01 10:00', ARRAY[1,null], '{"a": 1}'::json, '{"a":1}'::jsonb, true)
= jsonb_build_array('é"\', 1e20::float8, 1.50, date '2024-01-01', interval '1 day', ARRAY['a',null], '{"a": 1}'::json, false)
= json_build_object('a', null, 1, 2, 'x'::char(3), 5, date '2024-01-01', 1)
= json_build_object(null, 1)
= json_build_object('a', 1, 'a', 2)
= jsonb_build_object('a', 1, 'a', 2)
= jsonb_build_object('a', 'NaN'::float8)
= json_build_object('a', 'Infinity'::numeric)
= to_json(null::int)
= to_json(1e100::float8)
= to_json(1.10)
= to_json('é"\/'::text)
= to_json(E'a\nb\t\x01'::text)
= to_json(true)
= to_json('-Infinity'::float4)
= to_json('\x00'::bytea)
= to_json(time '10:00')
= to_json(timestamp 'infinity')
= to_json(timestamptz '2024-01-01 00:00:00.5+00')
= to_json(timestamp '0044-03-15 BC')
= to_json(date '0044-03-15 BC')
= to_json(interval '1 year 2 days')
= to_json('550e8400-e29b-41d4-a716-446655440000'::uuid)
= to_json('x'::char(3))
= to_json(ARRAY['a"b', null, ''])
= to_json(ARRAY[]::int[])
= to_json(ARRAY[date '2024-01-01'])
= to_jsonb(ARRAY[1.50, 'NaN'])
= to_jsonb('{"b":1,"a":2}'::json)
= to_jsonb(1.50)
= array_to_json(ARRAY[1,2,null])
= array_to_json(ARRAY[true,false])
= json_object('{}')
= json_object('{a,1,b}')
= json_object('{a,null}')
= json_object(ARRAY[null,'x'])
= json_object('{a,b}', '{1,2}')
= json_object('{a,b}', '{1}')
= jsonb_object('{b,1,a,2,a,3}')
= json_array_length('[]')
= json_array_length('1')
= json_array_length('null')
= jsonb_array_length('{"a":1}')
= jsonb_array_length('[1,[2,3]]')
= json_typeof('null')
= json_typeof(' [1]')
= jsonb_typeof('"a"')
= json_extract_path('{"a":{"b":1}}', 'a', 'b')
= json_extract_path('{"a":[1,2]}', 'a', '1')
= json_extract_path('{"a":1}', 'b')
= json_extract_path_text('{"a":"x"}', 'a')
= jsonb_extract_path('{"a":1}', null)
= json_strip_nulls('{"a":null,"b":[null,{"c":null}],"d":{"e":null}}')
= json_strip_nulls('[1,null]')
= json_strip_nulls('null')
= json_strip_nulls('{"a": 1.50, "b": "é"}')
= jsonb_strip_nulls('{"a":null,"b":[null,{"c":null}]}')
= jsonb_pretty('[]')
= jsonb_pretty('{}')
= jsonb_pretty('{"a":{"b":[1,"x",null]},"c":[]}')
= jsonb_pretty('1.50')
= '1.5'::jsonb::int
= '2.5'::jsonb::int
= '1e20'::jsonb::int8
= 'null'::jsonb::int
= '"5"'::jsonb::int
= 'true'::jsonb::bool
= '1'::jsonb::bool
= '[1]'::jsonb::numeric
= '{"a":1}'::jsonb::numeric
= '{"a": 1}'::jsonb::text
= '{"a":   1}'::json::text
= '{"a":1}'::json::jsonb
= '{"a":1}'::jsonb::json
SELECT value::text FROM json_array_elements('[1,{"a": 2},[3], "x", null, 1.50]')
SELECT value::text FROM jsonb_array_elements('[1,{"a": 2},[3], "x", null, 1.50]')
SELECT value FROM jsonb_array_elements_text('[1,{"a": 2}, "x\u00e9", null, true]')
SELECT value::text FROM json_array_elements('{"a":1}')
SELECT value::text FROM json_array_elements('1')
SELECT value::text FROM jsonb_array_elements('{"a":1}')
SELECT value::text FROM jsonb_array_elements('1')
SELECT value::text FROM jsonb_array_elements_text('1')
SELECT key, value::text FROM json_each('{"b":1,"a":{"c": 2},"b":3}')
SELECT key, value::text FROM jsonb_each('{"b":1,"a":{"c": 2},"b":3}')
SELECT key, value FROM json_each_text('{"b":null,"a":"x\ny"}')
SELECT key, value::text FROM json_each('[1]')
SELECT key, value::text FROM json_each('1')
SELECT key, value::text FROM jsonb_each('[1]')
SELECT key, value FROM jsonb_each_text('1')
SELECT x FROM json_object_keys('{"b":1,"a":2,"b":3}') AS x
SELECT x FROM jsonb_object_keys('{"b":1,"a":2,"b":3}') AS x
SELECT x FROM json_object_keys('[1]') AS x
SELECT x FROM jsonb_object_keys('1') AS x
SELECT json_agg(x ORDER BY x DESC)::text FROM (VALUES ('a"b'), (null), ('é')) v(x)
SELECT jsonb_agg(x ORDER BY x DESC)::text FROM (VALUES (1.50), (null), (2)) v(x)
SELECT json_agg(x ORDER BY x)::text FROM (VALUES (date '2024-01-01'), (null)) v(x)
SELECT json_object_agg(k, v ORDER BY k, v)::text FROM (VALUES ('a', 1), ('a', 2), ('b', null)) t(k, v)
SELECT jsonb_object_agg(k, v ORDER BY k, v)::text FROM (VALUES ('a', 1), ('a', 2), ('b', null)) t(k, v)
SELECT json_object_agg(k, v)::text FROM (VALUES (null, 1)) t(k, v)
SELECT json_object_agg(k, v)::text FROM (VALUES (1, 'x')) t(k, v)
SELECT json_object_agg(k, v)::text FROM (VALUES (1, 'x')) t(k, v) WHERE false
SELECT (j -> 'a')::text, j ->> 'a', (j #> '{a,0}')::text, (j -> 0)::text FROM (VALUES ('{"a":[1]}'::json), ('[5]'), (null), ('"x"')) v(j)
SELECT (j -> 'a')::text, j ->> 'a', (j ? 'a')::text, (j || '{"z":1}')::text FROM (VALUES ('{"a":[1]}'::jsonb), ('[5]'), (null)) v(j)
SELECT count(*)::text FROM (SELECT j FROM (VALUES ('{"a":1.0}'::jsonb), ('{"a":1}'), ('{"a":1.00}')) v(j) GROUP BY j) q
SELECT j::text FROM (VALUES ('{"a":1}'::jsonb), ('[1]'), ('"x"'), ('5'), ('true'), ('null'), ('[]'), ('{}')) v(j) ORDER BY j
= row_to_json(row(1, 'a', null))
= row_to_json(row(1, 'a"b', 1.50), true)
= to_json(row(1, date '2024-01-01'))
= to_jsonb(row(1, array[1,2]))
= array_to_json(ARRAY[1,2,null], true)
= array_to_json(ARRAY[1,2], false)
= jsonb_insert('{"a":[0,1,2]}', '{a,1}', '"new"')
= jsonb_insert('{"a":[0,1,2]}', '{a,1}', '"new"', true)
= jsonb_insert('{"a":[0,1,2]}', '{a,-1}', '9', true)
= jsonb_insert('{"a":[0,1,2]}', '{a,10}', '9')
= jsonb_insert('{"a":[0,1,2]}', '{a,-10}', '9', true)
= jsonb_insert('{"a":1}', '{a}', '9')
= jsonb_insert('{"a":1}', '{b}', '9')
= jsonb_insert('{"a":1}', '{b,c}', '9')
= jsonb_insert('1', '{b}', '9')
= jsonb_insert('{"a":1}', '{}', '9')
= jsonb_insert('[1]', '{x}', '9')
= jsonb_set_lax('{"a":1}', '{a}', null)
= jsonb_set_lax('{"a":1}', '{b}', null, false)
= jsonb_set_lax('{"a":1}', '{a}', '2')
= jsonb_set_lax('{"a":1}', '{a}', null, true, 'delete_key')
= jsonb_set_lax('{"a":1}', '{a}', null, true, 'return_target')
= jsonb_set_lax('{"a":1}', '{a}', null, true, 'raise_exception')
= jsonb_set_lax('{"a":1}', '{a}', null, true, 'nope')
= jsonb_set_lax('{"a":1}', '{a}', null, true, null)
= jsonb_set_lax('{"a":1}', null, null, true, 'nope')
SELECT row_to_json(v)::text FROM (VALUES (1, 'x y'), (2, null)) v(id, "The Name")
SELECT json_agg(v ORDER BY id)::text FROM (VALUES (1, 'x y'), (2, null)) v(id, n)
SELECT jsonb_agg(v ORDER BY id)::text FROM (VALUES (1, 'x y'), (2, null)) v(id, n)
SELECT to_jsonb(v)::text, json_build_object('row', v)::text FROM (VALUES (1, 1.50, true)) v(id, n, b)
SELECT json_agg(row(id, n) ORDER BY id)::text FROM (VALUES (1, 'x y'), (2, null)) v(id, n)
SELECT a::text, b FROM json_to_recordset('[{"a":1,"b":"x"},{"a":"2","c":3},{}]') AS t(a int, b text)
SELECT a::text, b::text, c::text FROM jsonb_to_recordset('[{"a":1.50,"b":"2024-02-29","c":[1,2]},{"b":null}]') AS t(a numeric, b date, c jsonb)
SELECT a::text, b::text FROM jsonb_to_record('{"a":[1,2,null],"b":["x","y z"]}') AS t(a int[], b text[])
SELECT a, b FROM json_to_record('{"a":{"x":1},"b":"abc"}') AS t(a text, b varchar(2))
SELECT a, "A"::text FROM json_to_record('{"a":"abc","A":1}') AS t(a char(5), "A" json)
SELECT a::text, b::text FROM json_to_record('{"a":null,"b":"null"}') AS t(a jsonb, b jsonb)
SELECT a::text FROM json_to_record('{"a":"1.5"}') AS t(a int)
SELECT a::text FROM json_to_record('1') AS t(a int)
SELECT a::text FROM jsonb_to_record('[1]') AS t(a int)
SELECT a::text FROM jsonb_to_recordset('[1]') AS t(a int)
SELECT a::text FROM json_to_recordset('{"a":1}') AS t(a int)
SELECT a::text FROM jsonb_to_recordset('1') AS t(a int)
SELECT a::text FROM json_to_record(null) AS t(a int)
SELECT count(*)::text FROM json_to_recordset(null) AS t(a int)
SELECT v.id::text, t.a FROM (VALUES (1, '{"a":"x"}'::jsonb), (2, '{}'), (3, null)) v(id, j), jsonb_to_record(v.j) AS t(a text) ORDER BY v.id
SELECT v.id::text, t.a::text FROM (VALUES (1, '[{"a":5},{"a":true}]'::jsonb), (2, '[]'), (3, null)) v(id, j), jsonb_to_recordset(v.j) AS t(a text) ORDER BY v.id, t.a
= json_to_record('{"a":1}')
= json_extract_path('{"a":{"b":1}}', VARIADIC string_to_array('a,b', ','))
= jsonb_extract_path_text('{"a":{"b":1}}', VARIADIC ARRAY['a', 'b'])
= json_build_array(VARIADIC ARRAY[1, 2])
