using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>Says which change failed, in the words of users.</summary>
internal static class FailedRows
{
    public static async Task<FailedRow> DescribeAsync(StagedRun run, long number, SubscriptionSql sql, DuckDbEngine engine, CancellationToken cancellationToken)
    {
        var (place, kind, isPaired) = run.Find(number);
        return new FailedRow(
            place, ((char)kind).ToString(), kind == Adapters.Abstractions.ChangeKind.Insert || isPaired, run.TransactionOf(number).Position.ToString(),
            run.IsTruncate ? null : await KeyAsync(run.Open(engine), number, sql, engine, cancellationToken));
    }

    // The transaction may have been given up: asked on a connection of its own.
    private static async Task<string?> KeyAsync(StepRows rows, long number, SubscriptionSql sql, DuckDbEngine engine, CancellationToken cancellationToken)
    {
        if (sql.Keys.Count == 0) return null;
        var schema = new Schema(sql.Keys.Select(_ => new Field("k", SqlType.Text)).ToEquatableArray());
        using var connection = engine.Connect();
        try
        {
            await using var reader = connection.Query(
                string.Create(CultureInfo.InvariantCulture, $"SELECT {string.Join(", ", sql.Keys.Select(key => $"CAST({key} AS VARCHAR)"))} FROM {rows.Scan} WHERE n = {number}"), schema, cancellationToken);
            string? text = null;
            while (await reader.ReadAsync(cancellationToken) is { } batch)
            {
                using (batch)
                    text = string.Join(", ", sql.KeyNames.Select((name, i) => $"{name}={(batch.Column(i).IsNull(0) ? "NULL" : batch.Column(i).GetString(0))}"));
            }

            return text;
        }
        catch (GatewayException)
        {
            // The key itself is what cannot be written in the target's type.
            return null;
        }
    }
}
