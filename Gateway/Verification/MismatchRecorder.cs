using FederationGateway.Catalog;
using FederationGateway.Executor.Verification;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>Keeps a mismatch for the administrator, one entry for each thing the source is no longer trusted with.</summary>
internal sealed class MismatchRecorder(SessionState session, CatalogSnapshot snapshot, StatementRecord statement)
{
    public async Task RecordAsync(RemoteNode fragment, IReadOnlyList<Culprit> culprits, ResultDifference difference, CancellationToken cancellationToken)
    {
        if (snapshot.Sources.FindExact(fragment.Source) is not { } source) return;
        var text = RemoteSqlText.Of(session, fragment);
        var time = session.Core.TimeProvider.GetUtcNow().UtcDateTime;
        var entries = culprits.SelectMany(culprit => culprit.Downgrades.Select(downgrade => new PushdownMismatchEntry(0, source.Oid, source.Name, time, downgrade, culprit.Operator, text)
        {
            StatementId = statement.Id,
            StatementText = statement.Text,
            UserName = statement.User,
            RemoteRows = difference.FirstRows,
            LocalRows = difference.SecondRows,
            RowsOnlyRemote = difference.OnlyFirst,
            RowsOnlyLocal = difference.OnlySecond,
        })).ToList();
        await session.Core.Store.Verification.AddAsync(entries, cancellationToken);
    }
}
