using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Executor.Remote;
using FederationGateway.Federation;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Uploads;

/// <summary>Fills the temporary tables of one fragment after another. Their rows are computed while they are sent, each table's by a run of its own.</summary>
internal sealed class UploadRun(StatementContext context, ExecutionFacts facts)
{
    /// <summary>How long a source that makes no temporary tables is not asked again.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(5);

    /// <summary>The filled tables, or null when the source does not take the rows; the user is told where he asked for this source.</summary>
    public async Task<IUploadedTables?> FillAsync(RemoteNode remote, CancellationToken cancellationToken)
    {
        var live = FragmentRun.LiveSourceOf(remote.Source, context);
        try
        {
            if (live.WhyNoUploads(context.TimeProvider.GetUtcNow()) is { } known) throw new UploadRefusedException(known, isLasting: false);
            var single = !context.SharedSources.Contains(remote.Source) && context.Watch is null;
            var session = await context.Sessions.OpenAsync(() => FragmentRun.LiveSourceOf(remote.Source, context), live.Entry.Oid, single, cancellationToken) as IUploadSession
                ?? throw new UploadRefusedException($"the adapter of remote source \"{remote.Source}\" uploads nothing", isLasting: true);
            return await FillAsync(session, remote, cancellationToken);
        }
        catch (UploadRefusedException refused)
        {
            if (refused.IsLasting) live.RefuseUploads(refused.Message, context.TimeProvider.GetUtcNow() + AskAgainAfter);
            facts.Of(remote).RanInstead = refused.Message;
            if (remote.Relocation!.IsAsked) context.Warn($"{refused.Message}: the remainder runs in the gateway");
            return null;
        }
    }

    private async Task<IUploadedTables> FillAsync(IUploadSession session, RemoteNode remote, CancellationToken cancellationToken)
    {
        var uploads = remote.Relocation!.Uploads.Select(upload => (
            Rows: new RowUpload(upload.Table, QueryExecution.RunAsync(upload.Input, context, facts.OfPart(), cancellationToken)),
            Record: new RemoteStatementRecord(context.StatementId, context.SessionId, context.UserName, remote.Source, TextOf(upload), new RemoteProgress(), context.TimeProvider.GetUtcNow().UtcDateTime) { IsConfidential = context.HidesData })).ToList();
        foreach (var (_, record) in uploads) context.RemoteStatements.Add(record);
        var started = context.TimeProvider.GetTimestamp();
        string? error = "ended early";
        try
        {
            var tables = await session.UploadAsync([.. uploads.Select(upload => upload.Rows)], cancellationToken);
            error = null;
            return tables;
        }
        catch (Exception e)
        {
            error = e is GatewayException or UploadRefusedException ? e.Message : e.GetType().Name;
            throw;
        }
        finally
        {
            var ended = context.TimeProvider.GetUtcNow().UtcDateTime;
            foreach (var (rows, record) in uploads)
            {
                record.AddRows(rows.RowsSent);
                record.End(ended, context.TimeProvider.GetElapsedTime(started), error);
            }

            facts.Of(remote).UploadedRows = uploads.Sum(upload => upload.Rows.RowsSent);
        }
    }

    private static string TextOf(Upload upload) => $"UPLOAD {upload.Name} ({string.Join(", ", upload.Table.Columns.Select(column => column.Name))})";
}
