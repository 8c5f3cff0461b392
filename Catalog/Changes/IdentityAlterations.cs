using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Catalog.Changes;

/// <summary>ALTER TABLE that makes columns of local tables count, or stop counting.</summary>
public static class IdentityAlterations
{
    /// <summary>Adds a serial or identity column; the rows that are there are numbered in the order they have.</summary>
    /// <returns>The table, the column's sequence, and the last number it has given out, null for none.</returns>
    public static (LocalTableEntry Table, SequenceEntry Sequence, long? Last) AddColumn(CatalogTransaction transaction, LocalTableEntry table, NewColumn column, string role, CancellationToken cancellationToken)
    {
        if (table.Columns.Any(existing => existing.Name == column.Name))
            throw new GatewayException(SqlState.DuplicateColumn, $"column \"{column.Name}\" of relation \"{table.Name}\" already exists");
        var type = StoreTypes.NameOf(column.Type);
        var plain = new TableColumn(column.Name, LocalTables.NewPhysicalColumn(transaction, table.Oid), column.Type, IsNullable: false, type, Identity: column.Identity);
        var added = plain with { DefaultExpression = Sequences.CreateFor(transaction, table, plain, column.Sequence!, role) };
        var sequence = Sequences.OwnedBy(transaction.Snapshot, table.Oid).Single(known => known.OwnedBy!.Column == added.RemoteName);
        var after = LocalTables.With(table, table.Schema, table.Name, [.. table.Columns, added]);
        var range = sequence.Range;
        var rows = StoreRows.ReadLong(transaction.Connection, $"SELECT count(*) FROM {LocalTables.PhysicalName(table.Oid)}");
        var last = rows == 0 ? (Int128?)null : range.Start + ((Int128)(rows - 1) * range.Increment);
        if (last > range.Maximum || last < range.Minimum)
            throw new GatewayException(SqlState.SequenceGeneratorLimitExceeded, $"nextval: reached {(range.Increment > 0 ? "maximum" : "minimum")} value of sequence \"{sequence.Name}\" ({(range.Increment > 0 ? range.Maximum : range.Minimum)})");
        TableRebuild.Run(transaction, after, added.RemoteName, $"CAST({range.Start}::HUGEINT + ({range.Increment})::HUGEINT * (row_number() OVER () - 1) AS {type})", cancellationToken);
        transaction.Replace(table, after);
        return (after, sequence, (long?)last);
    }

    /// <summary>Makes a column that is there take its values from a sequence of its own.</summary>
    /// <param name="sequence">The sequence's name; null for the usual one.</param>
    public static void AddIdentity(CatalogTransaction transaction, LocalTableEntry table, string name, IdentityKind kind, SequenceDefinition definition, string? sequence, string role)
    {
        var column = Find(table, name);
        if (column.Type.Kind is not (SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8)) throw new GatewayException(SqlState.InvalidParameterValue, "identity column type must be smallint, integer, or bigint");
        if (column.IsNullable) throw NotReady($"column \"{name}\" of relation \"{table.Name}\" must be declared NOT NULL before identity can be added");
        if (column.Identity != IdentityKind.None) throw NotReady($"column \"{name}\" of relation \"{table.Name}\" is already an identity column");
        if (column.DefaultExpression is not null) throw NotReady($"column \"{name}\" of relation \"{table.Name}\" already has a default value");
        var value = sequence is null ? Sequences.CreateFor(transaction, table, column, definition, role) : Sequences.CreateFor(transaction, table, column, definition, role, sequence);
        Replace(transaction, table, column, column with { DefaultExpression = value, Identity = kind });
    }

    public static void DropIdentity(CatalogTransaction transaction, LocalTableEntry table, string name, bool ifExists)
    {
        var column = Find(table, name);
        if (column.Identity == IdentityKind.None)
        {
            var message = $"column \"{name}\" of relation \"{table.Name}\" is not an identity column";
            if (!ifExists) throw NotReady(message);
            transaction.Notices.Add(message + ", skipping");
            return;
        }

        Replace(transaction, table, column, column with { DefaultExpression = null, Identity = IdentityKind.None });
        foreach (var sequence in Sequences.OwnedBy(transaction.Snapshot, table.Oid).Where(sequence => sequence.OwnedBy!.Column == column.RemoteName).ToList()) transaction.Remove(sequence);
    }

    private static TableColumn Find(LocalTableEntry table, string name) => table.Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name}\" of relation \"{table.Name}\" does not exist");

    private static void Replace(CatalogTransaction transaction, LocalTableEntry table, TableColumn before, TableColumn after) =>
        transaction.Replace(table, LocalTables.With(table, table.Schema, table.Name, table.Columns.Select(column => column == before ? after : column).ToEquatableArray()));

    private static GatewayException NotReady(string message) => new(SqlState.ObjectNotInPrerequisiteState, message);
}
