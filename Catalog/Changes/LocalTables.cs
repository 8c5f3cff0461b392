using System.Globalization;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>A column of a table to be made. The default is SQL text, bound again at each insert.</summary>
/// <param name="Sequence">Of a serial or identity column: its default takes the next value of a sequence made with it.</param>
public sealed record NewColumn(
    string Name, SqlType Type, bool IsNullable = true, string? Default = null, string? Comment = null, SequenceDefinition? Sequence = null, IdentityKind Identity = IdentityKind.None);

/// <summary>A key of a table to be made, by column names.</summary>
/// <param name="IsIndexOnly">See <see cref="TableKey.IsIndexOnly"/>.</param>
public sealed record NewKey(bool IsPrimary, EquatableArray<string> Columns, string? Name = null, bool IsIndexOnly = false);

/// <summary>
/// Tables in the store. Their physical names are made of numbers (<c>data.t16390</c>, columns <c>c1</c> …), so names that differ only in case stay apart
/// and renaming touches the catalog alone.
/// </summary>
public static class LocalTables
{
    /// <summary>The engine has no table without columns, PostgreSQL has: one that the catalog does not know.</summary>
    internal const string NoColumn = ColumnOfNone + " BOOLEAN";

    /// <summary>The name of that column.</summary>
    public const string ColumnOfNone = "c0";

    public static string PhysicalName(long oid) => $"{StoreLayout.DataSchema}.{PhysicalTable(oid)}";

    /// <summary>The engine's type of a column.</summary>
    public static string PhysicalTypeOf(TableColumn column) => StoreTypes.NameOf(column.Type);

    /// <summary>Makes a table; its entry. The caller has checked IF NOT EXISTS.</summary>
    public static LocalTableEntry Create(CatalogTransaction transaction, string schemaName, string name, IReadOnlyList<NewColumn> columns, IReadOnlyList<NewKey> keys, string owner)
    {
        var entry = Define(transaction.Snapshot, transaction.NewOid(), schemaName, name, columns, keys, owner);
        MakePhysical(transaction.Connection, entry);
        transaction.TableJournal?.Created(entry);
        transaction.Add(entry);
        var after = WithSequences(transaction, entry, columns, owner);
        if (!ReferenceEquals(after, entry)) transaction.Replace(entry, after);
        return after;
    }

    /// <summary>The table with the sequences of its serial and identity columns, which are made.</summary>
    internal static LocalTableEntry WithSequences(CatalogTransaction transaction, LocalTableEntry table, IReadOnlyList<NewColumn> columns, string owner)
    {
        if (columns.All(column => column.Sequence is null)) return table;
        var made = table.Columns.Select(column => columns.FirstOrDefault(wanted => wanted.Name == column.Name)?.Sequence is { } definition
            ? column with { DefaultExpression = Sequences.CreateFor(transaction, table, column, definition, owner) }
            : column).ToEquatableArray();
        return With(table, table.Schema, table.Name, made);
    }

    /// <summary>What the table would be, after the checks: nothing is made yet.</summary>
    public static LocalTableEntry Define(CatalogSnapshot snapshot, long oid, string schemaName, string name, IReadOnlyList<NewColumn> columns, IReadOnlyList<NewKey> keys, string owner)
    {
        var schema = SchemaChanges.Target(snapshot, schemaName);
        RelationNames.RefuseDuplicate(snapshot, schema.Name, name);
        RefuseDuplicateColumns(columns);
        if (keys.Count(key => key.IsPrimary) > 1) throw new GatewayException(SqlState.InvalidTableDefinition, $"multiple primary keys for table \"{name}\" are not allowed");
        var primary = keys.Where(key => key.IsPrimary).SelectMany(key => key.Columns).ToHashSet(StringComparer.Ordinal);
        var tableColumns = columns.Select((column, index) => new TableColumn(
            column.Name, PhysicalColumn(index + 1), column.Type, column.IsNullable && !primary.Contains(column.Name), StoreTypes.NameOf(column.Type),
            DefaultExpression: column.Default, Comment: column.Comment, Identity: column.Identity)).ToEquatableArray();
        var tableKeys = keys.Select(key => new TableKey(key.IsPrimary, key.Columns.Select(column => OrdinalOf(tableColumns, column)).ToEquatableArray(), key.Name ?? KeyName(name, key))).ToEquatableArray();
        var handle = new TableHandle(TableHandle.LocalSource, [StoreLayout.DataSchema, PhysicalTable(oid)], DisplayName(schema.Name, name), tableColumns, tableKeys, TableOid: oid);
        return new LocalTableEntry(oid, schema.Name, name, handle) { Owner = owner };
    }

    /// <summary>
    /// Makes the table itself in the transaction that is open on the connection. Until <see cref="Announce"/> no catalog knows it, so that filling it keeps no
    /// other change of the catalog waiting.
    /// </summary>
    public static void MakePhysical(DuckDbConnection connection, LocalTableEntry entry) =>
        connection.Execute(CreateSql(PhysicalName(entry.Oid), entry.Columns, entry.Handle.Keys), CancellationToken.None);

    /// <summary>Enters a table that has been made in the same transaction into the catalog, which may be another than when it was defined.</summary>
    public static void Announce(CatalogTransaction transaction, LocalTableEntry entry)
    {
        RelationNames.RefuseDuplicate(transaction.Snapshot, SchemaChanges.Target(transaction.Snapshot, entry.Schema).Name, entry.Name);
        transaction.Add(entry);
    }

    /// <summary>The same entry under another name or with other columns, its handle in step.</summary>
    public static LocalTableEntry With(LocalTableEntry entry, string schema, string name, EquatableArray<TableColumn>? columns = null, EquatableArray<TableKey>? keys = null) =>
        entry with
        {
            Schema = schema,
            Name = name,
            Handle = entry.Handle with { DisplayName = DisplayName(schema, name), Columns = columns ?? entry.Handle.Columns, Keys = keys ?? entry.Handle.Keys },
        };

    /// <summary>Tables of the schema everybody looks in first are known by their bare name.</summary>
    public static string DisplayName(string schema, string name) => schema == "public" ? name : $"{schema}.{name}";

    /// <summary>A column name the physical table does not have, not even as one the catalog has forgotten.</summary>
    internal static string NewPhysicalColumn(CatalogTransaction transaction, long oid) => PhysicalColumn(1 + (int)StoreRows.ReadLong(
        transaction.Connection,
        $"SELECT max(substr(column_name, 2)::BIGINT) FROM duckdb_columns() WHERE schema_name = '{StoreLayout.DataSchema}' AND table_name = '{PhysicalTable(oid)}'"));

    internal static string PhysicalColumn(int number) => "c" + number.ToString(CultureInfo.InvariantCulture);

    internal static int OrdinalOf(EquatableArray<TableColumn> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
            if (columns[i].Name == name) return i;
        throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name}\" named in key does not exist");
    }

    internal static string CreateSql(string name, EquatableArray<TableColumn> columns, EquatableArray<TableKey> keys)
    {
        var parts = columns.Select(column => $"{column.RemoteName} {StoreTypes.NameOf(column.Type)}{(column.IsNullable ? "" : " NOT NULL")}")
            .Concat(keys.Select(key => $"{(key.IsPrimary ? "PRIMARY KEY" : "UNIQUE")} ({string.Join(", ", key.Ordinals.Select(ordinal => columns[ordinal].RemoteName))})"));
        var list = columns.IsEmpty ? NoColumn : string.Join(", ", parts);
        return $"CREATE TABLE {name} ({list})";
    }

    internal static string PhysicalTable(long oid) => "t" + oid.ToString(CultureInfo.InvariantCulture);

    internal static string KeyName(string table, NewKey key) =>
        key.IsPrimary ? $"{table}_pkey" : $"{table}_{string.Join('_', key.Columns)}_{(key.IsIndexOnly ? "idx" : "key")}";

    private static void RefuseDuplicateColumns(IReadOnlyList<NewColumn> columns)
    {
        if (columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new GatewayException(SqlState.DuplicateColumn, $"column \"{twice.Key}\" specified more than once");
    }
}
