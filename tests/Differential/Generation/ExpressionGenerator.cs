using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>Random expressions of a wanted type.</summary>
internal sealed class ExpressionGenerator
{
    private readonly Dice _dice;
    private readonly FunctionPool _functions;
    private readonly CallGenerator _calls;
    private readonly ConditionGenerator _conditions;
    private readonly FormGenerator _forms;
    private readonly WindowGenerator _windows;

    public ExpressionGenerator(Dice dice, FunctionPool functions, QueryGenerator queries)
    {
        (_dice, _functions, Queries) = (dice, functions, queries);
        _calls = new CallGenerator(dice, this);
        _conditions = new ConditionGenerator(dice, this);
        _forms = new FormGenerator(dice, this);
        _windows = new WindowGenerator(dice, functions, this);
        Aggregates = new AggregateGenerator(dice, functions, this);
    }

    public QueryGenerator Queries { get; }

    public AggregateGenerator Aggregates { get; }

    public static string Label(SqlType type) => Literals.Plain(type).ToString();

    /// <summary>An expression of the type.</summary>
    public Piece Of(SqlType type, Place place)
    {
        var piece = place.Depth <= 0 ? Leaf(type, place) : Compound(type, place);
        return new Phrase(Label(type), [piece], Literals.Least(type));
    }

    public Piece Condition(Place place) => new Phrase(Label(SqlType.Boolean), [_conditions.Of(place)], "true");

    /// <summary>A type to make an expression of, mostly one that the place has columns of.</summary>
    public SqlType TypeFor(Scope scope, IReadOnlyList<SqlType> choices)
    {
        var types = scope.Columns.Select(item => Literals.Plain(item.Column.Type)).Where(choices.Contains).ToList();
        return types.Count > 0 && _dice.Chance(75) ? _dice.Pick(types) : _dice.Pick(choices);
    }

    /// <summary>A column, a group or a literal of the type.</summary>
    public Piece Leaf(SqlType type, Place place)
    {
        if (place.Groups is { } groups)
        {
            var same = groups.Where(group => Literals.Plain(group.Type) == type).ToList();
            if (same.Count > 0 && _dice.Chance(60))
                return _dice.Pick(same).Text;
            return place.Depth >= 0 && _dice.Chance(70) && Aggregates.TryAggregate(type, place) is { } aggregate ? aggregate : Literals.Pick(_dice, type, place.IsTame);
        }

        var scope = place.Scope is { Outer: { } outer } && _dice.Chance(25) ? outer : place.Scope;
        var columns = scope.Columns.Where(item => Literals.Plain(item.Column.Type) == type && (!place.IsTame || item.Column.IsTame)).ToList();
        return columns.Count > 0 && _dice.Chance(85) ? _dice.Pick(columns).Name : Literals.Pick(_dice, type, place.IsTame);
    }

    private Piece Compound(SqlType type, Place place)
    {
        if (type.Kind == SqlTypeKind.Boolean && _dice.Chance(60))
            return _dice.Chance(20) && _forms.TryForm(type, place) is { } form ? form : _conditions.Of(place);
        if (place.AllowsWindows && _dice.Chance(15) && _windows.TryWindow(type, place) is { } window)
            return window;
        return _dice.Roll(100) switch
        {
            < 22 => Leaf(type, place),
            < 30 => _forms.TryForm(type, place) ?? Leaf(type, place),
            < 70 => TryCall(type, place) ?? Leaf(type, place),
            < 85 => Conditional(type, place),
            < 93 => Cast(type, place),
            _ => place.AllowsSubqueries && !place.IsGrouped ? Queries.Scalar(type, place) : Leaf(type, place),
        };
    }

    private Piece? TryCall(SqlType type, Place place)
    {
        var candidates = _functions.Returning(type, _dice.Chance(40) ? FunctionKind.Operator : FunctionKind.Scalar);
        return candidates.Count == 0 ? null : _calls.Call(_dice.Pick(candidates), type, place);
    }

    private Phrase Conditional(SqlType type, Place place)
    {
        var inner = place.Inner();
        Piece text = _dice.Roll(6) switch
        {
            0 => new Phrase("case",
                ["CASE ", new Series(" ", 1, [.. Many(1, 2, () => Join("WHEN ", Condition(inner), " THEN ", Of(type, inner)))]), new Optional(Join(" ELSE ", Of(type, inner))), " END"]),
            1 => Join("CASE ", Of(SqlType.Int4, inner), " WHEN ", Of(SqlType.Int4, inner), " THEN ", Of(type, inner), " ELSE ", Of(type, inner), " END"),
            2 or 3 => Join("coalesce(", new Series(", ", 1, [.. Many(2, 3, () => Of(type, inner))]), ")"),
            4 when IsComparable(type) => Join("nullif(", Of(type, inner), ", ", Of(type, inner), ")"),
            _ when IsComparable(type) => Join(_dice.OneOf("greatest(", "least("), new Series(", ", 1, [.. Many(2, 3, () => Of(type, inner))]), ")"),
            _ => Join("coalesce(", Of(type, inner), ", ", Of(type, inner), ")"),
        };
        return new Phrase(Labels.Lazy, [text]);
    }

    private Phrase Cast(SqlType type, Place place)
    {
        var from = _dice.Pick(CastSources(type));
        var target = type.Kind switch
        {
            SqlTypeKind.Numeric when _dice.Chance(50) => _dice.OneOf("numeric(10,2)", "numeric(38,10)", "numeric(20,4)", "numeric(5,0)"),
            SqlTypeKind.VarChar when _dice.Chance(50) => _dice.OneOf("varchar(3)", "varchar(10)"),
            SqlTypeKind.BpChar => _dice.OneOf("char(2)", "char(5)"),
            _ => Label(type),
        };
        return Join("(", Of(from, place.Inner(tame: _dice.Chance(60))), ")::", target);
    }

    /// <summary>Types whose values can become the type without being its text.</summary>
    private static SqlType[] CastSources(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => [SqlType.Int4],
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Float4 or SqlTypeKind.Float8 or SqlTypeKind.Numeric =>
            [SqlType.Int2, SqlType.Int4, SqlType.Int8, SqlType.Float4, SqlType.Float8, SqlType.UnconstrainedNumeric],
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar => [.. Literals.Types],
        SqlTypeKind.Date => [SqlType.Timestamp, SqlType.TimestampTz],
        SqlTypeKind.Time => [SqlType.Timestamp, SqlType.TimestampTz, SqlType.Interval],
        SqlTypeKind.Timestamp => [SqlType.Date, SqlType.TimestampTz],
        SqlTypeKind.TimestampTz => [SqlType.Date, SqlType.Timestamp],
        SqlTypeKind.Interval => [SqlType.Time],
        SqlTypeKind.Json => [SqlType.JsonB],
        SqlTypeKind.JsonB => [SqlType.Json],
        _ => [type],
    };

    public static bool IsComparable(SqlType type) => type.Kind != SqlTypeKind.Json;

    /// <summary>An expression whose equal values are the same value: no 0 beside -0, no 1.0 beside 1.00, no 30 days beside a month.</summary>
    public static (Piece Text, SqlType Type) Canonical(Piece text, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Float4 => (Join("(", text, " + 0::real)"), type),
        SqlTypeKind.Float8 => (Join("(", text, " + 0::double precision)"), type),
        SqlTypeKind.Numeric => (Join("trim_scale(", text, ")"), SqlType.UnconstrainedNumeric),
        SqlTypeKind.Interval => (Join("extract(epoch from ", text, ")"), SqlType.UnconstrainedNumeric),
        SqlTypeKind.BpChar or SqlTypeKind.Json or SqlTypeKind.JsonB => (Join("(", text, ")::text"), SqlType.Text),
        _ => (text, type),
    };

    public static Phrase Join(params Piece[] parts) => new Phrase("", parts);

    public IEnumerable<T> Many<T>(int least, int most, Func<T> make) => Enumerable.Range(0, _dice.Between(least, most)).Select(_ => make()).ToList();
}
