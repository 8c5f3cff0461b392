using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// A bound scalar expression: every name is resolved, every implicit conversion is an explicit <see cref="CastExpression"/>, every node knows its type.
/// Immutable; a closed family, walked with <c>switch</c> or <see cref="ExpressionWalk"/>.
/// </summary>
public abstract record Expression
{
    private protected Expression()
    {
    }

    public abstract SqlType Type { get; }

    public sealed override string ToString() => ExpressionPrinter.Print(this);
}
