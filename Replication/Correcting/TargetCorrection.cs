using System.Globalization;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;
using FederationGateway.Replication.Applying;

namespace FederationGateway.Replication.Correcting;

/// <summary>
/// Makes a target, or a range of it, say what the source does: (1) the source's rows are read into a table of the connection's own; (2) in one transaction they are compared with those the target shows, and
/// (3) only what differs is written, in the target's way of showing changes. The engine spills what does not fit into memory.
/// </summary>
/// <param name="range">Which rows, over the plan's columns; null for all.</param>
/// <param name="time">What the column for the time of changes gets, UTC.</param>
public sealed class TargetCorrection(AppliedSubscription plan, Expression? range, DateTime time)
{
    private const string Rows = "temp.resync_rows";
    private const string Differences = "temp.resync_differences";
    private readonly SubscriptionSql _sql = new(plan);
    private readonly string? _range = range is null ? null : new SubscriptionSql(plan).OverTarget(range);

    /// <summary>The table that the source's rows are read into, a column for each of the target's that gets a value.</summary>
    public TableHandle Read { get; } = new(
        TableHandle.LocalSource, Rows.Split('.').ToEquatableArray(), "rows of the source",
        plan.TargetOrdinals.Select((ordinal, i) => plan.Target.Columns[ordinal] with { Name = ValueName(i), RemoteName = ValueName(i), IsNullable = true, Statistics = null, DefaultExpression = null }).ToEquatableArray());

    public AppliedSubscription Plan => plan;

    public bool HasRange => range is not null;

    /// <summary>
    /// True when the range is one of keys: then a row of the range at the source is one of the range here. Otherwise the row of a key may be in the range on one side only, and rows that are in it here alone
    /// have to be looked for outside of it at the source.
    /// </summary>
    public bool IsOfKeys => range is null || _sql.Keys.Count == 0 || range.SelfAndDescendants().OfType<ColumnExpression>().All(column => _sql.KeySources.Contains(plan.Columns.ToList().FindIndex(known => known.Id == column.Id)));

    /// <summary>Whether the target has all columns, as they are, by which a range chooses.</summary>
    public static bool CanFind(AppliedSubscription plan, Expression range)
    {
        var sql = new SubscriptionSql(plan);
        return range.SelfAndDescendants().OfType<ColumnExpression>().All(column => sql.CarrierOf(plan.Columns.ToList().FindIndex(known => known.Id == column.Id)) is not null);
    }

    /// <summary>Whether a later correction of what changed meanwhile leaves the target right: keys say which row is meant, a log would have changes twice.</summary>
    public bool CanBeCorrected => _sql.Keys.Count > 0 && plan.Entry.Mode != ChangeMode.Insert;

    public bool HasKeys => _sql.Keys.Count > 0;

    public async Task BeginAsync(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        // What the target cannot show is refused before anything is read.
        _ = Current.Query();
        var columns = Read.Columns.Select(column => $"{column.RemoteName} {EngineType.Of(column.Type)}");
        await connection.ExecuteAsync($"CREATE TEMP TABLE {Rows[(Rows.IndexOf('.', StringComparison.Ordinal) + 1)..]} ({string.Join(", ", columns)})", cancellationToken);
    }

    /// <summary>How many rows are in the range here, and not among those of the source's that are.</summary>
    public async Task<long> StraysAsync(DuckDbConnection connection, CancellationToken cancellationToken) =>
        await TargetWriter.ReadAsync(connection, $"SELECT count(*) FROM ({Current.Query()}) AS t WHERE ranged AND NOT EXISTS (SELECT 1 FROM {Rows} AS s WHERE {Match("t", "s")})", cancellationToken) ?? 0;

    /// <summary>Takes back what was read of the range, to read all rows instead; then only those that the range or the strays concern are kept.</summary>
    public static Task AgainAsync(DuckDbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync($"ALTER TABLE {Rows} RENAME TO resync_ranged; CREATE TEMP TABLE resync_rows AS SELECT * FROM temp.resync_ranged LIMIT 0", cancellationToken);

    /// <summary>Ends <see cref="AgainAsync"/>.</summary>
    public Task KeepConcernedAsync(DuckDbConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"""
        DELETE FROM {Rows} AS s WHERE NOT EXISTS (SELECT 1 FROM temp.resync_ranged AS r WHERE {Match("r", "s")}) AND NOT EXISTS (SELECT 1 FROM ({Current.Query()}) AS t WHERE ranged AND {Match("t", "s")})
        """,
        cancellationToken);

    /// <summary>Writes what differs, in the transaction that is open on the connection; how many rows that were.</summary>
    internal async Task<long> WriteAsync(DuckDbConnection connection, CancellationToken cancellationToken)
    {
        await connection.HoldRowIdsAsync(_sql.Target, _sql.Columns[0], cancellationToken);
        await connection.ExecuteAsync($"CREATE TEMP TABLE resync_differences AS {Difference()}", cancellationToken);
        var count = await TargetWriter.ReadAsync(connection, $"SELECT count(*) FROM {Differences}", cancellationToken) ?? 0;
        if (count == 0) return 0;
        foreach (var statement in plan.Entry.Mode switch { ChangeMode.Insert => Logged(), ChangeMode.Upsert => Marked(), _ => Replaced() }) await connection.ExecuteOneAsync(statement, cancellationToken);
        return count;
    }

    private CurrentRows Current => new(_sql, _range);

    /// <summary>What the target is made of before it is compared, when it is to show changes in another way than before: its rows get marks, and of a log only the last rows stay.</summary>
    internal async Task ReshapeAsync(SubscriptionEntry before, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (before.Mode == plan.Entry.Mode || plan.Entry.Mode == ChangeMode.Normal) return;
        var type = SubscriptionSql.Quote(_sql.ChangeType?.RemoteName ?? throw new GatewayException(SqlState.FeatureNotSupported, "another mode without a column for the type of changes is not supported"));
        if (before.Mode == ChangeMode.Insert)
        {
            await connection.ExecuteOneAsync($"UPDATE {_sql.Target} SET {type} = 'D' WHERE rowid < (SELECT max(rowid) FROM {_sql.Target} WHERE {type} = 'T')", cancellationToken);
            await connection.ExecuteOneAsync($"DELETE FROM {_sql.Target} WHERE rowid NOT IN (SELECT max(rowid) FROM {_sql.Target} WHERE {type} <> 'T' GROUP BY {List(_sql.KeyColumns)})", cancellationToken);
            await connection.ExecuteOneAsync($"UPDATE {_sql.Target} SET {type} = CASE WHEN {type} IN ('D', 'X', 'B') THEN 'D' ELSE 'A' END", cancellationToken);
            return;
        }

        var marks = _sql.ChangeColumns($"CASE {type} WHEN 'D' THEN 'D' ELSE 'I' END", Time, "0").Select(change => $"{change.Column} = {change.Value}");
        await connection.ExecuteOneAsync($"UPDATE {_sql.Target} SET {List(marks)}", cancellationToken);
    }

    // rid: the row of the target that has to go, or to be told as gone; sid: that of the source which has to come.
    private string Difference()
    {
        var ours = $"SELECT rowid AS sid, *, {(_sql.Keys.Count > 0 ? "1::BIGINT" : $"row_number() OVER (PARTITION BY {Values()})")} AS nth FROM {Rows}";
        var different = _sql.Keys.Count == 0 ? "" : $" OR (t.rid IS NOT NULL AND s.sid IS NOT NULL AND ({string.Join(" OR ", Enumerable.Range(0, _sql.Columns.Count).Select(IsDistinct))}))";
        return $"""
            SELECT t.rid, s.sid, t.nth FROM ({Current.Query()}) AS t FULL JOIN ({ours}) AS s ON {Match("t", "s")} AND t.nth = s.nth
            WHERE t.rid IS NULL OR (s.sid IS NULL AND t.ranged){different}
            """;
    }

    // Equal intervals may still be written differently.
    private string IsDistinct(int i)
    {
        string Of(string table) => Read.Columns[i].Type.Kind == SqlTypeKind.Interval ? $"CAST({table}.{ValueName(i)} AS VARCHAR)" : $"{table}.{ValueName(i)}";
        return $"{Of("t")} IS DISTINCT FROM {Of("s")}";
    }

    private IEnumerable<string> Replaced()
    {
        yield return $"DELETE FROM {_sql.Target} WHERE rowid IN (SELECT rid FROM {Differences} WHERE rid IS NOT NULL)";
        yield return $"INSERT INTO {_sql.Target} ({List(_sql.Columns)}) SELECT {Values()} FROM {Rows} WHERE rowid IN (SELECT sid FROM {Differences} WHERE sid IS NOT NULL)";
    }

    private IEnumerable<string> Marked()
    {
        var marks = _sql.ChangeColumns("'D'", Time, "0").Select(change => $"{change.Column} = {change.Value}");
        var came = $"SELECT s.* FROM {Rows} AS s JOIN {Differences} AS d ON s.rowid = d.sid";
        var key = string.Join(" AND ", _sql.KeyColumns.Select(column => $"t.{column} = e.{ValueName(_sql.Columns.ToList().IndexOf(column))}"));
        var changes = _sql.ChangeColumns("'A'", Time, "0").ToList();
        yield return $"DELETE FROM {_sql.Target} WHERE rowid IN (SELECT rid FROM {Differences} WHERE rid IS NOT NULL AND nth > 1)";
        yield return $"UPDATE {_sql.Target} SET {List(marks)} WHERE rowid IN (SELECT rid FROM {Differences} WHERE rid IS NOT NULL AND sid IS NULL AND nth = 1)";
        yield return $"DELETE FROM {_sql.Target} AS t USING ({came}) AS e WHERE {key}";
        yield return $"INSERT INTO {_sql.Target} ({List(_sql.Columns.Concat(changes.Select(change => change.Column)))}) SELECT {List([Values(), .. changes.Select(change => change.Value)])} FROM ({came})";
    }

    private IEnumerable<string> Logged()
    {
        var old = $"SELECT d.rowid AS place, 0 AS part, CASE WHEN d.sid IS NULL THEN 'D' ELSE 'B' END AS letter, {List(_sql.Columns.Select((column, i) => $"t.{column} AS {ValueName(i)}"))} FROM {Differences} AS d JOIN {_sql.Target} AS t ON t.rowid = d.rid";
        var now = $"SELECT d.rowid AS place, 1 AS part, CASE WHEN d.rid IS NULL THEN 'I' ELSE 'U' END AS letter, {List(_sql.Columns.Select((_, i) => $"s.{ValueName(i)}"))} FROM {Differences} AS d JOIN {Rows} AS s ON s.rowid = d.sid";
        var changes = _sql.ChangeColumns("letter", Time, "seq").ToList();
        yield return $"""
            INSERT INTO {_sql.Target} ({List(_sql.Columns.Concat(changes.Select(change => change.Column)))})
            SELECT {List([Values(), .. changes.Select(change => change.Value)])} FROM (SELECT *, row_number() OVER (ORDER BY place, part) - 1 AS seq FROM ({old} UNION ALL {now})) ORDER BY seq
            """;
    }

    private string Time => $"TIMESTAMP '{time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";

    private string Match(string left, string right) => _sql.Keys.Count > 0
        ? string.Join(" AND ", _sql.KeyColumns.Select(column => _sql.Columns.ToList().IndexOf(column)).Select(i => $"{left}.{ValueName(i)} = {right}.{ValueName(i)}"))
        : string.Join(" AND ", Enumerable.Range(0, _sql.Columns.Count).Select(i => $"{left}.{ValueName(i)} IS NOT DISTINCT FROM {right}.{ValueName(i)}"));

    private string Values() => List(Enumerable.Range(0, _sql.Columns.Count).Select(ValueName));

    private static string ValueName(int index) => string.Create(CultureInfo.InvariantCulture, $"v{index}");

    private static string List(IEnumerable<string> items) => string.Join(", ", items);
}
