-- The demo's file lake, written by the embedded engine into the current folder. The same rows on every machine.

-- A number in 0 … choices-1 that looks drawn at random and depends on nothing but n and the column it is for (salt).
CREATE MACRO mixed(n, salt) AS (n::BIGINT * 2654435761 + salt::BIGINT * 1013904223) % 4294967296;
CREATE MACRO pick(n, salt, choices) AS
    (((xor(mixed(n, salt), mixed(n, salt) >> 15) * 1540483477) % 4294967296) // 97 % choices)::INTEGER;

COPY (
    SELECT * FROM (VALUES
        ('DE', 'Germany',        'Central Europe',  'EUR', 0.19), ('FR', 'France',         'Western Europe',  'EUR', 0.20),
        ('IT', 'Italy',          'Southern Europe', 'EUR', 0.22), ('ES', 'Spain',          'Southern Europe', 'EUR', 0.21),
        ('PL', 'Poland',         'Central Europe',  'PLN', 0.23), ('CZ', 'Czechia',        'Central Europe',  'CZK', 0.21),
        ('DK', 'Denmark',        'Northern Europe', 'DKK', 0.25), ('IE', 'Ireland',        'Western Europe',  'EUR', 0.23),
        ('GB', 'United Kingdom', 'Western Europe',  'GBP', 0.20), ('US', 'United States',  'North America',   'USD', 0.00),
        ('JP', 'Japan',          'Asia',            'JPY', 0.10), ('BR', 'Brazil',         'South America',   'BRL', 0.17)
    ) AS t(country, country_name, region, currency, vat_rate)
) TO 'regions.csv' (HEADER);

COPY (
    SELECT day::DATE AS day, currency, round(base * (1 + (pick(datediff('day', DATE '2024-01-01', day::DATE), hash_seed, 200) - 100) / 4000.0), 5)::DECIMAL(12, 5) AS per_eur
    FROM range(TIMESTAMP '2024-01-01', TIMESTAMP '2026-01-01', INTERVAL 1 DAY) AS days(day),
         (VALUES ('EUR', 1.0, 0), ('USD', 1.09, 51), ('GBP', 0.85, 52), ('PLN', 4.31, 53), ('JPY', 162.0, 54)) AS c(currency, base, hash_seed)
    WHERE hash_seed > 0
    UNION ALL
    SELECT day::DATE, 'EUR', 1 FROM range(TIMESTAMP '2024-01-01', TIMESTAMP '2026-01-01', INTERVAL 1 DAY) AS days(day)
    ORDER BY day, currency
) TO 'exchange_rates.csv' (HEADER);

COPY (
    SELECT n AS event_id,
           CASE WHEN pick(n, 61, 4) > 0 THEN 1 + least(pick(n, 62, 20000), pick(n, 63, 20000)) END AS customer_id,
           TIMESTAMP '2025-01-01' + n * INTERVAL 63 SECONDS AS occurred_at,
           ['view', 'view', 'view', 'search', 'basket', 'checkout'][1 + pick(n, 64, 6)] AS event_type,
           1 + pick(n, 65, 2000) AS product_id,
           100 + pick(n, 66, 60000) AS duration_ms,
           ['mobile', 'desktop', 'tablet'][1 + pick(n, 67, 3)] AS device
    FROM range(1, 500001) AS events(n)
    ORDER BY n
) TO 'web_events.parquet' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 65536);

COPY (
    SELECT n AS ticket_id,
           1 + pick(n, 71, 20000) AS customer_id,
           TIMESTAMP '2025-01-01' + n * INTERVAL 6200 SECONDS AS opened_at,
           ['low', 'normal', 'high'][1 + pick(n, 72, 3)] AS priority,
           ['late delivery', 'broken item', 'invoice question', 'how do I …', 'refund'][1 + pick(n, 73, 5)] AS subject,
           pick(n, 74, 3) > 0 AS is_closed,
           {'channel': ['mail', 'phone', 'chat'][1 + pick(n, 75, 3)], 'minutes': 2 + pick(n, 76, 90)} AS handling
    FROM range(1, 5001) AS tickets(n)
    ORDER BY n
) TO 'support_tickets.json' (FORMAT json);
