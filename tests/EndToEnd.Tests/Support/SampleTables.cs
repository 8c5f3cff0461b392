namespace FederationGateway.EndToEnd.Support;

/// <summary>The tables of the shared source.</summary>
internal static class SampleTables
{
    public const int Customers = 1_000;

    public const int Orders = 20_000;

    public const string Sql =
        """
        CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, city text, since date, balance numeric(12,2));
        INSERT INTO customers
            SELECT i, 'Customer ' || i, (ARRAY['Berlin', 'Paris', 'Rome', NULL])[1 + i % 4], date '2020-01-01' + i, i * 1.5
            FROM generate_series(1, 1000) i;
        CREATE TABLE orders (id bigint PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, total numeric(10,2), placed timestamptz, note text);
        INSERT INTO orders
            SELECT i, 1 + i % 1000, i * 0.25, timestamptz '2024-01-01 00:00Z' + i * interval '1 minute', 'note ' || i
            FROM generate_series(1, 20000) i;
        CREATE TABLE "Mixed Case" ("Key" int PRIMARY KEY, "Some Text" text);
        INSERT INTO "Mixed Case" VALUES (1, 'ä€𝄞'), (2, NULL);
        ANALYZE;
        """;
}
