using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Configuration;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>
/// Credentials of users at remote sources, as HANA and as PostgreSQL spell them. Everybody may keep their own; those of others take CREDENTIAL ADMIN, and so does, unless one owns the
/// source, the one for all who have none.
/// </summary>
internal static class CredentialStatements
{
    private const string Component = "SAPHANAFEDERATION";
    private const string Password = "PASSWORD";

    public static Prepared Prepare(ParsedStatement parsed, CredentialStatement statement)
    {
        if (!statement.Component.Equals(Component, StringComparison.OrdinalIgnoreCase)) throw GatewayException.Unsupported($"credential component {statement.Component}", statement.Span);
        if (!statement.Type.Equals(Password, StringComparison.OrdinalIgnoreCase)) throw GatewayException.Unsupported($"credential type {statement.Type}", statement.Span);
        if (statement.Command != CredentialCommand.Drop && statement.Secret is null) throw new GatewayException(SqlState.SyntaxError, "the credential has no USING") { Position = statement.Span.Start };
        return new PreparedCommand(parsed, $"{statement.Command.ToString().ToUpperInvariant()} CREDENTIAL", run => DdlRun.ChangeAsync(run, catalog =>
        {
            var source = catalog.Snapshot.FindSource(statement.Purpose) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{statement.Purpose}\" does not exist");
            var user = statement.User is { } name ? RoleNames.Find(run.Session, catalog.Snapshot, name) : null;
            RequireAdmission(run, source, user);
            var exists = Exists(catalog.Snapshot, source, user);
            if (statement.Command == CredentialCommand.Create && exists) throw new GatewayException(SqlState.DuplicateObject, $"{Words(user)} on remote source \"{source.Name}\" already exists");
            if (statement.Command != CredentialCommand.Create && !exists) throw new GatewayException(SqlState.UndefinedObject, $"{Words(user)} on remote source \"{source.Name}\" does not exist");
            Set(run, catalog, source, user, statement.Command == CredentialCommand.Drop ? null : CredentialText.Parse(statement.Secret!.Text));
        }));
    }

    public static Prepared PrepareMapping(ParsedStatement parsed, UserMappingStatement statement) =>
        new PreparedCommand(parsed, $"{statement.Command.ToString().ToUpperInvariant()} USER MAPPING", run => DdlRun.ChangeAsync(run, catalog =>
        {
            var source = catalog.Snapshot.FindSource(statement.Source.Text)
                ?? throw new GatewayException(SqlState.UndefinedObject, $"server \"{statement.Source.Text}\" does not exist") { Position = statement.Source.Span.Start };
            var user = statement.User.Text == "public" ? null : RoleNames.Find(run.Session, catalog.Snapshot, statement.User);
            RequireAdmission(run, source, user);
            var exists = Exists(catalog.Snapshot, source, user);
            if (exists == (statement.Command == CredentialCommand.Create))
            {
                var words = $"user mapping for \"{user?.Name ?? "public"}\" {(exists ? "already exists" : "does not exist")} for server \"{source.Name}\"";
                if (!statement.IsConditional) throw new GatewayException(exists ? SqlState.DuplicateObject : SqlState.UndefinedObject, words);
                catalog.Notices.Add($"{words}, skipping");
                return;
            }

            Set(run, catalog, source, user, statement.Command == CredentialCommand.Drop ? null : Changed(catalog, source, user, statement.Options));
        }));

    private static void RequireAdmission(StatementRun run, RemoteSourceEntry source, RoleEntry? user)
    {
        if (user?.Oid == run.Session.Identity.Current || (user is null && run.Session.Rights.Owns(source.Owner))) return;
        run.Session.Rights.Require(Privilege.CredentialAdmin, user is null ? "change the credential of a remote source" : "change the credentials of others");
    }

    private static bool Exists(CatalogSnapshot snapshot, RemoteSourceEntry source, RoleEntry? user) =>
        user is null ? snapshot.Credentials.ContainsKey(source.Oid) : snapshot.UserCredentials.ContainsKey((source.Oid, user.Oid));

    private static void Set(StatementRun run, CatalogTransaction catalog, RemoteSourceEntry source, RoleEntry? user, IReadOnlyDictionary<string, string>? credential)
    {
        var adapter = run.Session.Core.Adapters.Get(source.Adapter);
        if (credential is not null) RemoteSourceStatements.Check(adapter, source.Name, source.Options, credential);
        if (user is null) RemoteSources.Reconfigure(catalog, source, null, null, Password, credential, dropCredential: credential is null);
        else catalog.SetUserCredential(source, user.Oid, Password, credential);
    }

    // ALTER USER MAPPING names what changes.
    private static Dictionary<string, string> Changed(CatalogTransaction catalog, RemoteSourceEntry source, RoleEntry? user, EquatableArray<MappingOption> options)
    {
        var stored = user is null ? catalog.Snapshot.Credentials.GetValueOrDefault(source.Oid) : catalog.Snapshot.UserCredentials.GetValueOrDefault((source.Oid, user.Oid));
        var values = new Dictionary<string, string>(stored is null ? new Dictionary<string, string>() : catalog.Vault.Decrypt(stored), StringComparer.OrdinalIgnoreCase);
        foreach (var option in options)
            if (option.Value is { } value) values[option.Name] = value.Text;
            else if (!values.Remove(option.Name)) throw new GatewayException(SqlState.UndefinedObject, $"option \"{option.Name}\" not found") { Position = option.Span.Start };
        return values;
    }

    private static string Words(RoleEntry? user) => user is null ? "a credential for all users" : $"a credential for user \"{user.Name}\"";
}
