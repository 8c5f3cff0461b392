-- The demo's relational source: a customer and order database as a small company has it. The same rows on every machine.

-- A number in 0 … choices-1 that looks drawn at random and depends on nothing but n and the column it is for (salt).
-- Both are single expressions, which the planner puts in place of the call.
CREATE FUNCTION mixed(n bigint, salt int) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (n * 2654435761 + salt * 1013904223::bigint) % 4294967296;
CREATE FUNCTION pick(n bigint, salt int, choices int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((mixed(n, salt) # (mixed(n, salt) >> 15)) * 1540483477) % 4294967296 / 97 % choices)::int;

CREATE TYPE customer_segment AS ENUM ('consumer', 'small business', 'enterprise', 'public sector');
CREATE TYPE order_status AS ENUM ('open', 'paid', 'shipped', 'returned', 'cancelled');
CREATE DOMAIN amount AS numeric(12, 2) CHECK (VALUE >= 0);

CREATE TABLE customers (
    id            integer PRIMARY KEY,
    code          text NOT NULL,
    name          text NOT NULL,
    email         text,
    segment       customer_segment NOT NULL,
    country       char(2) NOT NULL,
    city          text NOT NULL,
    credit_limit  amount,
    preferences   jsonb NOT NULL,
    is_active     boolean NOT NULL,
    created_at    timestamptz NOT NULL
);
COMMENT ON TABLE customers IS 'Everybody who ever registered';
COMMENT ON COLUMN customers.code IS 'What customers see on their letters: C-000042';
COMMENT ON COLUMN customers.credit_limit IS 'In EUR; nothing means prepaid only';

INSERT INTO customers
SELECT n,
       'C-' || lpad(n::text, 6, '0'),
       (ARRAY['Anna','Ben','Clara','David','Emma','Farid','Greta','Hugo','Ines','Jonas','Karin','Liam','Mona','Nils','Olga','Paul'])[1 + pick(n, 1, 16)]
           || ' ' ||
       (ARRAY['Schmidt','Rossi','García','Dubois','Novák','Jensen','Kowalski','Silva','Murphy','Tanaka','Müller','O''Brien','Lindqvist','Papadopoulos'])[1 + pick(n, 2, 14)],
       CASE WHEN pick(n, 3, 20) > 0 THEN 'c' || n || '@example.com' END,
       (enum_range(NULL::customer_segment))[1 + least(pick(n, 4, 8), pick(n, 5, 8)) / 2],
       place[1],
       place[2],
       CASE WHEN pick(n, 6, 5) > 0 THEN 500 * (1 + pick(n, 7, 40)) END,
       jsonb_build_object('newsletter', pick(n, 8, 2) = 1, 'language', lower(place[1]), 'channels', pick(n, 9, 4)),
       pick(n, 10, 12) > 0,
       timestamptz '2019-01-01 00:00:00+00' + pick(n, 11, 2400) * interval '1 day' + pick(n, 12, 86400) * interval '1 second'
FROM generate_series(1, 20000) AS n,
     LATERAL (SELECT string_to_array(
         (ARRAY['DE/Berlin','DE/Hamburg','DE/Walldorf','FR/Paris','FR/Lyon','IT/Milano','ES/Madrid','PL/Kraków','DK/Aarhus','IE/Cork',
                'GB/Leeds','US/Boston','US/Austin','JP/Osaka','BR/Recife','CZ/Brno'])[1 + pick(n, 13, 16)], '/') AS place) AS home;

CREATE TABLE products (
    id           integer PRIMARY KEY,
    sku          text NOT NULL,
    name         text NOT NULL,
    category     text NOT NULL,
    list_price   amount NOT NULL,
    weight_kg    real,
    tags         text[] NOT NULL,
    launched_on  date NOT NULL
);
COMMENT ON TABLE products IS 'What is or was for sale';

INSERT INTO products
SELECT n,
       'P' || lpad(n::text, 5, '0'),
       (ARRAY['Compact','Classic','Pro','Light','Eco','Ultra','Mini','Max'])[1 + pick(n, 21, 8)] || ' ' || kind[2] || ' ' || n,
       kind[1],
       4.95 + pick(n, 22, 600),
       CASE WHEN pick(n, 23, 10) > 0 THEN 0.05 + pick(n, 24, 300) / 20.0 END,
       (ARRAY['new','sale','bulky','fragile','gift'])[1 + pick(n, 25, 3) : 3 + pick(n, 26, 3)],
       date '2018-01-01' + pick(n, 27, 2800)
FROM generate_series(1, 2000) AS n,
     LATERAL (SELECT string_to_array(
         (ARRAY['kitchen/kettle','kitchen/blender','office/chair','office/lamp','garden/hose','garden/spade','sports/ball','sports/tent',
                'audio/speaker','audio/headset'])[1 + pick(n, 28, 10)], '/') AS kind) AS sort;

CREATE TABLE orders (
    id           integer PRIMARY KEY,
    customer_id  integer NOT NULL,
    ordered_at   timestamptz NOT NULL,
    status       order_status NOT NULL,
    currency     char(3) NOT NULL,
    shipping     jsonb NOT NULL
);
COMMENT ON TABLE orders IS 'One row for each order, whatever became of it';

-- Newer orders have higher ids; some customers order often, most seldom.
INSERT INTO orders
SELECT n,
       1 + least(pick(n, 31, 20000), pick(n, 32, 20000)),
       timestamptz '2024-01-01 00:00:00+00' + n * interval '210 seconds',
       (enum_range(NULL::order_status))[CASE WHEN n > 295000 THEN 1 + pick(n, 33, 2) ELSE 3 + greatest(pick(n, 34, 19) - 16, 0) END],
       (ARRAY['EUR','EUR','EUR','USD','GBP','PLN','JPY'])[1 + pick(n, 35, 7)],
       jsonb_build_object('method', (ARRAY['parcel','express','pickup'])[1 + pick(n, 36, 3)], 'days', 1 + pick(n, 37, 9))
FROM generate_series(1, 300000) AS n;

ANALYZE products, orders;

CREATE TABLE order_lines (
    order_id    integer NOT NULL,
    line_no     smallint NOT NULL,
    product_id  integer NOT NULL,
    quantity    integer NOT NULL,
    unit_price  amount NOT NULL,
    discount    numeric(4, 3) NOT NULL
);
COMMENT ON TABLE order_lines IS 'What was ordered, one to six lines an order';

INSERT INTO order_lines
SELECT o.id, line_no, p.id,
       1 + pick(o.id * 7::bigint + line_no, 42, 5),
       p.list_price,
       CASE pick(o.id * 7::bigint + line_no, 43, 6) WHEN 0 THEN 0.100 WHEN 1 THEN 0.050 ELSE 0 END
FROM orders AS o
CROSS JOIN LATERAL generate_series(1, 1 + pick(o.id, 44, 6)) AS line_no
JOIN products AS p ON p.id = 1 + pick(o.id * 7::bigint + line_no, 41, 2000);

ALTER TABLE customers ADD UNIQUE (code);
ALTER TABLE products ADD UNIQUE (sku);
ALTER TABLE order_lines ADD PRIMARY KEY (order_id, line_no);
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
ALTER TABLE order_lines ADD FOREIGN KEY (order_id) REFERENCES orders, ADD FOREIGN KEY (product_id) REFERENCES products;
CREATE INDEX ON orders (customer_id);
CREATE INDEX ON orders (ordered_at);
CREATE INDEX ON order_lines (product_id);

CREATE VIEW revenue_by_day AS
SELECT o.ordered_at::date AS day, sum(l.quantity * l.unit_price * (1 - l.discount)) AS revenue
FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id
WHERE o.status NOT IN ('returned', 'cancelled')
GROUP BY 1;

DROP FUNCTION pick, mixed;
ANALYZE;

-- The account the gateway logs in with.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO gateway;
