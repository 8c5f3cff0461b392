using FederationGateway.Catalog.Access;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>
/// Format 1 knew accounts, all of which could log in and use everything. Their tables and sources stay theirs; what is not is closed to them from now on, but for the
/// schema everybody looks in. A gateway that reads format 1 only does not open the file again: it would let everybody in.
/// </summary>
internal static class BeforeRoles
{
    public const long FormatVersion = 1;

    public static void Upgrade(DuckDbConnection connection)
    {
        connection.Execute("BEGIN TRANSACTION", CancellationToken.None);
        var objects = StoreRows.ReadObjects(connection).ToList();
        var owner = 0L;
        foreach (var (oid, _, definition) in objects.Where(row => row.Kind == StoredKind.Role))
        {
            var account = CatalogJson.Read<RoleEntry>(definition);
            if (owner == 0 || account.IsAdministrator) owner = oid;
            StoreRows.Update(connection, oid, CatalogJson.Write(account with { CanLogIn = true }));
        }

        var schemas = objects.Where(row => row.Kind == StoredKind.Schema).Select(row => CatalogJson.Read<SchemaEntry>(row.Definition));
        if (schemas.FirstOrDefault(schema => schema.Name == "public") is { } everybodys)
        {
            var next = StoreRows.ReadLong(connection, "SELECT value FROM catalog.counter WHERE name = 'next_oid'");
            var list = new AccessList(next, SecuredKind.Schema, everybodys.Oid, [new Grant(Grant.Public, owner, Privilege.Usage)]);
            StoreRows.Insert(connection, list.Oid, StoredKind.AccessList, CatalogJson.Write(list));
            StoreRows.SaveNextOid(connection, next + 1);
        }

        connection.Execute("UPDATE catalog.counter SET value = 2 WHERE name = 'format'; COMMIT", CancellationToken.None);
    }
}
