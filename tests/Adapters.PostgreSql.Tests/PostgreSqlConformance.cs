using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.Conformance;
using FederationGateway.Plan;
using FederationGateway.Support.Postgres;

namespace FederationGateway.Adapters.PostgreSql.Tests;

/// <summary>The suite on a database ordered by bytes.</summary>
public sealed class BinaryConformance(PostgresFixture fixture) : SqlDialectConformance
{
    protected override Task<ConformanceSource> CreateSourceAsync(CancellationToken cancellationToken) => NastyDatabase.CreateAsync(fixture.Cluster, cancellationToken);
}

/// <summary>The suite on a database ordered as English readers expect: the answers must be the same.</summary>
public sealed class EnglishConformance(EnglishCluster cluster) : SqlDialectConformance, IClassFixture<EnglishCluster>
{
    protected override Task<ConformanceSource> CreateSourceAsync(CancellationToken cancellationToken) => NastyDatabase.CreateAsync(cluster.Cluster, cancellationToken);
}

public sealed class EnglishCluster : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await PostgresCluster.StartAsync(new() { Collation = PostgresCollation.English });

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

internal static class NastyDatabase
{
    public static async Task<ConformanceSource> CreateAsync(PostgresCluster cluster, CancellationToken cancellationToken)
    {
        var rows = NastyTable.For(_ => true);
        var database = await cluster.CreateDatabaseAsync(cancellationToken: cancellationToken);
        var columns = string.Join(", ", rows.Columns.Select(column => $"{column.Name} {column.Type}"));
        var values = string.Join(", ", rows.Rows.Select(row => $"({string.Join(", ", row.Select((value, i) => Literal(value, rows.Columns[i])))})"));
        await cluster.ExecuteAsync($"CREATE TABLE {NastyTable.Name} ({columns}); INSERT INTO {NastyTable.Name} VALUES {values}", database, cancellationToken);
        return await ConformanceSource.OpenAsync(new PostgreSqlAdapter(), SourceUnderTest.Definition(cluster, database), new RemoteObjectName(null, "public", NastyTable.Name),
            rows, () => ValueTask.CompletedTask, cancellationToken);
    }

    private static string Literal(object? value, NastyColumn column) => value is null
        ? "NULL"
        : $"'{ConstantText.Format(new ConstantExpression(value, column.Type)).Replace("'", "''", StringComparison.Ordinal)}'";
}
