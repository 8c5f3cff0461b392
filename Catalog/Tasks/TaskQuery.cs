using FederationGateway.Catalog.Introspection;

namespace FederationGateway.Catalog;

/// <summary>The query of a task's subscription: all columns of its virtual table, and the rows its condition chooses.</summary>
public static class TaskQuery
{
    /// <param name="condition">As written.</param>
    public static string Text(VirtualTableEntry table, string condition) =>
        $"SELECT {string.Join(", ", table.Columns.Select(column => SqlNames.Quote(column.Name)))} FROM {SqlNames.Quote(table.Schema, table.Name)} WHERE {condition}";
}
