using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Access;

/// <summary>Who may do what in one state of the catalog.</summary>
public sealed class RightsTests : IDisposable
{
    private readonly SampleStore _store = Landscape.Create();

    public RightsTests() => _store.Change(change =>
    {
        foreach (var name in new[] { "anna", "bert", "team", "far" }) RoleChanges.Create(change, new RoleEntry(change.NewOid(), name) { HasNoInheritance = name == "team" });
    });

    private RelationEntry Orders => _store.Current.FindRelation("sales", "orders")!;

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Nothing_is_allowed_until_it_is_granted()
    {
        Rights("anna").Has(Orders, Privilege.Select).ShouldBeFalse();
        Rights("anna").Sees(Orders).ShouldBeFalse();
        Rights("admin").Has(Orders, Privilege.Select).ShouldBeTrue();
        Give("anna", Privilege.Select);
        Rights("anna").Has(Orders, Privilege.Select).ShouldBeTrue();
        Rights("anna").Has(Orders, Privilege.Insert).ShouldBeFalse();
        Rights("anna").Sees(Orders).ShouldBeTrue();
        Rights("bert").Has(Orders, Privilege.Select).ShouldBeFalse();
        _store.Change(change => Grants.Remove(change, SecuredObject.Of(Orders), Oid("admin"), [Oid("anna")], new GrantedPrivilege(Privilege.Select, null), optionOnly: false, cascade: false));
        Rights("anna").Has(Orders, Privilege.Select).ShouldBeFalse();
        _store.Current.AccessLists.ShouldNotContainKey(SecuredObject.Of(Orders));
    }

    [Fact]
    public void A_column_is_granted_by_itself()
    {
        var column = Orders.Columns[0].RemoteName;
        Give("anna", Privilege.Select, column);
        Rights("anna").Has(Orders, Privilege.Select).ShouldBeFalse();
        Rights("anna").HasColumn(Orders, column, Privilege.Select).ShouldBeTrue();
        Rights("anna").HasColumn(Orders, Orders.Columns[1].RemoteName, Privilege.Select).ShouldBeFalse();
        Rights("anna").HasAnyColumn(Orders, Privilege.Select).ShouldBeTrue();
    }

    [Fact]
    public void Members_have_what_is_granted_to_their_roles_as_far_as_these_inherit()
    {
        _store.Change(change =>
        {
            Memberships.Grant(change, Role(change.Snapshot, "team"), Role(change.Snapshot, "anna"), Oid("admin"), withAdminOption: false);
            Memberships.Grant(change, Role(change.Snapshot, "far"), Role(change.Snapshot, "team"), Oid("admin"), withAdminOption: false);
        });
        Give("far", Privilege.Select);
        Rights("anna").Has(Orders, Privilege.Select).ShouldBeFalse();
        RoleMembers.MayBecome(_store.Current, Oid("anna"), Oid("far")).ShouldBeTrue();
        Give("team", Privilege.Insert);
        Rights("anna").Has(Orders, Privilege.Insert).ShouldBeTrue();
        Should.Throw<GatewayException>(() => _store.Change(change => Memberships.Grant(change, Role(change.Snapshot, "anna"), Role(change.Snapshot, "far"), Oid("admin"), withAdminOption: false)))
            .State.ShouldBe(SqlState.InvalidGrantOperation);
    }

    [Fact]
    public void What_rests_on_a_grant_option_falls_with_it_unless_another_holds_it()
    {
        Give("anna", Privilege.Select, withGrantOption: true);
        _store.Change(change => Grants.Add(change, SecuredObject.Of(Orders), Oid("anna"), [Oid("bert")], new GrantedPrivilege(Privilege.Select, null), withGrantOption: false));
        Should.Throw<GatewayException>(() => Take("anna", cascade: false)).State.ShouldBe(SqlState.DependentObjectsStillExist);
        Rights("bert").Has(Orders, Privilege.Select).ShouldBeTrue();
        Take("anna", cascade: true);
        Rights("bert").Has(Orders, Privilege.Select).ShouldBeFalse();
    }

    [Fact]
    public void Another_owner_takes_over_what_the_first_has_granted()
    {
        Give("bert", Privilege.Select);
        _store.Change(change => Ownership.Change(change, Orders, Role(change.Snapshot, "anna")));
        Rights("anna").Has(Orders, Privilege.Delete).ShouldBeTrue();
        Rights("bert").Has(Orders, Privilege.Select).ShouldBeTrue();
        _store.Current.AccessLists[SecuredObject.Of(Orders)].Grants.ShouldAllBe(grant => grant.Grantor == Oid("anna"));
    }

    [Fact]
    public void Grants_go_with_what_they_are_on()
    {
        Give("anna", Privilege.Select);
        var orders = SecuredObject.Of(Orders);
        _store.Change(change => RelationDrops.Drop(change, [Orders], cascade: true, "table orders", areNamed: true));
        _store.Current.AccessLists.ShouldNotContainKey(orders);
        _store.Reopen();
        _store.Current.AccessLists.ShouldNotContainKey(orders);
    }

    [Fact]
    public void Roles_memberships_and_grants_are_the_same_after_the_store_is_opened_again()
    {
        _store.Change(change => Memberships.Grant(change, Role(change.Snapshot, "team"), Role(change.Snapshot, "anna"), Oid("admin"), withAdminOption: true));
        _store.Change(change => RoleChanges.Replace(change, Role(change.Snapshot, "bert"), Role(change.Snapshot, "bert") with { ConnectionLimit = 0, ValidUntil = long.MaxValue, Settings = [KeyValuePair.Create("TimeZone", "UTC")] }));
        Give("anna", Privilege.Update, Orders.Columns[0].RemoteName, withGrantOption: true);
        var before = _store.Current;
        _store.Reopen();
        _store.Current.Roles.Values.ShouldBe(before.Roles.Values, ignoreOrder: true);
        _store.Current.Memberships.ShouldBe(before.Memberships);
        _store.Current.AccessLists.Values.ShouldBe(before.AccessLists.Values, ignoreOrder: true);
    }

    private long Oid(string role) => _store.Current.Roles.FindExact(role)!.Oid;

    private static RoleEntry Role(CatalogSnapshot snapshot, string name) => snapshot.Roles.FindExact(name)!;

    private RoleRights Rights(string role) => RoleRights.Of(_store.Current, role);

    private void Give(string role, Privilege privilege, string? column = null, bool withGrantOption = false) =>
        _store.Change(change => Grants.Add(change, SecuredObject.Of(Orders), Oid("admin"), [Oid(role)], new GrantedPrivilege(privilege, column), withGrantOption));

    private void Take(string role, bool cascade) =>
        _store.Change(change => Grants.Remove(change, SecuredObject.Of(Orders), Oid("admin"), [Oid(role)], new GrantedPrivilege(Privilege.Select, null), optionOnly: false, cascade));
}
