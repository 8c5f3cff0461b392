using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;
using FederationGateway.Support.Postgres;
using Npgsql;

namespace FederationGateway.Optimizer.Tests;

/// <summary>
/// Whatever the sources can do, the optimized plan gives the rows of the plan as it was bound. PostgreSQL judges: it holds all tables, runs the bound plan as one
/// statement, and the optimized one with each fragment as a derived table.
/// </summary>
public class SameAnswerTests(PostgresFixture postgres)
{
    private static readonly string[] Removable =
        [.. CapabilityDescriptions.All.Where(name => name is not (Capability.Select or Capability.ColumnSelect) && !name.StartsWith("CAP_COLUMN", StringComparison.Ordinal))];

    [Theory]
    [InlineData(1, 150)]
    [InlineData(7, 150)]
    public async Task Optimized_plans_answer_as_bound_plans(int batch, int count)
    {
        var database = await postgres.Cluster.CreateDatabaseAsync();
        await using var source = postgres.Cluster.DataSource(database);
        await using var connection = await source.OpenConnectionAsync();
        foreach (var table in RandomPlans.Tables)
        {
            await ExecuteAsync(connection, $"CREATE TABLE {table.Path[0]} (a int, b int, k int NOT NULL)");
            await ExecuteAsync(connection, $"INSERT INTO {table.Path[0]} SELECT nullif((random() * 6)::int, 6), nullif((random() * 6)::int, 6), i FROM generate_series(1, 12) i");
        }

        var answered = 0;
        for (var seed = batch * 100_000; seed < batch * 100_000 + count; seed++) answered += await Check(connection, seed) ? 1 : 0;
        answered.ShouldBeGreaterThan(count / 2);
    }

    private static async Task<bool> Check(NpgsqlConnection connection, int seed)
    {
        var plan = new RandomPlans(seed).Next();
        var gateway = GatewayFor(seed);
        var bound = QueryWriter.Write(plan, new FakeDialect(), QueryWriterOptions.Default);
        bound.Refusal.ShouldBeNull();
        string? expected;
        try
        {
            expected = await AnswerAsync(connection, bound.Sql);
        }
        catch (PostgresException)
        {
            return false; // PostgreSQL cannot do every full join.
        }

        var optimized = gateway.Optimize(plan).Root;
        var sql = SplitSql(optimized);
        var context = $"seed {seed}\n{bound.Sql}\n=>\n{sql}\n{string.Join('\n', ExplainText.Format(optimized, new ExplainFacts()))}";
        try
        {
            (await AnswerAsync(connection, sql)).ShouldBe(expected, context);
        }
        catch (PostgresException exception) when (exception.SqlState == "0A000")
        {
            return false;
        }
        catch (PostgresException exception)
        {
            Assert.Fail($"{exception.MessageText}\n{context}");
        }

        return true;
    }

    private static TestGateway GatewayFor(int seed)
    {
        var random = new Random(seed);
        var gateway = new TestGateway();
        foreach (var name in (string[])["s1", "s2"])
        {
            var share = random.Next(3) * 0.15;
            gateway.Without(name, [.. Removable.Where(_ => random.NextDouble() < share)]);
        }

        gateway.Settings = gateway.Settings with { JoinPushdown = (JoinPushdown)random.Next(3), Pushdown = random.Next(10) > 0, RemainderEngine = EngineFor(random) };
        return gateway;
    }

    private static RemainderEngine EngineFor(Random random) => random.Next(4) switch
    {
        0 => new RemainderEngine("s1"),
        1 => new RemainderEngine("s2"),
        2 => RemainderEngine.ByCost with { IgnoresCost = true },
        _ => RemainderEngine.ByCost,
    };

    /// <summary>The optimized plan as one statement: fragments as derived tables, dynamic filters as what they stand for, uploads as common tables.</summary>
    private static string SplitSql(PlanNode root)
    {
        var fragments = root.SelfAndDescendantsDeep().OfType<RemoteNode>().SelectMany(remote => remote.Output.Select(column => (column.Id, remote))).GroupBy(pair => pair.Id).ToDictionary(group => group.Key, group => group.First().remote);

        // Keys that are made outside of what is uploaded do not reach it.
        PlanNode WithKeys(PlanNode fragment) => fragment.RewriteDeep(node => node, part => part switch
        {
            DynamicFilterExpression filter when fragments.ContainsKey(filter.BuildColumn) =>
                new QuantifiedSubqueryExpression([filter.Key], ComparisonOperator.Equal, Quantifier.Any, KeysOf(filter.BuildColumn)),
            DynamicFilterExpression => ConstantExpression.True,
            _ => part,
        });

        PlanNode KeysOf(ColumnId id) => fragments[id] is var remote
            ? new ProjectNode(WithKeys(remote.Fragment), [ProjectItem.Pass(remote.Output.First(column => column.Id == id))])
            : null!;

        RemoteInput Input(RemoteNode remote)
        {
            string[] columns = [.. remote.Output.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"f{index}"))];
            var sql = QueryWriter.Write(WithKeys(remote.Fragment), new FakeDialect(), QueryWriterOptions.Default);
            sql.Refusal.ShouldBeNull();
            return new RemoteInput($"(SELECT * FROM ({sql.Sql}) f({string.Join(", ", columns)}))", columns);
        }

        var written = QueryWriter.Write(root, new FakeDialect(), new QueryWriterOptions { InputOf = Input });
        written.Refusal.ShouldBeNull(string.Join('\n', ExplainText.Format(root, new ExplainFacts())));
        var uploads = root.SelfAndDescendantsDeep().OfType<RemoteNode>().SelectMany(remote => remote.Relocation?.Uploads ?? []).ToList();
        return uploads.Count == 0 ? written.Sql : $"WITH {string.Join(", ", uploads.Select(CommonTable))} SELECT * FROM ({written.Sql}) w";
    }

    private static string CommonTable(Upload upload) =>
        $"{upload.Name}({string.Join(", ", upload.Table.Columns.Select(column => column.RemoteName))}) AS (SELECT * FROM ({SplitSql(upload.Input)}) u)";

    private static async Task<string?> AnswerAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand($"SELECT coalesce(string_agg(r::text, '|' ORDER BY r::text), '') FROM ({sql}) r", connection) { CommandTimeout = 20 };
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
