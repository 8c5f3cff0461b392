using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>What a subscription takes of a virtual table, and which column of its target gets what.</summary>
/// <param name="Columns">The columns that <paramref name="Values"/> and <paramref name="Filter"/> read: those of the captured table, by place; of the virtual table while nothing is captured.</param>
/// <param name="TargetOrdinals">The target's columns that get a value.</param>
/// <param name="Values">Each of its column's type.</param>
/// <param name="Keys">The target's columns, by ordinal, that get the source's key; empty when it has none or part of it is left out or changed.</param>
public sealed record BoundSubscription(
    VirtualTableEntry Table, EquatableArray<OutputColumn> Columns, EquatableArray<int> TargetOrdinals, EquatableArray<Expression> Values, Expression? Filter, EquatableArray<int> Keys)
{
    /// <summary>What the names in the query mean: kept with it.</summary>
    public EquatableArray<NameBinding> Names { get; init; }

    /// <summary>The table that its statements read; null when it has none.</summary>
    public ProcedureParameter? Changes { get; init; }

    /// <summary>What whoever subscribes has to be allowed.</summary>
    public EquatableArray<TableAccess> Accesses { get; init; }
}
