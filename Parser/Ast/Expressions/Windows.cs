using FederationGateway.Common;

namespace FederationGateway.Parser.Ast;

/// <summary>What follows OVER.</summary>
public abstract record WindowReference(TextSpan Span) : SyntaxNode(Span);

/// <summary><c>OVER w</c></summary>
public sealed record NamedWindowReference(Identifier Name, TextSpan Span) : WindowReference(Span);

/// <summary><c>OVER ([base] [PARTITION BY …] [ORDER BY …] [frame])</c></summary>
/// <param name="Frame"><c>null</c> when not written: RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW, or the base window's.</param>
public sealed record WindowSpecification(
    Identifier? BaseName,
    EquatableArray<SyntaxExpression> PartitionBy,
    EquatableArray<SortItem> OrderBy,
    WindowFrame? Frame,
    TextSpan Span) : WindowReference(Span);

/// <summary><c>WINDOW name AS (…)</c></summary>
public sealed record WindowDefinition(Identifier Name, WindowSpecification Specification, TextSpan Span) : SyntaxNode(Span);

public enum FrameUnit
{
    Range,
    Rows,
    Groups,
}

public enum FrameExclusion
{
    NoOthers,
    CurrentRow,
    Group,
    Ties,
}

/// <summary>A frame; without BETWEEN the end is the current row.</summary>
public sealed record WindowFrame(FrameUnit Unit, FrameBound Start, FrameBound End, FrameExclusion Exclusion, TextSpan Span) : SyntaxNode(Span);

public enum FrameBoundKind
{
    UnboundedPreceding,
    Preceding,
    CurrentRow,
    Following,
    UnboundedFollowing,
}

/// <param name="Offset">Only with <see cref="FrameBoundKind.Preceding"/> and <see cref="FrameBoundKind.Following"/>.</param>
public sealed record FrameBound(FrameBoundKind Kind, SyntaxExpression? Offset, TextSpan Span) : SyntaxNode(Span);
