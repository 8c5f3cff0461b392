using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Store;

public sealed partial class CatalogTransaction
{
    public void Add(RoleEntry role)
    {
        InsertRow(role.Oid, StoredKind.Role, CatalogJson.Write(role));
        Become(Snapshot.With(role));
    }

    public void Replace(RoleEntry before, RoleEntry after)
    {
        UpdateRow(after.Oid, CatalogJson.Write(after));
        Become(Snapshot.Without(before).With(after));
    }

    public void Remove(RoleEntry role)
    {
        RemoveUserCredentials(credential => credential.User == role.Oid);
        DeleteRow(role.Oid);
        Become(Snapshot.Without(role));
    }

    /// <summary>Stores a user's own credential at a source, encrypted, or removes it.</summary>
    public void SetUserCredential(RemoteSourceEntry source, long user, string type, IReadOnlyDictionary<string, string>? credential)
    {
        RemoveUserCredentials(old => old.SourceOid == source.Oid && old.User == user);
        if (credential is null) return;
        var entry = new CredentialEntry(NewOid(), source.Oid, type, Vault.Encrypt(source.Oid, credential, user)) { User = user };
        InsertRow(entry.Oid, StoredKind.Credential, CatalogJson.Write(entry));
        Become(Snapshot with { UserCredentials = Snapshot.UserCredentials.Add((source.Oid, user), entry) });
    }

    /// <returns>How many there were.</returns>
    internal int RemoveUserCredentials(Func<CredentialEntry, bool> which)
    {
        var removed = Snapshot.UserCredentials.Values.Where(which).ToList();
        foreach (var credential in removed)
        {
            DeleteRow(credential.Oid);
            Become(Snapshot with { UserCredentials = Snapshot.UserCredentials.Remove((credential.SourceOid, credential.User)) });
        }

        return removed.Count;
    }

    public void Add(MembershipEntry membership)
    {
        InsertRow(membership.Oid, StoredKind.Membership, CatalogJson.Write(membership));
        Become(Snapshot.With(membership));
    }

    public void Replace(MembershipEntry before, MembershipEntry after)
    {
        UpdateRow(after.Oid, CatalogJson.Write(after));
        Become(Snapshot.Without(before).With(after));
    }

    public void Remove(MembershipEntry membership)
    {
        DeleteRow(membership.Oid);
        Become(Snapshot.Without(membership));
    }

    /// <summary>What is granted on something from now on; nothing removes the list.</summary>
    public void SetAccess(SecuredObject secured, EquatableArray<Grant> grants)
    {
        var old = Snapshot.AccessLists.GetValueOrDefault(secured);
        if (old is null && grants.IsEmpty) return;
        if (old is null)
        {
            var list = new AccessList(NewOid(), secured.Kind, secured.Oid, grants);
            InsertRow(list.Oid, StoredKind.AccessList, CatalogJson.Write(list));
            Become(Snapshot.With(list));
        }
        else if (grants.IsEmpty)
        {
            DeleteRow(old.Oid);
            Become(Snapshot.Without(old));
        }
        else
        {
            UpdateRow(old.Oid, CatalogJson.Write(old with { Grants = grants }));
            Become(Snapshot.With(old with { Grants = grants }));
        }
    }
}
