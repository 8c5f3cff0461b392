using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Arrow;
using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Parser;
using FederationGateway.Plan;
using FederationGateway.Support.Postgres;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]
[assembly: AssemblyFixture(typeof(FederationGateway.DuckDbSql.Tests.EngineFixture))]

namespace FederationGateway.DuckDbSql.Tests;

/// <summary>The embedded engine with the gateway's functions, and statements run on it the way the gateway would: parsed, bound, written.</summary>
public sealed class EngineFixture : IDisposable
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(ZoneName);
    private readonly DuckDbEngine _engine = DuckDbEngine.Open(new EngineOptions { Functions = DuckDbFunctions.All });

    /// <summary>The zone both sides run in: one with daylight saving.</summary>
    public const string ZoneName = "Europe/Berlin";

    /// <summary>The rows of a query of text columns, or the error it ends in, in the form <see cref="PostgresAnswer"/> has too.</summary>
    public string Answer(string sql)
    {
        try
        {
            return Run(Write(sql, out var output), output);
        }
        catch (GatewayException e)
        {
            return $"error {e.State}: {e.Message}";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    /// <summary>The engine's SQL for a query.</summary>
    public static string Write(string sql, out EquatableArray<OutputColumn> output)
    {
        var context = new BindingContext(CatalogSnapshot.Empty, ["public"]) { TimeZone = Zone };
        var plan = ((QueryStatement)new StatementBinder(context).Bind(SqlParser.Parse(sql)[0].Statement)).Plan;
        output = plan.Output;
        var written = QueryWriter.Write(plan, new DuckDbDialect(new DialectSession(ZoneName)), new QueryWriterOptions());
        if (written.Refusal is { } refusal) throw new GatewayException(SqlState.FeatureNotSupported, refusal.Message);
        return written.Sql;
    }

    public static async Task<string> PostgresAnswer(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<string>();
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "NULL" : reader.GetString(i))));
            return string.Join("\n", rows);
        }
        catch (PostgresException e)
        {
            return $"error {e.SqlState}: {e.MessageText}";
        }
    }

    public void Dispose() => _engine.Dispose();

    private string Run(string sql, EquatableArray<OutputColumn> output)
    {
        using var connection = _engine.Connect();
        var schema = new Schema([.. output.Select(column => new Field(column.Name, column.Type))]);
        var rows = new List<string>();
        try
        {
            using var result = connection.OpenResult(sql, schema, CancellationToken.None);
            while (result.TryRead(out var batch))
                using (batch)
                    for (var row = 0; row < batch.Length; row++)
                        rows.Add(string.Join("|", batch.Columns.Select(column => column.IsNull(row) ? "NULL" : column.GetString(row))));
        }
        catch (GatewayException e) when (e.State == SqlState.InternalError)
        {
            throw new InvalidOperationException($"{e.Message} {e.Detail}: {sql}", e);
        }

        return string.Join("\n", rows);
    }
}
