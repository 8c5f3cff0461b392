using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>What a new column holds in the rows that are there, as the engine's SQL.</summary>
/// <param name="IsLiteral">True for a literal without a cast: the engine notes it with the column and need not touch the rows.</param>
public sealed record ColumnFilling(string Sql, bool IsLiteral);

/// <summary>ALTER TABLE on tables of the store.</summary>
public static class TableAlterations
{
    public static LocalTableEntry AddColumn(CatalogTransaction transaction, LocalTableEntry table, NewColumn column, ColumnFilling? filling, CancellationToken cancellationToken)
    {
        if (table.Columns.Any(existing => existing.Name == column.Name))
            throw new GatewayException(SqlState.DuplicateColumn, $"column \"{column.Name}\" of relation \"{table.Name}\" already exists");
        var type = StoreTypes.NameOf(column.Type);
        var added = new TableColumn(column.Name, LocalTables.NewPhysicalColumn(transaction, table.Oid), column.Type, column.IsNullable, type, DefaultExpression: column.Default, Identity: column.Identity);
        var after = LocalTables.With(table, table.Schema, table.Name, [.. table.Columns, added]);
        try
        {
            if (transaction.IsFirstWork && filling is null or { IsLiteral: true }) Add(transaction, after, added, filling?.Sql, cancellationToken);
            else TableRebuild.Run(transaction, after, added.RemoteName, filling?.Sql ?? "NULL", cancellationToken);
        }
        catch (GatewayException e) when (e.State == SqlState.NotNullViolation)
        {
            throw new GatewayException(SqlState.NotNullViolation, $"column \"{column.Name}\" of relation \"{table.Name}\" contains null values", e);
        }

        return Become(transaction, table, after);
    }

    public static LocalTableEntry DropColumn(CatalogTransaction transaction, LocalTableEntry table, string name, bool cascade, CancellationToken cancellationToken)
    {
        var ordinal = OrdinalOf(table, name);
        RefuseDependentViews(transaction, table, $"column {name} of table {table.QualifiedName}", cascade);
        if (table.Handle.Keys.Any(key => key.Ordinals.Contains(ordinal)))
            throw new GatewayException(SqlState.FeatureNotSupported, $"dropping the key column \"{name}\" is not supported");
        var keys = table.Handle.Keys.Select(key => key with { Ordinals = key.Ordinals.Select(other => other > ordinal ? other - 1 : other).ToEquatableArray() }).ToEquatableArray();
        var after = LocalTables.With(table, table.Schema, table.Name, table.Columns.Where((_, index) => index != ordinal).ToEquatableArray(), keys) with { Indexes = Without(table.Indexes, ordinal) };

        // The engine neither drops a table's last column nor one in front of an indexed one.
        if (!transaction.IsFirstWork || after.Columns.IsEmpty || keys.Any(key => key.Ordinals.Any(indexed => indexed >= ordinal))) TableRebuild.Run(transaction, after, added: null, "", cancellationToken);
        else Alter(transaction, $"ALTER TABLE {LocalTables.PhysicalName(table.Oid)} DROP COLUMN {table.Columns[ordinal].RemoteName}", cancellationToken);
        foreach (var sequence in Sequences.OwnedBy(transaction.Snapshot, table.Oid).Where(sequence => sequence.OwnedBy!.Column == table.Columns[ordinal].RemoteName).ToList()) transaction.Remove(sequence);
        return Become(transaction, table, after);
    }

    public static LocalTableEntry RenameColumn(CatalogTransaction transaction, LocalTableEntry table, string name, string newName)
    {
        var ordinal = OrdinalOf(table, name);
        if (table.Columns.Any(existing => existing.Name == newName))
            throw new GatewayException(SqlState.DuplicateColumn, $"column \"{newName}\" of relation \"{table.Name}\" already exists");
        RefuseReadingViews(transaction, table);
        return ChangeColumn(transaction, table, ordinal, column => column with { Name = newName });
    }

    /// <summary>Another type for a column.</summary>
    /// <param name="value">What it holds then, as the engine's SQL over the table's columns by their physical names; null when the values are stored alike.</param>
    public static LocalTableEntry ChangeType(CatalogTransaction transaction, LocalTableEntry table, string name, SqlType type, string? value, CancellationToken cancellationToken)
    {
        var ordinal = OrdinalOf(table, name);
        var after = WithColumn(table, ordinal, column => column with { Type = type, RemoteTypeName = StoreTypes.NameOf(type) });
        if (value is not null) TableRebuild.Run(transaction, after, table.Columns[ordinal].RemoteName, value, cancellationToken);
        return Become(transaction, table, after);
    }

    public static LocalTableEntry SetDefault(CatalogTransaction transaction, LocalTableEntry table, string name, string? expression) =>
        ChangeColumn(transaction, table, OrdinalOf(table, name), column => column with { DefaultExpression = expression });

    public static LocalTableEntry SetNullability(CatalogTransaction transaction, LocalTableEntry table, string name, bool isNullable, CancellationToken cancellationToken)
    {
        var ordinal = OrdinalOf(table, name);
        if (isNullable && table.Handle.Keys.Any(key => key.IsPrimary && key.Ordinals.Contains(ordinal)))
            throw new GatewayException(SqlState.InvalidTableDefinition, $"column \"{name}\" is in a primary key");
        var after = WithColumn(table, ordinal, column => column with { IsNullable = isNullable });
        try
        {
            if (!transaction.IsFirstWork) TableRebuild.Run(transaction, after, added: null, "", cancellationToken);
            else
            {
                var column = table.Columns[ordinal].RemoteName;
                Alter(transaction, $"ALTER TABLE {LocalTables.PhysicalName(table.Oid)} ALTER COLUMN {column} {(isNullable ? "DROP" : "SET")} NOT NULL", cancellationToken);
            }
        }
        catch (GatewayException e) when (e.State == SqlState.NotNullViolation)
        {
            throw new GatewayException(SqlState.NotNullViolation, $"column \"{name}\" of relation \"{table.Name}\" contains null values", e);
        }

        return Become(transaction, table, after);
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
            SequenceEntry => throw GatewayException.Unsupported("renaming a sequence"),
            _ => throw RelationNames.IsSystem(relation),
        });
    }

    private static void Add(CatalogTransaction transaction, LocalTableEntry table, TableColumn added, string? literal, CancellationToken cancellationToken)
    {
        var (target, column) = (LocalTables.PhysicalName(table.Oid), added.RemoteName);
        Alter(transaction, $"ALTER TABLE {target} ADD COLUMN {column} {added.RemoteTypeName}{(literal is null ? "" : $" DEFAULT {literal}")}", cancellationToken);
        if (literal is not null) Alter(transaction, $"ALTER TABLE {target} ALTER COLUMN {column} DROP DEFAULT", CancellationToken.None);
        if (!added.IsNullable) Alter(transaction, $"ALTER TABLE {target} ALTER COLUMN {column} SET NOT NULL", cancellationToken);
    }

    private static void Alter(CatalogTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        transaction.Connection.Execute(sql, cancellationToken);
        transaction.TableJournal?.Altered(sql);
    }

    private static LocalTableEntry WithColumn(LocalTableEntry table, int ordinal, Func<TableColumn, TableColumn> change) =>
        LocalTables.With(table, table.Schema, table.Name, table.Columns.Select((column, index) => index == ordinal ? change(column) : column).ToEquatableArray());

    // An index goes with any of its columns.
    private static EquatableArray<TableIndex> Without(EquatableArray<TableIndex> indexes, int dropped) => indexes
        .Where(index => index.Columns.All(column => column.Ordinal != dropped))
        .Select(index => index with { Columns = index.Columns.Select(column => column.Ordinal > dropped ? column with { Ordinal = column.Ordinal - 1 } : column).ToEquatableArray() })
        .ToEquatableArray();

    private static LocalTableEntry ChangeColumn(CatalogTransaction transaction, LocalTableEntry table, int ordinal, Func<TableColumn, TableColumn> change) =>
        Become(transaction, table, WithColumn(table, ordinal, change));

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
