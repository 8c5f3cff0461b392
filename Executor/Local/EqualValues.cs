using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Local;

/// <summary>
/// New values the engine would not write: it leaves a value alone that is equal to the new one, and to it 0 and -0 are equal, and a day and 24 hours. For columns
/// of such types the new rows are kept in a temporary table first (<see cref="Staged"/>), and what stands in the way of an equal value is overwritten with another:
/// all of it within the statement's transaction. No row is written twice unless that is needed.
/// </summary>
internal static class EqualValues
{
    /// <summary>Where the rows of the statement are kept.</summary>
    public const string Staged = "temp.gw_staged_rows";

    public const string Query = $"SELECT * FROM {Staged}";

    /// <summary>Whether values of the type can be equal to the engine and still differ. (Arrays of them are always written.)</summary>
    public static bool Exist(SqlType type) => type.IsFloat || type.Kind == SqlTypeKind.Interval;

    public static bool AreAssigned(ChangeStatement statement) => Assignments(statement).Any(assigned => Exist(statement.Table.Columns[assigned.Ordinal].Type));

    /// <summary>The statement that keeps the rows of a query.</summary>
    public static string Stage(ChangeStatement statement, string query) => $"CREATE OR REPLACE TEMP TABLE {Staged.AsSpan(5)} AS SELECT * FROM ({query}) AS s({Columns(statement)})";

    /// <summary>Statements that overwrite what is equal to what it shall become, to be run in front of the change itself.</summary>
    public static IEnumerable<string> Clear(ChangeStatement statement, SqlDialect dialect)
    {
        var target = dialect.TableName(statement.Table);
        foreach (var (ordinal, value, condition) in Assignments(statement))
        {
            var column = statement.Table.Columns[ordinal];
            if (!Exist(column.Type)) continue;
            var name = dialect.QuoteIdentifier(column.RemoteName);
            var (other, differs) = column.Type.IsFloat
                ? ("1", $"signbit({target}.{name}) <> signbit(s.{value})")
                : ($"CASE WHEN s.{value} = INTERVAL '0' SECOND THEN INTERVAL '1' DAY ELSE INTERVAL '0' SECOND END", $"CAST({target}.{name} AS VARCHAR) <> CAST(s.{value} AS VARCHAR)");
            yield return $"UPDATE {target} SET {name} = {other} FROM {Staged} AS s WHERE {target}.{RowId.Name} = s.k{condition} AND {target}.{name} = s.{value} AND {differs}";
        }
    }

    private static string Columns(ChangeStatement statement) => statement switch
    {
        UpdateStatement update => string.Join(", ", update.Ordinals.Select((_, i) => Value(i)).Prepend("k")),
        MergeRowsStatement merge => string.Join(", ", merge.ValueOrdinals.Select((_, i) => Value(i)).Prepend("k").Prepend("a")),
        _ => throw new ArgumentException($"{statement.GetType().Name} assigns no values", nameof(statement)),
    };

    /// <summary>Each column that gets a value, the column of the kept rows with it, and what more must be true of such a row.</summary>
    private static IEnumerable<(int Ordinal, string Value, string Condition)> Assignments(ChangeStatement statement) => statement switch
    {
        UpdateStatement update => update.Ordinals.Select((ordinal, i) => (ordinal, Value(i), "")),
        MergeRowsStatement merge => merge.Clauses.Index().Where(clause => clause.Item.Action == MergeAction.Update).SelectMany(clause => clause.Item.Ordinals.Select(ordinal =>
            (ordinal, Value(merge.ValueOrdinals.ToList().IndexOf(ordinal)), string.Create(CultureInfo.InvariantCulture, $" AND s.a = {clause.Index}")))),
        _ => [],
    };

    private static string Value(int index) => string.Create(CultureInfo.InvariantCulture, $"v{index}");
}
