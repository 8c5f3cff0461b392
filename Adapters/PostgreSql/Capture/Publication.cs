using System.Globalization;
using FederationGateway.Adapters.PostgreSql.Metadata;

namespace FederationGateway.Adapters.PostgreSql.Capture;

/// <summary>A capture's publication as the server has it.</summary>
/// <param name="IsAsWeMakeIt">It publishes every kind of change, those of partitions as their table's.</param>
/// <param name="IsForAllTables">Somebody made it one for whatever tables there are.</param>
/// <param name="Listed">
/// The tables we have listed in it, which its comment says: one that is missing though it is among them was taken out by somebody else. Null when the comment does not say.
/// </param>
internal sealed record Publication(bool IsAsWeMakeIt, bool IsForAllTables, HashSet<uint> Tables, IReadOnlyList<string> TableNames, HashSet<uint>? Listed)
{
    private const string CommentStart = "tables captured by a federation gateway: ";

    private const string Query = """
        SELECT p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate AND p.pubviaroot, p.puballtables, r.prrelid,
               quote_ident(n.nspname) || '.' || quote_ident(c.relname), obj_description(p.oid, 'pg_publication')
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
            Name: row.IsDBNull(3) ? null : row.GetString(3),
            Comment: row.IsDBNull(4) ? null : row.GetString(4)), cancellationToken);
        if (rows.Count == 0) return null;
        return new Publication(rows[0].IsAsWeMakeIt, rows[0].IsForAllTables, [.. rows.Select(row => row.Oid).OfType<uint>()], [.. rows.Select(row => row.Name).OfType<string>()], ListedBy(rows[0].Comment));
    }

    /// <summary>The comment that says what <see cref="Listed"/> reads.</summary>
    public static string CommentOf(IEnumerable<uint> tables) => CommentStart + string.Join(' ', tables.Order());

    /// <summary>The table was listed, and somebody has taken it out. (One that we took out is not missed by streams that still know it.)</summary>
    public bool Lacks(uint table) => !IsForAllTables && !Tables.Contains(table) && Listed?.Contains(table) != false;

    private static HashSet<uint>? ListedBy(string? comment)
    {
        if (comment?.StartsWith(CommentStart, StringComparison.Ordinal) != true) return null;
        HashSet<uint> listed = [];
        foreach (var text in comment[CommentStart.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var oid)) return null;
            listed.Add(oid);
        }

        return listed;
    }
}
