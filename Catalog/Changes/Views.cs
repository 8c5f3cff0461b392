using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>A view's query and what it was understood under.</summary>
/// <param name="Names">What the names in it mean: the view depends on these relations.</param>
public sealed record ViewQuery(string Sql, EquatableArray<string> SearchPath, string? TimeZone, EquatableArray<NameBinding> Names)
{
    /// <summary>The moment <c>'now'</c> in it means, in microseconds since 1970-01-01 UTC.</summary>
    public long? Now { get; init; }

    /// <summary>See <see cref="ViewEntry.Places"/>.</summary>
    public EquatableArray<NamePlace> Places { get; init; }
}

/// <summary>CREATE [OR REPLACE] VIEW.</summary>
public static class Views
{
    public static void Create(CatalogTransaction transaction, string schemaName, string name, ViewQuery query, EquatableArray<TableColumn> columns, bool orReplace, string owner)
    {
        var schema = SchemaChanges.Target(transaction.Snapshot, schemaName).Name;
        var dependsOn = query.Names.Select(binding => binding.Oid).Where(oid => oid != 0).Distinct().Order().ToEquatableArray();
        var existing = transaction.Snapshot.Relations[schema].FindExact(name);
        if (existing is ViewEntry old && orReplace)
        {
            RefuseOtherColumns(old, columns);
            transaction.Replace(old, old with
            {
                Sql = query.Sql,
                SearchPath = query.SearchPath,
                ViewColumns = columns,
                DependsOn = dependsOn,
                TimeZone = query.TimeZone,
                Now = query.Now,
                Names = query.Names,
                Places = query.Places,
            });
            return;
        }

        if (existing is not null && orReplace) throw new GatewayException(SqlState.WrongObjectType, $"\"{name}\" is not a view");
        RelationNames.RefuseDuplicate(transaction.Snapshot, schema, name);
        transaction.Add(new ViewEntry(transaction.NewOid(), schema, name, query.Sql, query.SearchPath, columns)
        {
            DependsOn = dependsOn,
            TimeZone = query.TimeZone,
            Now = query.Now,
            Names = query.Names,
            Places = query.Places,
            Owner = owner,
        });
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
