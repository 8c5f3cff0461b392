using FederationGateway.Adapters.Abstractions;
using FederationGateway.Catalog.SystemViews;

namespace FederationGateway.Catalog.Tests.Fixtures;

/// <summary>A running gateway with one session, one adapter and one setting.</summary>
internal sealed class SampleRuntime : IRuntimeState
{
    public static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public IEnumerable<IAdapter> Adapters { get; } = [new SampleAdapter()];

    public IEnumerable<RemoteConnectionRow> RemoteConnections => [];

    public IEnumerable<RemoteStatementRow> RemoteStatements => [new(7, 42, "admin", "crm", "SELECT 1", Start, null, 1, 4, 5000, 1, null)];

    public IEnumerable<StatementRow> Statements => [new(7, 42, "admin", "psql", "select 1", Start, Start.AddMilliseconds(5), TimeSpan.FromMilliseconds(5), false, TimeSpan.Zero, "LOCAL", 1, null)];

    public IEnumerable<PushdownReasonRow> PushdownReasons => [new("crm", "TEXT_ORDER", "Sort", "text orders by other rules", null, 3, 7, "select 1", "text orders by other rules", Start, Start)];

    public (long Value, bool IsCalled) SequenceState(SequenceEntry sequence) => (sequence.Range.Start, false);

    public IEnumerable<UnsupportedStatementRow> UnsupportedStatements => [new("psql", "0A000", "DO is not supported", "DO ?", 3, Start, Start)];

    public IEnumerable<PushdownVerificationRow> PushdownVerifications => [new(Start, 7, "crm", "OK", null, "SELECT 1", 1, 1, 5000)];

    public IEnumerable<SessionRow> Sessions => [new(42, "admin", "psql", "127.0.0.1", 5555, Start, "select 1")];

    public IEnumerable<AuditEntry> AuditLog => [new(1, Start, 42, "admin", "admin", "127.0.0.1", 5555, "psql", "CREATE SCHEMA", "s", "CREATE SCHEMA s")];

    public IEnumerable<TransactionOutcomeEntry> TransactionOutcomes => [];

    public DateTime Now { get; } = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public IEnumerable<TaskExecution> TaskExecutions => [];

    public SubscriptionsAtWork Subscriptions { get; } = SubscriptionsAtWork.None;

    public IReadOnlyList<CaptureReport> Captures => [];

    public ReplicaState StateOf(LocalTableEntry replica) => new("ACTIVE", Start, 3, null);

    public IEnumerable<ReplicaActionRow> ReplicaActions => [new(20001, "ADD", false, Start) { End = Start }];

    public IEnumerable<CursorRow> Cursors => [new("c", "DECLARE c CURSOR FOR SELECT 1", false, true, Start)];

    public IEnumerable<SettingRow> Settings => [new("pushdown", "on", "on", "whether sources compute", "bool")];
}
