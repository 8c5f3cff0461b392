using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>
/// A call of a function, aggregate or window function. The functions SQL gives a syntax of their own arrive here under PostgreSQL's names,
/// qualified with <c>pg_catalog</c>: EXTRACT(f FROM x) is <c>extract('f', x)</c>, TRIM is <c>btrim / ltrim / rtrim</c>, SUBSTRING … FROM … FOR is
/// <c>substring</c>, POSITION(a IN b) is <c>position(b, a)</c>, x AT TIME ZONE z is <c>timezone(z, x)</c>, OVERLAPS is <c>overlaps</c> of four
/// arguments; COALESCE, NULLIF, GREATEST, LEAST, CURRENT_DATE, CURRENT_USER and the like keep their (lower-case) names.
/// </summary>
public sealed record FunctionCall(ObjectName Name, EquatableArray<FunctionArgument> Arguments, TextSpan Span) : SyntaxExpression(Span)
{
    /// <summary><c>count(*)</c>: no arguments, but every row counts.</summary>
    public bool Star { get; init; }

    public bool Distinct { get; init; }

    /// <summary>The last argument is an array that stands for the rest of the arguments.</summary>
    public bool Variadic { get; init; }

    /// <summary>ORDER BY among the arguments, or the one of WITHIN GROUP.</summary>
    public EquatableArray<SortItem> OrderBy { get; init; }

    /// <summary>Whether <see cref="OrderBy"/> came from WITHIN GROUP (an ordered-set aggregate).</summary>
    public bool WithinGroup { get; init; }

    public SyntaxExpression? Filter { get; init; }

    /// <summary>OVER: a window function call.</summary>
    public WindowReference? Over { get; init; }
}

/// <summary>An argument, with its name when called <c>name =&gt; value</c>.</summary>
public sealed record FunctionArgument(Identifier? Name, SyntaxExpression Value, TextSpan Span) : SyntaxNode(Span);

/// <summary><c>GROUPING(a, b)</c></summary>
public sealed record GroupingExpression(EquatableArray<SyntaxExpression> Arguments, TextSpan Span) : SyntaxExpression(Span);
