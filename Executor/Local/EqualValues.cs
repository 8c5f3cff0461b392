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
public static class EqualValues
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
            yield return $"UPDATE {target} SET {name} = {Other(column.Type, $"s.{value}")} FROM {Staged} AS s "
                + $"WHERE {target}.{RowId.Name} = s.k{condition} AND {target}.{name} = s.{value} AND {Differs(column.Type, $"{target}.{name}", $"s.{value}")}";
        }
    }

    /// <summary>A statement that overwrites, in a column of such a type, what is equal to the value that is to come from <paramref name="rows"/> by row id, but differs from it.</summary>
    public static string Clear(string target, string column, SqlType type, string rows, string rowId) =>
        $"UPDATE {target} AS t SET {column} = {Other(type, $"s.{column}")} FROM ({rows}) AS s WHERE t.{RowId.Name} = s.{rowId} AND t.{column} = s.{column} AND {Differs(type, $"t.{column}", $"s.{column}")}";

    private static string Other(SqlType type, string value) => type.IsFloat ? "1" : $"CASE WHEN {value} = INTERVAL '0' SECOND THEN INTERVAL '1' DAY ELSE INTERVAL '0' SECOND END";

    private static string Differs(SqlType type, string value, string other) =>
        type.IsFloat ? $"signbit({value}) <> signbit({other})" : $"CAST({value} AS VARCHAR) <> CAST({other} AS VARCHAR)";

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
