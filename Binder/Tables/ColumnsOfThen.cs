using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Tables;

/// <summary>
/// A relation as a view sees it: with the columns it had when the view was made, in that order. One that is gone keeps its place, so that no other moves
/// into it; only a view that reads it fails.
/// </summary>
internal static class ColumnsOfThen
{
    public static BoundTable Apply(BoundTable table, NameBinding binding, StatementState state)
    {
        var now = table.Relations[0];
        var columns = binding.Columns.Select(column => Find(now, column.Name) ?? Missing(column, binding, state)).ToEquatableArray();

        // The table's keys count its columns of now.
        var isPrefix = columns.Count <= now.Columns.Count && Enumerable.Range(0, columns.Count).All(i => ReferenceEquals(columns[i], now.Columns[i]));
        return table with { Relations = [now with { Columns = columns, Table = isPrefix ? now.Table : null }] };
    }

    /// <summary>42P16 when the view's query reads a column that is gone.</summary>
    public static void RequirePresent(PlanNode query, ViewEntry view, StatementState state)
    {
        if (state.MissingColumns.Count == 0) return;
        var read = query.AllExpressions().SelectMany(expression => expression.Columns()).Select(column => column.Id).Concat(query.Output.Select(column => column.Id));
        if (read.Where(state.MissingColumns.ContainsKey).Select(id => state.MissingColumns[id]).FirstOrDefault() is not { } name) return;
        throw new GatewayException(SqlState.InvalidTableDefinition, $"view \"{view.Name}\" no longer matches its query")
        {
            Detail = $"The column {name} is gone.",
            Hint = "Create the view again with CREATE OR REPLACE VIEW.",
        };
    }

    private static ScopeColumn? Find(ScopeRelation relation, string name) => relation.Columns.FirstOrDefault(column => column.Name == name);

    private static ScopeColumn Missing(BoundColumn column, NameBinding binding, StatementState state)
    {
        var stand = state.NewColumn(column.Name, column.Type);
        state.MissingColumns.Add(stand.Id, $"\"{column.Name}\" of \"{string.Join('.', binding.Name)}\"");
        return ScopeColumn.Of(stand);
    }
}
