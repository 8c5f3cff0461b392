-- The right half of the tables that generated statements read: moments, documents, what joins with the left half, and an empty table.

CREATE TABLE tim (id integer PRIMARY KEY, k integer, d date, ts timestamp, tz timestamptz, tm time, iv interval);
INSERT INTO tim VALUES
    (1, 1, '2024-02-29', '2024-02-29 12:34:56.789012', '2024-02-29 12:34:56.789012+00', '12:34:56.789012', '1 month'),
    (2, 1, '2024-03-31', '2024-03-31 02:30:00', '2024-03-31 01:00:00+00', '00:00:00', '30 days'),
    (3, 2, '1970-01-01', '1970-01-01 00:00:00', '1970-01-01 00:00:00+00', '23:59:59.999999', '720:00:00'),
    (4, 2, '1969-12-31', '1969-12-31 23:59:59.999999', '1969-12-31 23:59:59.5+00', '24:00:00', '-1 day +02:03:04.005'),
    (5, 3, '0044-03-15 BC', '0044-03-15 10:00:00 BC', '0044-03-15 10:00:00+00 BC', '01:02:03', '1 year -1 month 5 days'),
    (6, 3, '9999-12-31', '9999-12-31 23:59:59', '9999-12-31 23:59:59+00', '06:00:00', '0'),
    (7, NULL, '250000-12-31', '250000-12-31 23:59:59', '250000-12-30 00:00:00+00', NULL, '178000000 years'),
    (8, 4, 'infinity', 'infinity', 'infinity', '12:00:00', '1 day'),
    (9, 4, '-infinity', '-infinity', '-infinity', '12:00:00', '24:00:00'),
    (10, NULL, NULL, NULL, NULL, NULL, NULL),
    (11, 5, '2024-10-27', '2024-10-27 02:30:00', '2024-10-27 00:30:00+00', '02:30:00', '1 day 1 hour'),
    (12, 7, '2024-10-27', '2024-10-27 02:30:00', '2024-10-27 01:30:00+00', '02:30:00', '-1 month -1 day'),
    (13, 6, '2023-12-31', '2023-12-31 00:00:00', '2023-12-31 12:00:00.000001+00', '10:00:00', '90 minutes');

CREATE TABLE doc (id integer PRIMARY KEY, k integer, j json, jb jsonb, ia integer[], ta text[]);
INSERT INTO doc VALUES
    (1, 1, '{"a": 1, "b": [1, 2, {"c": null}]}', '{"b": [1, 2, {"c": null}], "a": 1}', '{1,2,3}', '{a,"b c",NULL}'),
    (2, 1, '[]', '[]', '{}', '{}'),
    (3, NULL, NULL, NULL, NULL, NULL),
    (4, 2, '"te\"xt"', '{"a": 1.50, "a2": "x"}', '{NULL}', '{"",NULL,"NULL"}'),
    (5, 2, 'null', 'null', '{3,1,3}', '{"q\"uote","back\\slash"}'),
    (6, 3, ' {"a" : "é\ud83d\ude42", "a" : {"x": [true, false]} } ', '{"a": "é🙂", "": {"x": [true, false]}}', '{-2147483648,2147483647}', '{x,y,x}'),
    (7, 4, '[1, 2.50, 1e3, -0, "x", [null]]', '[1, 2.50, 1e3, 0, "x", [null]]', '{0}', '{é,🙂}'),
    (8, 5, 'true', '{}', '{1,2,3}', '{a,b}');

CREATE TABLE kb (id integer PRIMARY KEY, k integer, s varchar(10), q integer, p numeric(12,4), due timestamp, ok boolean);
INSERT INTO kb VALUES
    (1, 1, 'red', 1, 1.5000, '2024-01-01 10:00:00', true), (2, 2, 'blue', 10, 2.2500, '2024-02-29 00:00:00', false),
    (3, 2, 'blue', 10, 2.2500, '2024-02-29 00:00:00', false), (4, 2, 'RED', 20, -3.0001, '2024-03-31 02:30:00.5', NULL),
    (5, NULL, NULL, NULL, NULL, NULL, NULL), (6, 3, '', 0, 0.0000, '2023-12-31 23:59:59.999999', true),
    (7, 8, 'black', -5, 12.3400, '2024-10-27 02:30:00', true), (8, 4, 'red', 3, 0.0001, '2024-07-01 12:00:00', false),
    (9, 5, 'a%b', 7, 99.9900, '2025-01-01 00:00:00', true), (10, 5, 'red ', 30, 1000000.0000, '2024-01-01 10:00:00', NULL);

CREATE TABLE none (id integer PRIMARY KEY, k integer, s text, q bigint, p numeric(10,2), x double precision, day date);
