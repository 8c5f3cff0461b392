using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>Random conditions: comparisons, logic, lists, patterns, subqueries.</summary>
internal sealed class ConditionGenerator(Dice dice, ExpressionGenerator expressions)
{
    private static readonly SqlType[] Numbers = [SqlType.Int2, SqlType.Int4, SqlType.Int8, SqlType.UnconstrainedNumeric, SqlType.Float8, SqlType.Float4];
    private static readonly SqlType[] Moments = [SqlType.Date, SqlType.Timestamp, SqlType.TimestampTz];
    private static readonly SqlType[] Strings = [SqlType.Text, new(SqlTypeKind.VarChar), new(SqlTypeKind.BpChar)];

    public Piece Of(Place place)
    {
        var inner = place.Inner();
        if (place.Depth <= 0)
            return Comparison(inner);
        return dice.Roll(100) switch
        {
            < 35 => Comparison(inner),
            < 50 => Lazy(Join("(", new Series(dice.OneOf(" AND ", " OR "), 1, [.. expressions.Many(2, 3, () => expressions.Condition(inner))]), ")")),
            < 56 => Join("(NOT ", expressions.Condition(inner), ")"),
            < 65 => Join("(", Any(inner), dice.OneOf(" IS NULL)", " IS NOT NULL)")),
            < 70 => Join("(", expressions.Of(SqlType.Boolean, inner), dice.OneOf(" IS TRUE)", " IS NOT TRUE)", " IS FALSE)", " IS UNKNOWN)")),
            < 78 => Lazy(InList(inner)),
            < 84 => Between(inner),
            < 90 => Join("(", expressions.Of(expressions.TypeFor(place.Scope, Strings), inner), dice.OneOf(" LIKE ", " NOT LIKE ", " ILIKE "), dice.OneOf("'a%'", "'%b%'", "'_b%'", "'%'", "''", @"'%\%%'", "'%é'", "'A%'", "'re_'"), ")"),
            _ => place.AllowsSubqueries && !place.IsGrouped ? Lazy(expressions.Queries.Test(inner, Comparable)) : Comparison(inner),
        };
    }

    private Phrase Comparison(Place place)
    {
        var (left, right) = Pair(place);
        var symbol = dice.OneOf(" = ", " = ", " <> ", " < ", " <= ", " > ", " >= ", " IS DISTINCT FROM ", " IS NOT DISTINCT FROM ");
        return Join("(", expressions.Of(left, place), symbol, expressions.Of(right, place), ")");
    }

    private Phrase InList(Place place)
    {
        var (left, right) = Pair(place);
        return dice.Chance(70)
            ? Join("(", expressions.Of(left, place), dice.OneOf(" IN (", " NOT IN ("), new Series(", ", 1, [.. expressions.Many(1, 4, () => expressions.Of(right, place with { Depth = 0 }))]), "))")
            : Join("(", expressions.Of(SqlType.Int4, place), dice.OneOf(" = ANY (", " <> ALL (", " < ANY (", " >= ALL ("), expressions.Of(SqlType.ArrayOf(SqlTypeKind.Int4), place), "))");
    }

    private Phrase Between(Place place)
    {
        var (left, right) = Pair(place);
        return Join("(", expressions.Of(left, place), dice.OneOf(" BETWEEN ", " NOT BETWEEN ", " BETWEEN SYMMETRIC "), expressions.Of(right, place), " AND ", expressions.Of(right, place), ")");
    }

    private Piece Any(Place place) => expressions.Of(expressions.TypeFor(place.Scope, Literals.Types), place);

    private SqlType Comparable() => dice.OneOf(SqlType.Int4, SqlType.Int4, SqlType.Int8, SqlType.Text, SqlType.UnconstrainedNumeric, SqlType.Date);

    /// <summary>Two types with operators between them.</summary>
    private (SqlType Left, SqlType Right) Pair(Place place) => dice.Roll(10) switch
    {
        < 3 => (expressions.TypeFor(place.Scope, Numbers), dice.Pick(Numbers)),
        < 4 => (expressions.TypeFor(place.Scope, Moments), dice.Pick(Moments)),
        < 6 => (expressions.TypeFor(place.Scope, Strings), dice.Pick(Strings)),
        _ => Same(expressions.TypeFor(place.Scope, Literals.Types)),
    };

    private static (SqlType, SqlType) Same(SqlType type) => ExpressionGenerator.IsComparable(type) ? (type, type) : (SqlType.Int4, SqlType.Int4);

    private static Phrase Lazy(Piece piece) => new Phrase(Labels.Lazy, [piece]);

    private static Phrase Join(params Piece[] parts) => ExpressionGenerator.Join(parts);
}
