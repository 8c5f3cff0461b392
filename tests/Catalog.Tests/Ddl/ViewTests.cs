using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;
using FederationGateway.Plan;
using static FederationGateway.Catalog.Tests.Ddl.SchemaTests;

namespace FederationGateway.Catalog.Tests.Ddl;

public sealed class ViewTests : IDisposable
{
    private readonly SampleStore _store = Landscape.Create();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void What_a_view_reads_is_dropped_only_with_it()
    {
        Create("bigger", "SELECT id FROM big", "public", "big");
        var refused = Refused(SqlState.DependentObjectsStillExist, () => Drop("sales", "orders", cascade: false));
        refused.Message.ShouldBe("cannot drop table orders because other objects depend on it");
        refused.Detail!.Split('\n').Length.ShouldBe(2);
        Drop("sales", "orders", cascade: true).ShouldBe(["drop cascades to 2 other objects"]);
        _store.Current.FindRelation("public", "bigger").ShouldBeNull();
    }

    [Fact]
    public void A_column_a_view_may_read_is_dropped_only_with_the_view()
    {
        var refused = Refused(SqlState.DependentObjectsStillExist, () => _store.Change(change => TableAlterations.DropColumn(change, Orders(change), "tags", cascade: false, CancellationToken.None)));
        refused.Message.ShouldBe("cannot drop column tags of table sales.orders because other objects depend on it");
        _store.Change(change => { TableAlterations.DropColumn(change, Orders(change), "tags", cascade: true, CancellationToken.None); }).ShouldBe(["drop cascades to view public.big"]);
    }

    [Fact]
    public void What_a_view_names_keeps_its_name()
    {
        Refused(SqlState.FeatureNotSupported, () => _store.Change(change => TableAlterations.Rename(change, Orders(change), "sales", "invoices"))).Detail!.ShouldContain("public.big");
        Refused(SqlState.FeatureNotSupported, () => _store.Change(change => TableAlterations.RenameColumn(change, Orders(change), "id", "number")));
        _store.Change(change => TableAlterations.Rename(change, change.Snapshot.FindRelation("public", "big")!, "sales", "huge"));
        _store.Current.FindRelation("sales", "huge").ShouldBeOfType<ViewEntry>();
    }

    [Fact]
    public void A_view_is_replaced_by_one_with_the_same_columns_first()
    {
        Refused(SqlState.DuplicateTable, () => Create("big", "SELECT 1 AS id", "sales", "orders"));
        Refused(SqlState.InvalidTableDefinition, () => Replace([]));
        Refused(SqlState.InvalidTableDefinition, () => Replace([new TableColumn("other", "other", SqlType.Int8, true)]));
        Refused(SqlState.InvalidTableDefinition, () => Replace([new TableColumn("id", "id", SqlType.Text, true)]));
        var oid = _store.Current.FindRelation("public", "big")!.Oid;
        Replace([new TableColumn("id", "id", SqlType.Int8, true), new TableColumn("more", "more", SqlType.Text, true)]);
        var after = _store.Current.FindRelation("public", "big")!;
        (after.Oid, after.Columns.Count).ShouldBe((oid, 2));
        Refused(SqlState.WrongObjectType, () => _store.Change(change => Catalog.Changes.Views.Create(change, "sales", "orders", new ViewQuery("SELECT 1", [], null, []), [], orReplace: true, "admin")));

        void Replace(EquatableArray<TableColumn> columns) =>
            _store.Change(change => Catalog.Changes.Views.Create(change, "public", "big", new ViewQuery("SELECT 2 AS id", ["public"], null, []), columns, orReplace: true, "admin"));
    }

    [Fact]
    public void Comments_are_kept_on_columns_of_every_relation()
    {
        _store.Change(change => Comments.OnColumn(change, change.Snapshot.FindRelation("public", "big")!, "id", "number"));
        _store.Change(change => Comments.OnColumn(change, change.Snapshot.FindRelation("public", "customers")!, "name", "family name"));
        _store.Change(change => Comments.OnRelation(change, change.Snapshot.FindRelation("sales", "orders")!, null));
        _store.Reopen();
        _store.Current.FindRelation("public", "big")!.Columns[0].Comment.ShouldBe("number");
        _store.Current.FindRelation("public", "customers")!.Columns[1].Comment.ShouldBe("family name");
        _store.Current.FindRelation("sales", "orders")!.Comment.ShouldBeNull();
        Refused(SqlState.UndefinedColumn, () => _store.Change(change => Comments.OnColumn(change, Orders(change), "none", "x")));
    }

    private void Create(string name, string sql, string schema, string reads) => _store.Change(change => Catalog.Changes.Views.Create(
        change, "public", name, new ViewQuery(sql, ["public"], null, [new NameBinding([schema, reads], change.Snapshot.FindRelation(schema, reads)!.Oid, [])]), [new TableColumn("id", "id", SqlType.Int8, true)], orReplace: false, "admin"));

    private IReadOnlyList<string> Drop(string schema, string name, bool cascade) =>
        _store.Change(change => RelationDrops.Drop(change, [change.Snapshot.FindRelation(schema, name)!], cascade, $"table {name}", areNamed: true));

    private static LocalTableEntry Orders(Catalog.Store.CatalogTransaction change) => (LocalTableEntry)change.Snapshot.FindRelation("sales", "orders")!;
}
