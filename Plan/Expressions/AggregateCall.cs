using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>One aggregate of an <see cref="AggregateNode"/>. <c>count(*)</c> has no arguments and the signature <c>count()</c>.</summary>
public sealed record AggregateCall(
    FunctionReference Function,
    EquatableArray<Expression> Arguments,
    SqlType Type,
    bool IsDistinct = false,
    EquatableArray<SortKey> OrderBy = default,
    Expression? Filter = null,
    bool IsWithinGroup = false)
{
    public override string ToString() => ExpressionPrinter.Print(this);
}
