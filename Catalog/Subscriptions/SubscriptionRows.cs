using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>The store's tables of subscriptions at work: one row each, its definition as JSON.</summary>
internal static class SubscriptionRows
{
    /// <summary>Run with the store's own tables, in one transaction.</summary>
    public const string Tables =
        """
        CREATE TABLE IF NOT EXISTS catalog.capture (oid BIGINT NOT NULL, definition VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS catalog.subscription_progress (oid BIGINT NOT NULL, definition VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS catalog.subscription_exception (oid BIGINT NOT NULL, definition VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS catalog.latency_ticket (oid BIGINT NOT NULL, definition VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS catalog.latency_measurement (oid BIGINT NOT NULL, definition VARCHAR NOT NULL);
        """;

    public const string Captures = "catalog.capture";
    public const string Progress = "catalog.subscription_progress";
    public const string Exceptions = "catalog.subscription_exception";
    public const string Tickets = "catalog.latency_ticket";
    public const string Measurements = "catalog.latency_measurement";

    private static readonly Schema Columns = new([new Field("oid", SqlType.Int8), new Field("definition", SqlType.Text)]);

    public static void Put(DuckDbConnection connection, string table, long oid, string definition)
    {
        Delete(connection, table, oid);
        using var prepared = connection.Prepare($"INSERT INTO {table} VALUES (?, ?)");
        prepared.Bind(1, oid);
        prepared.Bind(2, definition);
        prepared.Execute(CancellationToken.None);
    }

    /// <summary>Many rows by two statements, however many they are.</summary>
    public static void Put(DuckDbConnection connection, string table, IReadOnlyList<(long Oid, string Definition)> rows)
    {
        using var oids = new ArrayBuilder(Columns.FieldsList[0].DataType);
        using var definitions = new ArrayBuilder(Columns.FieldsList[1].DataType);
        foreach (var (oid, definition) in rows)
        {
            oids.Append(oid);
            definitions.AppendString(definition);
        }

        using var batches = new BatchList(Columns, [new RecordBatch(Columns, [oids.Finish(), definitions.Finish()], rows.Count)]);
        var slot = connection.Engine.OpenSlot(batches);
        try
        {
            connection.Execute(
                string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {table} AS t USING gw_scan({slot}) AS r(o, d) WHERE t.oid = r.o; INSERT INTO {table} SELECT * FROM gw_scan({slot})"), CancellationToken.None);
        }
        finally
        {
            connection.Engine.CloseSlot(slot);
        }
    }

    public static void Delete(DuckDbConnection connection, string table, long oid)
    {
        using var prepared = connection.Prepare($"DELETE FROM {table} WHERE oid = ?");
        prepared.Bind(1, oid);
        prepared.Execute(CancellationToken.None);
    }

    /// <summary>The definition that is there; null when there is none.</summary>
    public static string? Find(DuckDbConnection connection, string table, long oid)
    {
        using var result = connection.OpenResult(string.Create(CultureInfo.InvariantCulture, $"SELECT oid, definition FROM {table} WHERE oid = {oid}"), Columns, CancellationToken.None);
        if (!result.TryRead(out var batch)) return null;
        using (batch) return batch.Length == 0 ? null : batch.Column(1).GetString(0);
    }

    public static List<T> Read<T>(DuckDbConnection connection, string table)
    {
        List<T> rows = [];
        using var result = connection.OpenResult($"SELECT oid, definition FROM {table} ORDER BY oid", Columns, CancellationToken.None);
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) rows.Add(CatalogJson.Read<T>(batch.Column(1).GetString(i)));
        }

        return rows;
    }
}
