using FederationGateway.Catalog.Introspection;
using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>The query of a task's subscription: all columns of its virtual table, and the rows its condition chooses.</summary>
public static class TaskQuery
{
    /// <param name="condition">As written.</param>
    public static string Text(VirtualTableEntry table, string condition) =>
        $"SELECT {string.Join(", ", table.Columns.Select(column => SqlNames.Quote(column.Name)))} FROM {SqlNames.Quote(table.Schema, table.Name)} WHERE {condition}";

    /// <summary>What a task's condition means for one of its tables; null without one.</summary>
    public static StoredExpression? Of(TaskEntry task, VirtualTableEntry table)
    {
        if (task.Condition is not { } condition) return task.Query;
        var columns = table.Columns.Select(column => new BoundColumn(column.Name, column.Type)).ToEquatableArray();
        return condition with { Sql = Text(table, condition.Sql), Names = [new NameBinding([table.Schema, table.Name], table.Oid, columns)] };
    }

    /// <summary>An error of a condition over all tables of a schema, which says with which of them it is one.</summary>
    public static GatewayException DoesNotFit(VirtualTableEntry table, GatewayException error) =>
        new(error.State, $"the condition does not fit table \"{table.RemoteName.Object}\" of the source: {error.Message}", error)
        {
            Position = error.Position,
            Detail = error.Detail,
            Hint = "The condition chooses rows of every table of the schema. Make a task for each table that has one of its own.",
        };
}
