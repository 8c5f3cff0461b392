using System.Globalization;
using System.Text;
using FederationGateway.EndToEnd.Support;
using Npgsql;

namespace FederationGateway.EndToEnd.Transactions;

/// <summary>
/// Random blocks with savepoints and statements that fail, over tables of PostgreSQL and local tables of the gateway: each statement ends with the same SQLSTATE, and whenever a
/// part was taken back, and at the end, the tables are the same. <c>FEDGW_SAVEPOINT_SEEDS=FIRST-LAST</c> runs others than the usual seeds.
/// </summary>
public sealed class RandomSavepointTests(Landscape landscape)
{
    private const int Statements = 120;

    public static TheoryData<int> Seeds()
    {
        if (Environment.GetEnvironmentVariable("FEDGW_SAVEPOINT_SEEDS")?.Split('-') is not [var first, var last]) return [1, 2, 3, 4];
        var start = int.Parse(first, CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(start, int.Parse(last, CultureInfo.InvariantCulture) - start + 1)];
    }

    [Theory, MemberData(nameof(Seeds))]
    public async Task Tables_are_what_they_are_in_PostgreSql(int seed)
    {
        await using var client = await landscape.OpenOwnSchemaAsync();
        await using var postgres = new NpgsqlConnection(landscape.Cluster.ConnectionStringFor(Landscape.Database));
        await postgres.OpenAsync();
        await RunAsync(postgres, $"CREATE SCHEMA {client.Schema}");
        await RunAsync(postgres, $"SET search_path TO {client.Schema}");
        foreach (var sql in RandomSavepoints.Tables)
        {
            (await RunAsync(postgres, sql)).ShouldBe("");
            (await RunAsync(client.Connection, sql)).ShouldBe("");
        }

        var random = new RandomSavepoints(seed);
        var history = new StringBuilder();
        for (var i = 0; i < Statements; i++)
        {
            var sql = random.Next();
            history.Append(sql).Append(";\n");
            var expected = await RunAsync(postgres, sql);
            (await RunAsync(client.Connection, sql)).ShouldBe(expected, history.ToString());
            random.Ended(sql, expected.Length > 0);
            if (expected.Length > 0) history.Append("-- ").Append(expected).Append('\n');
            else if (sql.StartsWith("ROLLBACK", StringComparison.Ordinal) || sql == "COMMIT") await CompareAsync(postgres, client.Connection, history);
        }
    }

    // Queries that fail would end the block: the table must be there on both sides.
    private static async Task CompareAsync(NpgsqlConnection postgres, NpgsqlConnection gateway, StringBuilder history)
    {
        foreach (var query in RandomSavepoints.Queries)
        {
            if (query.Contains(" x ", StringComparison.Ordinal) && await RowsAsync(postgres, "SELECT count(*) FROM pg_class WHERE relname = 'x' AND relnamespace = current_schema()::regnamespace") == "0") continue;
            (await RowsAsync(gateway, query)).ShouldBe(await RowsAsync(postgres, query), history.ToString());
        }
    }

    /// <summary>The SQLSTATE, empty for success.</summary>
    private static async Task<string> RunAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
            return "";
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
    }

    private static async Task<string> RowsAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new StringBuilder();
        while (await reader.ReadAsync()) rows.AppendJoin('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))).Append('\n');
        return rows.ToString().TrimEnd('\n');
    }
}
