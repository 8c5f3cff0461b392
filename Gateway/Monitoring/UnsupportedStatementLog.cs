using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;
using FederationGateway.Parser.Shapes;

namespace FederationGateway.Gateway.Monitoring;

/// <summary>
/// What clients sent and got no answer to because the gateway lacks something: constructs, functions, types, parts of PostgreSQL's catalog. Mistakes of users are hard to
/// tell from that, and are here as well where they look the same. Texts and messages are kept without values.
/// </summary>
public sealed class UnsupportedStatementLog(TimeProvider timeProvider, int capacity = 1000)
{
    // As PostgreSQL cuts it; a client may send anything.
    private const int LongestApplicationName = 63;
    private const int LongestMissing = 300;

    private static readonly SqlState[] Lacks = [SqlState.FeatureNotSupported, SqlState.SyntaxError, SqlState.UndefinedFunction, SqlState.UndefinedObject, SqlState.ProtocolViolation];

    private readonly SeenRows<Key, UnsupportedStatementRow> _rows = new(capacity);

    /// <param name="sql">The text that failed; null when it is the protocol that was refused.</param>
    public void Count(string applicationName, Exception failure, string? sql)
    {
        var (state, message, position) = failure switch
        {
            GatewayException known => (known.State, known.Message, known.Position),
            OperationCanceledException or OutOfMemoryException => (SqlState.QueryCanceled, "", null),
            _ => (SqlState.InternalError, "internal error", null),
        };
        if (!Lacks.Contains(state) && state != SqlState.UndefinedTable && state != SqlState.UndefinedColumn && state != SqlState.InternalError) return;
        var text = sql is null ? null : ValuelessText.Of(sql, position);
        if (state == SqlState.UndefinedTable && !IsCatalogName(text?.Blamed)) return;
        if (state == SqlState.UndefinedColumn && !NamesCatalog(text?.Text)) return;
        if (state == SqlState.SyntaxError) message = WithoutValue(message, text?.Blamed);
        Count(new Key(Cut(applicationName, LongestApplicationName), state.Code, Cut(message, LongestMissing), text?.Text));
    }

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<UnsupportedStatementRow> Snapshot() => [.. _rows.Snapshot().OrderByDescending(row => row.Statements)];

    /// <summary>Starts counting anew.</summary>
    public void Reset() => _rows.Clear();

    private void Count(Key key)
    {
        var now = timeProvider.GetUtcNow().UtcDateTime;
        _rows.See(key, known => known is null
            ? new UnsupportedStatementRow(key.ApplicationName, key.SqlState, key.Missing, key.Statement, 1, now, now)
            : known with { Statements = known.Statements + 1, LastSeen = now });
    }

    private static bool IsCatalogName(string? name) =>
        name is not null && (name.StartsWith("pg_", StringComparison.OrdinalIgnoreCase) || name.Equals("information_schema", StringComparison.OrdinalIgnoreCase) || name.Equals("sys", StringComparison.OrdinalIgnoreCase));

    private static bool NamesCatalog(string? text) =>
        text is not null && (text.Contains("pg_", StringComparison.OrdinalIgnoreCase) || text.Contains("information_schema", StringComparison.OrdinalIgnoreCase));

    // What stands "at or near" may be a value, or the rest of the text behind an open quote.
    private static string WithoutValue(string message, string? blamed)
    {
        var quoted = message.IndexOf(" at or near ", StringComparison.Ordinal);
        if (quoted < 0) return message;
        return blamed is null ? $"{message[..quoted]} at or near a value" : $"{message[..quoted]} at or near \"{blamed}\"";
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];

    private readonly record struct Key(string ApplicationName, string SqlState, string Missing, string? Statement);
}
