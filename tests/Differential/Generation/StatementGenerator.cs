using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>A whole statement from a seed: the same one every time.</summary>
public sealed class StatementGenerator(FunctionPool functions)
{
    public Piece Make(long seed, int index)
    {
        var dice = Dice.For(seed, index);
        var queries = new QueryGenerator(dice, functions);
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

    private static Optional With(Dice dice, QueryGenerator queries)
    {
        List<Piece> tables = [];
        var isRecursive = dice.Chance(30);
        if (isRecursive)
        {
            queries.From.Common.Add(("w1", [new Column("n", SqlType.Int4, IsTame: true), new Column("x", SqlType.Text)]));
            tables.Add($"w1(n, x) AS (SELECT 1, {Literals.Pick(dice, SqlType.Text, tame: false)} UNION ALL SELECT n + 1, {dice.OneOf("x || n", "reverse(x)", "x || 'é'", "left(x, n)")} FROM w1 WHERE n < {dice.Between(2, 6)})");
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
