using FederationGateway.Common;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests;

public sealed class ScanTests(PostgresFixture fixture)
{
    [Fact]
    public async Task A_table_is_imported_and_read()
    {
        await using var test = await SourceUnderTest.CreateAsync(fixture.Cluster, """
            CREATE TABLE orders (id int PRIMARY KEY, customer text NOT NULL, total numeric(15,2), placed timestamptz);
            INSERT INTO orders VALUES (1, 'Ada', 12.50, '2024-02-29 10:00:00.5+02'), (2, '', NULL, 'infinity'), (3, 'Zoë', -0.01, '1969-12-31 23:59:59Z');
            """);
        (await test.ReadTableAsync("orders")).ShouldBe(
        [
            "1|Ada|12.50|2024-02-29 08:00:00.5+00",
            "2||∅|infinity",
            "3|Zoë|-0.01|1969-12-31 23:59:59+00",
        ]);
        var table = await test.ImportAsync("orders");
        table.Keys.ShouldBe([new Plan.TableKey(true, [0], "orders_pkey")]);
        table.Columns[2].Type.ShouldBe(SqlType.Numeric(15, 2));
        table.Columns[1].IsNullable.ShouldBeFalse();
    }
}
