using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Executor.Local;
using FederationGateway.Federation;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Uploads;

/// <summary>
/// The temporary tables of a plan's fragments, filled one fragment after the other before anything else of the plan runs: until all are there no row has left, so that what a
/// source does not take can still be computed otherwise. Owns the tables, and the store's connection where several parts of the statement must read it at one moment.
/// </summary>
internal sealed class StatementUploads : IAsyncDisposable
{
    private readonly Dictionary<RemoteNode, IUploadedTables> _tables = new(ReferenceEqualityComparer.Instance);
    private StoreConnection? _store;
    private bool _ownsTransaction;

    private StatementUploads(PlanNode plan, StatementContext context) => (Plan, Context) = (plan, context);

    /// <summary>The plan to run: the given one, or another when some rows could not be uploaded.</summary>
    public PlanNode Plan { get; private set; }

    /// <summary>What to run it in.</summary>
    public StatementContext Context { get; private set; }

    /// <summary>Uploads what the plan's fragments need; null when they need nothing.</summary>
    /// <param name="writesStore">True when the plan's rows go into the store.</param>
    public static async ValueTask<StatementUploads?> FillAsync(PlanNode plan, StatementContext context, ExecutionFacts facts, bool writesStore, CancellationToken cancellationToken)
    {
        List<RemoteNode> relocated = [.. plan.SelfAndDescendantsDeep().OfType<RemoteNode>().Where(remote => remote.Relocation is not null)];
        if (relocated.Count == 0) return null;
        var uploads = new StatementUploads(plan, context with { SharedSources = SharedSources(plan, context) });
        try
        {
            await uploads.ShareStoreAsync(relocated, writesStore, cancellationToken);
            var run = new UploadRun(uploads.Context, facts);
            foreach (var remote in relocated)
            {
                if (await run.FillAsync(remote, cancellationToken) is { } tables) uploads._tables.Add(remote, tables);
                else uploads.Replace(remote);
            }

            uploads.Context = uploads.Context with { UploadedFor = remote => uploads._tables.GetValueOrDefault(remote) };
            return uploads;
        }
        catch
        {
            await uploads.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes durable what was written to the store on the shared connection.</summary>
    public async Task CommitAsync()
    {
        if (_ownsTransaction) await _store!.Connection.CommitAsync();
        _ownsTransaction = false;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tables in _tables.Values)
        {
            try
            {
                await tables.DisposeAsync();
            }
            catch (GatewayException)
            {
                // The statement has its rows; the tables go with their connection.
            }
        }

        _tables.Clear();
        _store?.Dispose();
        _store = null;
    }

    // Another plan than the one that texts and the engine's plans are kept for.
    private void Replace(RemoteNode remote)
    {
        Plan = Plan.RewriteDeep(node => ReferenceEquals(node, remote) ? remote.Relocation!.Otherwise : node);
        Context = Context with { FragmentTexts = null, KeptRemainders = null };
    }

    /// <summary>Sources that several parts of the statement read: their one snapshot must not depend on which part comes first.</summary>
    private static HashSet<string> SharedSources(PlanNode plan, StatementContext context) =>
    [
        .. context.SharedSources,
        .. plan.SelfAndDescendantsWithUploads().OfType<RemoteNode>().GroupBy(remote => remote.Source).Where(group => group.Count() > 1).Select(group => group.Key),
    ];

    private async Task ShareStoreAsync(List<RemoteNode> relocated, bool writesStore, CancellationToken cancellationToken)
    {
        var readers = relocated.SelectMany(remote => remote.Relocation!.Uploads).Count(upload => LocalFragments.ReadsStoreAnywhere(upload.Input));
        if (readers == 0 || (readers == 1 && !writesStore && !LocalFragments.ReadsStore(Plan))) return;
        _store = Context.ConnectToStore();
        if (!_store.IsShared)
        {
            await _store.Connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
            _ownsTransaction = true;
        }

        var connection = _store.Connection;
        Context = Context with { ConnectToStore = () => new StoreConnection(connection, IsShared: true) };
    }
}
