using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder.Statements;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Plan;
using FederationGateway.Replication.Correcting;

namespace FederationGateway.Gateway.Subscriptions;

/// <summary>Reads a subscription's rows as its owner would.</summary>
internal sealed class SubscriptionReader(SessionState session, SubscriptionEntry entry, BoundSubscription bound) : ISubscriptionReader
{
    public async Task ReadAsync(TableHandle into, Expression? range, IAlignedSnapshot? snapshot, DuckDbConnection connection, Action<long> count, CancellationToken cancellationToken)
    {
        var core = session.Core;
        var record = core.Statements.Start(0, session.SessionUser, session.QueryTag, $"resync of remote subscription {entry.QualifiedName}");
        session.StartStatement(record.Id);
        string? error = null;
        try
        {
            await using var run = new StatementRun(session, record, cancellationToken);
            var known = SourceRows.KnownOf(core.Store.Subscriptions.Current, entry, snapshot);
            foreach (var rows in SourceRows.Of(bound, known, range)) await SourceRows.InsertAsync(run, Insert(into, rows), connection, entry.Source, snapshot, count, cancellationToken);
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

    private InsertStatement Insert(TableHandle into, PlanNode rows)
    {
        var ids = new ColumnIds(bound.Columns.Max(column => column.Id.Value));
        var items = bound.Values.Select((value, i) => new ProjectItem(new OutputColumn(ids.Next(), into.Columns[i].Name, value.Type), value)).ToEquatableArray();
        return new InsertStatement(into, Enumerable.Range(0, into.Columns.Count).ToEquatableArray(), new ProjectNode(rows, items));
    }
}
