using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Polling;

/// <summary>
/// One reading of a polled table, over one connection to the store: what differs from the rows known becomes the temporary table <c>delta</c>, with the old rows (o0, o1 …; <c>is_old</c>) and
/// the new ones (n0, n1 …; <c>is_new</c>) in the order they are told. All of it is the engine's work on sets, whatever the number of rows.
/// </summary>
internal sealed class Reading(long source, PolledTable table, ITableReader reader, DuckDbConnection connection)
{
    private const string Delta = "temp.delta";
    private static readonly Schema s_number = new([new Field("n", SqlType.Int8)]);
    private readonly PolledRows _rows = new(source, table);

    private RemoteTable Definition => table.Definition;

    private EquatableArray<int> AllOrdinals => Enumerable.Range(0, Definition.Columns.Count).ToEquatableArray();

    /// <summary>Makes the table of rows known, in the transaction that is open: what is there now is what later changes are told against.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var bound = table.Rising is null ? null : await HighestAsync(cancellationToken);
        var where = table.Rising is null ? "" : $" WHERE {_rows.Rising("n")} IS NOT NULL";
        await ScanAsync(AllOrdinals, bound, scan => $"CREATE TABLE {_rows.State} AS SELECT {_rows.Of("n")} FROM {scan} AS n{where}", cancellationToken);
        if (!table.Key.IsEmpty) await RequireKeysAsync(_rows.State, cancellationToken);
    }

    /// <summary>The rows known, as a table of the store.</summary>
    public async Task<KnownRows> KnownAsync(CancellationToken cancellationToken)
    {
        var columns = Definition.Columns.Select((column, i) => new TableColumn(column.Name, string.Create(CultureInfo.InvariantCulture, $"c{i}"), column.Type, IsNullable: true)).ToEquatableArray();
        var rows = new TableHandle(TableHandle.LocalSource, _rows.State.Split('.').ToEquatableArray(), Definition.Name.Object, columns);
        return table.Rising is { } rising ? new KnownRows(Definition, rows, rising, await ConstantAsync(_rows.Bound(), cancellationToken)) : new KnownRows(Definition, rows);
    }

    /// <summary>Reads the table and finds out what has changed.</summary>
    /// <returns>How many rows tell it.</returns>
    public async Task<long> CompareAsync(CancellationToken cancellationToken)
    {
        if (table.Rising is null) await CompareAllAsync(cancellationToken);
        else await CompareRisenAsync(cancellationToken);
        return await NumberAsync($"SELECT CAST(coalesce(sum(CAST(is_old AS INTEGER) + CAST(is_new AS INTEGER)), 0) AS BIGINT) FROM {Delta}", cancellationToken);
    }

    /// <summary>Writes what has changed to a table of its own, ready to be told, and makes the rows known those that are there now: in the transaction that is open.</summary>
    public async Task KeepAsync(string changes, CancellationToken cancellationToken)
    {
        var (added, replaced) = table.Rising is null ? (ChangeKind.Insert, ChangeKind.AfterImage) : table.Key.IsEmpty ? (ChangeKind.Insert, ChangeKind.Insert) : (ChangeKind.Upsert, ChangeKind.Upsert);
        await connection.ExecuteOneAsync(
            $"""
             CREATE TABLE {changes} AS
             SELECT 2 * pair AS sequence, CASE WHEN is_new THEN '{(char)ChangeKind.BeforeImage}' ELSE '{(char)ChangeKind.Delete}' END AS kind, {_rows.List("o{0} AS c{0}")} FROM {Delta} WHERE is_old
             UNION ALL
             SELECT 2 * pair + 1, CASE WHEN is_old THEN '{(char)replaced}' ELSE '{(char)added}' END, {_rows.List("n{0}")} FROM {Delta} WHERE is_new
             """,
            cancellationToken);
        if (table.Rising is null) await DeleteKnownAsync("o", "d.is_old", cancellationToken);
        else if (!table.Key.IsEmpty) await DeleteKnownAsync("n", "d.is_new", cancellationToken);
        await connection.ExecuteOneAsync($"INSERT INTO {_rows.State} SELECT {_rows.List("n{0}")} FROM {Delta} WHERE is_new", cancellationToken);
        if (table.Rising is not null) await connection.ExecuteOneAsync($"DELETE FROM {_rows.State} AS s WHERE {_rows.Rising("s")} < ({_rows.Bound()})", cancellationToken);
    }

    private async Task CompareAllAsync(CancellationToken cancellationToken)
    {
        var known = await NumberAsync($"SELECT count(*) FROM {_rows.State}", cancellationToken);
        var read = await ScanAsync(
            AllOrdinals,
            null,
            scan => $"""
                     CREATE TEMP TABLE delta AS
                     SELECT row_number() OVER (ORDER BY coalesce(n.present, false), NOT coalesce(s.present, false)) - 1 AS pair, coalesce(s.present, false) AS is_old, coalesce(n.present, false) AS is_new,
                       {_rows.List("s.c{0} AS o{0}")}, {_rows.List("n.c{0} AS n{0}")}
                     FROM (SELECT true AS present, {_rows.Columns} FROM {scan}) AS n FULL OUTER JOIN (SELECT true AS present, {_rows.Columns} FROM {_rows.State}) AS s ON {_rows.HasSameKey("n", "s")}
                     WHERE n.present IS NULL OR s.present IS NULL OR NOT ({_rows.IsSame("n", "s")})
                     """,
            cancellationToken);

        // A key that two rows have meets the known row twice.
        var added = await NumberAsync($"SELECT count(*) FROM {Delta} WHERE is_new AND NOT is_old", cancellationToken);
        var gone = await NumberAsync($"SELECT count(*) FROM {Delta} WHERE is_old AND NOT is_new", cancellationToken);
        if (read - added != known - gone) throw NotUnique();
        await RequireKeysAsync($"(SELECT {_rows.List("n{0} AS c{0}")} FROM {Delta} WHERE is_new AND NOT is_old)", cancellationToken);
    }

    private async Task CompareRisenAsync(CancellationToken cancellationToken)
    {
        var bound = await ConstantAsync(_rows.Bound(), cancellationToken);
        await ScanAsync(
            AllOrdinals,
            bound is null ? null : new LowerBound(table.Rising!.Value, bound),
            scan => $"CREATE TEMP TABLE risen AS SELECT {_rows.Of("n")} FROM {scan} AS n WHERE {_rows.Rising("n")} IS NOT NULL",
            cancellationToken);
        if (!table.Key.IsEmpty) await RequireKeysAsync("temp.risen", cancellationToken);

        // Equal rows without a key are as many as they are: each is told once.
        var (number, sameNumber) = table.Key.IsEmpty ? ("row_number() OVER (PARTITION BY {0})", " AND n.number = s.number") : ("0", "");
        string Numbered(string rows, string alias) => $"(SELECT *, {string.Format(CultureInfo.InvariantCulture, number, _rows.AllOf("r"))} AS number FROM {rows} AS r) AS {alias}";
        await connection.ExecuteOneAsync(
            $"""
             CREATE TEMP TABLE delta AS
             SELECT row_number() OVER (ORDER BY {_rows.Rising("n")}) - 1 AS pair, false AS is_old, true AS is_new, {_rows.List("n.c{0} AS o{0}")}, {_rows.List("n.c{0} AS n{0}")}
             FROM {Numbered("temp.risen", "n")} WHERE NOT EXISTS (SELECT 1 FROM {Numbered(_rows.State, "s")} WHERE {_rows.IsSame("n", "s")}{sameNumber})
             """,
            cancellationToken);
    }

    /// <summary>Where a table begins to be read whose rows rise: what is below was there before, and is the load's.</summary>
    private async Task<LowerBound?> HighestAsync(CancellationToken cancellationToken)
    {
        var ordinal = table.Rising!.Value;
        await ScanAsync([ordinal], null, scan => $"CREATE TEMP TABLE highest AS SELECT c0 AS c{ordinal} FROM {scan} AS n", cancellationToken);
        var highest = await ConstantAsync(_rows.Bound().Replace(_rows.State, "temp.highest", StringComparison.Ordinal), cancellationToken);
        return highest is null ? null : new LowerBound(ordinal, highest);
    }

    private async Task DeleteKnownAsync(string side, string condition, CancellationToken cancellationToken) => await connection.ExecuteOneAsync(
        $"DELETE FROM {_rows.State} AS s USING {Delta} AS d WHERE {condition} AND {string.Join(" AND ", table.Key.Select(ordinal => string.Create(CultureInfo.InvariantCulture, $"s.c{ordinal} = d.{side}{ordinal}")))}",
        cancellationToken);

    private async Task RequireKeysAsync(string rows, CancellationToken cancellationToken)
    {
        if (await NumberAsync($"SELECT count(*) FROM {rows} AS r WHERE {_rows.HasNullKey("r")}", cancellationToken) > 0)
            throw new GatewayException(SqlState.NotNullViolation, $"a row of \"{Definition.Name.Object}\" has no value in a column of its key ({KeyText()})");
        if (await NumberAsync($"SELECT count(*) FROM (SELECT 1 FROM {rows} AS r GROUP BY {_rows.KeyOf("r")} HAVING count(*) > 1 LIMIT 1)", cancellationToken) > 0) throw NotUnique();
    }

    private GatewayException NotUnique() => new(SqlState.CardinalityViolation, $"two rows of \"{Definition.Name.Object}\" have the same key ({KeyText()})")
    {
        Hint = "What tells rows apart is said by the property CAPTURE_KEY of the virtual table, else by the source.",
    };

    private string KeyText() => string.Join(", ", table.Key.Select(ordinal => Definition.Columns[ordinal].Name));

    /// <summary>Runs a statement over the rows read; how many those were.</summary>
    private async Task<long> ScanAsync(EquatableArray<int> ordinals, LowerBound? bound, Func<string, string> sql, CancellationToken cancellationToken)
    {
        var schema = new Schema(ordinals.Select(ordinal => Definition.Columns[ordinal]).Select(column => new Field(column.Name, column.Type, true)).ToEquatableArray());
        using var channel = new BatchChannel(schema);
        var slot = connection.Engine.OpenSlot(channel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var filling = channel.FillAsync(reader.ReadAsync(source, Definition, ordinals, bound, stop.Token), stop.Token);
        try
        {
            await connection.ExecuteOneAsync(sql(string.Create(CultureInfo.InvariantCulture, $"gw_scan({slot})")), cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            channel.Dispose();
            await filling;
            connection.Engine.CloseSlot(slot);
        }

        return channel.RowsWritten;
    }

    private async Task<long> NumberAsync(string sql, CancellationToken cancellationToken)
    {
        await using var result = connection.Query(sql, s_number, cancellationToken);
        using var batch = await result.ReadAsync(cancellationToken);
        return batch!.Column(0).GetValue<long>(0);
    }

    private async Task<ConstantExpression?> ConstantAsync(string sql, CancellationToken cancellationToken)
    {
        var type = Definition.Columns[table.Rising!.Value].Type;
        await using var result = connection.Query(sql, new Schema([new Field("bound", type)]), cancellationToken);
        using var batch = await result.ReadAsync(cancellationToken);
        return batch!.Column(0).IsNull(0) ? null : ArrowValue.ToConstant(batch.Column(0), 0, type);
    }
}
