using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>ALTER TABLE on tables of the store.</summary>
public static class TableAlterations
{
    public static LocalTableEntry AddColumn(CatalogTransaction transaction, LocalTableEntry table, NewColumn column, string? defaultValueSql)
    {
        if (table.Columns.Any(existing => existing.Name == column.Name))
            throw new GatewayException(SqlState.DuplicateColumn, $"column \"{column.Name}\" of relation \"{table.Name}\" already exists");
        var physical = LocalTables.NewPhysicalColumn(transaction, table.Oid);
        var type = StoreTypes.NameOf(column.Type);
        var target = LocalTables.PhysicalName(table.Oid);
        transaction.Connection.Execute($"ALTER TABLE {target} ADD COLUMN {physical} {type}{(defaultValueSql is null ? "" : $" DEFAULT {defaultValueSql}")}", CancellationToken.None);
        if (defaultValueSql is not null) transaction.Connection.Execute($"ALTER TABLE {target} ALTER COLUMN {physical} DROP DEFAULT", CancellationToken.None);
        if (!column.IsNullable) transaction.Connection.Execute($"ALTER TABLE {target} ALTER COLUMN {physical} SET NOT NULL", CancellationToken.None);
        var added = new TableColumn(column.Name, physical, column.Type, column.IsNullable, type, DefaultExpression: column.Default);
        return Become(transaction, table, LocalTables.With(table, table.Schema, table.Name, [.. table.Columns, added]));
    }

    public static LocalTableEntry DropColumn(CatalogTransaction transaction, LocalTableEntry table, string name, bool cascade)
    {
        var ordinal = OrdinalOf(table, name);
        RefuseDependentViews(transaction, table, $"column {name} of table {table.QualifiedName}", cascade);
        if (table.Handle.Keys.Any(key => key.Ordinals.Contains(ordinal)))
            throw new GatewayException(SqlState.FeatureNotSupported, $"dropping the key column \"{name}\" is not supported");
        if (table.Columns.Count == 1) transaction.Connection.Execute($"ALTER TABLE {LocalTables.PhysicalName(table.Oid)} ADD COLUMN IF NOT EXISTS {LocalTables.NoColumn}", CancellationToken.None);
        Forget(transaction, table, ordinal);
        var keys = table.Handle.Keys.Select(key => key with { Ordinals = key.Ordinals.Select(other => other > ordinal ? other - 1 : other).ToEquatableArray() }).ToEquatableArray();
        return Become(transaction, table, LocalTables.With(table, table.Schema, table.Name, table.Columns.Where((_, index) => index != ordinal).ToEquatableArray(), keys));
    }

    public static LocalTableEntry RenameColumn(CatalogTransaction transaction, LocalTableEntry table, string name, string newName)
    {
        var ordinal = OrdinalOf(table, name);
        if (table.Columns.Any(existing => existing.Name == newName))
            throw new GatewayException(SqlState.DuplicateColumn, $"column \"{newName}\" of relation \"{table.Name}\" already exists");
        RefuseReadingViews(transaction, table);
        return ChangeColumn(transaction, table, ordinal, column => column with { Name = newName });
    }

    public static LocalTableEntry SetDefault(CatalogTransaction transaction, LocalTableEntry table, string name, string? expression) =>
        ChangeColumn(transaction, table, OrdinalOf(table, name), column => column with { DefaultExpression = expression });

    public static LocalTableEntry SetNullability(CatalogTransaction transaction, LocalTableEntry table, string name, bool isNullable)
    {
        var ordinal = OrdinalOf(table, name);
        if (isNullable && table.Handle.Keys.Any(key => key.IsPrimary && key.Ordinals.Contains(ordinal)))
            throw new GatewayException(SqlState.InvalidTableDefinition, $"column \"{name}\" is in a primary key");
        transaction.Connection.Execute(
            $"ALTER TABLE {LocalTables.PhysicalName(table.Oid)} ALTER COLUMN {table.Columns[ordinal].RemoteName} {(isNullable ? "DROP" : "SET")} NOT NULL", CancellationToken.None);
        return ChangeColumn(transaction, table, ordinal, column => column with { IsNullable = isNullable });
    }

    /// <summary>Renames any relation but a system view, or moves it to another schema.</summary>
    public static void Rename(CatalogTransaction transaction, RelationEntry relation, string schemaName, string newName)
    {
        var schema = SchemaChanges.Target(transaction.Snapshot, schemaName).Name;
        RefuseReadingViews(transaction, relation);
        RelationNames.RefuseDuplicate(transaction.Snapshot, schema, newName);
        var display = LocalTables.DisplayName(schema, newName);
        transaction.Replace(relation, relation switch
        {
            LocalTableEntry table => LocalTables.With(table, schema, newName),
            VirtualTableEntry table => table with { Schema = schema, Name = newName, Handle = table.Handle with { DisplayName = display } },
            ViewEntry view => view with { Schema = schema, Name = newName },
            _ => throw RelationNames.IsSystem(relation),
        });
    }

    // The engine cannot drop a column in front of an indexed one: it stays there, empty, and the catalog does not know it any more.
    private static void Forget(CatalogTransaction transaction, LocalTableEntry table, int ordinal)
    {
        var (target, column) = (LocalTables.PhysicalName(table.Oid), table.Columns[ordinal].RemoteName);
        if (!table.Handle.Keys.Any(key => key.Ordinals.Any(indexed => indexed > ordinal)))
        {
            transaction.Connection.Execute($"ALTER TABLE {target} DROP COLUMN {column}", CancellationToken.None);
            return;
        }

        if (!table.Columns[ordinal].IsNullable) transaction.Connection.Execute($"ALTER TABLE {target} ALTER COLUMN {column} DROP NOT NULL", CancellationToken.None);
        transaction.Connection.Execute($"UPDATE {target} SET {column} = NULL", CancellationToken.None);
    }

    private static LocalTableEntry ChangeColumn(CatalogTransaction transaction, LocalTableEntry table, int ordinal, Func<TableColumn, TableColumn> change) =>
        Become(transaction, table, LocalTables.With(table, table.Schema, table.Name, table.Columns.Select((column, index) => index == ordinal ? change(column) : column).ToEquatableArray()));

    private static LocalTableEntry Become(CatalogTransaction transaction, LocalTableEntry before, LocalTableEntry after)
    {
        transaction.Replace(before, after);
        return after;
    }

    private static int OrdinalOf(LocalTableEntry table, string name)
    {
        for (var i = 0; i < table.Columns.Count; i++)
            if (table.Columns[i].Name == name) return i;
        throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name}\" of relation \"{table.Name}\" does not exist");
    }

    // A view is kept as text: it would look for the old name.
    private static void RefuseReadingViews(CatalogTransaction transaction, RelationEntry relation)
    {
        if (transaction.Snapshot.RelationsByOid.Values.OfType<ViewEntry>().FirstOrDefault(view => view.DependsOn.Contains(relation.Oid)) is not { } reader) return;
        throw new GatewayException(SqlState.FeatureNotSupported, $"renaming in {RelationDrops.Describe(relation)} is not supported while a view reads it")
        {
            Detail = $"{RelationDrops.Describe(reader)} names it.",
            Hint = "Drop the view and create it again afterwards.",
        };
    }

    private static void RefuseDependentViews(CatalogTransaction transaction, LocalTableEntry table, string what, bool cascade)
    {
        var views = transaction.Snapshot.RelationsByOid.Values.OfType<ViewEntry>().Where(view => view.DependsOn.Contains(table.Oid)).ToList();
        if (views.Count == 0) return;
        if (cascade) RelationDrops.Drop(transaction, views, cascade: true, what, areNamed: false);
        else
        {
            throw new GatewayException(SqlState.DependentObjectsStillExist, $"cannot drop {what} because other objects depend on it")
            {
                Detail = string.Join('\n', views.Select(view => $"{RelationDrops.Describe(view)} depends on {what}")),
                Hint = "Use DROP ... CASCADE to drop the dependent objects too.",
            };
        }
    }
}
