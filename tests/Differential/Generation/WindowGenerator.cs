using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Differential.Statements;

namespace FederationGateway.Differential.Generation;

/// <summary>Calls over windows. Where rows that are peers could come in any order, only what treats them alike is called.</summary>
internal sealed class WindowGenerator(Dice dice, FunctionPool functions, ExpressionGenerator expressions)
{
    private static readonly string[] OfPeers = ["rank", "dense_rank", "percent_rank", "cume_dist"];
    private static readonly string[] Exclusions = [" EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES", " EXCLUDE NO OTHERS"];

    /// <summary>A call of the type; null when there is none.</summary>
    public Piece? TryWindow(SqlType type, Place place)
    {
        var isComplete = place.Scope.Key is not null && dice.Chance(60);
        var candidates = functions.Returning(type, FunctionKind.Window, FunctionKind.Aggregate)
            .Where(definition => !AggregateGenerator.IsSpread(definition) && (isComplete || TreatsPeersAlike(definition))).ToList();
        if (candidates.Count == 0)
            return null;
        var definition = dice.Pick(candidates);
        var arguments = expressions.Aggregates.Values(definition, type, place.Arguments());
        Piece filter = definition.Kind == FunctionKind.Aggregate && dice.Chance(15) ? expressions.Aggregates.Filter(place) : Join();
        Piece partition = dice.Chance(50) ? Join("PARTITION BY ", expressions.Leaf(dice.OneOf(SqlType.Int4, SqlType.Text, SqlType.Boolean), place.Arguments()), " ") : Join();
        return Join(definition.Name, "(", definition.Parameters.Count == 0 && definition.IsAggregate ? "*" : new Series(", ", arguments.Count, arguments), ")", filter,
            " OVER (", new Optional(partition), isComplete ? Complete(place) : Partial(place), ")");
    }

    private static bool TreatsPeersAlike(FunctionDefinition definition) =>
        definition.Kind == FunctionKind.Aggregate ? !AggregateGenerator.Ordered.Contains(definition.Name) : OfPeers.Contains(definition.Name);

    private Phrase Complete(Place place)
    {
        var key = string.Join(", ", place.Scope.Key!);
        Piece order = dice.Chance(50)
            ? Join("ORDER BY ", expressions.Leaf(dice.OneOf(SqlType.Int4, SqlType.Text, SqlType.UnconstrainedNumeric, SqlType.Date), place.Arguments()), expressions.Aggregates.Direction(), ", ", key)
            : Join("ORDER BY ", key);
        return Join(order, new Optional(dice.Chance(40) ? "" : Frame(dice.OneOf("ROWS", "ROWS", "GROUPS", "RANGE"))));
    }

    private Phrase Partial(Place place)
    {
        if (dice.Chance(20))
            return Join();
        var (type, offsets) = dice.OneOf<(SqlType, string[])>(
            (SqlType.Int4, ["1", "0", "3", "3000000000"]), (SqlType.Int8, ["2::bigint", "10", "9223372036854775807"]), (SqlType.Float8, ["0.5::double precision", "2::double precision", "'Infinity'::double precision"]),
            (SqlType.Float4, ["0.5::double precision", "1e39::double precision"]), (SqlType.UnconstrainedNumeric, ["2.5", "0.005", "1e28", "'Infinity'::numeric"]), (SqlType.Date, ["'1 day'::interval", "'1 month'::interval"]),
            (SqlType.Timestamp, ["'2 hours'::interval", "'1 year'::interval"]), (SqlType.TimestampTz, ["'1 day'::interval"]), (SqlType.Time, ["'1 hour'::interval", "'1 day 23:00'::interval"]),
            (SqlType.Interval, ["'1 day'::interval", "'1 month'::interval", "'0'::interval"]), (SqlType.Text, []), (SqlType.Boolean, []));
        var order = Join("ORDER BY ", expressions.Leaf(type, place.Arguments()), expressions.Aggregates.Direction());
        return Join(order, new Optional(dice.Roll(10) switch
        {
            < 3 => "",
            < 5 => Frame("GROUPS"),
            < 8 when offsets.Length > 0 => Frame("RANGE", dice.Pick(offsets)),
            _ => Frame("RANGE"),
        }));
    }

    /// <param name="offset">What RANGE counts in; without one it has no offsets.</param>
    private string Frame(string mode, string? offset = null)
    {
        string[] bounds = mode == "RANGE"
            ? offset is null
                ? ["UNBOUNDED PRECEDING", "CURRENT ROW", "UNBOUNDED FOLLOWING"]
                : ["UNBOUNDED PRECEDING", $"{offset} PRECEDING", "CURRENT ROW", $"{offset} FOLLOWING", "UNBOUNDED FOLLOWING"]
            : ["UNBOUNDED PRECEDING", "2 PRECEDING", "1 PRECEDING", "CURRENT ROW", "1 FOLLOWING", "2 FOLLOWING", "UNBOUNDED FOLLOWING"];
        var start = dice.Roll(bounds.Length - 1);
        var end = Math.Max(dice.Between(start, bounds.Length - 1), 1);
        return $" {mode} BETWEEN {bounds[start]} AND {bounds[end]}{(dice.Chance(20) ? dice.Pick(Exclusions) : "")}";
    }

    private static Phrase Join(params Piece[] parts) => ExpressionGenerator.Join(parts);
}
