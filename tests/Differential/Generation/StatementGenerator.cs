using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>A whole statement from a seed: the same one every time.</summary>
public sealed class StatementGenerator(FunctionPool functions)
{
    /// <summary>Whether all statements change tables, not just one in twenty.</summary>
    public bool ChangesOnly { get; init; }

    public Piece Make(long seed, int index)
    {
        var dice = Dice.For(seed, index);
        var queries = new QueryGenerator(dice, functions);
        if (ChangesOnly || dice.Chance(5))
            return new ChangeGenerator(dice, queries).Make();
        if (dice.Chance(15))
            return Flat(dice, queries);
        Piece with = "";
        if (dice.Chance(15))
            with = With(dice, queries);
        var query = dice.Chance(12) ? queries.SetOperation(null, 1, queries.SetTypes()).Text : queries.Selects.Select(null, 2, null, withKey: false, isTop: true).Text;
        return ExpressionGenerator.Join(with, query);
    }

    /// <summary>Expressions over the rows of one table and nothing that could spare evaluating them: errors must agree exactly.</summary>
    private static Phrase Flat(Dice dice, QueryGenerator queries)
    {
        var (source, relation) = queries.From.Table();
        var place = new Place(new Scope([relation]), dice.OneOf(1, 2, 2)) { AllowsSubqueries = false };
        var items = queries.Expressions.Many(1, 3, () => queries.Expressions.Of(queries.Expressions.TypeFor(place.Scope, Literals.Types), place)).ToList();
        return new Phrase(Labels.Query,
            ["SELECT ", new Series(", ", 1, [.. items.Select((item, ordinal) => ExpressionGenerator.Join(item, $" AS c{ordinal + 1}"))]), " FROM ", source]);
    }

    /// <summary>Counting up; walking from row to row, once or as long as there are new ones; walking two tables.</summary>
    private static string Recursive(Dice dice) => "w1(n, x) AS " + dice.Roll(6) switch
    {
        0 => "(SELECT id, s FROM ka WHERE id < 3 UNION SELECT t.id, t.s FROM w1 JOIN ka AS t ON t.k = w1.n)",
        1 => "(SELECT k, s::text FROM kb UNION SELECT n - 1, x FROM w1 WHERE n > 0)",
        2 => $"(SELECT 1, 'a'::text UNION ALL SELECT w1.n + 1, t.t FROM w1 JOIN txt AS t ON t.id = w1.n + 1 WHERE w1.n < {dice.Between(2, 9)})",
        3 => "(VALUES (1, 'x'::text), (2, NULL) UNION ALL SELECT n * 2, coalesce(x, '') || n FROM w1 WHERE n < 20 AND EXISTS (SELECT 1 FROM kb WHERE kb.k = w1.n))",
        _ => $"(SELECT 1, {Literals.Pick(dice, SqlType.Text, tame: false)} UNION ALL SELECT n + 1, {dice.OneOf("x || n", "reverse(x)", "x || 'é'", "left(x, n)")} FROM w1 WHERE n < {dice.Between(2, 6)})",
    };

    private static Optional With(Dice dice, QueryGenerator queries)
    {
        List<Piece> tables = [];
        var isRecursive = dice.Chance(30);
        if (isRecursive)
        {
            queries.From.Common.Add(("w1", [new Column("n", SqlType.Int4, IsTame: true), new Column("x", SqlType.Text)]));
            tables.Add(Recursive(dice));
        }

        for (var count = dice.Between(isRecursive ? 0 : 1, 2); count > 0; count--)
        {
            var name = $"w{tables.Count + 1}";
            var query = queries.Query(null, 1, null);
            tables.Add(ExpressionGenerator.Join($"{name} AS {dice.OneOf("", "", "MATERIALIZED ", "NOT MATERIALIZED ")}(", query.Text, ")"));
            queries.From.Common.Add((name, query.Columns));
        }

        return new Optional(ExpressionGenerator.Join(isRecursive ? "WITH RECURSIVE " : "WITH ", new Series(", ", 1, tables), " "));
    }
}
