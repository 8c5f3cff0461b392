using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE SCHEMA and COMMENT ON.</summary>
internal static class SchemaStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateSchemaStatement create) => new PreparedCommand(parsed, "CREATE SCHEMA", run =>
    {
        var name = (create.Name ?? create.Authorization)!.Text;
        if (create.Authorization is { } owner && run.Session.Snapshot.Users.Find(owner.Text) is null)
            throw new GatewayException(SqlState.UndefinedObject, $"role \"{owner.Text}\" does not exist") { Position = owner.Span.Start };
        return DdlRun.ChangeAsync(run, catalog => SchemaChanges.Create(catalog, name, create.IfNotExists, create.Authorization?.Text ?? run.Session.User));
    });

    public static Prepared PrepareComment(ParsedStatement parsed, CommentStatement comment) => new PreparedCommand(parsed, "COMMENT", run => DdlRun.ChangeAsync(run, catalog =>
    {
        switch (comment.Kind)
        {
            case ObjectKind.Schema:
                Comments.OnSchema(catalog, catalog.Snapshot.FindSchema(comment.Name.Last.Text) ?? throw DdlNames.MissingSchema(comment.Name.Last), comment.Text);
                break;
            case ObjectKind.Table or ObjectKind.View or ObjectKind.VirtualTable:
                Comments.OnRelation(catalog, DdlNames.Relation(run.Session, catalog.Snapshot, comment.Name), comment.Text);
                break;
            case ObjectKind.Column when comment.Name.Parts.Count > 1:
                var parts = comment.Name.Parts;
                var relation = new ObjectName(parts.Take(parts.Count - 1).ToEquatableArray(), comment.Name.Span);
                Comments.OnColumn(catalog, DdlNames.Relation(run.Session, catalog.Snapshot, relation), comment.Name.Last.Text, comment.Text);
                break;
            default:
                throw GatewayException.Unsupported($"COMMENT ON {comment.Kind.ToString().ToUpperInvariant()}", comment.Span);
        }
    }));
}
