using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Accounts;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE SCHEMA and COMMENT ON.</summary>
internal static class SchemaStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateSchemaStatement create) => new PreparedCommand(parsed, "CREATE SCHEMA", run =>
    {
        var name = (create.Name ?? create.Authorization)!.Text;
        run.Session.Rights.Require(Privilege.CreateSchema, "create a schema");
        var owner = create.Authorization is { } role ? OwnershipStatements.NewOwner(run.Session, run.Session.Snapshot, role).Name : run.Session.User;
        return DdlRun.ChangeAsync(run, catalog => SchemaChanges.Create(catalog, name, create.IfNotExists, owner));
    });

    public static Prepared PrepareComment(ParsedStatement parsed, CommentStatement comment) => new PreparedCommand(parsed, "COMMENT", run => DdlRun.ChangeAsync(run, catalog =>
    {
        switch (comment.Kind)
        {
            case ObjectKind.Schema:
                var schema = catalog.Snapshot.FindSchema(comment.Name.Last.Text) ?? throw DdlNames.MissingSchema(comment.Name.Last);
                run.Session.Rights.RequireOwner(schema);
                Comments.OnSchema(catalog, schema, comment.Text);
                break;
            case ObjectKind.Table or ObjectKind.View or ObjectKind.VirtualTable:
                Comments.OnRelation(catalog, DdlNames.OwnRelation(run.Session, catalog.Snapshot, comment.Name), comment.Text);
                break;
            case ObjectKind.Column when comment.Name.Parts.Count > 1:
                var parts = comment.Name.Parts;
                var relation = new ObjectName(parts.Take(parts.Count - 1).ToEquatableArray(), comment.Name.Span);
                Comments.OnColumn(catalog, DdlNames.OwnRelation(run.Session, catalog.Snapshot, relation), comment.Name.Last.Text, comment.Text);
                break;
            default:
                throw GatewayException.Unsupported($"COMMENT ON {comment.Kind.ToString().ToUpperInvariant()}", comment.Span);
        }
    }));
}
