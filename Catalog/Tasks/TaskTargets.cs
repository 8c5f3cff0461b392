using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog;

/// <summary>What the target of a task looks like in each mode.</summary>
public static class TaskTargets
{
    public const string ChangeType = "_CHANGE_TYPE";
    public const string ChangeTime = "_CHANGE_TIME";
    public const string ChangeSequence = "_CHANGE_SEQUENCE";

    public static string VirtualTableName(string table) => $"VT_{table}";

    public static string SubscriptionName(string table) => $"SUB_{table}";

    /// <summary>The columns for changes, after those of the source.</summary>
    public static IReadOnlyList<NewColumn> ChangeColumns(ChangeMode mode) => mode switch
    {
        ChangeMode.Upsert => [new NewColumn(ChangeType, SqlType.VarChar(2)), new NewColumn(ChangeTime, SqlType.Timestamp)],
        ChangeMode.Insert => [new NewColumn(ChangeType, SqlType.VarChar(2)), new NewColumn(ChangeTime, SqlType.Timestamp), new NewColumn(ChangeSequence, SqlType.Int8)],
        _ => [],
    };

    /// <summary>A target for all columns of a virtual table. Of a row of which only the key is known nothing else is: where every change is kept, only the key's columns are never null.</summary>
    public static (IReadOnlyList<NewColumn> Columns, IReadOnlyList<NewKey> Keys) For(VirtualTableEntry table, ChangeMode mode)
    {
        var columns = table.Columns.Select(column => new NewColumn(column.Name, column.Type, column.IsNullable || mode == ChangeMode.Insert)).Concat(ChangeColumns(mode)).ToList();
        if (mode == ChangeMode.Insert || KeyOf(table) is not { } key) return (columns, []);
        return (columns, [new NewKey(IsPrimary: true, key.Ordinals.Select(ordinal => table.Columns[ordinal].Name).ToEquatableArray())]);
    }

    /// <summary>What tells the rows of a virtual table apart: its primary key, else the first unique one that is never null; null when there is none.</summary>
    public static TableKey? KeyOf(VirtualTableEntry table) => KeyOf(table.Columns, table.Handle.Keys);

    internal static TableKey? KeyOf(EquatableArray<TableColumn> columns, EquatableArray<TableKey> keys) =>
        keys.FirstOrDefault(key => key.IsPrimary) ?? keys.FirstOrDefault(key => key.Ordinals.All(ordinal => !columns[ordinal].IsNullable));
}
