using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Tests.Fixtures;

namespace FederationGateway.Catalog.Tests.Store;

/// <summary>A data directory of before there were roles.</summary>
public class UpgradeTests
{
    [Fact]
    public void Its_accounts_can_log_in_and_keep_what_is_theirs_and_the_rest_is_closed()
    {
        using var store = new SampleStore();
        store.Change(change => SchemaChanges.Create(change, "public", ifNotExists: true, "admin"));
        store.Change(change =>
        {
            change.Connection.Execute(
                """
                INSERT INTO catalog.object VALUES
                    (900, 'user', '{"Oid":900,"Name":"admin","IsAdministrator":true,"PasswordVerifier":"v1"}'),
                    (901, 'user', '{"Oid":901,"Name":"anna","PasswordVerifier":"v2"}');
                UPDATE catalog.counter SET value = 1 WHERE name = 'format'
                """,
                CancellationToken.None);
            LocalTables.Create(change, "public", "t", [], [], "anna");
        });
        store.Reopen();

        var (admin, anna) = (store.Current.Roles.FindExact("admin")!, store.Current.Roles.FindExact("anna")!);
        (admin.CanLogIn, admin.IsAdministrator, admin.PasswordVerifier).ShouldBe((true, true, "v1"));
        (anna.CanLogIn, anna.IsAdministrator, anna.PasswordVerifier).ShouldBe((true, false, "v2"));
        var (everybodys, table) = (store.Current.FindSchema("public")!, store.Current.FindRelation("public", "t")!);
        RoleRights.Of(store.Current, anna.Oid).Has(everybodys, Privilege.Usage).ShouldBeTrue();
        RoleRights.Of(store.Current, anna.Oid).Has(everybodys, Privilege.Create).ShouldBeFalse();
        RoleRights.Of(store.Current, anna.Oid).Has(table, Privilege.Select).ShouldBeTrue();
        RoleRights.Of(store.Current, -1).Has(table, Privilege.Select).ShouldBeFalse();

        var before = store.Current.AccessLists.Values.ToList();
        store.Reopen();
        store.Current.AccessLists.Values.ShouldBe(before);
    }
}
