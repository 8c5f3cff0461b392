using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Gateway.Replicas;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;

namespace FederationGateway.Gateway.Monitoring;

/// <summary>The running gateway as dictionary views ask for it, seen from one session.</summary>
internal sealed class RuntimeState(SessionState session) : IRuntimeState
{
    private readonly GatewayCore _core = session.Core;

    public DateTime Now => _core.TimeProvider.GetUtcNow().UtcDateTime;

    public IEnumerable<IAdapter> Adapters => _core.Adapters.All;

    public IEnumerable<RemoteConnectionRow> RemoteConnections =>
        from live in _core.Sources.All
        from connection in live.Source.Connections
        select new RemoteConnectionRow(live.Entry.Name, live.Entry.Adapter, connection);

    public IEnumerable<RemoteStatementRow> RemoteStatements => _core.RemoteStatements.Snapshot().Select(record => new RemoteStatementRow(
        record.StatementId, record.SessionId, record.UserName, record.Source, record.Sql, record.StartTime, record.EndTime, record.Rows, record.Bytes, record.DurationMicroseconds,
        record.Connections, record.Error) { IsConfidential = record.IsConfidential });

    public IEnumerable<StatementRow> Statements
    {
        get
        {
            var now = _core.TimeProvider.GetUtcNow().UtcDateTime;
            return _core.Statements.Snapshot().Select(record => new StatementRow(
                record.Id, record.SessionId, record.User, record.ApplicationName, record.Text, record.StartTime, record.EndTime, (record.EndTime ?? now) - record.StartTime,
                record.IsQueued, record.QueueTime(now), record.PlanKind, record.Rows, record.Error));
        }
    }

    public IEnumerable<TransactionOutcomeEntry> TransactionOutcomes =>
        _core.Store.Transactions.Outcomes().Concat(_core.Recovery.Open()).Where(entry => session.Rights.IsAdministrator || entry.Record.User == session.User);

    public SubscriptionsAtWork Subscriptions => _core.Store.Subscriptions.Current;

    public IReadOnlyList<CaptureReport> Captures => _core.Replication.Reports();

    public ReplicaState StateOf(LocalTableEntry replica)
    {
        var condition = ReplicaCondition.Of(_core, _core.Store.Current, null, replica);
        var status = condition.WhyNot is null ? "ENABLED" : replica.Replica!.IsDisabled ? "DISABLED" : "ENABLING";
        var problem = Subscriptions.Exceptions.Values.FirstOrDefault(entry => entry.Source == replica.Replica!.Source && (entry.Subscription is null || entry.Subscription == replica.Replica.Subscription));
        return new ReplicaState(status, condition.CompleteAsOf, _core.LocalStatistics.RowsOf(replica.Handle.Path[1]), replica.Replica!.IsSnapshot ? null : problem?.Message);
    }

    public IEnumerable<ReplicaActionRow> ReplicaActions => _core.Replicas.Actions.All;

    public IEnumerable<TaskExecution> TaskExecutions => _core.Store.TaskExecutions.All;

    public IEnumerable<PushdownReasonRow> PushdownReasons => _core.PushdownReasons.Snapshot();

    public (long Value, bool IsCalled) SequenceState(Catalog.SequenceEntry sequence) => _core.Store.Sequences.Read(sequence);

    public IEnumerable<UnsupportedStatementRow> UnsupportedStatements =>
        session.Rights.IsAdministrator ? _core.UnsupportedStatements.Snapshot() : [];

    public IEnumerable<PushdownVerificationRow> PushdownVerifications => _core.Verifications.Snapshot();

    public IEnumerable<SessionRow> Sessions => _core.Sessions.All.Select(info => new SessionRow(
        info.ProcessId, info.User, info.ApplicationName, info.ClientAddress, info.ClientPort, info.StartTime, info.Statement));

    public IEnumerable<AuditEntry> AuditLog => _core.Store.Audit.Read();

    public IEnumerable<CursorRow> Cursors => session.Cursors.All.Select(cursor => new CursorRow(
        cursor.Declaration.Name.Text, cursor.Text, cursor.Declaration.WithHold, cursor.Declaration.Scroll == true, cursor.CreationTime));

    public IEnumerable<SettingRow> Settings => SettingsTable.All.Select(setting => new SettingRow(
        setting.Name, session.Settings[setting.Name], setting.Default, setting.Description, TypeOf(setting.Kind)));

    private static string TypeOf(SettingKind kind) => kind switch
    {
        SettingKind.Boolean => "bool",
        SettingKind.Integer or SettingKind.Milliseconds or SettingKind.Bytes => "integer",
        SettingKind.Choice => "enum",
        _ => "string",
    };
}
