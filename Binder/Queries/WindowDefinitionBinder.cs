using System.Diagnostics;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Queries;

/// <summary>A window with its names resolved.</summary>
internal sealed record BoundWindow(EquatableArray<Expression> PartitionBy, EquatableArray<SortKey> OrderBy, WindowFrame? Frame);

/// <summary>What follows OVER: named windows, windows that extend named ones, frames.</summary>
internal static class WindowDefinitionBinder
{
    public static void RequireValid(EquatableArray<Ast.WindowDefinition> windows)
    {
        for (var i = 0; i < windows.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (windows[j].Name.Text == windows[i].Name.Text)
                    throw new GatewayException(SqlState.WindowingError, $"window \"{windows[i].Name}\" is already defined") { Position = windows[i].Name.Span.Start };
            }
        }
    }

    public static BoundWindow Bind(Ast.WindowReference reference, Scope scope)
    {
        var specification = reference switch
        {
            Ast.NamedWindowReference named => Expand(Find(named.Name, scope).Specification, scope),
            Ast.WindowSpecification written => Expand(written, scope),
            _ => throw new UnreachableException(),
        };
        var place = scope.Place;
        scope.Place = ExpressionPlace.WindowPartition;
        var partition = specification.PartitionBy.Select(item => Key(item, scope)).ToEquatableArray();
        scope.Place = ExpressionPlace.WindowOrder;
        var order = specification.OrderBy.Select(item => SortKeys.Make(Key(item.Expression, scope), item, scope.State)).ToEquatableArray();
        scope.Place = ExpressionPlace.WindowFrame;
        var frame = specification.Frame is null ? null : WindowFrameBinder.Bind(specification.Frame, order, scope);
        scope.Place = place;
        return new BoundWindow(partition, order, frame);
    }

    private static Expression Key(Ast.SyntaxExpression syntax, Scope scope)
    {
        var key = scope.State.Coercion.ResolveUnknown(ExpressionBinder.Bind(syntax, scope));
        SortKeys.RequireOrder(key.Type, syntax.Span);
        return key;
    }

    private static Ast.WindowDefinition Find(Ast.Identifier name, Scope scope) => scope.Level!.NamedWindows.FirstOrDefault(window => window.Name.Text == name.Text)
        ?? throw new GatewayException(SqlState.UndefinedObject, $"window \"{name}\" does not exist") { Position = name.Span.Start };

    /// <summary>The specification with what its base window adds: <c>(w ORDER BY x)</c> is w's partitions in the order of x.</summary>
    private static Ast.WindowSpecification Expand(Ast.WindowSpecification written, Scope scope)
    {
        if (written.BaseName is not { } name) return written;
        var definition = Find(name, scope);

        // A window may only extend one defined before it, so the chain ends.
        if (definition.Specification.Span.Start >= written.Span.Start && scope.Level!.NamedWindows.Any(window => window.Specification == written))
            throw new GatewayException(SqlState.UndefinedObject, $"window \"{name}\" does not exist") { Position = name.Span.Start };
        var based = Expand(definition.Specification, scope);
        if (!written.PartitionBy.IsEmpty) throw Conflict($"cannot override PARTITION BY clause of window \"{name}\"", written);
        if (!written.OrderBy.IsEmpty && !based.OrderBy.IsEmpty) throw Conflict($"cannot override ORDER BY clause of window \"{name}\"", written);
        if (based.Frame is not null) throw Conflict($"cannot copy window \"{name}\" because it has a frame clause", written);
        return written with { BaseName = null, PartitionBy = based.PartitionBy, OrderBy = written.OrderBy.IsEmpty ? based.OrderBy : written.OrderBy };
    }

    private static GatewayException Conflict(string message, Ast.WindowSpecification at) => new(SqlState.WindowingError, message) { Position = at.Span.Start };
}

/// <summary>ROWS, RANGE and GROUPS frames.</summary>
internal static class WindowFrameBinder
{
    public static WindowFrame Bind(Ast.WindowFrame frame, EquatableArray<SortKey> order, Scope scope)
    {
        RequireSense(frame, order);
        return new WindowFrame(Mode(frame.Unit), Bind(frame.Start, frame, order, scope), Bind(frame.End, frame, order, scope), Exclusion(frame.Exclusion));
    }

    private static void RequireSense(Ast.WindowFrame frame, EquatableArray<SortKey> order)
    {
        var (start, end) = (frame.Start.Kind, frame.End.Kind);
        var wrong = (start, end) switch
        {
            (Ast.FrameBoundKind.UnboundedFollowing, _) => "frame start cannot be UNBOUNDED FOLLOWING",
            (_, Ast.FrameBoundKind.UnboundedPreceding) => "frame end cannot be UNBOUNDED PRECEDING",
            (Ast.FrameBoundKind.CurrentRow, Ast.FrameBoundKind.Preceding) => "frame starting from current row cannot have preceding rows",
            (Ast.FrameBoundKind.Following, Ast.FrameBoundKind.Preceding or Ast.FrameBoundKind.CurrentRow) => "frame starting from following row cannot have preceding rows",
            _ when frame.Unit == Ast.FrameUnit.Groups && order.IsEmpty => "GROUPS mode requires an ORDER BY clause",
            _ when frame.Unit == Ast.FrameUnit.Range && HasOffset(frame) && order.Count != 1 => "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column",
            _ => null,
        };
        if (wrong is not null) throw new GatewayException(SqlState.WindowingError, wrong) { Position = frame.Span.Start };
    }

    private static bool HasOffset(Ast.WindowFrame frame) => frame.Start.Offset is not null || frame.End.Offset is not null;

    private static FrameBound Bind(Ast.FrameBound bound, Ast.WindowFrame frame, EquatableArray<SortKey> order, Scope scope)
    {
        var kind = (FrameBoundKind)bound.Kind;
        if (bound.Offset is not { } syntax) return new FrameBound(kind);
        var unit = frame.Unit.ToString().ToUpperInvariant();
        var offset = ExpressionBinder.Bind(syntax, scope);
        if (offset.Columns().Any(column => scope.State.Origins.TryGetValue(column.Id, out var origin) && origin.Scope == scope))
            throw new GatewayException(SqlState.InvalidColumnReference, $"argument of {unit} must not contain variables") { Position = syntax.Span.Start };
        var type = frame.Unit == Ast.FrameUnit.Range ? RangeOffsetType(order[0].Expression.Type, bound) : SqlType.Int8;
        if (!TypeCoercion.CanCoerce(offset.Type, type, CoercionContext.Assignment))
            throw new GatewayException(SqlState.DatatypeMismatch, $"argument of {unit} must be type {TypeCoercion.NameOf(type)}, not type {TypeCoercion.NameOf(offset.Type)}") { Position = syntax.Span.Start };
        return new FrameBound(kind, scope.State.Coercion.Coerce(offset, type, CoercionContext.Assignment, syntax.Span.Start));
    }

    private static SqlType RangeOffsetType(SqlType key, Ast.FrameBound bound) => key switch
    {
        { IsInteger: true } => SqlType.Int8,
        { IsFloat: true } => SqlType.Float8,
        { IsNumber: true } => new SqlType(key.Kind),
        { Kind: SqlTypeKind.Interval or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.TimeTz or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz } => SqlType.Interval,
        _ => throw new GatewayException(SqlState.FeatureNotSupported, $"RANGE with offset PRECEDING/FOLLOWING is not supported for column type {TypeCoercion.NameOf(key)}")
        {
            Position = bound.Span.Start,
        },
    };

    private static FrameMode Mode(Ast.FrameUnit unit) => unit switch
    {
        Ast.FrameUnit.Range => FrameMode.Range,
        Ast.FrameUnit.Rows => FrameMode.Rows,
        Ast.FrameUnit.Groups => FrameMode.Groups,
        _ => throw new UnreachableException(),
    };

    private static FrameExclusion Exclusion(Ast.FrameExclusion exclusion) => exclusion switch
    {
        Ast.FrameExclusion.NoOthers => FrameExclusion.None,
        Ast.FrameExclusion.CurrentRow => FrameExclusion.CurrentRow,
        Ast.FrameExclusion.Group => FrameExclusion.Group,
        Ast.FrameExclusion.Ties => FrameExclusion.Ties,
        _ => throw new UnreachableException(),
    };
}
