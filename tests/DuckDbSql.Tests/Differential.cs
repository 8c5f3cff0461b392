using FederationGateway.Support.Postgres;

namespace FederationGateway.DuckDbSql.Tests;

/// <summary>
/// Every case of <c>Cases/*.sql</c>, a query on each line, must end the same on the engine and on a real PostgreSQL: same text of every row, or same SQLSTATE and message.
/// </summary>
public sealed class Differential(EngineFixture engine, PostgresFixture postgres)
{
    /// <summary>A line that begins so is an expression: it is selected as text. Rows of other queries must already be text.</summary>
    private const string ExpressionMark = "= ";

    public static TheoryData<string> Files() => [.. typeof(Differential).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Files))]
    public async Task Answers_as_PostgreSQL_does(string file)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = await postgres.Cluster.DataSource().OpenConnectionAsync(cancellation);
        await using (var command = new Npgsql.NpgsqlCommand($"SET TimeZone = '{EngineFixture.ZoneName}'", connection)) await command.ExecuteNonQueryAsync(cancellation);
        var differences = new List<string>();
        foreach (var line in Lines(file))
        {
            var sql = line.StartsWith(ExpressionMark, StringComparison.Ordinal) ? $"SELECT ({line[ExpressionMark.Length..]})::text" : line;
            var expected = await EngineFixture.PostgresAnswer(connection, sql, cancellation);
            var actual = engine.Answer(sql);
            if (actual != expected) differences.Add($"{line}\n    PostgreSQL: {expected}\n    here:       {actual}");
        }

        if (differences.Count > 0) Assert.Fail($"{differences.Count} differences:\n{string.Join("\n", differences)}");
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(typeof(Differential).Assembly.GetManifestResourceStream(file)!);
        foreach (var line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (!line.StartsWith("--", StringComparison.Ordinal)) yield return line;
    }
}
