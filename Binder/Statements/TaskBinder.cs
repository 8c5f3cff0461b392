using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder.Statements;

/// <summary>
/// A replication task: one virtual table into one table, or all tables of a source's schema into a schema here. What it would make is checked as if it were there; a target that is there is checked as
/// that of the subscription which the task will have.
/// </summary>
internal static class TaskBinder
{
    public static BoundTask Bind(Ast.CreateReplicationTaskStatement create, Scope scope)
    {
        if (create.Source.Parts.Count > 2) throw GatewayException.Unsupported("a name of more than two parts here", create.Source.Span);
        if (create.Target.Parts.Count > 2) throw GatewayException.Unsupported("a name of more than two parts here", create.Target.Span);
        if (create is { Extent: Ast.ReplicationExtent.RealtimeOnly, Partitions: { } unused })
            throw new GatewayException(SqlState.InvalidObjectDefinition, "REALTIME ONLY loads nothing that PARTITION BY could cut") { Position = unused.Span.Start };
        if (scope.Catalog.Find(create.Source) is { } relation)
            return BindTable(create, relation as VirtualTableEntry ?? throw SubscribedRows.NoVirtualTable(create.Source), scope);
        if (create.Source.Parts.Count == 2 && scope.Catalog.Snapshot.FindSource(create.Source.Parts[0].Text) is { } source) return BindSchema(create, source, scope);
        throw new GatewayException(SqlState.UndefinedTable, $"relation \"{create.Source}\" does not exist")
        {
            Position = create.Source.Span.Start,
            Hint = "A task reads a virtual table, or all tables of a schema of a remote source: FROM \"source\".\"schema\".",
        };
    }

    private static BoundTask BindSchema(Ast.CreateReplicationTaskStatement create, RemoteSourceEntry source, Scope scope)
    {
        if (create.Target.Parts.Count > 1)
        {
            throw new GatewayException(SqlState.InvalidObjectDefinition, "all tables of a schema go to a schema, whose name has one part")
            {
                Position = create.Target.Span.Start,
                Hint = "TO names a schema when FROM names one.",
            };
        }

        return new BoundTask(source, null, create.Source.Last.Text, SchemaOf(create.Target.Last, scope), null, HasTarget: false, null);
    }

    /// <summary>The condition over all tables of a schema, for one of them: a virtual table that would be made for it.</summary>
    /// <exception cref="GatewayException">What does not fit, with the name of the table.</exception>
    public static void CheckTable(Ast.CreateReplicationTaskStatement create, VirtualTableEntry table, Scope scope)
    {
        try
        {
            SubscribedRows.Of(QueryOf(create, table), scope);
        }
        catch (GatewayException e)
        {
            throw TaskQuery.DoesNotFit("the condition", table, e);
        }
    }

    private static BoundTask BindTable(Ast.CreateReplicationTaskStatement create, VirtualTableEntry table, Scope scope)
    {
        var snapshot = scope.Catalog.Snapshot;
        var source = snapshot.Sources.FindExact(table.Source) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{table.Source}\" does not exist");
        var schema = create.Target.Schema is { } named ? SchemaOf(named, scope) : CreationSchema(scope);
        var name = create.Target.Last.Text;
        var query = create.Where is null ? null : QueryOf(create, table);
        if (create.Mode == Ast.ReplicationMode.LogicalDelete && TaskTargets.KeyOf(table) is null)
        {
            throw new GatewayException(SqlState.InvalidObjectDefinition, $"LOGICAL DELETE takes a key, and virtual table \"{table.Name}\" has none")
            {
                Position = create.Source.Span.Start,
                Hint = "Give the source's table a primary key and ALTER VIRTUAL TABLE … REFRESH DEFINITION; PRESERVE ALL needs none.",
            };
        }

        RefuseTakenColumns(create, table);
        if (snapshot.FindRelation(schema, name) is { } existing) CheckTarget(create, existing, query, table, scope);
        else if (query is not null) SubscribedRows.Of(query, scope);
        else SubscribedRows.Of(table, scope.State);
        return new BoundTask(source, table, null, schema, name, snapshot.FindRelation(schema, name) is not null, create.WhereText is { } text ? TaskQuery.Text(table, text) : null)
        {
            Names = scope.State.Names!.ToEquatableArray(),
            Accesses = scope.State.Access.All.ToEquatableArray(),
        };
    }

    private static void RefuseTakenColumns(Ast.CreateReplicationTaskStatement create, VirtualTableEntry table)
    {
        if (TaskTargets.ChangeColumns(ModeOf(create.Mode)).FirstOrDefault(added => table.Columns.Any(column => column.Name == added.Name)) is not { } taken) return;
        throw new GatewayException(SqlState.DuplicateColumn, $"virtual table \"{table.Name}\" has a column \"{taken.Name}\", which the target needs for changes")
        {
            Position = create.Source.Span.Start,
            Hint = "CREATE REMOTE SUBSCRIPTION lets the target's columns for changes have other names.",
        };
    }

    private static void CheckTarget(Ast.CreateReplicationTaskStatement create, RelationEntry existing, Ast.QueryStatement? query, VirtualTableEntry table, Scope scope)
    {
        var at = create.Target.Span;
        Ast.Identifier Exact(string text) => new(text, Quoted: true, at);
        Ast.ChangeColumnClause Change(Ast.ChangeColumnKind kind, string column) => new(kind, Exact(column), at);
        EquatableArray<Ast.ChangeColumnClause> changes = create.Mode switch
        {
            Ast.ReplicationMode.LogicalDelete => [Change(Ast.ChangeColumnKind.Type, TaskTargets.ChangeType), Change(Ast.ChangeColumnKind.Time, TaskTargets.ChangeTime)],
            Ast.ReplicationMode.PreserveAll =>
            [
                Change(Ast.ChangeColumnKind.Type, TaskTargets.ChangeType), Change(Ast.ChangeColumnKind.Time, TaskTargets.ChangeTime), Change(Ast.ChangeColumnKind.Sequence, TaskTargets.ChangeSequence),
            ],
            _ => [],
        };
        var load = create.Mode switch { Ast.ReplicationMode.LogicalDelete => Ast.LoadBehavior.Upsert, Ast.ReplicationMode.PreserveAll => Ast.LoadBehavior.Insert, _ => Ast.LoadBehavior.Normal };
        var target = new Ast.SubscriptionTargetClause(Ast.SubscriptionTargetKind.Table, new Ast.ObjectName([Exact(existing.Schema), Exact(existing.Name)], at), changes, load, at);
        SubscriptionBinder.Bind(
            new Ast.CreateRemoteSubscriptionStatement(
                create.Name, query is null ? NameOf(table, create.Source.Span) : null, query, query is null ? null : create.WhereText, Ast.PropagatedChanges.None, target, create.Span),
            scope);
    }

    // Positions are those of the statement, so that what is wrong with the condition is shown in it.
    private static Ast.QueryStatement QueryOf(Ast.CreateReplicationTaskStatement create, VirtualTableEntry table)
    {
        var at = create.Where!.Span;
        var items = table.Columns.Select(column => new Ast.SelectItem(new Ast.ColumnReference(new Ast.ObjectName([new Ast.Identifier(column.Name, Quoted: true, at)], at), at), null, at)).ToEquatableArray();
        var from = new Ast.NamedTable(NameOf(table, create.Source.Span), Only: false, Alias: null, Sample: null, create.Source.Span);
        return new Ast.QueryStatement(null, new Ast.SelectBody(null, items, [from], create.Where, null, null, [], at), [], null, [], [], at);
    }

    private static Ast.ObjectName NameOf(RelationEntry relation, TextSpan at) => new([new Ast.Identifier(relation.Schema, Quoted: true, at), new Ast.Identifier(relation.Name, Quoted: true, at)], at);

    private static string SchemaOf(Ast.Identifier name, Scope scope)
    {
        var schema = scope.Catalog.Snapshot.FindSchema(name.Text) ?? throw new GatewayException(SqlState.InvalidSchemaName, $"schema \"{name.Text}\" does not exist") { Position = name.Span.Start };
        return schema.IsSystem
            ? throw new GatewayException(SqlState.InsufficientPrivilege, $"permission denied for schema {schema.Name}") { Position = name.Span.Start, Detail = "It is a system schema." }
            : schema.Name;
    }

    private static string CreationSchema(Scope scope) =>
        scope.State.Context.SearchPath.FirstOrDefault(name => scope.Catalog.Snapshot.FindSchema(name) is { IsSystem: false })
        ?? throw new GatewayException(SqlState.InvalidSchemaName, "no schema has been selected to create in");

    public static ChangeMode ModeOf(Ast.ReplicationMode mode) => mode switch
    {
        Ast.ReplicationMode.LogicalDelete => ChangeMode.Upsert,
        Ast.ReplicationMode.PreserveAll => ChangeMode.Insert,
        _ => ChangeMode.Normal,
    };
}
