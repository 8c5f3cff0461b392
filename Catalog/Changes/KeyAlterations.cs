using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>
/// Keys and indexes of tables that are there already. A new key is checked against the rows and kept by the store from then on: the table is written anew with it. An index that
/// is not unique is noted only, for clients that ask for it: the store finds rows by columns.
/// </summary>
public static class KeyAlterations
{
    /// <param name="key">Without a name it gets PostgreSQL's.</param>
    public static LocalTableEntry AddKey(CatalogTransaction transaction, LocalTableEntry table, NewKey key, CancellationToken cancellationToken)
    {
        if (key.IsPrimary && table.Handle.Keys.Any(known => known.IsPrimary))
            throw new GatewayException(SqlState.InvalidTableDefinition, $"multiple primary keys for table \"{table.Name}\" are not allowed");
        if (table.Handle.Keys.Count + table.Indexes.Count >= DerivedOids.MaxKeys)
            throw new GatewayException(SqlState.ProgramLimitExceeded, $"table \"{table.Name}\" has too many indexes") { Detail = $"There can be {DerivedOids.MaxKeys}." };
        var ordinals = key.Columns.Select(column => LocalTables.OrdinalOf(table.Columns, column)).ToEquatableArray();
        var name = key.Name ?? FreeName(transaction.Snapshot, table.Schema, LocalTables.KeyName(table.Name, key));
        RelationNames.RefuseDuplicate(transaction.Snapshot, table.Schema, name);
        var columns = key.IsPrimary ? table.Columns.Select((column, i) => ordinals.Contains(i) ? column with { IsNullable = false } : column).ToEquatableArray() : table.Columns;
        if (key.IsPrimary) RefuseNulls(transaction, table, ordinals);
        RefuseDuplicates(transaction, table, ordinals, name);
        var after = LocalTables.With(table, table.Schema, table.Name, columns, [.. table.Handle.Keys, new TableKey(key.IsPrimary, ordinals, name, key.IsIndexOnly)]);
        TableRebuild.Run(transaction, after, added: null, "", cancellationToken);
        transaction.Replace(table, after);
        return after;
    }

    public static LocalTableEntry DropKey(CatalogTransaction transaction, LocalTableEntry table, int number, CancellationToken cancellationToken)
    {
        var after = LocalTables.With(table, table.Schema, table.Name, keys: table.Handle.Keys.Where((_, i) => i != number).ToEquatableArray());
        TableRebuild.Run(transaction, after, added: null, "", cancellationToken);
        transaction.Replace(table, after);
        return after;
    }

    /// <summary>Notes an index that is not unique.</summary>
    public static void AddIndex(CatalogTransaction transaction, LocalTableEntry table, string? name, EquatableArray<IndexColumn> columns)
    {
        if (table.Handle.Keys.Count + table.Indexes.Count >= DerivedOids.MaxKeys)
            throw new GatewayException(SqlState.ProgramLimitExceeded, $"table \"{table.Name}\" has too many indexes") { Detail = $"There can be {DerivedOids.MaxKeys}." };
        var chosen = name ?? FreeName(transaction.Snapshot, table.Schema, $"{table.Name}_{string.Join('_', columns.Select(column => table.Columns[column.Ordinal].Name))}_idx");
        RelationNames.RefuseDuplicate(transaction.Snapshot, table.Schema, chosen);
        transaction.Replace(table, table with { Indexes = [.. table.Indexes, new TableIndex(chosen, columns)] });
    }

    public static void DropIndex(CatalogTransaction transaction, LocalTableEntry table, string name) =>
        transaction.Replace(table, table with { Indexes = table.Indexes.Where(index => index.Name != name).ToEquatableArray() });

    /// <summary>The first of <c>name</c>, <c>name1</c>, <c>name2</c> … that nothing in the schema has.</summary>
    internal static string FreeName(CatalogSnapshot snapshot, string schema, string name)
    {
        for (var i = 0; ; i++)
            if ((i == 0 ? name : name + i.ToString(System.Globalization.CultureInfo.InvariantCulture)) is var candidate && !RelationNames.IsTaken(snapshot, schema, candidate)) return candidate;
    }

    private static void RefuseNulls(CatalogTransaction transaction, LocalTableEntry table, EquatableArray<int> ordinals)
    {
        foreach (var column in ordinals.Select(ordinal => table.Columns[ordinal]).Where(column => column.IsNullable))
        {
            if (StoreRows.ReadLong(transaction.Connection, $"SELECT count(*) FROM (SELECT 1 FROM {LocalTables.PhysicalName(table.Oid)} WHERE {column.RemoteName} IS NULL LIMIT 1)") > 0)
                throw new GatewayException(SqlState.NotNullViolation, $"column \"{column.Name}\" of relation \"{table.Name}\" contains null values");
        }
    }

    private static void RefuseDuplicates(CatalogTransaction transaction, LocalTableEntry table, EquatableArray<int> ordinals, string name)
    {
        var columns = ordinals.Select(ordinal => table.Columns[ordinal]).ToList();
        var physical = columns.ConvertAll(column => column.RemoteName);
        var found = StoreRows.ReadTexts(
            transaction.Connection,
            $"""
             SELECT {string.Join(", ", physical.Select(column => $"CAST({column} AS VARCHAR)"))} FROM {LocalTables.PhysicalName(table.Oid)}
             WHERE {string.Join(" AND ", physical.Select(column => $"{column} IS NOT NULL"))} GROUP BY {string.Join(", ", physical)} HAVING count(*) > 1 LIMIT 1
             """,
            columns.Count);
        if (found is null) return;
        throw new GatewayException(SqlState.UniqueViolation, $"could not create unique index \"{name}\"")
        {
            Detail = $"Key ({string.Join(", ", columns.Select(column => column.Name))})=({string.Join(", ", found)}) is duplicated.",
        };
    }
}
