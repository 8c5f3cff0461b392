using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Local;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Transactions.Redo;

/// <summary>
/// What a transaction has done to the rows of one table, segment by segment: the rows it added as they are, of rows that were there before those it changed or removed.
/// <para>
/// Rows have numbers: a committed row its row id, which no checkpoint changes while a transaction writes; an added one the row id it had when it was first written here. The
/// engine numbers added rows from <see cref="FirstAdded"/> on in their order, so that after a replay, which adds them in the order of their numbers, each is found again.
/// </para>
/// </summary>
internal sealed class RedoTable : IDisposable
{
    /// <summary>The engine's first row id of rows that a transaction adds.</summary>
    private const long FirstAdded = 36028797018960000;

    /// <summary>The part of a row that was added or removed; others are columns that were assigned.</summary>
    private const int Whole = 0;

    private readonly string _log;
    private readonly string _folded;
    private readonly string _map;
    private readonly string _staged;
    private readonly string _target;
    private readonly string _columns;
    private readonly List<(int Part, EquatableArray<int>? Assigned, TouchedRows Rows)> _sets = [];
    private bool _isDirty;
    private bool _isLogged;

    /// <summary>True when a row may be in several segments, or is a committed one.</summary>
    private bool _hasRewrites;

    /// <summary>Added rows from this row id on are not written here yet.</summary>
    private long _next = FirstAdded;

    /// <summary>The number for that row, and the row ids from here on.</summary>
    private long _nextNumber = FirstAdded;

    /// <summary>How many rows the last replay added; a map says which when their numbers are not just their row ids.</summary>
    private long _replayed;
    private bool _hasMap;

    public RedoTable(LocalTableEntry entry, bool isNew, int number)
    {
        (Entry, IsNew) = (entry, isNew);
        var suffix = number.ToString(CultureInfo.InvariantCulture);
        (_log, _folded, _map, _staged) = ("log_" + suffix, "folded_" + suffix, "map_" + suffix, "staged_" + suffix);
        _target = LocalTables.PhysicalName(entry.Oid);
        _columns = string.Join(", ", ColumnNames);
    }

    /// <summary>As the table is made.</summary>
    public LocalTableEntry Entry { get; }

    /// <summary>True when this transaction has made the table itself.</summary>
    public bool IsNew { get; }

    public void NoteAdding() => _isDirty = true;

    /// <summary>The set for rows that are about to be removed (null) or to have columns assigned.</summary>
    public TouchedRows SetFor(EquatableArray<int>? assigned)
    {
        _isDirty = true;
        foreach (var set in _sets)
            if (Equals(set.Assigned, assigned)) return set.Rows;
        var rows = new TouchedRows();
        _sets.Add((_sets.Count + 1, assigned, rows));
        return rows;
    }

    /// <summary>Writes what has changed since the last time.</summary>
    public async Task CaptureAsync(DuckDbConnection transaction, RedoDatabase redo, int segment, CancellationToken cancellationToken)
    {
        if (!_isDirty) return;
        await EnsureLogAsync(redo, cancellationToken);
        var (known, number) = (_next, $"rowid + {Text(_nextNumber - _next)}");
        var (count, largest) = await transaction.CopyAsync(Select(segment, number, Whole, $"rowid >= {Text(known)}"), redo.Connection, redo.Table(_log), cancellationToken);
        if (_sets.Any(set => !set.Rows.IsEmpty)) await CaptureTouchedAsync(transaction, redo, segment, known, cancellationToken);
        if (count > 0) (_next, _nextNumber) = (known + largest - _nextNumber + 1, largest + 1);
        foreach (var set in _sets) set.Rows.Clear();
        _isDirty = false;
    }

    /// <summary>Finds out what each row was like at the end of a segment, before <see cref="ReplayAsync"/>.</summary>
    public async Task FoldAsync(RedoDatabase redo, int segment, CancellationToken cancellationToken)
    {
        if (!_isLogged || !_hasRewrites) return;
        await redo.ExecuteAsync(
            $"CREATE OR REPLACE TABLE {redo.NameOf(_folded)} AS SELECT * FROM {redo.NameOf(_log)} WHERE segment <= {Text(segment)} QUALIFY row_number() OVER (PARTITION BY number ORDER BY segment DESC, alive) = 1",
            cancellationToken);
    }

    /// <summary>Does to the table, in a transaction that has just begun, what had been done at the end of a segment.</summary>
    /// <exception cref="GatewayException">40001 when a row is no longer there.</exception>
    public async Task ReplayAsync(DuckDbConnection transaction, RedoDatabase redo, int segment, CancellationToken cancellationToken)
    {
        if (!_isLogged)
        {
            Forget(0, FirstAdded, hasMap: false);
            return;
        }

        var rows = _hasRewrites ? redo.NameOf(_folded) : redo.NameOf(_log);
        var until = $"segment <= {Text(segment)}";
        if (_hasRewrites)
        {
            var removed = $"SELECT number FROM {rows} WHERE NOT alive AND number < {Text(FirstAdded)}";
            await ExpectAsync($"DELETE FROM {_target} WHERE rowid IN ({removed})", $"SELECT count(*) FROM ({removed})");
            foreach (var (part, assigned, _) in _sets.Where(set => set.Assigned is { } columns && IsInPlace(columns)))
            {
                var changed = $"alive AND number < {Text(FirstAdded)} AND number IN (SELECT number FROM {redo.NameOf(_log)} WHERE part = {Text(part)} AND {until})";
                var assignments = string.Join(", ", assigned!.Value.Select(ordinal => Entry.Columns[ordinal].RemoteName).Select(column => $"{column} = s.{column}"));
                var images = $"SELECT * FROM {rows} WHERE {changed}";
                foreach (var column in assigned.Value.Select(ordinal => Entry.Columns[ordinal]).Where(column => EqualValues.Exist(column.Type)))
                    await transaction.ExecuteAsync(EqualValues.Clear(_target, column.RemoteName, column.Type, images, "number"), cancellationToken);
                await ExpectAsync($"UPDATE {_target} AS t SET {assignments} FROM ({images}) AS s WHERE t.rowid = s.number", $"SELECT count(*) FROM {rows} WHERE {changed}");
            }
        }

        var added = $"{until} AND alive AND number >= {Text(FirstAdded)}";
        var inserted = await transaction.ExecuteAsync($"INSERT INTO {_target} ({_columns}) SELECT {_columns} FROM {rows} WHERE {added} ORDER BY number", cancellationToken);
        await RenumberAsync(redo, rows, added, segment, inserted, cancellationToken);

        async Task ExpectAsync(string change, string count)
        {
            var expected = (await redo.NumbersAsync(count, 1, cancellationToken))[0];
            if (expected > 0 && await transaction.ExecuteAsync(change, cancellationToken) != expected)
                throw new GatewayException(SqlState.SerializationFailure, "a row that the transaction had changed was changed by another meanwhile");
        }
    }

    public void Dispose()
    {
        foreach (var set in _sets) set.Rows.Dispose();
    }

    private IEnumerable<string> ColumnNames => Entry.Columns.IsEmpty ? [LocalTables.ColumnOfNone] : Entry.Columns.Select(column => column.RemoteName);

    private async Task EnsureLogAsync(RedoDatabase redo, CancellationToken cancellationToken)
    {
        if (_isLogged) return;
        var types = Entry.Columns.IsEmpty ? ["BOOLEAN"] : Entry.Columns.Select(column => LocalTables.PhysicalTypeOf(column));
        var columns = string.Concat(ColumnNames.Zip(types, (name, type) => $", {name} {type}"));
        await redo.ExecuteAsync($"CREATE TABLE {redo.NameOf(_log)} (segment INTEGER, number BIGINT, part INTEGER, alive BOOLEAN{columns})", cancellationToken);
        _isLogged = true;
    }

    private string Select(int segment, string number, int part, string where) =>
        $"SELECT {Text(segment)}::INTEGER, {number}, {Text(part)}::INTEGER, true, {_columns} FROM {_target} WHERE {where}";

    /// <summary>Rows that are in the log already, or were there before the transaction: what they are like now, or that they are gone.</summary>
    /// <param name="known">The row id behind those that the log has.</param>
    private async Task CaptureTouchedAsync(DuckDbConnection transaction, RedoDatabase redo, int segment, long known, CancellationToken cancellationToken)
    {
        _hasRewrites = true;
        foreach (var (part, _, rows) in _sets.Where(set => set.Assigned is not null && !set.Rows.IsEmpty))
        {
            using var slot = new RowSlot(transaction.Engine, [rows]);
            await transaction.CopyAsync(Select(segment, "rowid", part, $"rowid < {Text(FirstAdded)} AND rowid IN ({slot.Sql})"), redo.Connection, redo.Table(_log), cancellationToken);
        }

        using var all = new RowSlot(transaction.Engine, _sets.Select(set => set.Rows));
        await redo.ExecuteAsync($"CREATE OR REPLACE TABLE {redo.NameOf(_staged)} AS SELECT * FROM {redo.NameOf(_log)} LIMIT 0", cancellationToken);
        var added = $"rowid >= {Text(FirstAdded)} AND rowid < {Text(known)} AND rowid IN ({all.Sql})";
        await transaction.CopyAsync(Select(segment, "rowid", Whole, added), redo.Connection, redo.Table(_staged), cancellationToken);
        await redo.ExecuteAsync(
            $"INSERT INTO {redo.NameOf(_log)} SELECT s.segment, {NumberOf("s.number")}, s.part, s.alive, {string.Join(", ", ColumnNames.Select(column => "s." + column))} FROM {redo.NameOf(_staged)} AS s {JoinMap(redo, "s.number")}",
            cancellationToken);
        await redo.ExecuteAsync(
            $"""
             INSERT INTO {redo.NameOf(_log)} (segment, number, part, alive) SELECT DISTINCT {Text(segment)}, g.number, {Text(Whole)}, false
             FROM (SELECT {NumberOf("r.id")} AS number FROM ({all.Sql}) AS r(id) {JoinMap(redo, "r.id")} WHERE r.id < {Text(known)}) AS g
             WHERE g.number NOT IN (SELECT number FROM {redo.NameOf(_log)} WHERE segment = {Text(segment)});
             DROP TABLE {redo.NameOf(_staged)}
             """,
            cancellationToken);
    }

    /// <summary>The number of the row with a row id.</summary>
    private string NumberOf(string rowId)
    {
        var (first, behind) = (Text(FirstAdded), Text(FirstAdded + _replayed));
        return $"CASE WHEN {rowId} < {first} THEN {rowId} WHEN {rowId} < {behind} THEN {(_hasMap ? "m.number" : rowId)} ELSE {rowId} + {Text(_nextNumber - _next)} END";
    }

    private string JoinMap(RedoDatabase redo, string rowId) => _hasMap ? $"LEFT JOIN {redo.NameOf(_map)} AS m ON m.id = {rowId}" : "";

    /// <summary>After a replay, notes which rows have which row ids now, and forgets what came behind.</summary>
    private async Task RenumberAsync(RedoDatabase redo, string rows, string added, int segment, long inserted, CancellationToken cancellationToken)
    {
        var numbers = await redo.NumbersAsync(
            $"SELECT count(*), coalesce(min(number), {Text(FirstAdded)}), coalesce(max(number), {Text(FirstAdded - 1)}) FROM {rows} WHERE {added}", 3, cancellationToken);
        if (numbers[0] != inserted) throw new GatewayException(SqlState.InternalError, "rows were lost on the way back to a savepoint");
        var highest = await redo.NumbersAsync($"SELECT coalesce(max(number), 0) FROM {redo.NameOf(_log)} WHERE segment <= {Text(segment)}", 1, cancellationToken);
        var hasMap = numbers[1] != FirstAdded || numbers[2] != FirstAdded + inserted - 1;
        if (hasMap)
        {
            await redo.ExecuteAsync(
                $"CREATE OR REPLACE TABLE {redo.NameOf(_map)} AS SELECT {Text(FirstAdded - 1)} + row_number() OVER (ORDER BY number) AS id, number FROM {rows} WHERE {added}", cancellationToken);
        }

        await redo.ExecuteAsync($"DELETE FROM {redo.NameOf(_log)} WHERE segment > {Text(segment)}; DROP TABLE IF EXISTS {redo.NameOf(_folded)}", cancellationToken);
        Forget(numbers[0], Math.Max(FirstAdded + numbers[0], highest[0] + 1), hasMap);
    }

    private void Forget(long replayed, long nextNumber, bool hasMap)
    {
        (_replayed, _hasMap, _next, _nextNumber, _isDirty) = (replayed, hasMap, FirstAdded + replayed, nextNumber, false);
        foreach (var set in _sets) set.Rows.Clear();
    }

    // The engine changes a row where it is unless an index or a list is to change: then it removes the row and adds another, which the log has as such.
    private bool IsInPlace(EquatableArray<int> assigned) =>
        assigned.All(ordinal => Entry.Columns[ordinal].Type.Kind != SqlTypeKind.Array && !Entry.Handle.Keys.Any(key => key.Ordinals.Contains(ordinal)));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
