namespace FederationGateway.Binder.Scopes;

/// <summary>
/// What the expressions of one SELECT ask for beyond its rows. Each becomes a column the expression then reads, so the nodes that make the columns
/// are put under the expressions once all are known.
/// </summary>
internal sealed class QueryLevel
{
    public List<AggregateItem> Aggregates { get; } = [];

    /// <summary>Arguments of hypothetical-set aggregates, which may read grouped columns only.</summary>
    public List<Expression> DirectArguments { get; } = [];

    public List<GroupingCall> Groupings { get; } = [];

    public List<WindowItem> Windows { get; } = [];

    public List<SetFunction> Sets { get; } = [];

    /// <summary>WINDOW definitions, by name, in the order written.</summary>
    public EquatableArray<Ast.WindowDefinition> NamedWindows { get; init; }
}

/// <summary>A GROUPING(…) whose arguments are matched with the grouping columns once these are known.</summary>
internal sealed record GroupingCall(OutputColumn Column, EquatableArray<Expression> Arguments, Ast.GroupingExpression Syntax);

/// <summary>A set-returning function outside FROM; several at the same depth run side by side.</summary>
/// <param name="Depth">0, or one more than the deepest set-returning function in its arguments.</param>
internal sealed record SetFunction(CallExpression Call, EquatableArray<OutputColumn> Columns, int Depth, TextSpan Span);
