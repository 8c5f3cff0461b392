using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Catalog.Tests.Ddl.SchemaTests;

namespace FederationGateway.Catalog.Tests.Ddl;

public sealed class RemoteSourceTests : IDisposable
{
    private readonly SampleStore _store = Landscape.Create();

    public void Dispose() => _store.Dispose();

    private RemoteSourceEntry Crm => _store.Current.FindSource("crm")!;

    private VirtualTableEntry Customers => (VirtualTableEntry)_store.Current.FindRelation("public", "customers")!;

    [Fact]
    public void A_source_is_made_once() =>
        Refused(SqlState.DuplicateObject, () => _store.Change(change => RemoteSources.Create(change, "crm", "sample", [], null, null, "admin")));

    [Fact]
    public void Every_alteration_makes_live_connections_outdated()
    {
        var first = Crm.Revision;
        _store.Change(change => RemoteSources.Reconfigure(change, Crm, null, [KeyValuePair.Create("host", "other")], null, null, dropCredential: false));
        (Crm.Revision, Crm.Adapter, Crm.HasCredential).ShouldBe((first + 1, "sample", true));
        _store.Change(change => RemoteSources.Reconfigure(change, Crm, null, null, "PASSWORD", new Dictionary<string, string> { ["user"] = "second" }, dropCredential: false));
        _store.Store.Vault.Decrypt(_store.Current.Credentials[Crm.Oid])["user"].ShouldBe("second");
        _store.Change(change => RemoteSources.Reconfigure(change, Crm, null, null, null, null, dropCredential: true));
        (Crm.HasCredential, _store.Current.Credentials.Count).ShouldBe((false, 0));
        Crm.Options.Single().Value.ShouldBe("other");
    }

    [Fact]
    public void Properties_are_capabilities_with_known_values()
    {
        _store.Change(change => RemoteSources.SetProperties(change, Crm, [KeyValuePair.Create("cap_limit", "FALSE"), KeyValuePair.Create("CAP_WHERE", "superset")]));
        Crm.Properties.ShouldBe([KeyValuePair.Create("CAP_LIMIT", "false"), KeyValuePair.Create("CAP_WHERE", "superset")]);
        Refused(SqlState.InvalidOptionName, () => _store.Change(change => RemoteSources.SetProperties(change, Crm, [KeyValuePair.Create("CAP_NOTHING_SUCH", "true")])));
        Refused(SqlState.InvalidOptionValue, () => _store.Change(change => RemoteSources.SetProperties(change, Crm, [KeyValuePair.Create("CAP_LIMIT", "maybe")])));
        _store.Change(change => RemoteSources.UnsetProperties(change, Crm, ["Cap_Where"]));
        Crm.Properties.Single().Key.ShouldBe("CAP_LIMIT");
        Refused(SqlState.UndefinedObject, () => _store.Change(change => RemoteSources.UnsetProperties(change, Crm, ["CAP_WHERE"])));
        _store.Change(change => RemoteSources.UnsetProperties(change, Crm, []));
        Crm.Properties.ShouldBeEmpty();
    }

    [Fact]
    public void A_source_with_virtual_tables_is_dropped_only_with_them()
    {
        var refused = Refused(SqlState.DependentObjectsStillExist, () => _store.Change(change => RemoteSources.Drop(change, Crm, cascade: false)));
        refused.Message.ShouldBe("cannot drop remote source crm because other objects depend on it");
        refused.Detail.ShouldBe("virtual table public.customers depends on remote source crm");
        _store.Change(change => RemoteSources.Drop(change, Crm, cascade: true)).ShouldBe(["drop cascades to virtual table public.customers"]);
        _store.Reopen();
        _store.Current.Sources.Count.ShouldBe(0);
        _store.Current.Credentials.ShouldBeEmpty();
    }

    [Fact]
    public void Browsed_objects_are_replaced_by_the_next_browse()
    {
        for (var round = 0; round < 2; round++)
            _store.Change(change => change.SetRemoteObjects(Crm, new RemoteObjectsEntry(change.NewOid(), "crm", SampleRuntime.Start.AddDays(round), [])));
        _store.Current.RemoteObjects["crm"].RefreshTime.ShouldBe(SampleRuntime.Start.AddDays(1));
        _store.Reopen();
        _store.Current.RemoteObjects["crm"].RefreshTime.ShouldBe(SampleRuntime.Start.AddDays(1));
    }

    [Fact]
    public void A_refreshed_definition_keeps_what_the_user_set()
    {
        _store.Change(change => VirtualTables.ChangeProperties(change, Customers, "name", [KeyValuePair.Create("CAP_COLUMN_FILTER", (string?)"false")]));
        _store.Change(change => VirtualTables.ChangeProperties(change, Customers, null, [KeyValuePair.Create("note", (string?)"mine")]));
        var imported = Landscape.Customers with
        {
            Columns = [Landscape.Customers.Columns[1], new TableColumn("born", "born", SqlType.Date, true, "date")],
            Keys = [],
            Comment = null,
        };
        _store.Change(change => VirtualTables.Refresh(change, Customers, imported));
        Customers.Columns.Select(column => column.Name).ShouldBe(["name", "born"]);
        Customers.Columns[0].Properties.Single().Name.ShouldBe("CAP_COLUMN_FILTER");
        Customers.Handle.Properties.Single().Value.ShouldBe("mine");
        Customers.Comment.ShouldBe("people who bought");
        Refused(SqlState.UndefinedObject, () => _store.Change(change => VirtualTables.ChangeProperties(change, Customers, null, [KeyValuePair.Create("none", (string?)null)])));
        Refused(SqlState.UndefinedColumn, () => _store.Change(change => VirtualTables.ChangeProperties(change, Customers, "none", [])));
    }

    [Fact]
    public void A_virtual_table_shares_the_names_of_its_schema() => Refused(SqlState.DuplicateTable, () => _store.Change(change =>
        VirtualTables.Create(change, "public", "big", Crm, Landscape.Customers, hasExplicitColumns: false, [], SampleRuntime.Start, "admin")));
}
