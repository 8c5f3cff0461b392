using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>DROP of anything the catalog holds.</summary>
internal static class DropStatements
{
    public static Prepared Prepare(ParsedStatement parsed, DropStatement drop)
    {
        var cascade = drop.Behavior == DropBehavior.Cascade;
        if (drop.WithRemote) throw GatewayException.Unsupported("WITH REMOTE", drop.Span);
        return drop.Kind switch
        {
            ObjectKind.Schema => new PreparedCommand(parsed, "DROP SCHEMA", run => DdlRun.ChangeAsync(run, catalog =>
            {
                foreach (var name in drop.Names)
                {
                    if (catalog.Snapshot.FindSchema(name.Last.Text) is { IsSystem: false } schema) run.Session.Rights.RequireOwner(schema);
                    SchemaChanges.Drop(catalog, name.Last.Text, drop.IfExists, cascade);
                }
            })),
            ObjectKind.Table => new PreparedCommand(parsed, "DROP TABLE", run => DropRelations(run, drop, cascade)),
            ObjectKind.VirtualTable => new PreparedCommand(parsed, "DROP VIRTUAL TABLE", run => DropRelations(run, drop, cascade)),
            ObjectKind.View => new PreparedCommand(parsed, "DROP VIEW", run => DropRelations(run, drop, cascade)),
            ObjectKind.Sequence => new PreparedCommand(parsed, "DROP SEQUENCE", run => DropRelations(run, drop, cascade)),
            ObjectKind.Index => IndexStatements.PrepareDrop(parsed, drop),
            ObjectKind.RemoteSource => new PreparedCommand(parsed, "DROP REMOTE SOURCE", run => DropSourcesAsync(run, drop, cascade)),
            ObjectKind.Adapter => throw GatewayException.Unsupported("dropping a built-in adapter", drop.Span),
            _ => throw GatewayException.Unsupported($"DROP {drop.Kind.ToString().ToUpperInvariant()}", drop.Span),
        };
    }

    private static ValueTask DropRelations(StatementRun run, DropStatement drop, bool cascade) => DdlRun.ChangeAsync(run, catalog =>
    {
        List<RelationEntry> found = [];
        foreach (var name in drop.Names)
        {
            var relation = name.Schema is { } schema && catalog.Snapshot.FindSchema(schema.Text) is null && !drop.IfExists
                ? throw DdlNames.MissingSchema(schema)
                : DdlNames.FindRelation(run.Session, catalog.Snapshot, name);
            if (relation is not null)
            {
                RefuseOtherKind(relation, drop.Kind);
                RequireOwner(run, catalog.Snapshot, relation);
                if (!found.Contains(relation)) found.Add(relation);
            }
            else if (drop.IfExists) catalog.Notices.Add($"{Word(drop.Kind)} \"{name.Last.Text}\" does not exist, skipping");
            else throw new GatewayException(SqlState.UndefinedTable, $"{Word(drop.Kind)} \"{name}\" does not exist") { Position = name.Span.Start };
        }

        if (found.Count > 0) RelationDrops.Drop(catalog, found, cascade, RelationDrops.Describe(found[0]), areNamed: true);
    });

    private static ValueTask DropSourcesAsync(StatementRun run, DropStatement drop, bool cascade)
    {
        return DdlRun.ChangeAsync(run, catalog =>
        {
            foreach (var name in drop.Names)
            {
                if (catalog.Snapshot.FindSource(name.Last.Text) is not { } source)
                {
                    if (!drop.IfExists) throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{name.Last.Text}\" does not exist") { Position = name.Span.Start };
                    catalog.Notices.Add($"remote source \"{name.Last.Text}\" does not exist, skipping");
                    continue;
                }

                run.Session.Rights.Require(source, Privilege.Drop);
                RemoteSources.Drop(catalog, source, cascade);
            }
        });
    }

    // A schema's owner decides what is in it.
    private static void RequireOwner(StatementRun run, CatalogSnapshot snapshot, RelationEntry relation)
    {
        if (relation is SystemViewEntry || (snapshot.Schemas.FindExact(relation.Schema) is { } schema && run.Session.Rights.Owns(schema.Owner))) return;
        run.Session.Rights.RequireOwner(relation);
    }

    // HANA drops virtual tables with DROP TABLE as well.
    private static void RefuseOtherKind(RelationEntry relation, ObjectKind kind)
    {
        var fits = relation switch
        {
            ViewEntry => kind == ObjectKind.View,
            SequenceEntry => kind == ObjectKind.Sequence,
            VirtualTableEntry => kind is ObjectKind.VirtualTable or ObjectKind.Table,
            LocalTableEntry => kind == ObjectKind.Table,
            _ => kind != ObjectKind.Sequence,
        };
        if (fits) return;
        throw new GatewayException(SqlState.WrongObjectType, $"\"{relation.Name}\" is not a {Word(kind)}")
        {
            Hint = $"Use DROP {RelationDrops.KindOf(relation).ToUpperInvariant()} to remove a {RelationDrops.KindOf(relation)}.",
        };
    }

    private static string Word(ObjectKind kind) => kind switch { ObjectKind.View => "view", ObjectKind.Sequence => "sequence", ObjectKind.VirtualTable => "virtual table", _ => "table" };
}
