using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Replication.Applying;

namespace FederationGateway.Replication.Correcting;

/// <summary>
/// The rows that a target says the source has, whichever way it shows changes: a query of rid (a row of the target that has the values), v0 … (the values, as <see cref="SubscriptionSql.Columns"/>),
/// ranged (whether it is of a range), and nth, which is 1 but for rows that are there more than once.
/// </summary>
/// <param name="range">A condition over the target's columns; null for all rows.</param>
internal sealed class CurrentRows(SubscriptionSql sql, string? range)
{
    private const string Puts = "IN ('I', 'U', 'A')";

    public string Query() => sql.Plan.Entry.Mode switch
    {
        ChangeMode.Insert => sql.Keys.Count > 0 ? Latest() : Counted(),
        ChangeMode.Upsert => Numbered($"FROM {sql.Target} WHERE {TypeColumn} IS DISTINCT FROM 'D'"),
        _ => Numbered($"FROM {sql.Target}"),
    };

    private string TypeColumn => sql.ChangeType is { } column
        ? SubscriptionSql.Quote(column.RemoteName)
        : throw new GatewayException(SqlState.FeatureNotSupported, "RESYNC of a target without a column for the type of changes is not supported") { Hint = "The rows of its log cannot be told from deleted ones." };

    private string Values => string.Join(", ", sql.Columns.Select((column, i) => string.Create(CultureInfo.InvariantCulture, $"{column} AS v{i}")));

    private string Names => string.Join(", ", sql.Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"v{i}")));

    private string Ranged => range is null ? "true" : $"coalesce({range}, false)";

    // Where the target itself keeps keys apart, nothing has to be sorted.
    private string Numbered(string from)
    {
        var apart = sql.Keys.Count > 0 && sql.Plan.Target.Handle.Keys.Any(key => key.Ordinals.All(ordinal => sql.Plan.Keys.Contains(ordinal)) && key.Ordinals.All(ordinal => !sql.Plan.Target.Columns[ordinal].IsNullable));
        var same = sql.Keys.Count > 0 ? sql.KeyColumns : sql.Columns;
        return $"SELECT rowid AS rid, {Values}, {Ranged} AS ranged, {(apart ? "1::BIGINT" : $"row_number() OVER (PARTITION BY {string.Join(", ", same)} ORDER BY rowid)")} AS nth {from}";
    }

    // A log: the last row of each key behind the last truncation, unless that took the row away.
    private string Latest() => $"""
        SELECT rid, {Names}, ranged, 1::BIGINT AS nth FROM (
          SELECT rowid AS rid, {Values}, {Ranged} AS ranged, {TypeColumn} AS type, row_number() OVER (PARTITION BY {string.Join(", ", sql.KeyColumns)} ORDER BY rowid DESC) AS place FROM {Behind()})
        WHERE place = 1 AND type {Puts}
        """;

    // A log of rows without a key: how many have come more than have gone.
    private string Counted() => $"""
        SELECT rid, {Names}, ranged, unnest(range(1, total + 1)) AS nth FROM (
          SELECT max(rowid) FILTER ({TypeColumn} {Puts}) AS rid, {Values}, any_value({Ranged}) AS ranged, sum(CASE WHEN {TypeColumn} {Puts} THEN 1 ELSE -1 END)::BIGINT AS total
          FROM {Behind()} AND {TypeColumn} IN ('I', 'U', 'A', 'B', 'D') GROUP BY {string.Join(", ", sql.Columns)}) WHERE total > 0
        """;

    private string Behind() => $"{sql.Target} WHERE rowid > coalesce((SELECT max(rowid) FROM {sql.Target} WHERE {TypeColumn} = 'T'), -1)";
}
