using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>PARTITION BY: its column is there and can be cut so, and the values are of its type.</summary>
internal static class PartitionBinder
{
    public static BoundPartitions Bind(Ast.PartitionClause clause, VirtualTableEntry table, Scope scope)
    {
        var ordinal = OrdinalOf(clause.Column, table);
        var column = table.Columns[ordinal];
        if (!CanBeCut(clause, column.Type.Kind))
        {
            throw new GatewayException(SqlState.DatatypeMismatch, $"column \"{column.Name}\" of type {column.Type} cannot be cut into {(clause is Ast.EqualPartitions ? "ranges of equal width" : clause is Ast.ListPartitions ? "lists" : "ranges")}")
            {
                Position = clause.Column.Span.Start,
                Hint = clause is Ast.EqualPartitions ? "That takes whole numbers, numerics, dates or timestamps; others are cut at bounds you give." : null,
            };
        }

        EquatableArray<EquatableArray<Ast.SyntaxExpression>> written = clause switch
        {
            Ast.RangePartitions range => [range.Bounds],
            Ast.ListPartitions list => list.Lists,
            _ => [],
        };
        var parts = clause switch { Ast.EqualPartitions equal => equal.Count, Ast.RangePartitions range => range.Bounds.Count + 1, _ => written.Count + 1 };
        if (parts is < 2 or > BoundPartitions.Most)
            throw new GatewayException(SqlState.InvalidParameterValue, $"a table is loaded in 2 to {BoundPartitions.Most} parts, not in {parts}") { Position = clause.Span.Start };
        return new BoundPartitions(clause, table, ordinal, written.Select(values => values.Select(value => Value(value, column.Type, scope)).ToEquatableArray()).ToEquatableArray());
    }

    private static int OrdinalOf(Ast.Identifier name, VirtualTableEntry table)
    {
        var columns = table.Columns.ToList();
        var exact = columns.FindIndex(column => column.Name == name.Text);
        if (exact >= 0) return exact;
        var found = name.Quoted ? [] : columns.Where(column => string.Equals(column.Name, name.Text, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count == 1 ? columns.IndexOf(found[0]) : throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name.Text}\" does not exist") { Position = name.Span.Start };
    }

    private static Expression Value(Ast.SyntaxExpression value, SqlType type, Scope scope)
    {
        scope.Place = ExpressionPlace.Constant;
        return scope.State.Coercion.CoerceExactly(ExpressionBinder.Bind(value, scope), type, CoercionContext.Assignment, value.Span.Start);
    }

    private static bool CanBeCut(Ast.PartitionClause clause, SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Numeric or SqlTypeKind.Date or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => true,
        SqlTypeKind.Float4 or SqlTypeKind.Float8 or SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar or SqlTypeKind.Time or SqlTypeKind.Uuid => clause is not Ast.EqualPartitions,
        SqlTypeKind.Boolean => clause is Ast.ListPartitions,
        _ => false,
    };
}
