= 'a' || 'b'
= 'a' || null
= 'n' || 5
= 5 || 'n'
= 'a' || true
= length('héllo😀')
= length('')
= char_length('é')
= octet_length('é😀')
= bit_length('é')
= length('ab  '::char(5))
= octet_length('ab'::char(5))
= lower('ÀÉÎ ABC')
= upper('straße é')
= initcap('hello wORLD-foo bar_baz 1st')
= substring('hello', 2)
= substring('hello', -1, 4)
= substring('hello', 0, 3)
= substring('hello', 2, 0)
= substring('hello', 2, -1)
= substring('hello', 10, 2)
= substring('héllo😀x' from 6 for 1)
= substr('hello', 2, 2147483647)
= left('hello', 2)
= left('hello', -2)
= left('hello', -10)
= right('hello', 2)
= right('hello', -2)
= right('héllo😀', 2)
= position('lo' in 'hello')
= position('' in 'hello')
= position('x' in 'hello')
= strpos('hé😀lo', 'lo')
= trim('  ab  ')
= trim(both 'xy' from 'xyabyx')
= ltrim('xxab', 'x')
= rtrim('abxx', 'x')
= trim('')
= btrim(E'\t a \t')
= lpad('hi', 5)
= lpad('hi', 5, 'xy')
= lpad('hello', 2)
= lpad('hi', 5, '')
= lpad('hi', -1)
= rpad('hi', 5, 'xy')
= rpad('😀', 3, 'é')
= replace('hello', 'l', 'LL')
= replace('hello', '', 'x')
= translate('12345', '143', 'ax')
= translate('héllo', 'éh', 'e')
= repeat('ab', 3)
= repeat('ab', -1)
= reverse('héllo😀')
= split_part('a,b,c', ',', 2)
= split_part('a,b,c', ',', -1)
= split_part('a,b,c', ',', 4)
= split_part('a,b,c', ',', 0)
= split_part('abc', '', 1)
= concat('a', null, 1, true, 1.50)
= concat_ws(',', 'a', null, 'b', 2)
= concat_ws(null, 'a', 'b')
= format('Hello %s, %I and %L, %% %1$s', 'World', 'a b', 'it''s')
= format('|%10s|%-10s|', 'foo', 'bar')
= format('%s %s', 'a')
= format('%x', 'a')
= format('%I', null)
= format('%L', null)
= format('%2$s %1$s', 'a', 'b')
= format(null)
= chr(65)
= chr(128512)
= chr(0)
= ascii('é')
= ascii('')
= md5('hello')
= md5('hello'::bytea)
= sha256('a'::bytea)
= encode('hello'::bytea, 'base64')
= encode('\x00ff5c41'::bytea, 'escape')
= encode('\x00ff'::bytea, 'hex')
= decode('aGVsbG8=', 'base64')
= decode('00ff', 'hex')
= decode('zz', 'hex')
= decode('a', 'nope')
= starts_with('hello', 'he')
= 'hello' ^@ 'he'
= string_to_array('a,b,,c', ',')
= string_to_array('a,b,,c', ',', '')
= string_to_array('abc', null)
= string_to_array('', ',')
= string_to_array(null, ',')
= array_to_string(ARRAY['a', null, 'b'], ',')
= array_to_string(ARRAY[1, null, 3], ',', '*')
= array_to_string(ARRAY[true, false], ',')
= quote_ident('foo')
= quote_ident('Foo bar')
= quote_ident('select')
= quote_literal('it''s')
= quote_literal(E'a\\b')
= quote_nullable(null)
= quote_literal(42)
= overlay('Txxxxas' placing 'hom' from 2 for 4)
= overlay('abcdef' placing 'XX' from 3)
= unistr('d\0061t\+000061')
= num_nulls(1, null, 'a')
= num_nonnulls(1, null, 'a')
-- LIKE
= 'abc' LIKE 'a%'
= 'abc' LIKE '_b_'
= 'a😀c' LIKE 'a_c'
= 'a%c' LIKE 'a\%c'
= 'abc' LIKE 'a\%c'
= 'a\c' LIKE 'a\\c'
= 'abc' LIKE 'abc\'
= 'a%c' LIKE 'a#%c' ESCAPE '#'
= 'a\c' LIKE 'a\c' ESCAPE ''
= 'abc' LIKE 'a' || '%'
= 'abc' NOT LIKE 'a%'
= 'ABC' ILIKE 'abc'
= 'ÄB' ILIKE 'äb'
= 'abc' ILIKE 'A\_C'
= null LIKE 'a'
= 'abc' LIKE null
= 'ab'::char(5) LIKE 'ab'
= 'ab'::char(5) LIKE 'ab%'
= 'abc' SIMILAR TO 'a(b|x)c'
= 'abc' SIMILAR TO '%b_'
= 'abc' SIMILAR TO 'b'
= 'a.c' SIMILAR TO 'a.c'
= 'abc' SIMILAR TO 'a.c'
-- regular expressions
= 'abc' ~ 'b'
= 'ABC' ~ 'b'
= 'ABC' ~* 'b'
= 'abc' !~ '^b'
= 'abc' ~ '^a.c$'
= E'a\nc' ~ 'a.c'
= E'a\nb' ~ '^b'
= E'a\nb' ~ '(?n)^b'
= 'foo bar' ~ '\mbar\M'
= 'foobar' ~ '\mbar'
= 'a1b2' ~ '\d.\d'
= 'abc' ~ '[[:upper:]]'
= 'é' ~ '[[:alpha:]]'
= 'a😀b' ~ '^a.b$'
= 'abc' ~ '('
= 'abc' ~ '[a'
= 'abc' ~ '*a'
= 'aXb' ~ 'a\Xb'
= regexp_replace('foobarbaz', 'b..', 'X')
= regexp_replace('foobarbaz', 'b..', 'X', 'g')
= regexp_replace('foobarbaz', 'b(..)', 'X\1Y', 'g')
= regexp_replace('foobarbaz', 'B..', '[\&]', 'gi')
= regexp_replace('abc', 'x*', '-', 'g')
= regexp_replace('abc', 'b', 'X', '2')
= regexp_replace('A PostgreSQL function', 'a|e|i|o|u', 'X', 1, 3, 'i')
= regexp_replace('https://www.example.com/path', '^https?://(?:www\.)?([^/]+)/.*$', '\1')
= regexp_match('foobarbequebaz', '(bar)(beque)')
= regexp_match('foobarbequebaz', 'bar.*que')
= regexp_match('abc', 'x')
= regexp_match('abc', '(x)?b')
= regexp_match('abc', 'b', 'g')
= regexp_match('foobar', 'fo|foob')
= regexp_split_to_array('hello world foo', '\s+')
= regexp_split_to_array('abc', '')
= regexp_split_to_array('a1b2c3', '\d')
= regexp_count('ABCABC', 'b', 1, 'i')
= regexp_like('Hello', 'hel', 'i')
= substring('foobar' from 'o(.)b')
= substring('foobar' from 'o.b')
= similar_to_escape('a%', NULL)
= similar_to_escape('a#%', '#')
= similar_to_escape('a%')
SELECT x::text FROM regexp_matches('foobarbequebazilbarfbonk', '(b[^b]+)(b[^b]+)', 'g') AS x
SELECT x FROM regexp_split_to_table('a b  c', ' +') AS x
SELECT x FROM unnest(string_to_array('a,b', ',')) AS x
-- comparison, order
= 'a' < 'B'
= 'é' > 'z'
= 'a' = 'a '
= 'a'::char(3) = 'a'
= 'a'::char(3) = 'a  '::char(5)
= 'a'::char(3) || 'b'
= 'ab'::char(3)::text || 'x'
= ('a'::char(3))::varchar(10) || 'x'
= 'abc'::varchar(2)
= 'abcdef'::char(3)
= 'abc'::name
= 'a' IN ('b', 'a')
= 'a' IN ('b', null)
= 'a' NOT IN ('b', null)
= greatest('a', 'B', null)
= least('a', 'B')
SELECT x FROM (VALUES ('b'), ('B'), ('a'), (''), (null), ('é'), ('😀')) v(x) ORDER BY x
SELECT x FROM (VALUES ('b'), (null), ('a')) v(x) ORDER BY x DESC
SELECT x FROM (VALUES ('b'), (null), ('a')) v(x) ORDER BY x NULLS FIRST
SELECT string_agg(x, ',' ORDER BY x) FROM (VALUES ('b'), ('a'), (null)) v(x)
SELECT string_agg(DISTINCT x, ',') FROM (VALUES ('b'), ('a'), ('b')) v(x)
SELECT string_agg(x, null ORDER BY x) FROM (VALUES ('b'), ('a')) v(x)
SELECT string_agg(x, ',') FROM (VALUES ('b')) v(x) WHERE false
SELECT array_agg(x ORDER BY x)::text FROM (VALUES ('b'), ('a'), (null)) v(x)
SELECT array_agg(DISTINCT x)::text FROM (VALUES ('b'), ('a'), ('b')) v(x)
SELECT array_agg(x)::text FROM (VALUES ('b')) v(x) WHERE false
SELECT array_agg(x ORDER BY x)::text FROM (VALUES (1.50), (1.5), (0.1)) v(x)
SELECT min(x), max(x), count(x)::text FROM (VALUES ('b'), ('a'), (null)) v(x)
SELECT min(x)::text || '.', max(x) || '.' FROM (VALUES ('b'::char(3)), ('a')) v(x)
SELECT bool_and(x)::text, bool_or(x)::text, every(x)::text FROM (VALUES (true), (null), (false)) v(x)
-- to_char of numbers
= to_char(125, '999')
= to_char(-125, '999')
= to_char(125.8, '999D9')
= to_char(125.8::float8, '999.99')
= to_char(0.1, '0.9')
= to_char(0.1, '9.99')
= to_char(-0.1, '99.99')
= to_char(0, '999')
= to_char(12345.678, '99,999.99')
= to_char(1234567, '9,999,999')
= to_char(485, 'FM999')
= to_char(485, '00999')
= to_char(-485, 'S999')
= to_char(485, '999S')
= to_char(-485, '999MI')
= to_char(485, 'FM999MI')
= to_char(-485, '999PR')
= to_char(485, 'PL999')
= to_char(485, 'SG999')
= to_char(485, 'RN')
= to_char(485, 'FMRN')
= to_char(1, '999th')
= to_char(482, '999th')
= to_char(12345, '999')
= to_char(1.5, 'FM9.99')
= to_char(0.0004859, '9.99EEEE')
= to_char(12.45, '99V9')
= to_char(12, '"N:"99')
= to_number('12,454.8-', '99G999D9S')
= to_number('-34.5', '99.9')
-- casts
= 'yes'::bool
= 'f'::bool
= 'maybe'::bool
= true::text
= '550e8400-e29b-41d4-a716-446655440000'::uuid
= 'A0EEBC999C0B4EF8BB6D6BB9BD380A11'::uuid
= 'xyz'::uuid
= '\x00ff'::bytea
= 'a\\b\001'::bytea
= '\xzz'::bytea
= 'a\b'::bytea
= ('\xdeadbeef'::bytea) || '\x01'
= substring('\xdeadbeef'::bytea, 2, 2)
= get_byte('\xdeadbeef'::bytea, 1)
= get_byte('\xdeadbeef'::bytea, 9)
= convert_from('\xc3a9'::bytea, 'UTF8')
= convert_to('é', 'UTF8')
= '\x01'::bytea < '\x0100'::bytea
= 'abc'::varchar::int4
= ('12' || '3')::int4
= ('12' || 'x')::int4
= ('2024-01-0' || '5')::date
= ('2024-13-0' || '5')::date
= ('tr' || 'ue')::bool
= ('1.5' || '0')::numeric
= ('abc' || '')::numeric(10,2)
= ('123456' || '')::numeric(5,2)
= ('{1,2' || '}')::int4[]
