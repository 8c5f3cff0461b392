using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>The few rows the catalog reads and writes, one at a time.</summary>
internal static class StoreRows
{
    private static readonly Schema OneNumber = new([new Field("value", SqlType.Int8)]);
    private static readonly Schema ObjectColumns = new([new Field("oid", SqlType.Int8), new Field("kind", SqlType.Text), new Field("definition", SqlType.Text)]);

    public static long ReadLong(DuckDbConnection connection, string sql)
    {
        using var result = connection.OpenResult(sql, OneNumber, CancellationToken.None);
        long value = 0;
        while (result.TryRead(out var batch))
            using (batch)
                if (batch.Length > 0) value = batch.Column(0).GetValue<long>(0);
        return value;
    }

    /// <summary>The first row of a query of texts that are not null; null when there is none.</summary>
    public static string[]? ReadTexts(DuckDbConnection connection, string sql, int columns)
    {
        using var result = connection.OpenResult(sql, new Schema(Enumerable.Range(0, columns).Select(i => new Field($"c{i}", SqlType.Text)).ToEquatableArray()), CancellationToken.None);
        string[]? row = null;
        while (result.TryRead(out var batch))
            using (batch)
                if (batch.Length > 0) row = [.. Enumerable.Range(0, columns).Select(i => batch.Column(i).GetString(0))];
        return row;
    }

    public static IEnumerable<(long Oid, string Kind, string Definition)> ReadObjects(DuckDbConnection connection)
    {
        using var result = connection.OpenResult("SELECT oid, kind, definition FROM catalog.object ORDER BY oid", ObjectColumns, CancellationToken.None);
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) yield return (batch.Column(0).GetValue<long>(i), batch.Column(1).GetString(i), batch.Column(2).GetString(i));
        }
    }

    public static void Insert(DuckDbConnection connection, long oid, string kind, string definition)
    {
        using var prepared = connection.Prepare("INSERT INTO catalog.object VALUES (?, ?, ?)");
        prepared.Bind(1, oid);
        prepared.Bind(2, kind);
        prepared.Bind(3, definition);
        prepared.Execute(CancellationToken.None);
    }

    public static void Update(DuckDbConnection connection, long oid, string definition)
    {
        using var prepared = connection.Prepare("UPDATE catalog.object SET definition = ? WHERE oid = ?");
        prepared.Bind(1, definition);
        prepared.Bind(2, oid);
        ExecuteOnOne(prepared);
    }

    public static void Delete(DuckDbConnection connection, long oid)
    {
        using var prepared = connection.Prepare("DELETE FROM catalog.object WHERE oid = ?");
        prepared.Bind(1, oid);
        ExecuteOnOne(prepared);
    }

    public static void SaveNextOid(DuckDbConnection connection, long next)
    {
        using var prepared = connection.Prepare("UPDATE catalog.counter SET value = ? WHERE name = 'next_oid'");
        prepared.Bind(1, next);
        ExecuteOnOne(prepared);
    }

    // A row of another transaction that committed after this one began is not there for it: without this its change would be lost in silence.
    private static void ExecuteOnOne(DuckDbPrepared prepared)
    {
        if (prepared.Execute(CancellationToken.None) != 1)
            throw new GatewayException(SqlState.SerializationFailure, "the catalog was changed by another session since this transaction began") { Hint = "Roll back and try again." };
    }
}
