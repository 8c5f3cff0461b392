-- integers
= 7 / 2
= -7 / 2
= 7 / -2
= -7 % 3
= 7 % -3
= 1 / 0
= 1 % 0
= (-2147483648) / (-1)
= (-9223372036854775808) / (-1)::int8
= (-2147483648) % (-1)
= 2147483647 + 1
= 32767::int2 + 1::int2
= 9223372036854775807 + 1
= -(-2147483648)
= 2147483647 * 2
= 1 << 33
= 5 # 3
= 5 & 3 | 8
= ~5
= -1 >> 1
= abs(-5)
= abs((-2147483648)::int4)
= mod(-7, 3)
= gcd(12, 18)
= gcd((-2147483648), 0)
= lcm(4, 6)
= lcm(2147483647, 2)
= to_hex(255)
= to_hex(-1)
= 5::int2::text
= 70000::int2
= 3000000000::int4
= '12abc'::int4
= ' 12 '::int4
= '99999999999'::int4
= ''::int4
= true::int4
= 2::bool
= null::int4 + 1
= null::int4 / 0
SELECT (a / b)::text FROM (VALUES (null::int4, 0), (7, 2), (8, -3)) v(a, b)
SELECT (a / b)::text FROM (VALUES (1, 0), (7, 2)) v(a, b)
SELECT (a % b)::text FROM (VALUES (7, 2), (8, -3)) v(a, b)
-- numerics
= 1.5 + 2.25
= 1.50 * 2.250
= 1.5 - 1.5
= 10.0 / 3
= 1 / 3.0
= 2.0 / 0
= 5.5 % 2
= -5.5 % 2.25
= 100000000000000000000.5 * 3
= 123456789012345678901234567890123456789.5 + 1
= 12345678901234567890.12345 / 98765.4321
= 1e-20 / 3e20
= 1.0 / 7
= 1000000 / 7.0
= 0.00001 / 3
= 22.0 / 7.000000000000000000000000
= -(1.50)
= -(0.00)
= 1.5::numeric(10,1)
= 1.55::numeric(10,1)
= -1.55::numeric(10,1)
= 1234.5::numeric(4,1)
= 999.95::numeric(4,1)
= 'NaN'::numeric + 1
= 'Infinity'::numeric - 'Infinity'::numeric
= 'Infinity'::numeric * 0
= 5 / 'Infinity'::numeric
= 'NaN'::numeric = 'NaN'::numeric
= 'NaN'::numeric > 'Infinity'::numeric
= 1.0 = 1.00
= 1.10 < 1.1
= 123456789012345678901234567890.1 < 123456789012345678901234567890.11
= 1e400::numeric > 1e399::numeric
= (-1e400)::numeric < (-1e399)::numeric
= 0.1 in (0.10, 0.2)
= 2.5::int4
= -2.5::int4
= 3.5::int4
= 1e20::int8
= 'NaN'::numeric::int4
= 12.5::float8
= 1.1::float4
= '1.5e3'::numeric
= '  -0.50 '::numeric
= '1.5x'::numeric
= 'inf'::numeric
= '-Infinity'::numeric
= abs(-1.50)
= ceil(-1.5)
= ceil(1.2)
= floor(-1.5)
= floor(1.99)
= round(2.5)
= round(-2.5)
= round(2.345, 2)
= round(-2.345, 2)
= round(1234.5, -2)
= round(1250.0, -2)
= round(2.5, 5)
= trunc(2.999)
= trunc(-2.999, 1)
= trunc(1299.9, -2)
= sign(-2.5)
= sign(0.0)
= sqrt(2.0)
= sqrt(144.0)
= sqrt(0.0004)
= sqrt(12345678901234567890.5)
= sqrt(-1.0)
= exp(1.0)
= exp(-5.5)
= exp(50.0)
= exp(0.0)
= ln(2.0)
= ln(0.0001)
= ln(1.0)
= ln(12345678.9)
= ln(-1.0)
= ln(0.0)
= log(100.0)
= log(2.0)
= log(2.0, 64.0)
= log(3.0, 5.5)
= power(2.0, 10.0)
= power(2.0, 0.5)
= power(2.0, -3.0)
= power(1.5, 2.5)
= power(0.0, 0.0)
= power(-2.0, 3.0)
= power(-2.0, 0.5)
= power(0.0, -1.0)
= power(10.0, 20)
= 2 ^ 3.0
= 2 ^ 3
= div(17.5, 3)
= mod(17.5, 3)
= gcd(12.5, 7.5)
= lcm(1.5, 2)
= factorial(20)
= factorial(-1)
= scale(1.500)
= min_scale(1.500)
= trim_scale(1.500)
= width_bucket(5.35, 0.024, 10.06, 5)
= width_bucket(10.06, 0.024, 10.06, 5)
= width_bucket(-1.0, 0, 10, 5)
= width_bucket(5.35::float8, 0.024, 10.06, 5)
= greatest(1.5, 2.25, null)
= least(1.50, 2)
= nullif(1.0, 1.00)
= coalesce(null, 1.5, 2)
= case when true then 1.5 else 2 end
= 5::numeric(10,2)
= 1::int8 * 1.5
= 1.5 * 2::int2
= 3::numeric / 2
= -0.5
= .5
= 0.50::numeric(2,2)
= (-0.05)::numeric(2,2)::text
SELECT (a + b)::text, (a - b)::text, (a * b)::text, (a / b)::text FROM (VALUES (1.10::numeric(15,2), 3.333::numeric(10,3)), (-99999999.99, 0.001)) v(a, b)
SELECT (a * (1 - b) * (1 + c))::text FROM (VALUES (12345.67::numeric(15,2), 0.05::numeric(15,2), 0.08::numeric(15,2))) v(a, b, c)
SELECT (a + a)::text FROM (VALUES (999999999999999999::numeric(18,0))) v(a)
SELECT (a + a)::text FROM (VALUES (99999999999999999.9::numeric(18,1))) v(a)
SELECT (a * a)::text FROM (VALUES (999999999.99::numeric(11,2))) v(a)
SELECT (a = b)::text FROM (VALUES (1.5::numeric(38,2), 1.5::numeric(38,37))) v(a, b)
-- floats
= 1.5::float8 + 2.25
= 0.1::float8 + 0.2::float8
= 1e308::float8 * 10
= 1e-308::float8 * 1e-308::float8
= 1e-308::float8 / 1e300::float8
= 1::float8 / 0
= 0::float8 / 0
= 'NaN'::float8 / 0
= 'Infinity'::float8 - 'Infinity'::float8
= 'NaN'::float8 = 'NaN'::float8
= 'NaN'::float8 > 'Infinity'::float8
= 0::float8 = '-0'::float8
= -'0'::float8
= 2.5::float8::int4
= 3.5::float8::int4
= -2.5::float8::int4
= 0.5::float8::int2
= 1e10::float8::int4
= 'NaN'::float8::int4
= 9223372036854775807::float8::int8
= 1e40::float8::float4
= 1e-50::float8::float4
= 3.14159265358979::float8::float4
= 0.1::float4::float8
= 1.1::float8::numeric
= 1.23456789012345678::float8::numeric
= 0.1::float4::numeric
= 1e300::float8::numeric
= 'NaN'::float8::numeric
= 1e15::float8
= 123456789012345680::float8
= 1e14::float8
= 0.0001::float8
= 0.00001::float8
= 1e-7::float8
= 100000::float4
= 1234567::float4
= 16777216::float4
= 0.1::float4
= 'abc'::float8
= '1e400'::float8
= sqrt(2::float8)
= sqrt(-1::float8)
= cbrt(27::float8)
= exp(1::float8)
= exp(1000::float8)
= exp(-1000::float8)
= ln(2::float8)
= ln(0::float8)
= log(100::float8)
= power(2::float8, 0.5)
= power(0::float8, -1)
= power(-8::float8, 0.333)
= power(1e200::float8, 2)
= power(1e-200::float8, 2)
= power('NaN'::float8, 0)
= ceil(-1.5::float8)
= floor(-1.5::float8)
= round(2.5::float8)
= round(-3.5::float8)
= trunc(-2.7::float8)
= sign(-2.5::float8)
= sign('NaN'::float8)
= sign('-0'::float8)
= sin(1::float8)
= cos(1::float8)
= tan(1::float8)
= cot(1::float8)
= asin(0.5::float8)
= acos(2::float8)
= atan(1::float8)
= atan2(1::float8, 2)
= sinh(1::float8)
= acosh(0.5::float8)
= degrees(1::float8)
= radians(180::float8)
= pi()
= sind(30)
= cosd(60)
= tand(45)
= cotd(45)
= sind(10)
= asind(0.5)
= acosd(0.5)
= atand(1)
= sin('Infinity'::float8)
= 1.5::float4 * 2::float4
= 1e38::float4 * 10::float4
SELECT sum(x)::text FROM (VALUES (1.5::float8), (2.25)) v(x)
SELECT count(*)::text FROM (SELECT x FROM (VALUES (0::float8), ('-0'::float8)) v(x) GROUP BY x) q
SELECT x::text FROM (VALUES ('NaN'::float8), (1), ('-Infinity'), (null), ('Infinity')) v(x) ORDER BY x
SELECT x::text FROM (VALUES ('NaN'::numeric), (1.50), ('-Infinity'), (null), ('Infinity'), (-100), (1.5), (0.001)) v(x) ORDER BY x DESC, x::text
SELECT count(*)::text, trim_scale(min(x))::text FROM (VALUES (1.0), (1.00), (2.5)) v(x) GROUP BY x ORDER BY 1, 2
SELECT count(DISTINCT x)::text FROM (VALUES (1.0), (1.00), (2.5)) v(x)
SELECT sum(x)::text, avg(x)::text, min(x)::text, max(x)::text FROM (VALUES (1.10), (2.225), (null)) v(x)
SELECT sum(x)::text, avg(x)::text, min(x)::text, max(x)::text FROM (VALUES (1), (2), (4)) v(x)
SELECT sum(x)::text, avg(x)::text FROM (VALUES (9223372036854775807), (9223372036854775807)) v(x)
SELECT sum(x)::text, avg(x)::text, count(x)::text FROM (VALUES (null::int4)) v(x)
SELECT avg(x)::text, stddev(x)::text, variance(x)::text, stddev_pop(x)::text, var_pop(x)::text FROM (VALUES (1), (2), (4), (7)) v(x)
SELECT stddev(x)::text, variance(x)::text, stddev_pop(x)::text, var_pop(x)::text FROM (VALUES (1.5), (2.5), (4.25)) v(x)
SELECT stddev(x)::text, variance(x)::text FROM (VALUES (1.5::numeric(10,2)), (2.5), (4.25)) v(x)
SELECT stddev(x)::text, var_pop(x)::text FROM (VALUES (1.5)) v(x)
SELECT stddev(x)::text, variance(x)::text FROM (VALUES (1.5::float8), (2.5), (4.25)) v(x)
SELECT bit_and(x)::text, bit_or(x)::text, bit_xor(x)::text FROM (VALUES (5), (3)) v(x)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY x)::text FROM (VALUES (1::float8), (2), (4), (9)) v(x)
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY x)::text FROM (VALUES (1), (2), (4), (9)) v(x)
SELECT percentile_disc(0.25) WITHIN GROUP (ORDER BY x DESC)::text FROM (VALUES (1), (2), (4), (9)) v(x)
SELECT mode() WITHIN GROUP (ORDER BY x)::text FROM (VALUES (1), (2), (2), (1), (9)) v(x)
SELECT (100.00 * sum(CASE WHEN k LIKE 'P%' THEN p * (1 - d) ELSE 0 END) / sum(p * (1 - d)))::text FROM (VALUES ('PROMO', 10.50::numeric(15,2), 0.05::numeric(15,2)), ('STD', 20.25, 0.10)) v(k, p, d)
SELECT generate_series::text FROM generate_series(1, 3)
SELECT x::text FROM generate_series(3, 1, -1) AS x
SELECT x::text FROM generate_series(1.5, 3, 0.5) AS x
SELECT x::text FROM generate_series(1, 0) AS x
SELECT sum(CASE WHEN k = 1 THEN x ELSE 0 END)::text, avg(CASE WHEN k = 1 THEN x ELSE 0 END)::text FROM (VALUES (1, 10.50::numeric(15,2)), (2, 20.25)) v(k, x)
SELECT sum(CASE WHEN k = 3 THEN x ELSE 0 END)::text, avg(CASE WHEN k = 3 THEN x ELSE 0 END)::text FROM (VALUES (1, 10.50::numeric(15,2)), (2, 20.25)) v(k, x)
SELECT sum(CASE WHEN k = 3 THEN x WHEN k = 4 THEN 1.5 END)::text FROM (VALUES (1, 10.50::numeric(15,2)), (2, 20.25)) v(k, x)
SELECT sum(CASE WHEN k = 1 THEN x * x ELSE null END)::text FROM (VALUES (1, 10.50::numeric(15,2)), (2, 20.25)) v(k, x)
SELECT k::text, sum(CASE WHEN k = 1 THEN x ELSE 0 END) OVER (ORDER BY k)::text FROM (VALUES (2, 10.50::numeric(15,2)), (1, 20.25)) v(k, x) ORDER BY k
SELECT sum(p * (1 - d) * (1 + t))::text, avg(p)::text FROM (VALUES (12345.67::numeric(15,2), 0.05::numeric(15,2), 0.08::numeric(15,2)), (99999.99, 0.10, 0.00)) v(p, d, t)
SELECT (a * b)::text FROM (VALUES (1.1::numeric(38,20), 2.2::numeric(38,20))) v(a, b)
= 1.23456789012345678901 * 9.87654321098765432101
