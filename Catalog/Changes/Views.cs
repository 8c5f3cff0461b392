using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>CREATE [OR REPLACE] VIEW.</summary>
public static class Views
{
    /// <param name="names">What the names in its query mean: it depends on these relations.</param>
    public static void Create(
        CatalogTransaction transaction, string schemaName, string name, string sql, EquatableArray<string> searchPath,
        EquatableArray<TableColumn> columns, EquatableArray<NameBinding> names, bool orReplace, string owner)
    {
        var schema = SchemaChanges.Target(transaction.Snapshot, schemaName).Name;
        var dependsOn = names.Select(binding => binding.Oid).Where(oid => oid != 0).Distinct().Order().ToEquatableArray();
        var existing = transaction.Snapshot.Relations[schema].FindExact(name);
        if (existing is ViewEntry old && orReplace)
        {
            RefuseOtherColumns(old, columns);
            transaction.Replace(old, old with { Sql = sql, SearchPath = searchPath, ViewColumns = columns, DependsOn = dependsOn, Names = names });
            return;
        }

        if (existing is not null && orReplace) throw new GatewayException(SqlState.WrongObjectType, $"\"{name}\" is not a view");
        RelationNames.RefuseDuplicate(transaction.Snapshot, schema, name);
        transaction.Add(new ViewEntry(transaction.NewOid(), schema, name, sql, searchPath, columns) { DependsOn = dependsOn, Names = names, Owner = owner });
    }

    // Views that read this one were bound against its columns: they may only be followed by new ones.
    private static void RefuseOtherColumns(ViewEntry old, EquatableArray<TableColumn> columns)
    {
        if (columns.Count < old.Columns.Count) throw new GatewayException(SqlState.InvalidTableDefinition, "cannot drop columns from view");
        for (var i = 0; i < old.Columns.Count; i++)
        {
            if (columns[i].Name != old.Columns[i].Name)
                throw new GatewayException(SqlState.InvalidTableDefinition, $"cannot change name of view column \"{old.Columns[i].Name}\" to \"{columns[i].Name}\"");
            if (columns[i].Type.Kind != old.Columns[i].Type.Kind)
                throw new GatewayException(SqlState.InvalidTableDefinition, $"cannot change data type of view column \"{columns[i].Name}\" from {old.Columns[i].Type} to {columns[i].Type}");
        }
    }
}
