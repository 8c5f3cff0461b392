using FederationGateway.Catalog.Access;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Store;

public sealed partial class CatalogTransaction
{
    public void Add(RoleEntry role)
    {
        StoreRows.Insert(Connection, role.Oid, StoredKind.Role, CatalogJson.Write(role));
        Become(Snapshot.With(role));
    }

    public void Replace(RoleEntry before, RoleEntry after)
    {
        StoreRows.Update(Connection, after.Oid, CatalogJson.Write(after));
        Become(Snapshot.Without(before).With(after));
    }

    public void Remove(RoleEntry role)
    {
        StoreRows.Delete(Connection, role.Oid);
        Become(Snapshot.Without(role));
    }

    public void Add(MembershipEntry membership)
    {
        StoreRows.Insert(Connection, membership.Oid, StoredKind.Membership, CatalogJson.Write(membership));
        Become(Snapshot.With(membership));
    }

    public void Replace(MembershipEntry before, MembershipEntry after)
    {
        StoreRows.Update(Connection, after.Oid, CatalogJson.Write(after));
        Become(Snapshot.Without(before).With(after));
    }

    public void Remove(MembershipEntry membership)
    {
        StoreRows.Delete(Connection, membership.Oid);
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
            StoreRows.Insert(Connection, list.Oid, StoredKind.AccessList, CatalogJson.Write(list));
            Become(Snapshot.With(list));
        }
        else if (grants.IsEmpty)
        {
            StoreRows.Delete(Connection, old.Oid);
            Become(Snapshot.Without(old));
        }
        else
        {
            StoreRows.Update(Connection, old.Oid, CatalogJson.Write(old with { Grants = grants }));
            Become(Snapshot.With(old with { Grants = grants }));
        }
    }
}
