using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>Aggregates and window functions. Where the order of rows shows in a result, they are ordered completely.</summary>
internal sealed class AggregateGenerator(Dice dice, FunctionPool functions, ExpressionGenerator expressions)
{
    private static readonly string[] Ordered = ["string_agg", "array_agg", "json_agg", "jsonb_agg", "json_object_agg", "jsonb_object_agg"];
    private readonly CallGenerator _calls = new(dice, expressions);

    /// <summary>An aggregate of the type; null when there is none.</summary>
    public Piece? TryAggregate(SqlType type, Place place, bool isItem = false)
    {
        var candidates = functions.Returning(type, FunctionKind.Aggregate, FunctionKind.OrderedSetAggregate)
            .Where(definition => (isItem || !IsSpread(definition)) && (!Ordered.Contains(definition.Name) || place.Scope.Key is not null)).ToList();
        return candidates.Count == 0 ? null : Aggregate(dice.Pick(candidates), type, place);
    }

    /// <summary>A call over a window of the type; null when there is none or the rows cannot be ordered completely.</summary>
    public Piece? TryWindow(SqlType type, Place place)
    {
        if (place.Scope.Key is not { } key)
            return null;
        var candidates = functions.Returning(type, FunctionKind.Window, FunctionKind.Aggregate).Where(definition => !IsSpread(definition) && !Ordered.Contains(definition.Name)).ToList();
        if (candidates.Count == 0)
            return null;
        var definition = dice.Pick(candidates);
        var arguments = Values(definition, type, place.Arguments());
        Piece partition = dice.Chance(50) ? Join("PARTITION BY ", expressions.Leaf(dice.OneOf(SqlType.Int4, SqlType.Text, SqlType.Boolean), place.Arguments()), " ") : Join();
        Piece filter = definition.Kind == FunctionKind.Aggregate && dice.Chance(15) ? Filter(place) : Join();
        Piece order = dice.Chance(50)
            ? Join("ORDER BY ", expressions.Leaf(dice.OneOf(SqlType.Int4, SqlType.Text, SqlType.UnconstrainedNumeric, SqlType.Date), place.Arguments()), Direction(), ", ", string.Join(", ", key))
            : Join("ORDER BY ", string.Join(", ", key));
        return Join(definition.Name, "(", definition.Parameters.Count == 0 && definition.IsAggregate ? "*" : new Series(", ", arguments.Count, arguments), ")", filter,
            " OVER (", new Optional(partition), order, new Optional(Frame()), ")");
    }

    public string Direction() => dice.OneOf("", "", " DESC", " ASC NULLS FIRST", " DESC NULLS LAST", " NULLS LAST");

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

    private Optional Filter(Place place) =>
        new Optional(new Phrase(Labels.Lazy, [" FILTER (WHERE ", expressions.Condition(place.Arguments()), ")"]));

    private IReadOnlyList<Piece> Values(FunctionDefinition definition, SqlType type, Place place)
    {
        // Tame floating-point columns hold multiples of 1/8: their sums are exact in any order.
        if (definition.Parameters.Any(parameter => parameter.Type.IsFloat) && !IsSelection(definition))
            return [.. definition.Parameters.Select((parameter, ordinal) => ordinal < definition.DirectCount ? dice.Pick(ArgumentHints.Find(definition.Name, definition.Signature, ordinal)!) : expressions.Leaf(parameter.Type, place with { Depth = 0, IsTame = true }))];
        var values = _calls.Arguments(definition, type, place.Inner(tame: dice.Chance(60)));
        return IsSelection(definition)
            ? [.. values.Select((value, ordinal) => ordinal == values.Count - 1 ? ExpressionGenerator.Canonical(value, type) is var (text, kind) && kind == type ? text : value : value)]
            : values;
    }

    private Piece Frame()
    {
        if (dice.Chance(40))
            return "";
        string[] bounds = ["UNBOUNDED PRECEDING", "2 PRECEDING", "1 PRECEDING", "CURRENT ROW", "1 FOLLOWING", "2 FOLLOWING", "UNBOUNDED FOLLOWING"];
        var start = dice.Roll(bounds.Length - 1);
        var end = Math.Max(dice.Between(start, bounds.Length - 1), 1);
        var exclusion = dice.Chance(20) ? dice.OneOf(" EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES", " EXCLUDE NO OTHERS") : "";
        return $" {dice.OneOf("ROWS", "ROWS", "GROUPS")} BETWEEN {bounds[start]} AND {bounds[end]}{exclusion}";
    }

    /// <summary>It returns one of its arguments.</summary>
    private static bool IsSelection(FunctionDefinition definition) => definition.Name is "min" or "max" or "mode" or "percentile_disc";

    private static bool CanBeDistinct(FunctionDefinition definition) => definition.Parameters[0].Polymorphism != Polymorphism.Any;

    private static bool IsFloatSum(FunctionDefinition definition) => !IsSelection(definition) && definition.Returns.Type.IsFloat;

    /// <summary>Aggregates over floating-point numbers whose digits depend on how they are computed, even for tame values.</summary>
    private static bool IsSpread(FunctionDefinition definition) => IsFloatSum(definition) && definition.Name is not ("sum" or "avg");

    private static Phrase Join(params Piece[] parts) => ExpressionGenerator.Join(parts);
}
