using FederationGateway.Binder.Statements;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Tasks;

/// <summary>The values of PARTITION BY, computed, and known to cut a table into parts of which each row belongs to exactly one.</summary>
internal static class PartitionValues
{
    /// <exception cref="GatewayException">22004 for a null, 22023 for bounds that do not rise and for a value that is in two lists.</exception>
    public static EquatableArray<EquatableArray<ConstantExpression>> Of(SessionState session, BoundPartitions partitions)
    {
        EquatableArray<EquatableArray<SyntaxExpression>> written = partitions.Clause switch { RangePartitions range => [range.Bounds], ListPartitions list => list.Lists, _ => [] };
        List<ConstantExpression> known = [];
        return partitions.Values.Select((values, list) => values.Select((value, i) =>
        {
            var at = written[list][i].Span.Start;
            var constant = session.Functions.EvaluateArgument(value);
            if (constant.Value is null) throw new GatewayException(SqlState.NullValueNotAllowed, "a value of PARTITION BY is null") { Position = at, Hint = "Rows with a null are in the last part." };
            if (known.Count > 0 && (partitions.Clause is RangePartitions ? !Holds(session, ComparisonOperator.Less, [known[^1]], constant) : Holds(session, ComparisonOperator.Equal, known, constant)))
            {
                throw new GatewayException(SqlState.InvalidParameterValue, partitions.Clause is RangePartitions ? "each bound of PARTITION BY RANGE has to be above the one before" : "a value is twice in PARTITION BY LIST")
                {
                    Position = at,
                };
            }

            known.Add(constant);
            return constant;
        }).ToEquatableArray()).ToEquatableArray();
    }

    private static bool Holds(SessionState session, ComparisonOperator comparison, IEnumerable<ConstantExpression> left, ConstantExpression right) =>
        session.Functions.Evaluate([.. left.Select(value => new ComparisonExpression(comparison, value, right))]).Any(result => result is { Value: true });
}
