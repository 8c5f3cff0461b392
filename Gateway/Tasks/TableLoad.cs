using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Executor;
using FederationGateway.Executor.Local;
using FederationGateway.Federation;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Subscriptions;
using FederationGateway.Plan;
using FederationGateway.Replication;

namespace FederationGateway.Gateway.Tasks;

/// <summary>
/// Loads the target of one table of a task: the rows that the subscription's changes would have left, read as any statement reads the virtual table, so that what is loaded and what is applied later are
/// the same values. The target is emptied, loaded and, with a position, handed to the stream in one local transaction: whatever happens, it is as it was before or whole.
/// </summary>
/// <param name="entry">The subscription, or what it would be.</param>
/// <param name="time">What the column for the time of changes gets, UTC.</param>
internal sealed class TableLoad(SessionState session, SubscriptionEntry entry, DateTime time)
{
    private const char Letter = (char)ChangeKind.Insert;

    /// <summary>PARTITION BY … as written; null to read the table as a whole.</summary>
    public string? Partitions { get; init; }

    /// <param name="snapshot">The source at one position of its stream; null to read it as it is now.</param>
    public async Task RunAsync(IAlignedSnapshot? snapshot, ILoadWatch watch, CancellationToken cancellationToken)
    {
        var core = session.Core;
        var bound = SubscriptionPlanner.Bind(session.Snapshot, entry);
        if (!entry.IsReplica) StatementAccess.Require(session, bound.Accesses, entry.Owner);
        var target = (LocalTableEntry)session.Snapshot.RelationsByOid[entry.Target.Object!.Value];
        var record = core.Statements.Start(0, session.SessionUser, session.QueryTag, $"load of table {target.QualifiedName}");
        session.StartStatement(record.Id);
        string? error = null;
        try
        {
            await using var run = new StatementRun(session, record, cancellationToken);
            using var connection = core.Store.Connect();
            await connection.ExecuteAsync("BEGIN TRANSACTION", cancellationToken);
            await connection.ExecuteAsync($"DELETE FROM {LocalTables.PhysicalName(target.Oid)}", cancellationToken);
            await InsertAsync(run, bound, target, connection, snapshot, watch);
            Failpoints.Hit("task.loaded");
            if (snapshot is null) await connection.CommitAsync();
            else await core.Replication.LoadedAsync(entry, snapshot.Position, connection, cancellationToken);
        }
        catch (Exception e)
        {
            error = e is GatewayException ? e.Message : e is OperationCanceledException ? "canceled" : "internal error";
            throw;
        }
        finally
        {
            core.Statements.End(record, error);
        }
    }

    private async Task InsertAsync(StatementRun run, Binder.Statements.BoundSubscription bound, LocalTableEntry target, DuckDbConnection connection, IAlignedSnapshot? snapshot, ILoadWatch watch)
    {
        var known = SourceRows.KnownOf(session.Core.Store.Subscriptions.Current, entry, snapshot);

        // Rows that are here already are not read in parts.
        if (Partitions is not null && known is null)
        {
            await using var sessions = SourceRows.SessionsIn(run, entry.Source, snapshot);
            var parts = new PartedRows(run, bound, Insert(bound, SourceRows.Of(bound), target), sessions);
            if (await parts.ConditionsAsync(TablePartitions.Of(session, Partitions, bound.Table)) is { Count: > 0 } conditions)
            {
                await parts.InsertAsync(conditions, target.QualifiedName, connection, watch);
                return;
            }
        }

        foreach (var rows in SourceRows.Of(bound, known, range: null)) await SourceRows.InsertAsync(run, Insert(bound, rows, target), connection, entry.Source, snapshot, watch.Rows, run.CancellationToken);
    }

    /// <summary>What the subscription says, over rows of the whole virtual table, with the columns for changes.</summary>
    private InsertStatement Insert(Binder.Statements.BoundSubscription bound, PlanNode rows, LocalTableEntry target)
    {
        var changes = ChangeValues(target).ToList();
        var ids = new ColumnIds(bound.Columns.Max(column => column.Id.Value));
        ProjectItem Item(int ordinal, Expression value) => new(new OutputColumn(ids.Next(), target.Columns[ordinal].Name, value.Type), value);
        var items = bound.TargetOrdinals.Zip(bound.Values, Item).Concat(changes.Select(change => Item(change.Ordinal, change.Value)));
        return new InsertStatement(target.Handle, [.. bound.TargetOrdinals, .. changes.Select(change => change.Ordinal)], new ProjectNode(rows, items.ToEquatableArray()));
    }

    private IEnumerable<(int Ordinal, Expression Value)> ChangeValues(LocalTableEntry target)
    {
        int OrdinalOf(string name) => target.Columns.ToList().FindIndex(column => column.RemoteName == name);
        ConstantExpression Constant(int ordinal, Func<SqlType, object> value) => new(value(target.Columns[ordinal].Type), target.Columns[ordinal].Type);
        if (entry.ChangeTypeColumn is { } type) yield return (OrdinalOf(type), Constant(OrdinalOf(type), _ => Letter.ToString()));
        if (entry.ChangeTimeColumn is { } at) yield return (OrdinalOf(at), Constant(OrdinalOf(at), TimeAs));
        if (entry.ChangeSequenceColumn is { } sequence) yield return (OrdinalOf(sequence), Constant(OrdinalOf(sequence), kind => kind.Kind == SqlTypeKind.Int4 ? 0 : 0L));
    }

    // As the applier writes commit times.
    private object TimeAs(SqlType type) => type.IsString
        ? time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "0"
        : (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
