using FederationGateway.Plan;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>The names one SELECT can use while it is written: those of its FROM, then those of the queries around it.</summary>
internal sealed class QueryScope(SelectBlock block, QueryScope? parent)
{
    public SelectBlock Block { get; } = block;

    public QueryScope? Parent { get; } = parent;

    /// <summary>The columns of FROM, as they are referred to.</summary>
    public Dictionary<ColumnId, string> Names { get; } = [];

    public Dictionary<FromItem, string?> Aliases { get; } = [];

    public Dictionary<InputFrom, string> Inputs { get; } = [];
}

/// <summary>Finds the table column whose value a column passes on unchanged.</summary>
internal static class ColumnOrigins
{
    public static TableColumn? Of(QueryScope? scope, ColumnId id)
    {
        for (; scope is not null; scope = scope.Parent)
            if (Of(scope.Block, id) is { } origin) return origin;
        return null;
    }

    /// <summary>The same for a column that a query puts out.</summary>
    public static TableColumn? Of(QueryBlock block, ColumnId id)
    {
        if (block is WithBlock with) return Of(with.Body, id);
        if (block is not SelectBlock select) return null;
        if (select.Definitions.TryGetValue(id, out var definition))
            return definition is ExpressionDefinition { Expression: ColumnExpression passed } ? Of(block, passed.Id) : null;
        return select.From?.Leaves.Select(leaf => Of(leaf, id)).FirstOrDefault(origin => origin is not null);
    }

    private static TableColumn? Of(FromItem leaf, ColumnId id) => leaf switch
    {
        TableFrom { Scan: var scan } => scan.Columns.FirstOrDefault(column => column.Column.Id == id) is { Ordinal: >= 0 } found ? scan.Table.Columns[found.Ordinal] : null,
        DerivedFrom derived => Of(derived.Query, id),
        _ => null,
    };
}

/// <summary>What can be said of a piece of SQL without parsing it.</summary>
internal static class SqlWords
{
    /// <summary>True when the text is one word, or one word and parentheses around all the rest, so that it may be an operand as it stands.</summary>
    public static bool IsClosed(string text)
    {
        var start = 0;
        while (start < text.Length && (char.IsLetterOrDigit(text[start]) || text[start] is '_' or '.')) start++;
        if (start == text.Length) return true;
        if (text[start] != '(' || text.Contains('\\', StringComparison.Ordinal)) return false;

        var depth = 0;
        var quote = '\0';
        for (var i = start; i < text.Length; i++)
        {
            if (quote != '\0') quote = text[i] == quote ? '\0' : quote;
            else if (text[i] is '\'' or '"') quote = text[i];
            else if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0) return i == text.Length - 1;
        }

        return false;
    }
}
