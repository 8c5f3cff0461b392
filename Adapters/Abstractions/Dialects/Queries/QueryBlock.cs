using FederationGateway.Common;
using FederationGateway.Plan;
using SortKey = FederationGateway.Plan.SortKey;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>A query as SQL sees it: SELECTs with their clauses instead of a tree of operators. What is written, and what capabilities are checked against.</summary>
public abstract class QueryBlock
{
    /// <summary>The columns that come out, in order.</summary>
    public abstract EquatableArray<OutputColumn> Output { get; }
}

/// <summary>One SELECT with its clauses; filled by <see cref="QueryBlocks"/>.</summary>
public sealed class SelectBlock : QueryBlock
{
    private EquatableArray<OutputColumn> _output;

    public override EquatableArray<OutputColumn> Output => _output;

    /// <summary>Null for a SELECT without FROM.</summary>
    public FromItem? From { get; internal set; }

    /// <summary>How the columns this block computes are made; all others are columns of <see cref="From"/> or of an enclosing query.</summary>
    public Dictionary<ColumnId, ColumnDefinition> Definitions { get; } = [];

    public List<Expression> Where { get; } = [];

    /// <summary>Semi and anti joins, written as [NOT] EXISTS in WHERE.</summary>
    public List<SemiCondition> Semis { get; } = [];

    public AggregateNode? Aggregate { get; internal set; }

    public List<Expression> Having { get; } = [];

    public List<WindowItem> Windows { get; } = [];

    public bool IsDistinct { get; internal set; }

    /// <summary>Keys of DISTINCT ON.</summary>
    public EquatableArray<Expression> DistinctOn { get; internal set; }

    public EquatableArray<SortKey> OrderBy { get; internal set; }

    public LimitNode? Limit { get; internal set; }

    /// <summary>True while nothing but FROM and WHERE (and the select list) has been said.</summary>
    public bool IsPlain => Aggregate is null && Windows.Count == 0 && !IsDistinct && Limit is null;

    /// <summary>True when a column is volatile: conditions must not come between it and its rows.</summary>
    public bool HasVolatile => Definitions.Values.OfType<ExpressionDefinition>().Any(definition => definition.IsVolatile);

    internal void SetOutput(EquatableArray<OutputColumn> output) => _output = output;

    /// <summary>The expressions of all clauses, definitions included.</summary>
    public IEnumerable<Expression> Expressions =>
    [
        .. Definitions.Values.SelectMany(definition => definition.Expressions), .. Where, .. Having, .. OrderBy.Select(key => key.Expression), .. DistinctOn,
        .. Aggregate?.GroupBy.Select(item => item.Expression) ?? [], .. From?.Conditions ?? [],
    ];
}

/// <summary>A row of <see cref="Query"/> must (not) exist.</summary>
public sealed record SemiCondition(bool IsNegated, QueryBlock Query);

/// <summary>A set operation over whole queries.</summary>
public sealed class SetBlock(SetOperationNode node, IReadOnlyList<QueryBlock> branches) : QueryBlock
{
    public SetOperationNode Node { get; } = node;

    public IReadOnlyList<QueryBlock> Branches { get; } = branches;

    public override EquatableArray<OutputColumn> Output => Node.Columns;
}

/// <summary>Several rows of expressions.</summary>
public sealed class ValuesBlock(ValuesNode node) : QueryBlock
{
    public ValuesNode Node { get; } = node;

    public override EquatableArray<OutputColumn> Output => Node.Columns;
}

/// <summary>A query with common table expressions before it.</summary>
public sealed class WithBlock(WithNode node, IReadOnlyList<QueryBlock> tables, QueryBlock body) : QueryBlock
{
    public WithNode Node { get; } = node;

    /// <summary>The queries of the node's tables, in order.</summary>
    public IReadOnlyList<QueryBlock> Tables { get; } = tables;

    public QueryBlock Body { get; } = body;

    public override EquatableArray<OutputColumn> Output => Body.Output;
}
