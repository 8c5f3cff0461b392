using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>An item of a select list or RETURNING; <c>*</c> is a <see cref="StarExpression"/>.</summary>
public sealed record SelectItem(SyntaxExpression Expression, Identifier? Label, TextSpan Span) : SyntaxNode(Span);

/// <summary>DISTINCT (no expressions) or DISTINCT ON (…).</summary>
public sealed record DistinctClause(EquatableArray<SyntaxExpression> On, TextSpan Span) : SyntaxNode(Span);

/// <param name="Distinct">GROUP BY DISTINCT: equal grouping sets count once.</param>
public sealed record GroupByClause(bool Distinct, EquatableArray<GroupingElement> Elements, TextSpan Span) : SyntaxNode(Span);

public abstract record GroupingElement(TextSpan Span) : SyntaxNode(Span);

/// <summary>One expression, or several in parentheses that count as one; none: the empty grouping set <c>()</c>.</summary>
public sealed record GroupingKeys(EquatableArray<SyntaxExpression> Keys, TextSpan Span) : GroupingElement(Span);

public enum GroupingSetKind
{
    Sets,
    Rollup,
    Cube,
}

/// <summary><c>GROUPING SETS (…)</c>, <c>ROLLUP (…)</c>, <c>CUBE (…)</c></summary>
public sealed record GroupingSets(GroupingSetKind Kind, EquatableArray<GroupingElement> Elements, TextSpan Span) : GroupingElement(Span);

public enum NullsOrder
{
    /// <summary>Not written: nulls sort as if larger than every value.</summary>
    Default,
    First,
    Last,
}

/// <summary>An item of ORDER BY.</summary>
/// <param name="Using">The operator of <c>USING &lt;</c>; then <paramref name="Descending"/> is false.</param>
public sealed record SortItem(SyntaxExpression Expression, bool Descending, OperatorName? Using, NullsOrder Nulls, TextSpan Span) : SyntaxNode(Span);

/// <summary>LIMIT / OFFSET / FETCH FIRST / TOP. <c>LIMIT ALL</c> leaves <paramref name="Count"/> null.</summary>
public sealed record LimitClause(SyntaxExpression? Count, SyntaxExpression? Offset, bool WithTies, TextSpan Span) : SyntaxNode(Span);

public enum LockStrength
{
    KeyShare,
    Share,
    NoKeyUpdate,
    Update,
}

public enum LockWait
{
    Wait,
    NoWait,
    SkipLocked,
}

/// <summary><c>FOR UPDATE [OF t] [NOWAIT | SKIP LOCKED]</c></summary>
public sealed record LockingClause(LockStrength Strength, EquatableArray<ObjectName> Tables, LockWait Wait, TextSpan Span) : SyntaxNode(Span);

/// <summary>One hint of <c>WITH HINT (NO_REMOTE_JOIN, RESULT_LAG('x', 10))</c>.</summary>
public sealed record Hint(Identifier Name, EquatableArray<SyntaxExpression> Arguments, TextSpan Span) : SyntaxNode(Span);
