using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>
/// INSERT, UPDATE and DELETE of one table, with values of the columns' types or of types that assignment converts. Keys are never changed, and new rows get keys of
/// their own: copies inside the gateway have no constraints.
/// </summary>
internal sealed class ChangeGenerator(Dice dice, QueryGenerator queries)
{
    private const int NewKeys = 100;

    private static readonly string[] Targets = ["num", "txt", "tim", "kb", "doc"];

    private readonly ExpressionGenerator _expressions = queries.Expressions;

    public Change Make()
    {
        var name = dice.Pick(Targets);
        var table = Tables.All.First(candidate => candidate.Name == name);
        return new Change(table.Name, dice.Roll(10) switch
        {
            < 2 => InsertValues(table),
            < 4 => InsertQuery(table),
            < 6 => Update(table),
            < 8 => UpdateFrom(table),
            < 9 => Delete(table),
            _ => DeleteUsing(table),
        });
    }

    private Phrase InsertValues(Table table)
    {
        var columns = Changed(table, 4);
        var place = new Place(new Scope([]), 1) { AllowsSubqueries = false };
        var rows = Enumerable.Range(0, dice.Between(1, 3)).Select(row => Join($"({NewKeys + row}", Join([.. columns.SelectMany(column => new[] { ", ", Value(column, place) })]), ")")).ToList();
        return Join(Into(table, columns), "VALUES ", new Series(", ", 1, [.. rows]), Returning(table.Name, table, null));
    }

    private Phrase InsertQuery(Table table)
    {
        var columns = Changed(table, 4);
        var (source, relation) = queries.From.Table();
        var place = new Place(new Scope([relation]), 1);
        return Join(Into(table, columns), $"SELECT {relation.Alias}.id + {NewKeys}", Join([.. columns.SelectMany(column => new[] { ", ", Value(column, place) })]), " FROM ", source, Where(place), Returning(table.Name, table, null));
    }

    private Phrase Update(Table table)
    {
        var target = new Relation(queries.From.Alias(), table.Columns, null);
        var place = new Place(new Scope([target]), 1);
        return Join($"UPDATE {table.Name} AS {target.Alias} SET ", Assignments(table, place), Where(place), Returning(target.Alias, table, place));
    }

    // Each row has one partner at most: of several, PostgreSQL takes any.
    private Phrase UpdateFrom(Table table)
    {
        var target = new Relation(queries.From.Alias(), table.Columns, null);
        var (source, other) = queries.From.Table();
        var place = new Place(new Scope([target, other]), 1);
        var link = dice.Chance(50) ? "id" : "k";
        return new Phrase(Labels.Lazy,
            [$"UPDATE {table.Name} AS {target.Alias} SET ", Assignments(table, place), " FROM ", source, $" WHERE {other.Alias}.id = {target.Alias}.{link}", And(place), Returning(target.Alias, table, place)]);
    }

    private Phrase Delete(Table table)
    {
        var target = new Relation(queries.From.Alias(), table.Columns, null);
        var place = new Place(new Scope([target]), 1);
        return Join($"DELETE FROM {table.Name} AS {target.Alias}", Where(place), Returning(target.Alias, table, place));
    }

    private Phrase DeleteUsing(Table table)
    {
        var target = new Relation(queries.From.Alias(), table.Columns, null);
        var (source, other) = queries.From.Table();
        var place = new Place(new Scope([target, other]), 1);
        return new Phrase(Labels.Lazy, [$"DELETE FROM {table.Name} AS {target.Alias} USING ", source, $" WHERE {other.Alias}.k = {target.Alias}.k", And(place), Returning(target.Alias, table, null)]);
    }

    private static string Into(Table table, IReadOnlyList<Column> columns) => $"INSERT INTO {table.Name} ({string.Join(", ", columns.Select(column => column.Name).Prepend("id"))}) ";

    private Series Assignments(Table table, Place place) => new(", ", 1, [.. Changed(table, 3).Select(column => Join($"{column.Name} = ", Value(column, place)))]);

    /// <summary>Some of the columns other than the key, in any order.</summary>
    private List<Column> Changed(Table table, int most)
    {
        var left = table.Columns.Where(column => column.Name != "id").ToList();
        List<Column> chosen = [];
        for (var count = dice.Between(1, Math.Min(most, left.Count)); count > 0; count--)
        {
            chosen.Add(dice.Pick(left));
            left.Remove(chosen[^1]);
        }

        return chosen;
    }

    private Piece Value(Column column, Place place)
    {
        if (dice.Chance(12))
            return Literals.Least(column.Type);
        var type = dice.Chance(30) ? dice.Pick(Assignable(column.Type)) : Literals.Plain(column.Type);
        var value = _expressions.Of(type, place);
        // The gateway's decimals have no NaN.
        return column.Type.IsDecimal && !type.IsInteger ? Join("nullif((", value, ")::numeric, 'NaN')") : value;
    }

    private static SqlType[] Assignable(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Numeric or SqlTypeKind.Float4 or SqlTypeKind.Float8 =>
            [SqlType.Int2, SqlType.Int4, SqlType.Int8, SqlType.UnconstrainedNumeric, SqlType.Float4, SqlType.Float8],
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar => [SqlType.Text, new(SqlTypeKind.VarChar), new(SqlTypeKind.BpChar), SqlType.Int4, SqlType.Boolean, SqlType.Date],
        SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => [SqlType.Date, SqlType.Timestamp, SqlType.TimestampTz],
        _ => [Literals.Plain(type)],
    };

    private Optional Where(Place place) => new(new Phrase(Labels.Lazy, [" WHERE ", _expressions.Condition(place)]));

    private Optional And(Place place) => new(dice.Chance(50) ? Join(" AND ", _expressions.Condition(place)) : "");

    /// <param name="place">What may be computed besides columns; null for columns alone.</param>
    private Optional Returning(string name, Table table, Place? place)
    {
        if (!dice.Chance(40))
            return new Optional("");
        var columns = Changed(table, 3).Select(column => (Piece)$"{name}.{column.Name}").ToList();
        if (place is not null && dice.Chance(50))
            columns.Add(Join(_expressions.Of(_expressions.TypeFor(place.Scope, Literals.Types), place with { AllowsSubqueries = false }), " AS c1"));
        return new Optional(Join(" RETURNING ", new Series(", ", 1, columns)));
    }

    private static Phrase Join(params Piece[] parts) => ExpressionGenerator.Join(parts);
}
