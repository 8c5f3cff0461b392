using FederationGateway.Catalog.Store;

namespace FederationGateway.Catalog.Changes;

/// <summary>
/// Makes the table behind an entry anew, with the rows it has. The engine's ALTER TABLE is quicker, but it cannot compute a value for each row durably, not
/// drop a column in front of an indexed one, and not follow other changes of the table in one transaction: the commit fails then. A rebuilt table may be
/// altered and rebuilt again in the same transaction.
/// </summary>
internal static class TableRebuild
{
    /// <param name="after">The entry as it will be; its columns find their values by their physical names.</param>
    /// <param name="added">The physical name of a column that has no values yet.</param>
    /// <param name="addedSql">What it is filled with, as the engine's SQL: computed once a row.</param>
    public static void Run(CatalogTransaction transaction, LocalTableEntry after, string? added, string addedSql, CancellationToken cancellationToken)
    {
        var (target, twin) = (LocalTables.PhysicalName(after.Oid), LocalTables.PhysicalName(after.Oid) + "_twin");
        var values = after.Columns.IsEmpty ? "NULL" : string.Join(", ", after.Columns.Select(column => column.RemoteName == added ? addedSql : column.RemoteName));
        transaction.Connection.Execute(LocalTables.CreateSql(twin, after.Columns, after.Handle.Keys), CancellationToken.None);
        transaction.Connection.Execute($"INSERT INTO {twin} SELECT {values} FROM {target}", cancellationToken);
        transaction.Connection.Execute($"DROP TABLE {target}", CancellationToken.None);
        transaction.Connection.Execute($"ALTER TABLE {twin} RENAME TO {LocalTables.PhysicalTable(after.Oid)}", CancellationToken.None);
        transaction.TableJournal?.Rebuilt(after);
    }
}
