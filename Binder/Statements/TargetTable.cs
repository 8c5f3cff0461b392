using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>The local table a statement writes to, under the name the statement's expressions know it by.</summary>
internal sealed record TargetTable(LocalTableEntry Entry, EquatableArray<string> Path, bool IsAliased)
{
    public TableHandle Handle => Entry.Handle;

    /// <summary>42P01 when there is no such relation, 0A000 naming it when it cannot be written to.</summary>
    public static TargetTable Find(Ast.ObjectName name, Ast.Identifier? alias, string verb, Scope scope)
    {
        var entry = scope.Catalog.Require(name) switch
        {
            LocalTableEntry local => local,
            VirtualTableEntry table => throw GatewayException.Unsupported($"{verb} virtual table \"{table.Name}\" of remote source \"{table.Source}\"", name.Span),
            SystemViewEntry view => throw new GatewayException(SqlState.InsufficientPrivilege, $"permission denied: \"{view.Name}\" is a system catalog") { Position = name.Span.Start },
            var other => throw GatewayException.Unsupported($"{verb} view \"{other.Name}\"", name.Span),
        };
        return new TargetTable(entry, alias is null ? [entry.Schema, entry.Name] : [alias.Text], alias is not null);
    }

    /// <summary>The column's place in the table; 42703 when it has none.</summary>
    public int OrdinalOf(Ast.AssignmentTarget target)
    {
        if (!target.IsWhole) throw GatewayException.Unsupported("assignment to a part of a column", target.Span);
        return OrdinalOf(target.Column);
    }

    public int OrdinalOf(Ast.Identifier name)
    {
        var columns = Handle.Columns;
        for (var i = 0; i < columns.Count; i++)
            if (columns[i].Name == name.Text) return i;
        var loose = Enumerable.Range(0, columns.Count).Where(i => string.Equals(columns[i].Name, name.Text, StringComparison.OrdinalIgnoreCase)).ToList();
        return loose.Count == 1
            ? loose[0]
            : throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name}\" of relation \"{Entry.Name}\" does not exist") { Position = name.Span.Start };
    }

    /// <summary>Fresh columns for one row of the table, as RETURNING and ON CONFLICT read it.</summary>
    public EquatableArray<OutputColumn> NewRow(StatementState state) => Handle.Columns.Select(column => state.NewColumn(column.Name, column.Type, column.IsNullable)).ToEquatableArray();

    /// <summary>Such a row under the target's name.</summary>
    public ScopeRelation Relation(EquatableArray<OutputColumn> row) =>
        new(Path, row.Select(ScopeColumn.Of).ToEquatableArray()) { IsAliased = IsAliased, Table = Handle };
}
