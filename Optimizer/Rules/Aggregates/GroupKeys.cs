using FederationGateway.Common;
using FederationGateway.Optimizer.Engine;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Aggregates;

/// <summary>By which columns rows may be put together early.</summary>
internal static class GroupKeys
{
    /// <summary>True when equal values look the same, so that one may stand for all: not for 0.0 and -0.0, for 1.0 and 1.00, for a month and thirty days.</summary>
    public static bool IsFaithful(SqlType type) => type.IsInteger || type.IsDecimal || type.Kind is SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.Boolean
        or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz or SqlTypeKind.Uuid || (type is { Kind: SqlTypeKind.BpChar, Length: > 0 });

    /// <summary>The columns an expression reads, those of queries in it included.</summary>
    public static IEnumerable<ColumnId> Read(IEnumerable<Expression> expressions) => expressions.SelectMany(FreeColumns.Of);
}
