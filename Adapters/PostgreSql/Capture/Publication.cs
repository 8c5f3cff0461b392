using FederationGateway.Adapters.PostgreSql.Metadata;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>A capture's publication as the server has it.</summary>
/// <param name="IsAsWeMakeIt">It publishes every kind of change, those of partitions as their table's.</param>
/// <param name="IsForAllTables">Somebody made it one for whatever tables there are.</param>
internal sealed record Publication(bool IsAsWeMakeIt, bool IsForAllTables, HashSet<uint> Tables, IReadOnlyList<string> TableNames)
{
    private const string Query = """
        SELECT p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AND p.pubviaroot, p.puballtables, r.prrelid,
               quote_ident(n.nspname) || '.' || quote_ident(c.relname)
        FROM pg_publication p
          LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid LEFT JOIN pg_class c ON c.oid = r.prrelid LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE p.pubname = $1
        """;

    /// <summary>Null when there is none.</summary>
    public static async Task<Publication?> ReadAsync(ControlQueries control, string capture, CancellationToken cancellationToken)
    {
        var rows = await control.QueryAsync(Query, [capture], row => (
            IsAsWeMakeIt: row.GetBoolean(0),
            IsForAllTables: row.GetBoolean(1),
            Oid: row.IsDBNull(2) ? (uint?)null : row.GetFieldValue<uint>(2),
            Name: row.IsDBNull(3) ? null : row.GetString(3)), cancellationToken);
        if (rows.Count == 0) return null;
        return new Publication(rows[0].IsAsWeMakeIt, rows[0].IsForAllTables, [.. rows.Select(row => row.Oid).OfType<uint>()], [.. rows.Select(row => row.Name).OfType<string>()]);
    }

    public bool Has(uint table) => IsForAllTables || Tables.Contains(table);
}
