using System.Runtime.CompilerServices;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.Webhook.Rows;
using FederationGateway.Common;

namespace FederationGateway.Adapters.Webhook;

/// <summary>What is posted to one address. Any name is a table; its columns are those it is given here.</summary>
internal sealed class WebhookSource(string name, WebhookOptions options) : IRemoteSource, IPushSource
{
    public IReadOnlyList<RemoteConnection> Connections => [];

    public Task<SourceVersion> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(new SourceVersion("webhook", "1"));

    public async IAsyncEnumerable<BrowseNode> BrowseAsync(string? parentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        yield break;
    }

    public Task<RemoteTable> ImportAsync(RemoteObjectName objectName, CancellationToken cancellationToken)
    {
        if (objectName.Schema is not null || objectName.Object.Length == 0 || objectName.Object.Any(character => !char.IsAsciiLetterOrDigit(character) && !"-_.~".Contains(character, StringComparison.Ordinal)))
            throw new GatewayException(SqlState.RemoteTableNotFound, $"\"{objectName}\" cannot be the end of a path") { Hint = "AT \"source\".\"<NULL>\".\"<NULL>\".\"orders\", of letters, digits, - _ . and ~." };
        return Task.FromResult(new RemoteTable(objectName, [objectName.Object], []) { TakesColumns = true });
    }

    public async IAsyncEnumerable<RemoteTable> ImportSchemaAsync(string? schema, Predicate<ImportCandidate> isWanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        yield break;
    }

    public ValueTask<IRemoteSession> OpenSessionAsync(RemoteSessionOptions sessionOptions, CancellationToken cancellationToken) =>
        throw new GatewayException(SqlState.FeatureNotSupported, $"the tables of remote source \"{name}\" have no rows to read: what is posted to them is passed on to subscriptions")
        {
            Hint = "CREATE REMOTE SUBSCRIPTION … ON … TARGET TABLE … takes it to a table.",
        };

    public IReadOnlyList<CaptureObstacle> CheckTables(IReadOnlyList<CapturedTable> tables)
    {
        options.RequireCredential();
        return
        [
            .. from table in tables
               from column in table.Definition.Columns
               where !ColumnWriter.Knows(column.Type)
               select new CaptureObstacle($"column \"{column.Name}\" of table \"{table.Definition.Name.Object}\" is of type {column.Type}, which no JSON value becomes", "Declare it as text or json."),
        ];
    }

    public async ValueTask<IAsyncDisposable> ListenAsync(IRowSink sink, CancellationToken cancellationToken)
    {
        options.RequireCredential();
        return await WebhookListener.StartAsync(name, options, sink, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
