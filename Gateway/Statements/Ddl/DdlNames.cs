using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>Names in DDL: what exists, and where something new goes.</summary>
internal static class DdlNames
{
    /// <summary>An existing relation. 42P01 when there is none.</summary>
    public static RelationEntry Relation(SessionState session, CatalogSnapshot snapshot, ObjectName name) => FindRelation(session, snapshot, name) ?? throw MissingRelation(name);

    /// <summary>An existing relation that the user owns. System relations are nobody's to change, and are refused by what would change them.</summary>
    public static RelationEntry OwnRelation(SessionState session, CatalogSnapshot snapshot, ObjectName name)
    {
        var relation = Relation(session, snapshot, name);
        if (relation is not SystemViewEntry) session.Rights.RequireOwner(relation);
        return relation;
    }

    public static RelationEntry? FindRelation(SessionState session, CatalogSnapshot snapshot, ObjectName name)
    {
        if (name.Parts.Count > 2) throw GatewayException.Unsupported("a name of more than two parts here", name.Span);
        return name.Schema is { } schema ? snapshot.FindRelation(schema.Text, name.Last.Text) : snapshot.FindRelation(session.SearchPath, name.Last.Text);
    }

    /// <summary>The schema and name of something new.</summary>
    public static (string Schema, string Name) Target(SessionState session, CatalogSnapshot snapshot, ObjectName name)
    {
        if (name.Parts.Count > 2) throw GatewayException.Unsupported("a name of more than two parts here", name.Span);
        if (name.Schema is not { } schema) return (session.CreationSchema, name.Last.Text);
        return ((snapshot.FindSchema(schema.Text) ?? throw MissingSchema(schema)).Name, name.Last.Text);
    }

    /// <summary>True when the name is taken and the statement says IF NOT EXISTS: the client is told, nothing is done.</summary>
    public static bool SkipExisting(StatementRun run, CatalogSnapshot snapshot, string schema, string name, bool ifNotExists)
    {
        if (!ifNotExists || snapshot.Relations[schema].FindExact(name) is null) return false;
        run.Session.Notice($"relation \"{name}\" already exists, skipping", "42P07");
        return true;
    }

    public static RemoteSourceEntry Source(CatalogSnapshot snapshot, Identifier name) =>
        snapshot.FindSource(name.Text) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{name.Text}\" does not exist") { Position = name.Span.Start };

    /// <summary>Refuses a relation in a schema whose names the user may not look up.</summary>
    public static void RequireUsage(SessionState session, RelationEntry relation)
    {
        if (session.Snapshot.Schemas.FindExact(relation.Schema) is { } schema) session.Rights.Require(schema, Privilege.Usage);
    }

    public static GatewayException MissingRelation(ObjectName name) => new(SqlState.UndefinedTable, $"relation \"{name}\" does not exist") { Position = name.Span.Start };

    public static GatewayException MissingSchema(Identifier schema) => new(SqlState.InvalidSchemaName, $"schema \"{schema.Text}\" does not exist") { Position = schema.Span.Start };
}
