using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Tests.Fixtures;
using FederationGateway.Common;

namespace FederationGateway.Catalog.Tests.Ddl;

public sealed class SchemaTests : IDisposable
{
    private readonly SampleStore _store = Landscape.Create();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void A_schema_is_made_once()
    {
        Refused(SqlState.DuplicateSchema, () => _store.Change(change => SchemaChanges.Create(change, "sales", ifNotExists: false, "admin")));
        _store.Change(change => SchemaChanges.Create(change, "sales", ifNotExists: true, "admin")).ShouldBe(["schema \"sales\" already exists, skipping"]);
        _store.Change(change => SchemaChanges.Create(change, "Sales", ifNotExists: false, "admin"));
        _store.Current.FindSchema("Sales")!.Name.ShouldBe("Sales");
        Refused(SqlState.InvalidName, () => _store.Change(change => SchemaChanges.Create(change, "pg_mine", ifNotExists: false, "admin")));
    }

    [Fact]
    public void A_schema_with_content_is_dropped_only_with_it()
    {
        var refused = Refused(SqlState.DependentObjectsStillExist, () => _store.Change(change => SchemaChanges.Drop(change, "sales", ifExists: false, cascade: false)));
        refused.Message.ShouldBe("cannot drop schema sales because other objects depend on it");
        refused.Detail.ShouldBe("table sales.orders depends on schema sales\nview public.big depends on schema sales");
        refused.Hint.ShouldBe("Use DROP ... CASCADE to drop the dependent objects too.");
        _store.Change(change => SchemaChanges.Drop(change, "sales", ifExists: false, cascade: true)).ShouldBe(["drop cascades to 2 other objects"]);
        _store.Current.FindSchema("sales").ShouldBeNull();
        _store.Current.FindRelation("public", "big").ShouldBeNull();
        _store.Reopen();
        _store.Current.FindSchema("sales").ShouldBeNull();
    }

    [Fact]
    public void A_missing_schema_is_an_error_or_a_notice()
    {
        Refused(SqlState.InvalidSchemaName, () => _store.Change(change => SchemaChanges.Drop(change, "none", ifExists: false, cascade: false)));
        _store.Change(change => SchemaChanges.Drop(change, "none", ifExists: true, cascade: false)).ShouldBe(["schema \"none\" does not exist, skipping"]);
    }

    [Fact]
    public void System_schemas_cannot_be_changed()
    {
        Refused(SqlState.InsufficientPrivilege, () => _store.Change(change => SchemaChanges.Drop(change, "pg_catalog", ifExists: false, cascade: true)));
        Refused(SqlState.InsufficientPrivilege, () => _store.Change(change => LocalTables.Create(change, "SYS", "t", [], [], "admin")));
        Refused(SqlState.InsufficientPrivilege, () => _store.Change(change => Comments.OnSchema(change, change.Snapshot.FindSchema("SYS")!, "x")));
        Refused(SqlState.InsufficientPrivilege, () => _store.Change(change => Comments.OnRelation(change, change.Snapshot.FindRelation("pg_catalog", "pg_class")!, "x")));
    }

    internal static GatewayException Refused(SqlState state, Action change)
    {
        var refused = Should.Throw<GatewayException>(change);
        refused.State.ShouldBe(state, refused.Message);
        return refused;
    }
}
