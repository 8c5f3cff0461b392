using FederationGateway.Arrow;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>The store's tables of verification: one row per mismatch and per tried capability, their facts as JSON.</summary>
internal static class VerificationRows
{
    /// <summary>Run with the store's own tables, in one transaction.</summary>
    public const string Tables =
        """
        CREATE TABLE IF NOT EXISTS catalog.pushdown_mismatch (id BIGINT PRIMARY KEY, definition VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS catalog.capability_check (source BIGINT, capability VARCHAR, signature VARCHAR, definition VARCHAR NOT NULL, PRIMARY KEY (source, capability, signature));
        """;

    private static readonly Schema OneText = new([new Field("definition", SqlType.Text)]);

    public static VerificationState Load(DuckDbConnection connection) => VerificationState.Empty
        .With(Read<PushdownMismatchEntry>(connection, "SELECT definition FROM catalog.pushdown_mismatch"))
        .With(Read<CapabilityCheckEntry>(connection, "SELECT definition FROM catalog.capability_check"));

    public static void Save(DuckDbConnection connection, PushdownMismatchEntry entry)
    {
        using var prepared = connection.Prepare("INSERT INTO catalog.pushdown_mismatch VALUES (?, ?) ON CONFLICT DO UPDATE SET definition = excluded.definition");
        prepared.Bind(1, entry.Id);
        prepared.Bind(2, CatalogJson.Write(entry));
        prepared.Execute(CancellationToken.None);
    }

    public static void Save(DuckDbConnection connection, CapabilityCheckEntry check)
    {
        using var prepared = connection.Prepare("INSERT INTO catalog.capability_check VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET definition = excluded.definition");
        prepared.Bind(1, check.SourceOid);
        prepared.Bind(2, check.Capability);
        prepared.Bind(3, check.Signature);
        prepared.Bind(4, CatalogJson.Write(check));
        prepared.Execute(CancellationToken.None);
    }

    private static List<T> Read<T>(DuckDbConnection connection, string sql)
    {
        List<T> entries = [];
        using var result = connection.OpenResult(sql, OneText, CancellationToken.None);
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) entries.Add(CatalogJson.Read<T>(batch.Column(0).GetString(i)));
        }

        return entries;
    }
}
