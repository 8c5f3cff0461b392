using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>How a SELECT computes a column that its FROM does not have.</summary>
/// <param name="Weight">The size of the text when every column in it is written out: what it costs to repeat it.</param>
public abstract record ColumnDefinition(int Weight)
{
    public abstract IEnumerable<Expression> Expressions { get; }
}

public sealed record ExpressionDefinition(Expression Expression, int Weight) : ColumnDefinition(Weight)
{
    /// <summary>A column, literal or parameter: repeating it costs nothing.</summary>
    public bool IsTrivial => Expression is ColumnExpression or ConstantExpression or ParameterExpression;

    public bool IsVolatile { get; } = Expression.SelfAndDescendants().Any(node => node is CallExpression { Function.Volatility: Volatility.Volatile });

    /// <summary>Must be written once only: it is volatile, or a query of its own.</summary>
    public bool IsSingular => IsVolatile || Expression.SelfAndDescendants().Any(node => ExpressionWalk.SubqueriesOf(node) is not null);

    public override IEnumerable<Expression> Expressions => [Expression];
}

public sealed record AggregateDefinition(AggregateCall Call, int Weight) : ColumnDefinition(Weight)
{
    public override IEnumerable<Expression> Expressions =>
        [.. Call.Arguments, .. Call.OrderBy.Select(key => key.Expression), .. Call.Filter is null ? [] : new[] { Call.Filter }];
}

public sealed record WindowDefinition(WindowCall Call, int Weight) : ColumnDefinition(Weight)
{
    public override IEnumerable<Expression> Expressions =>
        [.. Call.Arguments, .. Call.PartitionBy, .. Call.OrderBy.Select(key => key.Expression), .. Call.Filter is null ? [] : new[] { Call.Filter }];
}

/// <summary><c>GROUPING(keys)</c>.</summary>
public sealed record GroupingDefinition(IReadOnlyList<Expression> Keys) : ColumnDefinition(1)
{
    public override IEnumerable<Expression> Expressions => Keys;
}
