using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;
using FederationGateway.Replication.Correcting;
using FederationGateway.Replication.Tests.Applying;

namespace FederationGateway.Replication.CrashFollower;

/// <summary>ALTER REMOTE SUBSCRIPTION … RESYNC of all rows, or of those whose first column is at least a number.</summary>
internal sealed class Resync(Follower follower, Followed one, int? from) : ISubscriptionReader
{
    /// <summary>Afterwards the target is what the source was, whatever it was before: of marks and logs, what a correction adds is not in the model.</summary>
    public static bool IsPossible(Followed one) => one.Mode == ChangeMode.Normal;

    public Task RunAsync()
    {
        var subscription = follower.Subscription(one);
        var plan = follower.Plan(follower.Store.Current, subscription, new CapturedTableRecord(follower.Progress(one)?.CapturedTable ?? 0, SourceModel.Tables[one.Table - 1]));
        Expression? range = from is { } least ? new ComparisonExpression(ComparisonOperator.GreaterOrEqual, plan.Columns[0].ToExpression(), new ConstantExpression(least, plan.Columns[0].Type)) : null;
        return follower.Service.ResyncAsync(new ResyncOrder(plan, range, from is null ? null : string.Create(CultureInfo.InvariantCulture, $"id >= {from}"), this), CancellationToken.None);
    }

    public Task ReadAsync(TableHandle into, Expression? range, IAlignedSnapshot? snapshot, DuckDbConnection connection, Action<long> count, CancellationToken cancellationToken)
    {
        var model = follower.ModelAt(ScriptedWorld.LineOf(snapshot!.Position));
        var rows = one.Rows(model).Where(row => range is null || (int)row[0]! >= from).ToList();
        if (rows.Count > 0) connection.Execute($"INSERT INTO {string.Join('.', into.Path)} VALUES {string.Join(", ", rows.Select(Orders.Values))}", cancellationToken);
        count(rows.Count);
        return Task.CompletedTask;
    }
}
