using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Tables;

/// <summary><c>AS name (column, …)</c>: another name for an item of FROM and for its first columns.</summary>
internal static class TableAliases
{
    public static BoundTable Apply(BoundTable table, Ast.TableAlias? alias)
    {
        if (alias is null) return table;
        var columns = table.VisibleColumns.ToArray();
        if (alias.Columns.Count > columns.Length)
        {
            throw new GatewayException(SqlState.InvalidColumnReference, $"table \"{alias.Name}\" has {columns.Length} columns available but {alias.Columns.Count} columns specified")
            {
                Position = alias.Name.Span.Start,
            };
        }

        for (var i = 0; i < alias.Columns.Count; i++) columns[i] = columns[i] with { Name = alias.Columns[i].Text };
        var handle = table.Relations.Count == 1 ? table.Relations[0].Table : null;
        return table with { Relations = [new ScopeRelation([alias.Name.Text], columns.ToEquatableArray()) { IsAliased = true, Table = handle }] };
    }
}
