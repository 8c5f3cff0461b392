using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>An item of a FROM clause.</summary>
public abstract class FromItem
{
    /// <summary>The join conditions in it.</summary>
    public virtual IEnumerable<Expression> Conditions => [];

    /// <summary>The items in it that are not joins, from left to right.</summary>
    public virtual IEnumerable<FromItem> Leaves => [this];

    /// <summary>What it can be asked for.</summary>
    public abstract IEnumerable<OutputColumn> Columns { get; }
}

/// <summary>A table of the source.</summary>
public sealed class TableFrom(ScanNode scan) : FromItem
{
    public ScanNode Scan { get; } = scan;

    public override IEnumerable<OutputColumn> Columns => Scan.Output;
}

/// <summary>The result of a fragment that ran elsewhere.</summary>
public sealed class InputFrom(RemoteNode remote) : FromItem
{
    public RemoteNode Remote { get; } = remote;

    public override IEnumerable<OutputColumn> Columns => Remote.Output;
}

public sealed class CteFrom(CteScanNode scan) : FromItem
{
    public CteScanNode Scan { get; } = scan;

    public override IEnumerable<OutputColumn> Columns => Scan.Output;
}

public sealed class FunctionFrom(TableFunctionNode function) : FromItem
{
    public TableFunctionNode Function { get; } = function;

    public override IEnumerable<OutputColumn> Columns => Function.Output;

    public bool IsLateral { get; internal set; }
}

/// <summary>A query of its own in parentheses.</summary>
public sealed class DerivedFrom(QueryBlock query) : FromItem
{
    public QueryBlock Query { get; } = query;

    public override IEnumerable<OutputColumn> Columns => Query.Output;

    public bool IsLateral { get; internal set; }
}

/// <summary>Two items joined; never a semi or anti join. No conditions: a cross join, or ON TRUE.</summary>
public sealed class JoinFrom(JoinKind kind, FromItem left, FromItem right, IReadOnlyList<Expression> conditions) : FromItem
{
    public JoinKind Kind { get; } = kind;

    public FromItem Left { get; } = left;

    public FromItem Right { get; } = right;

    public IReadOnlyList<Expression> On { get; } = conditions;

    public override IEnumerable<Expression> Conditions => [.. Left.Conditions, .. Right.Conditions, .. On];

    public override IEnumerable<FromItem> Leaves => [.. Left.Leaves, .. Right.Leaves];

    public override IEnumerable<OutputColumn> Columns => [.. Left.Columns, .. Right.Columns];
}
