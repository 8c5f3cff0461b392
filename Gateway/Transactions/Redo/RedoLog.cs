using System.Collections.Immutable;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor.Local;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Transactions.Redo;

/// <summary>
/// What a transaction has changed in the store, so that it can go back to a savepoint although the engine knows none: its transaction is rolled back, another begins, and what
/// came before the savepoint is done again.
/// <list type="number">
/// <item>Statements say what they are about to change (<see cref="IChangedRows"/>, <see cref="ITableJournal"/>). That is all a transaction without savepoints pays for.</item>
/// <item>At a savepoint <see cref="CaptureAsync"/> writes the rows that have changed since the last one, out of the transaction.</item>
/// <item><see cref="ReplayAsync"/> makes tables and rows what they were, in a transaction that writes since before the old one ended: the row ids of committed rows are the same.</item>
/// </list>
/// </summary>
/// <param name="entryOf">A table as the transaction sees it, by OID.</param>
internal sealed class RedoLog(CatalogStore store, Func<long, LocalTableEntry?> entryOf) : IChangedRows, ITableJournal, IDisposable
{
    private readonly List<RedoTable> _all = [];
    private RedoDatabase? _redo;
    private RedoMark _now = new(0, ImmutableDictionary<long, RedoTable>.Empty, [], []);
    private bool _hasUncaptured;

    /// <summary>True when <see cref="CaptureAsync"/> has something to write.</summary>
    public bool HasUncaptured => _hasUncaptured;

    /// <summary>The moment of the last capture.</summary>
    public RedoMark Mark => _now;

    public void Adding(TableHandle table) => Of(table).NoteAdding();

    public TouchedRows Changing(TableHandle table, IReadOnlyCollection<int>? assigned) => Of(table).SetFor(assigned is null ? null : assigned.Order().ToEquatableArray());

    public void Created(LocalTableEntry table) => Become(table, isNew: true);

    public void Rebuilt(LocalTableEntry table)
    {
        NoteGone(table.Oid);
        Become(table, isNew: true).NoteAdding();
        _hasUncaptured = true;
    }

    public void Altered(string sql) => _now = _now with { Alterations = _now.Alterations.Add(sql) };

    public void Dropped(LocalTableEntry table)
    {
        NoteGone(table.Oid);
        _now = _now with { Tables = _now.Tables.Remove(table.Oid) };
    }

    /// <summary>Writes what has changed since the last time; <see cref="Mark"/> is then now.</summary>
    public async Task CaptureAsync(DuckDbConnection transaction, CancellationToken cancellationToken)
    {
        _redo ??= new RedoDatabase(store);
        var segment = _now.Segment + 1;
        foreach (var table in _now.Tables.Values) await table.CaptureAsync(transaction, _redo, segment, cancellationToken);
        _now = _now with { Segment = segment };
        _hasUncaptured = false;
    }

    /// <summary>Does in a transaction that has just begun what had been done at a mark. The catalog's rows are the caller's, between tables and their rows.</summary>
    public async Task ReplayAsync(RedoMark mark, DuckDbConnection transaction, Action writeCatalog, CancellationToken cancellationToken)
    {
        if (_redo is { Connection.Engine.IsInvalidated: true }) throw EngineLost();
        if (_redo is not null)
            foreach (var table in mark.Tables.Values) await table.FoldAsync(_redo, mark.Segment, cancellationToken);

        // The engine commits a table altered behind other work not always.
        foreach (var sql in mark.Alterations) await transaction.ExecuteAsync(sql, cancellationToken);
        foreach (var oid in mark.Dropped) await transaction.ExecuteAsync($"DROP TABLE {LocalTables.PhysicalName(oid)}", cancellationToken);
        foreach (var table in mark.Tables.Values.Where(table => table.IsNew)) LocalTables.MakePhysical(transaction, table.Entry);
        writeCatalog();
        if (_redo is not null)
            foreach (var table in mark.Tables.Values) await table.ReplayAsync(transaction, _redo, mark.Segment, cancellationToken);
        (_now, _hasUncaptured) = (mark, false);
    }

    public void Dispose()
    {
        foreach (var table in _all) table.Dispose();
        _redo?.Dispose();
    }

    /// <summary>What the client is told when the engine has restarted.</summary>
    public static GatewayException EngineLost() =>
        new(SqlState.CannotConnectNow, "the embedded engine has restarted: the transaction is lost") { Hint = "Roll back and try again." };

    private RedoTable Of(TableHandle table)
    {
        _hasUncaptured = true;
        if (_now.Tables.TryGetValue(table.TableOid, out var known)) return known;
        return Become(entryOf(table.TableOid) ?? throw new GatewayException(SqlState.InternalError, $"table {table.DisplayName} is not in the catalog"), isNew: false);
    }

    private RedoTable Become(LocalTableEntry entry, bool isNew)
    {
        var table = new RedoTable(entry, isNew, _all.Count);
        _all.Add(table);
        _now = _now with { Tables = _now.Tables.SetItem(entry.Oid, table) };
        return table;
    }

    // A table that the transaction made itself is not there when it begins again.
    private void NoteGone(long oid)
    {
        if (_now.Tables.GetValueOrDefault(oid) is not { IsNew: true }) _now = _now with { Dropped = _now.Dropped.Add(oid) };
    }
}
