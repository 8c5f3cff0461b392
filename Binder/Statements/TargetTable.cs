using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>The local or virtual table a statement writes to, under the name the statement's expressions know it by.</summary>
internal sealed record TargetTable(RelationEntry Entry, TableHandle Handle, EquatableArray<string> Path, bool IsAliased)
{
    public bool IsLocal => Entry is LocalTableEntry;

    /// <summary>
    /// What a row to be changed is found by: the row id of a local table; the primary key of a remote one, or a unique key whose columns are never null; empty when it
    /// has none.
    /// </summary>
    public EquatableArray<int> KeyOrdinals => IsLocal ? [RowId.Ordinal] : KeyOf(Handle)?.Ordinals ?? [];

    /// <summary>42P01 when there is no such relation, 0A000 naming it when it cannot be written to.</summary>
    public static TargetTable Find(Ast.ObjectName name, Ast.Identifier? alias, string verb, Scope scope)
    {
        var entry = scope.Catalog.Require(name);
        var handle = entry switch
        {
            LocalTableEntry local => local.Handle,
            VirtualTableEntry table => table.PlanningHandle,
            SystemViewEntry view => throw new GatewayException(SqlState.InsufficientPrivilege, $"permission denied: \"{view.Name}\" is a system catalog") { Position = name.Span.Start },
            var other => throw GatewayException.Unsupported($"{verb} view \"{other.Name}\"", name.Span),
        };
        EquatableArray<string> path = name.Parts.Count == 3 ? name.Parts.Select(part => part.Text).ToEquatableArray() : [entry.Schema, entry.Name];
        return new TargetTable(entry, handle, alias is null ? path : [alias.Text], alias is not null);
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

    private static TableKey? KeyOf(TableHandle table) =>
        table.Keys.FirstOrDefault(key => key.IsPrimary) ?? table.Keys.FirstOrDefault(key => key.Ordinals.All(ordinal => !table.Columns[ordinal].IsNullable));
}
