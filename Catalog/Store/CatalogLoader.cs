using FederationGateway.Catalog.Access;
using FederationGateway.DuckDb;

namespace FederationGateway.Catalog.Store;

/// <summary>Reads the whole stored catalog on top of the built-in part.</summary>
internal static class CatalogLoader
{
    public static CatalogSnapshot Load(DuckDbConnection connection, CatalogSnapshot builtIn)
    {
        var snapshot = builtIn;
        foreach (var (oid, kind, definition) in StoreRows.ReadObjects(connection).OrderBy(row => row.Kind != StoredKind.Schema)) snapshot = Add(snapshot, oid, kind, definition);
        return snapshot with { Version = 1, Verification = VerificationRows.Load(connection).For(snapshot) };
    }

    private static CatalogSnapshot Add(CatalogSnapshot snapshot, long oid, string kind, string definition)
    {
        switch (kind)
        {
            case StoredKind.Schema: return snapshot.With(CatalogJson.Read<SchemaEntry>(definition));
            case StoredKind.Source: return snapshot.With(CatalogJson.Read<RemoteSourceEntry>(definition));
            case StoredKind.Role: return snapshot.With(CatalogJson.Read<RoleEntry>(definition));
            case StoredKind.Membership: return snapshot.With(CatalogJson.Read<MembershipEntry>(definition));
            case StoredKind.AccessList: return snapshot.With(CatalogJson.Read<AccessList>(definition));
            case StoredKind.Subscription: return snapshot.With(CatalogJson.Read<SubscriptionEntry>(definition));
            case StoredKind.Task: return snapshot.With(CatalogJson.Read<TaskEntry>(definition));
            case StoredKind.Procedure: return snapshot.With(CatalogJson.Read<ProcedureEntry>(definition));
            case StoredKind.Credential:
                var credential = CatalogJson.Read<CredentialEntry>(definition);
                if (credential.User != 0) return snapshot with { UserCredentials = snapshot.UserCredentials.SetItem((credential.SourceOid, credential.User), credential) };
                return snapshot with { Credentials = snapshot.Credentials.SetItem(credential.SourceOid, credential) };
            case StoredKind.RemoteObjects:
                var objects = CatalogJson.Read<RemoteObjectsEntry>(definition);
                return snapshot with { RemoteObjects = snapshot.RemoteObjects.SetItem(objects.Source, objects) };
            default:
                return StoredKind.Read(kind, definition) is { } relation
                    ? snapshot.With(relation)
                    : throw new InvalidDataException($"the catalog holds an object of unknown kind \"{kind}\" ({oid})");
        }
    }
}
