using FederationGateway.Catalog.Introspection;
using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>The query of a task's subscription: all columns of its virtual table, and the rows its condition chooses.</summary>
public static class TaskQuery
{
    /// <param name="condition">As written.</param>
    public static string Text(VirtualTableEntry table, string condition) =>
        $"SELECT {string.Join(", ", table.Columns.Select(column => SqlNames.Quote(column.Name)))} FROM {SqlNames.Quote(table.Schema, table.Name)} WHERE {condition}";

    /// <summary>The query of the least and the greatest value of a column.</summary>
    public static string Limits(VirtualTableEntry table, int column)
    {
        var name = SqlNames.Quote(table.Columns[column].Name);
        return $"SELECT min({name}), max({name}) FROM {SqlNames.Quote(table.Schema, table.Name)}";
    }

    /// <summary>What a task's condition means for one of its tables; null without one.</summary>
    public static StoredExpression? Of(TaskEntry task, VirtualTableEntry table)
    {
        if (task.Condition is not { } condition) return task.Query;
        var columns = table.Columns.Select(column => new BoundColumn(column.Name, column.Type)).ToEquatableArray();
        return condition with { Sql = Text(table, condition.Sql), Names = [new NameBinding([table.Schema, table.Name], table.Oid, columns)] };
    }

    /// <summary>An error of what is said of all tables of a schema, which tells with which of them it is one.</summary>
    /// <param name="what">The condition, or PARTITION BY.</param>
    public static GatewayException DoesNotFit(string what, VirtualTableEntry table, GatewayException error) =>
        new(error.State, $"{what} does not fit table \"{table.RemoteName.Object}\" of the source: {error.Message}", error)
        {
            Position = error.Position,
            Detail = error.Detail,
            Hint = error.Hint ?? "It is that of every table of the schema. Make a task for each table that takes another.",
        };
}
