using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>PARTITION BY over one table.</summary>
/// <param name="Column">The table's column that the parts are cut by.</param>
/// <param name="Values">Bounds in one list, or a list for each part, as values of the column's type; empty for parts of equal width.</param>
public sealed record BoundPartitions(Ast.PartitionClause Clause, VirtualTableEntry Table, int Column, EquatableArray<EquatableArray<Expression>> Values)
{
    /// <summary>The most parts a table is loaded in.</summary>
    public const int Most = 64;

    public SqlType Type => Table.Columns[Column].Type;
}
