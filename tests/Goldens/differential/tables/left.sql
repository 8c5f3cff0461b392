-- The left half of the tables that generated statements read: numbers, texts, and a tame table to compute with.

CREATE TABLE num (
    id integer PRIMARY KEY, k integer, b boolean, i2 smallint, i4 integer, i8 bigint, f4 real, f8 double precision,
    m numeric(10,2), n numeric(38,10), u numeric
);
INSERT INTO num VALUES
    (1, 0, false, 0, 0, 0, 0, 0, 0, 0, 0),
    (2, 1, true, 32767, 2147483647, 9223372036854775807, 3.4028235e38, 1.7976931348623157e308, 99999999.99,
        9999999999999999999999999999.9999999999, 123456789012345678901234567890.123456789),
    (3, 1, false, -32768, -2147483648, -9223372036854775808, -1.5, 'NaN', -99999999.99, -9999999999999999999999999999.9999999999, 'NaN'),
    (4, 2, true, 7, -7, 7, 0.1, 0.1, 0.10, 0.0000000001, 1.50),
    (5, 2, NULL, -7, 7, -7, '-0', '-0', -0.01, -1.5, 1.5),
    (6, 3, true, 2, 3, 4, 'Infinity', '-Infinity', 2.50, 2.5, 'Infinity'),
    (7, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (8, 5, false, -3, 5, 100, 2.5, 3.5, -2.50, -2.5, 0.00000000000000000000000000000000000000000001),
    (9, 5, true, 1, 1, 1, 1, 1, 1.00, 1, '-Infinity'),
    (10, -4, false, 12, 1000000, 10000000000, 1e-45, 5e-324, 12.34, 12345678901234567890.0123456789, -1234.5000),
    (11, 4, true, -1, -1, -1, 'NaN', 'Infinity', -1.00, -1, -1),
    (12, 4, NULL, 3, 2, 3, 0.5, 1e16, 0.05, 0.5, 100);

CREATE TABLE txt (id integer PRIMARY KEY, k integer, t text, v varchar(12), c char(5), y bytea, uu uuid);
INSERT INTO txt VALUES
    (1, 1, '', '', '', '\x', '00000000-0000-0000-0000-000000000000'),
    (2, 1, 'abc', 'abc', 'abc', '\x616263', 'ffffffff-ffff-ffff-ffff-ffffffffffff'),
    (3, 2, 'abc  ', 'abc  ', 'abc  ', '\x6162632020', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
    (4, 2, 'ABC', 'ABC', 'ABC', '\x00', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'),
    (5, 3, E'é', E'é', E'é', '\xc3a9', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
    (6, NULL, E'e\u0301', E'e\u0301', E'e\u0301', '\x65cc81', NULL),
    (7, 3, '🙂x', '🙂x', '🙂x', '\xff00ff', '12345678-1234-1234-1234-123456789abc'),
    (8, 4, '100%', '50%_off', 'a%b_c', '\x5c', '00000000-0000-0000-0000-000000000001'),
    (9, 4, E'back\\slash', E'a\\%b', E'\\', '\x5c5c', NULL),
    (10, 5, 'it''s "q"', 'it''s', '''"', '\x27', '80000000-0000-0000-0000-000000000000'),
    (11, NULL, NULL, NULL, NULL, NULL, NULL),
    (12, 0, E'two\nlines', E'tab\there', E'a\nb', '\x0a', '7fffffff-ffff-ffff-ffff-ffffffffffff'),
    (13, 7, '  lead', '  lead', '  l', '\x20', '12345678-1234-1234-1234-123456789abc'),
    (14, 2, '42', '42', '42', '\x3432', NULL),
    (15, -4, 'ß straße', 'İstanbul', 'ǅ', '\xdeadbeef', '00000000-0000-0000-0000-000000000000'),
    (16, 1, 'b', 'abcd', 'a', '\x61', NULL);

CREATE TABLE ka (id integer PRIMARY KEY, k integer, s text, q bigint, p numeric(10,2), x double precision, day date);
INSERT INTO ka VALUES
    (1, 1, 'red', 10, 1.50, 0.5, '2024-01-01'), (2, 1, 'red', 10, 1.50, 0.5, '2024-01-01'), (3, 1, 'blue', 20, 2.25, 1.5, '2024-02-29'),
    (4, 2, 'blue', 30, 3.00, 2.25, '2024-03-31'), (5, 2, NULL, NULL, NULL, NULL, NULL), (6, 3, '', 0, 0.00, 0, '2024-10-27'),
    (7, NULL, 'green', 5, 10.10, -1.5, '2023-12-31'), (8, 4, 'Red', -3, -7.77, -2, '1999-12-31'), (9, 4, 'red ', 7, 0.01, 100, '2024-02-29'),
    (10, 5, 'a_b', 1, 99.99, 3, '2024-07-01'), (11, NULL, 'blue', 2, 5.00, 0.125, '2024-03-30'), (12, 6, 'white', 100, 12.34, 12.5, '2025-01-01');
