using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>A query and what it gives.</summary>
/// <param name="Text">The query, without parentheses.</param>
/// <param name="Columns">Named and typed.</param>
/// <param name="Key">Columns no two rows share; null when there are none.</param>
internal sealed record GeneratedQuery(Piece Text, IReadOnlyList<Column> Columns, IReadOnlyList<string>? Key = null);

/// <summary>Random queries inside statements: SELECTs, set operations, and subqueries of expressions.</summary>
internal sealed class QueryGenerator
{
    private readonly Dice _dice;
    private readonly ExpressionGenerator _expressions;
    private readonly SelectGenerator _selects;

    public QueryGenerator(Dice dice, FunctionPool functions)
    {
        _dice = dice;
        _expressions = new ExpressionGenerator(dice, functions, this);
        From = new FromGenerator(dice, functions, _expressions, this);
        _selects = new SelectGenerator(dice, _expressions, From);
    }

    public FromGenerator From { get; }

    public SelectGenerator Selects => _selects;

    public ExpressionGenerator Expressions => _expressions;

    /// <summary>A query of the given columns, or of any when <paramref name="types"/> is null.</summary>
    /// <param name="withKey">Whether columns that identify a row are wanted besides.</param>
    public GeneratedQuery Query(Scope? outer, int depth, IReadOnlyList<SqlType>? types, bool withKey = false)
    {
        if (depth > 0 && _dice.Chance(12))
            return SetOperation(outer, depth - 1, types ?? SetTypes());
        return _selects.Select(outer, depth, types, withKey);
    }

    /// <summary>UNION, INTERSECT, EXCEPT of two or three queries.</summary>
    public GeneratedQuery SetOperation(Scope? outer, int depth, IReadOnlyList<SqlType> types)
    {
        var operators = _expressions.Many(1, 2, () => _dice.OneOf(" UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT ", " INTERSECT ALL ", " EXCEPT ALL ")).ToList();
        // The engine does not always compute rows that could not be the same as any other.
        var isLazy = operators.Exists(name => !name.StartsWith(" UNION", StringComparison.Ordinal));
        var first = _selects.Select(outer, depth, types, withKey: false, canonical: true);
        List<Piece> parts = [Parenthesized(first.Text)];
        foreach (var name in operators)
        {
            parts.Add(name);
            parts.Add(Parenthesized(_selects.Select(outer, depth, types, withKey: false, canonical: true).Text));
        }

        var text = new Phrase(Labels.Query, parts);
        return new GeneratedQuery(isLazy ? new Phrase(Labels.Lazy, [text]) : text, first.Columns);
    }

    /// <summary>A subquery that gives at most one value of the type.</summary>
    public Piece Scalar(SqlType type, Place place)
    {
        var (from, scope) = From.Make(place.Scope, 0, 1);
        var inner = new Place(scope, Math.Min(place.Depth - 1, 1)) { AllowsSubqueries = false };
        var filter = new Optional(new Phrase("", [" WHERE ", Correlation(scope, inner)]));
        var aggregate = _dice.Chance(60) ? _expressions.Aggregates.TryAggregate(type, inner with { Groups = [] }) : null;
        return new Phrase(Labels.Lazy, [aggregate is not null
            ? Join("(SELECT ", aggregate, " FROM ", from, filter, ")")
            : scope.Key is { } key
                ? Join("(SELECT ", _expressions.Of(type, inner), " FROM ", from, filter, $" ORDER BY {string.Join(", ", key)} LIMIT 1)")
                : Join("(SELECT ", Literals.Pick(_dice, type, tame: false), ")")]);
    }

    /// <summary>An array of a subquery's values.</summary>
    public Phrase Array(SqlType element, Place place)
    {
        var (from, scope) = From.Make(place.Scope, 0, 1);
        var inner = new Place(scope, Math.Min(place.Depth - 1, 1)) { AllowsSubqueries = false };
        return scope.Key is not { } key
            ? Join("ARRAY(SELECT ", Literals.Pick(_dice, element, tame: false), ")")
            : new Phrase(Labels.Lazy, ["ARRAY(SELECT ", _expressions.Of(element, inner), " FROM ", from, new Optional(new Phrase("", [" WHERE ", Correlation(scope, inner)])), $" ORDER BY {string.Join(", ", key)})"]);
    }

    /// <summary>EXISTS, IN, ANY or ALL with a subquery.</summary>
    public Piece Test(Place place, Func<SqlType> pick)
    {
        var (from, scope) = From.Make(place.Scope, 0, 1);
        var inner = new Place(scope, Math.Min(place.Depth - 1, 1)) { AllowsSubqueries = false };
        var filter = new Optional(new Phrase("", [" WHERE ", Correlation(scope, inner)]));
        if (_dice.Chance(35))
            return Join(_dice.OneOf("(EXISTS (SELECT 1 FROM ", "(NOT EXISTS (SELECT 1 FROM "), from, filter, "))");
        var type = pick();
        if (_dice.Chance(20))
            return Join("((", _expressions.Of(type, place.Inner()), ", ", _expressions.Of(SqlType.Int4, place.Inner()), ")", _dice.OneOf(" IN (", " NOT IN ("), "SELECT ",
                _expressions.Of(type, inner), ", ", _expressions.Of(SqlType.Int4, inner), " FROM ", from, filter, "))");
        return Join("(", _expressions.Of(type, place.Inner()), _dice.OneOf(" IN (", " NOT IN (", " = ANY (", " <> ALL (", " > ANY (", " <= ALL ("), "SELECT ",
            _expressions.Of(type, inner), " FROM ", from, filter, "))");
    }

    /// <summary>Types that columns of set operations may have.</summary>
    public IReadOnlyList<SqlType> SetTypes() =>
        [.. Enumerable.Range(0, _dice.Between(1, 3)).Select(_ => _dice.Pick(SelectGenerator.Plain))];

    private Piece Correlation(Scope scope, Place inner)
    {
        var links = scope.Outer!.Columns.Where(item => item.Column.Name == "k").ToList();
        var own = scope.Columns.Where(item => item.Column.Name == "k").ToList();
        return links.Count > 0 && own.Count > 0 && _dice.Chance(60)
            ? Join(own[0].Name, _dice.OneOf(" = ", " = ", " < "), _dice.Pick(links).Name, new Optional(Join(" AND ", _expressions.Condition(inner))))
            : _expressions.Condition(inner);
    }

    private static Phrase Parenthesized(Piece query) => new Phrase(Labels.Query, ["(", query, ")"]);

    private static Phrase Join(params Piece[] parts) => ExpressionGenerator.Join(parts);
}
