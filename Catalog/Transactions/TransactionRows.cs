using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog;

/// <summary>
/// The store's tables of transactions: rows are only added while a transaction commits, so that no two connections meet in one, and taken away when it is over.
/// </summary>
internal static class TransactionRows
{
    /// <summary>Run with the store's own tables, in one transaction.</summary>
    public const string Tables =
        """
        CREATE TABLE IF NOT EXISTS catalog.remote_transaction (id BIGINT NOT NULL, kind VARCHAR NOT NULL, definition VARCHAR NOT NULL);
        CREATE TABLE IF NOT EXISTS catalog.preparing_source (oid BIGINT NOT NULL);
        INSERT INTO catalog.counter VALUES ('gateway_id', CAST(floor(random() * 9007199254740991) AS BIGINT)) ON CONFLICT DO NOTHING;
        """;

    public const string Pending = "PENDING";
    public const string Decided = "DECIDED";
    public const string Outcome = "OUTCOME";

    private static readonly Schema Columns = new([new Field("id", SqlType.Int8), new Field("kind", SqlType.Text), new Field("definition", SqlType.Text)]);
    private static readonly Schema Oids = new([new Field("oid", SqlType.Int8)]);

    public static void Insert(DuckDbConnection connection, long id, string kind, string definition)
    {
        using var prepared = connection.Prepare("INSERT INTO catalog.remote_transaction VALUES (?, ?, ?)");
        prepared.Bind(1, id);
        prepared.Bind(2, kind);
        prepared.Bind(3, definition);
        prepared.Execute(CancellationToken.None);
    }

    /// <summary>Takes away what was needed until transactions were over; outcomes stay.</summary>
    public static void DeleteRecords(DuckDbConnection connection, IEnumerable<long> ids) => connection.Execute(
        $"DELETE FROM catalog.remote_transaction WHERE kind <> '{Outcome}' AND id IN ({string.Join(", ", ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))})", CancellationToken.None);

    public static void InsertSource(DuckDbConnection connection, long oid)
    {
        using var prepared = connection.Prepare("INSERT INTO catalog.preparing_source VALUES (?)");
        prepared.Bind(1, oid);
        prepared.Execute(CancellationToken.None);
    }

    public static List<(long Id, string Kind, string Definition)> Read(DuckDbConnection connection)
    {
        List<(long, string, string)> rows = [];
        using var result = connection.OpenResult("SELECT id, kind, definition FROM catalog.remote_transaction ORDER BY id", Columns, CancellationToken.None);
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) rows.Add((batch.Column(0).GetValue<long>(i), batch.Column(1).GetString(i), batch.Column(2).GetString(i)));
        }

        return rows;
    }

    public static HashSet<long> ReadSources(DuckDbConnection connection)
    {
        HashSet<long> oids = [];
        using var result = connection.OpenResult("SELECT oid FROM catalog.preparing_source", Oids, CancellationToken.None);
        while (result.TryRead(out var batch))
        {
            using (batch)
                for (var i = 0; i < batch.Length; i++) oids.Add(batch.Column(0).GetValue<long>(i));
        }

        return oids;
    }
}
