using FederationGateway.Common;

namespace FederationGateway.Plan;

public enum FrameMode { Rows, Range, Groups }

public enum FrameBoundKind { UnboundedPreceding, Preceding, CurrentRow, Following, UnboundedFollowing }

public enum FrameExclusion { None, CurrentRow, Group, Ties }

public sealed record FrameBound(FrameBoundKind Kind, Expression? Offset = null);

public sealed record WindowFrame(FrameMode Mode, FrameBound Start, FrameBound End, FrameExclusion Exclusion = FrameExclusion.None);

/// <summary>A function over a window; without a frame SQL's default applies.</summary>
public sealed record WindowCall(
    FunctionReference Function,
    EquatableArray<Expression> Arguments,
    SqlType Type,
    EquatableArray<Expression> PartitionBy = default,
    EquatableArray<SortKey> OrderBy = default,
    WindowFrame? Frame = null,
    Expression? Filter = null,
    bool IsAggregate = false)
{
    public override string ToString() => ExpressionPrinter.Print(this);
}
