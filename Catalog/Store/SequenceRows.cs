using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>Where sequences have come to, as the file has it.</summary>
internal static class SequenceRows
{
    public const string Tables = "CREATE TABLE IF NOT EXISTS catalog.sequence (oid BIGINT PRIMARY KEY, value BIGINT NOT NULL, is_called BOOLEAN NOT NULL);";

    private static readonly Schema Columns = new([new Field("value", SqlType.Int8), new Field("called", SqlType.Int8)]);

    /// <summary>Null for a sequence that has never been used.</summary>
    public static (long Value, bool IsCalled)? Read(DuckDbConnection connection, long oid)
    {
        using var result = connection.OpenResult(FormattableString.Invariant($"SELECT value, is_called::BIGINT FROM catalog.sequence WHERE oid = {oid}"), Columns, CancellationToken.None);
        (long, bool)? found = null;
        while (result.TryRead(out var batch))
            using (batch)
                if (batch.Length > 0) found = (batch.Column(0).GetValue<long>(0), batch.Column(1).GetValue<long>(0) != 0);
        return found;
    }

    public static void Write(DuckDbConnection connection, long oid, long value, bool isCalled)
    {
        using var prepared = connection.Prepare($"INSERT INTO catalog.sequence VALUES (?, ?, {(isCalled ? "TRUE" : "FALSE")}) ON CONFLICT (oid) DO UPDATE SET value = excluded.value, is_called = excluded.is_called");
        prepared.Bind(1, oid);
        prepared.Bind(2, value);
        prepared.Execute(CancellationToken.None);
    }

    /// <summary>Forgets sequences that are gone.</summary>
    public static void Clean(DuckDbConnection connection) =>
        connection.Execute($"DELETE FROM catalog.sequence WHERE oid NOT IN (SELECT oid FROM catalog.object WHERE kind = '{StoredKind.Sequence}')", CancellationToken.None);
}
