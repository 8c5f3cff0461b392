using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>One SELECT: items, FROM, WHERE, grouping, DISTINCT, ordering and limits.</summary>
internal sealed class SelectGenerator(Dice dice, ExpressionGenerator expressions, FromGenerator from)
{
    /// <summary>Types whose equal values are the same value, once they are canonical.</summary>
    public static readonly SqlType[] Plain =
    [
        SqlType.Boolean, SqlType.Int2, SqlType.Int4, SqlType.Int4, SqlType.Int8, SqlType.Text, SqlType.Text, SqlType.UnconstrainedNumeric, SqlType.Date, SqlType.Timestamp,
        SqlType.TimestampTz, SqlType.Time, SqlType.Uuid, SqlType.Bytea, SqlType.Float8, SqlType.Float4,
    ];

    private static readonly SqlTypeKind[] Groupable =
    [
        SqlTypeKind.Boolean, SqlTypeKind.Int2, SqlTypeKind.Int4, SqlTypeKind.Int8, SqlTypeKind.Text, SqlTypeKind.VarChar, SqlTypeKind.Date, SqlTypeKind.Time,
        SqlTypeKind.Timestamp, SqlTypeKind.TimestampTz, SqlTypeKind.Uuid, SqlTypeKind.Bytea, SqlTypeKind.BpChar,
    ];

    /// <param name="types">The columns; null for any.</param>
    /// <param name="withKey">Adds the key of its rows, when they have one, to the columns.</param>
    /// <param name="canonical">Whether equal values of a column must be the same value.</param>
    /// <param name="isTop">Whether it is the statement itself, which may order its rows and call what is compared up to the last digits.</param>
    public GeneratedQuery Select(Scope? outer, int depth, IReadOnlyList<SqlType>? types, bool withKey, bool canonical = false, bool isTop = false)
    {
        var (source, scope) = from.Make(outer, depth, isTop ? 3 : 2);
        var isGrouped = dice.Chance(25);
        var (grouping, groups, isSets) = isGrouped ? Grouping(scope) : (null, null, false);
        var isDistinct = !isGrouped && types is null && !withKey && dice.Chance(12);
        var place = new Place(scope, isTop ? dice.OneOf(1, 2, 3) : Math.Min(depth, 2)) { Groups = groups, AllowsWindows = !isGrouped && !isDistinct && depth > 0, AllowsSubqueries = depth > 0 };

        List<Piece> items = [];
        List<Column> columns = [];
        foreach (var type in types ?? [.. Enumerable.Range(0, dice.Between(1, 4)).Select(_ => expressions.TypeFor(scope, isDistinct ? Plain : Literals.Types))])
        {
            var (text, kind) = isSets && type == SqlType.Int4 && dice.Chance(40) ? (WhichSet(groups!), type) : Item(type, place, canonical || isDistinct, isTop && !isDistinct);
            columns.Add(new Column($"c{columns.Count + 1}", kind));
            items.Add(new Phrase("", [text, $" AS {columns[^1].Name}"]));
        }

        IReadOnlyList<string>? key = null;
        if (withKey && !isGrouped && scope.Key is { } ids)
        {
            key = [.. ids.Select((_, ordinal) => $"id{ordinal + 1}")];
            items.AddRange(ids.Select((id, ordinal) => (Piece)$"{id} AS {key[ordinal]}"));
            columns.AddRange(key.Select(name => new Column(name, SqlType.Int8)));
        }

        Piece where = dice.Chance(45) ? Lazy(" WHERE ", expressions.Condition(new Place(scope, dice.OneOf(1, 1, 2)) { AllowsSubqueries = depth > 0 })) : "";
        Piece having = isGrouped && dice.Chance(25) ? Lazy(" HAVING ", expressions.Condition(place with { Depth = 1 })) : "";
        Piece distinct = isDistinct ? "DISTINCT " : "";
        var tail = Tail(scope, place, columns, isGrouped, isDistinct, isTop, types is null && key is null, ref distinct);
        var text2 = new Phrase(Labels.Query,
            ["SELECT ", distinct, new Series(", ", types is null ? 1 : items.Count, items), " FROM ", source, where, grouping ?? "", having, tail]);
        return new GeneratedQuery(text2, columns, key);
    }

    private (Piece Text, SqlType Type) Item(SqlType type, Place place, bool canonical, bool isTop)
    {
        if (isTop && place.IsGrouped && type.IsFloat && expressions.Aggregates.TryAggregate(type, place, isItem: true) is { } aggregate)
            return (aggregate, type);
        var text = expressions.Of(type, place);
        if (!canonical)
            return (text, type);
        return ExpressionGenerator.Canonical(text, type);
    }

    private (Piece Clause, IReadOnlyList<(Piece Text, SqlType Type)> Groups, bool IsSets) Grouping(Scope scope)
    {
        var columns = scope.Columns.Where(item => Groupable.Contains(item.Column.Type.Kind) || (item.Column.Type.IsDecimal && item.Column.Type.Scale < 10)).ToList();
        List<(Piece Text, SqlType Type)> groups = [];
        // PostgreSQL 15 does not always take a computed key that a grouping set leaves out for NULL.
        var isSets = columns.Count > 0 && dice.Chance(20);
        for (var i = dice.Roll(3); i > 0; i--)
        {
            if (columns.Count > 0 && (isSets || dice.Chance(75)))
            {
                var (name, column) = dice.Pick(columns);
                groups.Add((name, column.Type));
                continue;
            }

            var type = dice.Pick(Plain);
            groups.Add(ExpressionGenerator.Canonical(expressions.Of(type, new Place(scope, 1) { AllowsSubqueries = false }), type));
        }

        if (groups.Count == 0)
            return ("", groups, false);
        var list = new Series(", ", 1, [.. groups.Select(group => group.Text)]);
        if (!isSets)
            return (new Optional(new Phrase("", [" GROUP BY ", list])), groups, false);
        var (first, others) = (groups[0].Text, string.Join(", ", groups.Skip(1).Select(group => group.Text)));
        Piece sets = dice.Roll(groups.Count > 1 ? 6 : 3) switch
        {
            0 => new Phrase("", ["ROLLUP (", list, ")"]),
            1 => new Phrase("", ["CUBE (", list, ")"]),
            2 => new Phrase("", ["GROUPING SETS ((), (", list, "))"]),
            3 => $"GROUPING SETS (({first}, {others}), ({others}), {first})",
            4 => $"{first}, {dice.OneOf("ROLLUP", "CUBE")} ({others})",
            _ => $"ROLLUP ({first}), CUBE ({others})",
        };
        return (new Phrase("", [" GROUP BY ", sets]), groups, true);
    }

    private Piece WhichSet(IReadOnlyList<(Piece Text, SqlType Type)> groups) =>
        $"grouping({string.Join(", ", groups.Take(dice.Between(1, groups.Count)).Select(group => group.Text))})";

    /// <summary>ORDER BY and LIMIT. Rows are only cut off where their order is complete.</summary>
    private Piece Tail(Scope scope, Place place, List<Column> columns, bool isGrouped, bool isDistinct, bool isTop, bool mayLimit, ref Piece distinct)
    {
        if (!dice.Chance(isTop ? 40 : 12) || !mayLimit)
            return "";
        if (isGrouped || isDistinct)
        {
            if (!columns.All(column => Plain.Contains(column.Type)))
                return "";
            if (!isDistinct && columns.Any(column => column.Type.IsFloat || column.Type.Kind == SqlTypeKind.Numeric))
                return "";
            return new Optional(new Phrase(isTop ? Labels.Ordered : "", [" ORDER BY ", string.Join(", ", columns.Select((_, ordinal) => $"{ordinal + 1}{expressions.Aggregates.Direction()}")), Limit()]));
        }

        if (scope.Key is not { } key)
            return "";
        var rest = string.Join(", ", key);
        if (dice.Chance(20))
        {
            var on = dice.Pick(scope.Columns.Where(item => item.Column.Type.Kind is SqlTypeKind.Int4 or SqlTypeKind.Text).Select(item => item.Name).DefaultIfEmpty(key[0]).ToList());
            distinct = new Phrase("", ["DISTINCT ON (", on, ") "]);
            return new Phrase(isTop ? Labels.Ordered : "", [" ORDER BY ", on, expressions.Aggregates.Direction(), ", ", rest, Limit()]);
        }

        var sortable = scope.Columns.Where(item => ExpressionGenerator.IsComparable(item.Column.Type)).Select(item => item.Name).ToList();
        var keys = expressions.Many(0, 2, () => new Phrase("", [dice.Pick(sortable), expressions.Aggregates.Direction(), ", "])).ToList();
        return new Optional(new Phrase(isTop ? Labels.Ordered : "", [" ORDER BY ", new Series("", 0, keys), rest, Limit()]));
    }

    private Piece Limit() =>
        dice.Chance(60)
            ? new Optional(Lazy(dice.OneOf(" LIMIT 3", " LIMIT 1", " LIMIT 10", " OFFSET 2", " LIMIT 4 OFFSET 1", " FETCH FIRST 2 ROWS ONLY", " LIMIT 0", " FETCH FIRST 3 ROWS WITH TIES")))
            : "";

    private static Phrase Lazy(params Piece[] parts) => new Phrase(Labels.Lazy, [new Optional(new Phrase("", parts))]);
}
