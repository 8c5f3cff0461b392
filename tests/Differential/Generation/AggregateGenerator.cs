using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>Aggregates. Where the order of rows shows in a result, they are ordered completely.</summary>
internal sealed class AggregateGenerator(Dice dice, FunctionPool functions, ExpressionGenerator expressions)
{
    /// <summary>Aggregates in whose result the order of the rows shows.</summary>
    public static readonly string[] Ordered = ["string_agg", "array_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg"];
    private readonly CallGenerator _calls = new(dice, expressions);

    /// <summary>An aggregate of the type; null when there is none.</summary>
    public Piece? TryAggregate(SqlType type, Place place, bool isItem = false)
    {
        var candidates = functions.Returning(type, FunctionKind.Aggregate, FunctionKind.OrderedSetAggregate)
            .Where(definition => (isItem || !IsSpread(definition)) && (!Ordered.Contains(definition.Name) || place.Scope.Key is not null)).ToList();
        return type.Kind is SqlTypeKind.Int8 or SqlTypeKind.Float8 && dice.Chance(8) ? Hypothetical(type, place) : candidates.Count == 0 ? null : Aggregate(dice.Pick(candidates), type, place);
    }

    public string Direction() => dice.OneOf("", "", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST", " NULLS LAST");

    /// <summary>Which place a row would have among the rows.</summary>
    private Phrase Hypothetical(SqlType type, Place place)
    {
        SqlType[] keys = [.. expressions.Many(1, 2, () => dice.OneOf(SqlType.Int4, SqlType.Text, SqlType.Date, SqlType.UnconstrainedNumeric))];
        var name = type.Kind == SqlTypeKind.Int8 ? dice.OneOf("rank", "dense_rank") : dice.OneOf("percent_rank", "cume_dist");
        var order = keys.Select(key => Join(expressions.Of(key, place.Arguments()), Direction())).ToList();
        return Join(name, "(", string.Join(", ", keys.Select(key => Literals.Pick(dice, key, tame: false))), ") WITHIN GROUP (ORDER BY ", new Series(", ", order.Count, order), ")", dice.Chance(15) ? Filter(place) : "");
    }

    private Piece Aggregate(FunctionDefinition definition, SqlType type, Place place)
    {
        var inner = place.Arguments();
        var arguments = Values(definition, type, inner);
        Piece text;
        if (definition.Kind == FunctionKind.OrderedSetAggregate)
            text = Join(definition.Name, "(", new Series(", ", definition.DirectCount, [.. arguments.Take(definition.DirectCount)]), ") WITHIN GROUP (ORDER BY ", arguments[^1], Direction(), ")");
        else if (definition.Parameters.Count == 0)
            text = Join(definition.Name, "(*)");
        else if (Ordered.Contains(definition.Name))
            text = Join(definition.Name, "(", new Series(", ", arguments.Count, arguments), $" ORDER BY {string.Join(", ", place.Scope.Key!)}", ")");
        else
            text = Join(definition.Name, "(", definition.Parameters.Count == 1 && CanBeDistinct(definition) && dice.Chance(15) ? new Optional("DISTINCT ") : "", new Series(", ", arguments.Count, arguments), ")");
        if (dice.Chance(15))
            text = Join(text, Filter(place));
        return IsSpread(definition) ? new Phrase(Labels.FloatAggregate, [text]) : text;
    }

    public Optional Filter(Place place) =>
        new Optional(new Phrase(Labels.Lazy, [" FILTER (WHERE ", expressions.Condition(place.Arguments()), ")"]));

    /// <summary>Arguments for which the result depends on nothing but the rows.</summary>
    public IReadOnlyList<Piece> Values(FunctionDefinition definition, SqlType type, Place place)
    {
        // Tame floating-point columns hold multiples of 1/8: their sums are exact in any order.
        if (definition.Parameters.Any(parameter => parameter.Type.IsFloat) && !IsSelection(definition))
            return [.. definition.Parameters.Select((parameter, ordinal) => ordinal < definition.DirectCount ? dice.Pick(ArgumentHints.Find(definition.Name, definition.Signature, ordinal)!) : expressions.Leaf(parameter.Type, place with { Depth = 0, IsTame = true }))];
        var values = _calls.Arguments(definition, type, place.Inner(tame: dice.Chance(60)));
        return IsSelection(definition) ? [.. values.SkipLast(1), Selectable(values[^1], type)] : values;
    }

    /// <summary>A value of the type that no other is equal to.</summary>
    private static Piece Selectable(Piece value, SqlType type) => type.Kind switch
    {
        SqlTypeKind.Interval => Join("justify_interval(", value, ")"),
        SqlTypeKind.BpChar => Join("(", value, ")::char(5)"),
        _ => ExpressionGenerator.Canonical(value, type) is var (text, kind) && kind == type ? text : value,
    };

    /// <summary>It returns one of its arguments.</summary>
    private static bool IsSelection(FunctionDefinition definition) => definition.Name is "min" or "max" or "mode" or "percentile_disc";

    private static bool CanBeDistinct(FunctionDefinition definition) => definition.Parameters[0].Polymorphism != Polymorphism.Any;

    private static bool IsFloatSum(FunctionDefinition definition) => !IsSelection(definition) && definition.Returns.Type.IsFloat;

    /// <summary>Aggregates over floating-point numbers whose digits depend on how they are computed, even for tame values.</summary>
    public static bool IsSpread(FunctionDefinition definition) => IsFloatSum(definition) && definition.Name is not ("sum" or "avg");

    private static Phrase Join(params Piece[] parts) => ExpressionGenerator.Join(parts);
}
