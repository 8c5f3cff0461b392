using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// The rows as they are at the source, found by their key. Of each key only what the last change leaves is written: the rows of all touched keys go, and those that are to be
/// there come. Where changes are dense, rows are changed where they are (<see cref="RowsInPlace"/>).
/// </summary>
/// <param name="inPlaceRows">See <see cref="ApplierOptions.InPlaceRows"/>.</param>
internal sealed class KeyedRows(SubscriptionSql sql, long inPlaceRows) : TargetWriter(sql)
{
    // The engine's index of the key takes keys in order three times as fast as at random; fewer of them are not worth the sort.
    private const int RowsWorthSorting = 1000;
    private readonly RowsInPlace? _inPlace = RowsInPlace.For(sql, inPlaceRows);

    public override string Lookup(IReadOnlyList<string> carriers) => $"SELECT {List(Sql.KeyColumns.Concat(carriers))} FROM {Sql.Target}";

    public override async Task TruncateAsync(StepRows row, DuckDbConnection connection, CancellationToken cancellationToken) =>
        await connection.ExecuteOneAsync($"DELETE FROM {Sql.Target}", cancellationToken);

    protected override async Task WriteAsync(StepRows rows, bool isStrict, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        var events = KeyedEvents.Of(Sql, rows, insertsReplace: false);
        if (isStrict && !rows.AreAfterImages) await RefuseMisfitAsync(KeyedEvents.FirstMisfit(Sql, events, "t.rowid"), connection, cancellationToken);
        var names = List(KeyedEvents.Names(Sql));
        var ends = $"SELECT max(n) AS n, arg_max(put, n) AS put, {names} FROM ({events}) GROUP BY {names}";
        var isInPlace = _inPlace is not null && await _inPlace.IsDenseAsync(rows, events, connection, cancellationToken);

        // What is changed where it is does not go.
        var gone = isInPlace ? $"SELECT {names} FROM ({ends}) WHERE NOT put" : $"SELECT DISTINCT {names} FROM ({events})";
        if (!isInPlace || !rows.AreAfterImages || Sql.Filter is not null)
            await connection.ExecuteOneAsync($"DELETE FROM {Sql.Target} AS t USING ({gone}) AS e WHERE {KeyedEvents.Match(Sql, "t", "e")}", cancellationToken);
        var order = isInPlace || rows.Count >= RowsWorthSorting ? $" ORDER BY {List(Sql.Keys)}" : "";
        await connection.ExecuteOneAsync(
            $"""
            INSERT INTO {Sql.Target} ({List(Sql.Columns)}) SELECT {List(Sql.Values)} FROM {rows.Scan}
            WHERE n IN (SELECT n FROM ({ends}) WHERE put){order}{(isInPlace ? _inPlace!.OnConflict : "")}
            """,
            cancellationToken);
    }
}
