using System.Globalization;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Replication.Applying;

/// <summary>
/// Changing rows of a target where they are, instead of deleting and inserting them. The engine keeps the rows of a table in vectors, and changing one row of a vector costs about as much as changing fifty; but
/// it leaves the index of the key alone, which takes most of the time of deleting and inserting many rows, and no deleted rows behind, which an indexed table never gets rid of.
/// </summary>
internal sealed class RowsInPlace
{
    private const int VectorBits = 11;
    private const int PartOfLeast = 200;
    private readonly SubscriptionSql _sql;
    private readonly long _least;

    private RowsInPlace(SubscriptionSql sql, long least)
    {
        (_sql, _least) = (sql, least);
        var assigned = sql.Columns.Except(sql.KeyColumns).Select(column => $"{column} = excluded.{column}").ToList();
        OnConflict = $" ON CONFLICT ({string.Join(", ", sql.KeyColumns)}) DO {(assigned.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", assigned)}")}";
    }

    /// <summary>The end of an INSERT that changes rows whose key is there.</summary>
    public string OnConflict { get; }

    /// <summary>
    /// Null where it cannot be: the engine finds rows by the constraint on the key, may not find a second one in the way, and does not change lists so; columns that get no value would keep theirs.
    /// </summary>
    /// <param name="least">Changes from which on it is worth asking how dense they are.</param>
    public static RowsInPlace? For(SubscriptionSql sql, long least)
    {
        var target = sql.Plan.Target;
        var isPossible = target.Handle.Keys is [{ } key] && key.Ordinals.ToHashSet().SetEquals(sql.Plan.Keys)
            && sql.Columns.Count == target.Columns.Count && target.Columns.All(column => column.Type.Kind != SqlTypeKind.Array);
        return isPossible ? new RowsInPlace(sql, least) : null;
    }

    /// <summary>Whether so many rows of each touched vector change that changing them in place is the cheaper way.</summary>
    public async Task<bool> IsDenseAsync(StepRows rows, string events, DuckDbConnection connection, CancellationToken cancellationToken)
    {
        if (rows.Count < _least) return false;
        var query = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT CASE WHEN count(*) > 0 AND count(*) >= {_least / PartOfLeast} * count(DISTINCT t.rowid >> {VectorBits}) THEN 1 END
            FROM {_sql.Target} AS t SEMI JOIN ({events}) AS e ON {KeyedEvents.Match(_sql, "t", "e")}
            """);
        return await TargetWriter.ReadAsync(connection, query, cancellationToken) is not null;
    }
}
