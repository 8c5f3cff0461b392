using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>Random FROM clauses: tables, joins of every kind, derived tables, functions, VALUES, common tables.</summary>
internal sealed class FromGenerator(Dice dice, FunctionPool functions, ExpressionGenerator expressions, QueryGenerator queries)
{
    private int _aliases;

    /// <summary>Tables of the WITH clause that can be read.</summary>
    public List<(string Name, IReadOnlyList<Column> Columns)> Common { get; } = [];

    /// <summary>A FROM clause of some items.</summary>
    public (Piece Text, Scope Scope) Make(Scope? outer, int depth, int most)
    {
        // A join may have no rows, and then nothing behind it is computed.
        var (text, relation) = Item(new Scope([], outer), depth, isLateral: false);
        List<Relation> relations = [relation];
        var count = dice.OneOf(1, 1, 1, 2, 2, 3);
        for (var i = 1; i < Math.Min(count, most); i++)
            text = Join(text, relations, outer, depth);
        return (relations.Count > 1 ? new Phrase(Labels.Lazy, [text]) : text, new Scope(relations, outer));
    }

    public string Alias() => $"r{++_aliases}";

    /// <summary>A plain table under a new name.</summary>
    public (Piece Text, Relation Relation) Table()
    {
        var table = dice.Pick(Tables.All);
        if (table.Name == Tables.Empty && dice.Chance(50))
            table = dice.Pick(Tables.All);
        var alias = Alias();
        return (new Phrase(Labels.From, [table.Name == Tables.Empty ? new Phrase(Labels.Lazy, [$"{table.Name} AS {alias}"]) : $"{table.Name} AS {alias}"]), new Relation(alias, table.Columns, [$"{alias}.id"]));
    }

    private Phrase Join(Piece left, List<Relation> relations, Scope? outer, int depth)
    {
        var scope = new Scope([.. relations], outer);
        var isLateral = depth > 0 && dice.Chance(15);
        var (right, relation) = isLateral ? Lateral(scope, depth) : Item(scope, depth, isLateral: false);
        relations.Add(relation);
        var both = new Scope([.. relations], outer);
        if (isLateral)
            return dice.Roll(4) switch
            {
                0 or 1 => new Phrase(Labels.From, [left, " CROSS JOIN LATERAL ", right]),
                2 => new Phrase(Labels.From, [left, " LEFT JOIN LATERAL ", right, " ON true"]),
                _ => new Phrase(Labels.From, [left, dice.OneOf(" JOIN LATERAL ", " LEFT JOIN LATERAL "), right, " ON ", Equality(relations, relation) ?? "true"]),
            };
        var canUse = relation.Columns.Any(column => column.Name == "k") && relations.Count == 2 && relations[0].Columns.Any(column => column.Name == "k");
        return dice.Roll(10) switch
        {
            0 => new Phrase(Labels.From, [left, " CROSS JOIN ", right]),
            1 when canUse => new Phrase(Labels.From, [left, Kind(full: true), right, dice.Chance(70) ? " USING (k)" : " USING (id, k)"]),
            2 when canUse && relation.Columns.Count > 5 => new Phrase(Labels.From, [left, " NATURAL", Kind(full: true), right]),
            3 => new Phrase(Labels.From, [left, " FULL JOIN ", right, " ON ", Equality(relations, relation) ?? "false"]),
            _ => new Phrase(Labels.From, [left, Kind(full: false), right, " ON ", On(both, relations, relation, depth)]),
        };
    }

    private string Kind(bool full) => dice.Roll(full ? 5 : 4) switch
    {
        0 => " LEFT JOIN ",
        1 => " RIGHT JOIN ",
        4 => " FULL JOIN ",
        _ => " JOIN ",
    };

    private Piece On(Scope both, List<Relation> relations, Relation right, int depth)
    {
        var equality = dice.Chance(85) ? Equality(relations, right) : null;
        if (equality is null)
            return new Phrase(Labels.Lazy, [expressions.Condition(new Place(both, Math.Min(depth, 1)) { AllowsSubqueries = false })]);
        return dice.Chance(70)
            ? equality
            : new Phrase(Labels.Lazy,
                [equality, new Optional(new Phrase("", [" AND ", expressions.Condition(new Place(both, Math.Min(depth, 1)) { AllowsSubqueries = false })]))]);
    }

    /// <summary>An equality of columns of one type; null when the relations have none.</summary>
    private string? Equality(List<Relation> relations, Relation right)
    {
        List<string> candidates = [];
        foreach (var left in relations.Where(relation => relation != right))
            foreach (var one in left.Columns)
                foreach (var other in right.Columns)
                    if (Literals.Plain(one.Type) == Literals.Plain(other.Type) && ExpressionGenerator.IsComparable(one.Type))
                        candidates.AddRange(Enumerable.Repeat($"{left.Alias}.{one.Name} = {right.Alias}.{other.Name}", one.Name == "k" && other.Name == "k" ? 8 : 1));
        return candidates.Count == 0 ? null : dice.Pick(candidates);
    }

    private (Piece Text, Relation Relation) Item(Scope scope, int depth, bool isLateral) => dice.Roll(100) switch
    {
        < 8 when Common.Count > 0 => CommonTable(),
        < 12 when depth > 0 => Values(),
        < 20 when depth > 0 => Function(isLateral ? scope : new Scope([], scope.Outer), depth),
        < 38 when depth > 0 => Derived(isLateral ? scope : scope.Outer, depth),
        < 60 when Common.Count > 0 => CommonTable(),
        _ => Table(),
    };

    private (Piece Text, Relation Relation) Lateral(Scope scope, int depth) => dice.Chance(60) ? Derived(scope, depth) : Function(scope, depth);

    private (Piece Text, Relation Relation) Derived(Scope? outer, int depth)
    {
        var query = queries.Query(outer, depth - 1, null, withKey: true);
        var alias = Alias();
        var key = query.Key?.Select(column => $"{alias}.{column}").ToList();
        return (new Phrase(Labels.Lazy, ["(", query.Text, $") AS {alias}"]), new Relation(alias, query.Columns, key));
    }

    private (Piece Text, Relation Relation) CommonTable()
    {
        var (name, columns) = dice.Pick(Common);
        var alias = Alias();
        return (new Phrase(Labels.Lazy, [$"{name} AS {alias}"]), new Relation(alias, columns, null));
    }

    private (Piece Text, Relation Relation) Values()
    {
        SqlType[] types = [.. expressions.Many(1, 3, () => "").Select(_ => dice.Pick(Literals.Types))];
        var alias = Alias();
        var rows = expressions.Many(1, 4, () => new Phrase("", [$"({string.Join(", ", types.Select(Cell))})"])).ToList();
        Column[] columns = [.. types.Select((type, ordinal) => new Column($"c{ordinal + 1}", type))];
        return (new Phrase("", ["(VALUES ", new Series(", ", 1, rows), $") AS {alias}({string.Join(", ", columns.Select(column => column.Name))})"]), new Relation(alias, columns, null));
    }

    private string Cell(SqlType type) => $"({Literals.Pick(dice, type, tame: false)})::{ExpressionGenerator.Label(type)}";

    private (Piece Text, Relation Relation) Function(Scope scope, int depth)
    {
        var alias = Alias();
        var definition = dice.Pick(functions.Sets);
        var calls = new CallGenerator(dice, expressions);
        var element = dice.OneOf(SqlType.Int4, SqlType.Text);
        var returns = definition.Returns.IsPolymorphic ? element : (SqlType?)null;
        var place = new Place(scope, Math.Min(depth - 1, 1)) { AllowsSubqueries = false };
        var arguments = definition.Parameters.Select((parameter, ordinal) =>
            ArgumentHints.Find(definition.Name, definition.Signature, ordinal) is { } hints ? dice.Pick(hints) : expressions.Of(calls.TypeOf(parameter, element), place)).ToList();
        Column[] columns = definition.Columns.Count > 0
            ? [.. definition.Columns.Select((column, ordinal) => new Column($"c{ordinal + 1}", column.Type.Type))]
            : [new Column("c1", returns ?? definition.Returns.Type)];
        var names = columns.Select(column => column.Name);
        string[]? key = null;
        var ordinality = "";
        if (dice.Chance(40))
        {
            ordinality = " WITH ORDINALITY";
            columns = [.. columns, new Column("n", SqlType.Int8, IsTame: true)];
            key = [$"{alias}.n"];
        }

        return (new Phrase(Labels.Lazy, [definition.Name, "(", new Series(", ", arguments.Count, arguments), $"){ordinality} AS {alias}({string.Join(", ", columns.Select(column => column.Name))})"]),
            new Relation(alias, columns, key));
    }
}
