using System.Diagnostics;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Configuration;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Statements.Accounts;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>CREATE and ALTER REMOTE SOURCE.</summary>
internal static class RemoteSourceStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreateRemoteSourceStatement create) => new PreparedCommand(parsed, create.ServerOptions is null ? "CREATE REMOTE SOURCE" : "CREATE SERVER", run =>
    {
        if (create.ConfigurationFile is not null) throw GatewayException.Unsupported("CONFIGURATION FILE", create.Span);
        RefuseLocation(create.Location);
        if (create.IfNotExists && run.Session.Snapshot.Sources.FindExact(create.Name.Text) is not null)
        {
            run.Session.Notice($"remote source \"{create.Name.Text}\" already exists, skipping", "42710");
            return ValueTask.CompletedTask;
        }

        run.Session.Rights.Require(Privilege.CreateRemoteSource, "create a remote source");
        var adapter = Adapter(run, create.Adapter);
        var options = create.ServerOptions is { } given ? given.Select(option => KeyValuePair.Create(option.Name, option.Values[0])).ToEquatableArray() : ConfigurationText.Parse(create.Configuration);
        var credential = CredentialOf(create.Credential);
        Check(adapter, create.Name.Text, options, credential);
        return DdlRun.ChangeAsync(run, catalog =>
            RemoteSources.Create(catalog, create.Name.Text, adapter.Name, options, create.Credential?.Type, credential, run.Session.User));
    });

    public static Prepared PrepareAlter(ParsedStatement parsed, AlterRemoteSourceStatement alter) => new PreparedCommand(parsed, "ALTER REMOTE SOURCE", async run =>
    {
        var source = DdlNames.Source(run.Session.Snapshot, alter.Name);
        if (alter.Action is not ChangeSourceOwnerAction) run.Session.Rights.Require(source, Privilege.Alter);
        if (alter.Action is SourceCommandAction command)
        {
            await RunAsync(run, source, command);
            return;
        }

        if (alter.Action is StartLatencyMonitoringAction or StopLatencyMonitoringAction or ClearLatencyHistoryAction)
        {
            await LatencyCommands.RunAsync(run, source, alter.Action);
            return;
        }

        await DdlRun.ChangeAsync(run, catalog => Apply(run, catalog, DdlNames.Source(catalog.Snapshot, alter.Name), alter.Action));
    });

    private static void Apply(StatementRun run, CatalogTransaction catalog, RemoteSourceEntry source, AlterRemoteSourceAction action)
    {
        switch (action)
        {
            case ReconfigureAction reconfigure: Reconfigure(run, catalog, source, reconfigure); break;
            case SetSourcePropertiesAction set: RemoteSources.SetProperties(catalog, source, set.Properties.Select(property => KeyValuePair.Create(property.Name, property.Value))); break;
            case UnsetSourcePropertiesAction unset: RemoteSources.UnsetProperties(catalog, source, [.. unset.Names]); break;
            case ChangeSourceOwnerAction change: OwnershipStatements.Change(run.Session, catalog, source, change.NewOwner); break;
            default: throw GatewayException.Unsupported("this ALTER REMOTE SOURCE action", action.Span);
        }
    }

    private static void Reconfigure(StatementRun run, CatalogTransaction catalog, RemoteSourceEntry source, ReconfigureAction action)
    {
        if (action.ConfigurationFile is not null) throw GatewayException.Unsupported("CONFIGURATION FILE", action.Span);
        RefuseLocation(action.Location);
        var adapter = action.Adapter is null ? run.Session.Core.Adapters.Get(source.Adapter) : Adapter(run, action.Adapter);
        EquatableArray<KeyValuePair<string, string>>? options = action.Configuration is null ? null : ConfigurationText.Parse(action.Configuration);
        var credential = CredentialOf(action.Credential);
        RequireCredentialOf(run, source, options, adapter, credential is not null || action.DroppedCredentialType is not null);
        var stored = catalog.Snapshot.Credentials.TryGetValue(source.Oid, out var entry) ? catalog.Vault.Decrypt(entry) : new Dictionary<string, string>();
        Check(adapter, source.Name, options ?? source.Options, action.DroppedCredentialType is null ? credential ?? stored : OfSomeUser(catalog, source));
        RemoteSources.Reconfigure(catalog, source, adapter.Name, options, action.Credential?.Type, credential, action.DroppedCredentialType is not null);
    }

    // Without a credential of its own a source is for the users that have one.
    private static IReadOnlyDictionary<string, string>? OfSomeUser(CatalogTransaction catalog, RemoteSourceEntry source) =>
        catalog.Snapshot.UserCredentials.Values.FirstOrDefault(credential => credential.SourceOid == source.Oid) is { } known ? catalog.Vault.Decrypt(known) : null;

    // Whoever may change the configuration but did not give the credential must not send it to a server of their choice.
    private static void RequireCredentialOf(StatementRun run, RemoteSourceEntry source, EquatableArray<KeyValuePair<string, string>>? options, IAdapter adapter, bool replaces)
    {
        var isElsewhere = (options is { } given && given != source.Options) || adapter.Name != source.Adapter;
        if (!isElsewhere || replaces || !source.HasCredential || run.Session.Rights.Owns(source.Owner)) return;
        throw new GatewayException(SqlState.InsufficientPrivilege, $"must be owner of remote source {source.Name} to keep its credential under another configuration")
        {
            Hint = "Give the credential again: WITH CREDENTIAL TYPE 'PASSWORD' USING '…'.",
        };
    }

    private static async Task RunAsync(StatementRun run, RemoteSourceEntry source, SourceCommandAction action)
    {
        switch (action.Command)
        {
            case SourceCommand.RefreshObjects:
                var oid = 0L;
                var objects = await RemoteBrowsing.ReadAllAsync(run.Session.Core.Sources.Get(run.Session.Snapshot, source, run.Session.Identity.Current), run.CancellationToken);
                await DdlRun.ChangeAsync(run, catalog =>
                {
                    oid = catalog.NewOid();
                    catalog.SetRemoteObjects(source, new RemoteObjectsEntry(oid, source.Name, run.Session.Core.TimeProvider.GetUtcNow().UtcDateTime, objects));
                });
                break;
            case SourceCommand.ClearObjects:
                await DdlRun.ChangeAsync(run, catalog => catalog.SetRemoteObjects(source, null));
                break;
            case SourceCommand.CancelRefreshObjects:
                throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"no refresh of remote source \"{source.Name}\" is running");
            case SourceCommand.SuspendCapture or SourceCommand.ResumeCapture:
                SubscriptionCommands.RequireOutsideBlock(run, "ALTER REMOTE SOURCE");
                await run.Session.Core.Replication.SuspendCaptureAsync(source.Oid, action.Command == SourceCommand.SuspendCapture, run.CancellationToken);
                break;
            case SourceCommand.SuspendDistribution or SourceCommand.ResumeDistribution:
                SubscriptionCommands.RequireOutsideBlock(run, "ALTER REMOTE SOURCE");
                await run.Session.Core.Replication.SuspendDistributionAsync(source.Oid, action.Command == SourceCommand.SuspendDistribution, run.CancellationToken);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static IAdapter Adapter(StatementRun run, Identifier name) => run.Session.Core.Adapters.Find(name.Text)
        ?? throw new GatewayException(SqlState.UndefinedObject, $"adapter \"{name.Text}\" does not exist")
        {
            Position = name.Span.Start,
            Hint = $"The adapters are {string.Join(", ", run.Session.Core.Adapters.All.Select(adapter => adapter.Name))}.",
        };

    private static IReadOnlyDictionary<string, string>? CredentialOf(CredentialClause? clause)
    {
        if (clause is null) return null;
        if (!clause.Type.Equals("PASSWORD", StringComparison.OrdinalIgnoreCase)) throw GatewayException.Unsupported($"credential type {clause.Type}", clause.Span);
        return clause.Secret is null ? null : CredentialText.Parse(clause.Secret);
    }

    // The adapter's own check: keys and values; nothing is contacted.
    internal static void Check(IAdapter adapter, string name, EquatableArray<KeyValuePair<string, string>> options, IReadOnlyDictionary<string, string>? credential)
    {
        var source = adapter.CreateSource(new SourceDefinition(name, options.ToDictionary(option => option.Key, option => option.Value, StringComparer.OrdinalIgnoreCase), credential ?? new Dictionary<string, string>()));
        _ = source.DisposeAsync().AsTask();
    }

    private static void RefuseLocation(RemoteLocation? location)
    {
        if (location is { Kind: LocationKind.Agent or LocationKind.AgentGroup }) throw GatewayException.Unsupported("AT LOCATION AGENT", location.Span);
    }
}
