using System.Globalization;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Changes as what they do to the row of a key, put it there or take it away: n, ct, seq, put, need (what must be before: 0 no row, 1 a row, 2 either), k0 ….
/// </summary>
internal static class KeyedEvents
{
    /// <summary>A query of them.</summary>
    /// <param name="insertsReplace">True where a new row may find one of its key.</param>
    public static string Of(SubscriptionSql sql, StepRows rows, bool insertsReplace)
    {
        var keys = Keys(sql);
        var fresh = insertsReplace ? 2 : 0;
        // An after image that comes alone tells all of the row: it is right whether one was there or not.
        if (sql.Filter is null)
            return $"SELECT n, ct, seq, {StepRows.Puts} AS put, CASE WHEN op IN ('I', 'V') THEN {fresh} WHEN op IN ('A', 'U') THEN 2 ELSE 1 END AS need, {keys} FROM {rows.Scan}";

        // A row that leaves the filter without its old values being known goes if it was there; one whose filter cannot be evaluated as well.
        var lacks = rows.Lacks(sql.FilterSources);
        return string.Create(CultureInfo.InvariantCulture, $"""
            SELECT n, ct, seq, f AND {StepRows.Puts} AS put, CASE WHEN op IN ('I', 'V') THEN {fresh} WHEN op IN ('B', 'D') AND NOT lacks THEN 1 ELSE 2 END AS need, {keys}
            FROM (SELECT *, {sql.Filter} AS f, {lacks} AS lacks FROM {rows.Scan}) WHERE f OR op IN ('U', 'A', 'X') OR (lacks AND op IN ('B', 'D'))
            """);
    }

    /// <summary>The names of keys: k0, k1 …</summary>
    public static IEnumerable<string> Names(SubscriptionSql sql) => sql.Keys.Select((_, i) => "k" + i.ToString(CultureInfo.InvariantCulture));

    /// <summary><c>t.c1 = e.k0 AND …</c></summary>
    public static string Match(SubscriptionSql sql, string target, string events) =>
        string.Join(" AND ", sql.KeyColumns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"{target}.{column} = {events}.k{i}")));

    /// <summary>The number of the first change that does not fit what is there, null when all do.</summary>
    /// <param name="isPresent">Whether a row <c>t</c> of the target counts as being there.</param>
    public static string FirstMisfit(SubscriptionSql sql, string events, string isPresent)
    {
        var names = string.Join(", ", Names(sql));
        return $"""
            WITH e AS ({events}), s AS (SELECT n, need, lag(put) OVER (PARTITION BY {names} ORDER BY n) AS before, {names} FROM e),
              f AS (SELECT s.n, s.need, count({isPresent}) AS there FROM (SELECT * FROM s WHERE before IS NULL AND need <> 2) s LEFT JOIN {sql.Target} t ON {Match(sql, "t", "s")} GROUP BY s.n, s.need)
            SELECT min(n) FROM (SELECT n FROM s WHERE need <> 2 AND before <> (need = 1) UNION ALL SELECT n FROM f WHERE (there > 0) <> (need = 1))
            """;
    }

    private static string Keys(SubscriptionSql sql) => string.Join(", ", sql.Keys.Select((key, i) => string.Create(CultureInfo.InvariantCulture, $"{key} AS k{i}")));
}
