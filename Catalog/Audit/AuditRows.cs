using FederationGateway.Arrow;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>The store's table of the audit log: one row an entry, its facts as JSON. Without an index, so that transactions that write at the same time never meet.</summary>
internal static class AuditRows
{
    /// <summary>Run with the store's own tables, in one transaction.</summary>
    public const string Tables = "CREATE TABLE IF NOT EXISTS catalog.audit_log (id BIGINT NOT NULL, time BIGINT NOT NULL, definition VARCHAR NOT NULL);";

    private static readonly Schema OneText = new([new Field("definition", SqlType.Text)]);

    public static long LastId(DuckDbConnection connection) => StoreRows.ReadLong(connection, "SELECT coalesce(max(id), 0) FROM catalog.audit_log");

    public static void Insert(DuckDbConnection connection, AuditEntry entry)
    {
        using var prepared = connection.Prepare("INSERT INTO catalog.audit_log VALUES (?, ?, ?)");
        prepared.Bind(1, entry.Id);
        prepared.Bind(2, entry.Time.Ticks);
        prepared.Bind(3, CatalogJson.Write(entry));
        prepared.Execute(CancellationToken.None);
    }

    public static void DeleteBefore(DuckDbConnection connection, DateTime time)
    {
        using var prepared = connection.Prepare("DELETE FROM catalog.audit_log WHERE time < ?");
        prepared.Bind(1, time.Ticks);
        prepared.Execute(CancellationToken.None);
    }

    public static List<AuditEntry> Read(DuckDbConnection connection)
    {
        List<AuditEntry> entries = [];
        using var result = connection.OpenResult("SELECT definition FROM catalog.audit_log ORDER BY id", OneText, CancellationToken.None);
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) entries.Add(CatalogJson.Read<AuditEntry>(batch.Column(0).GetString(i)));
        }

        return entries;
    }
}
