using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Catalog.SystemViews;

/// <summary>The running gateway, as far as dictionary views show it. Every call takes a fresh look.</summary>
public interface IRuntimeState
{
    /// <summary>UTC.</summary>
    DateTime Now { get; }

    IEnumerable<IAdapter> Adapters { get; }

    /// <summary>Connections open to sources now.</summary>
    IEnumerable<RemoteConnectionRow> RemoteConnections { get; }

    IEnumerable<RemoteStatementRow> RemoteStatements { get; }

    IEnumerable<StatementRow> Statements { get; }

    /// <summary>The latest fragments that were computed here as well.</summary>
    IEnumerable<PushdownVerificationRow> PushdownVerifications { get; }

    /// <summary>Transactions over sources that have not ended yet, or not everywhere alike.</summary>
    IEnumerable<TransactionOutcomeEntry> TransactionOutcomes { get; }

    /// <summary>What remote subscriptions are doing.</summary>
    SubscriptionsAtWork Subscriptions { get; }

    /// <summary>What the captures behind them are doing.</summary>
    IReadOnlyList<CaptureReport> Captures { get; }

    /// <summary>How the copy of a virtual table stands.</summary>
    ReplicaState StateOf(LocalTableEntry replica);

    /// <summary>What was done with replicas lately, oldest first.</summary>
    IEnumerable<ReplicaActionRow> ReplicaActions { get; }

    /// <summary>Starts of replication tasks, oldest first.</summary>
    IEnumerable<TaskExecution> TaskExecutions { get; }

    /// <summary>Counted since the start or the last reset.</summary>
    IEnumerable<PushdownReasonRow> PushdownReasons { get; }

    /// <summary>The last value a sequence gave out, or the first one it will.</summary>
    (long Value, bool IsCalled) SequenceState(SequenceEntry sequence);

    /// <summary>Those this session may see.</summary>
    IEnumerable<UnsupportedStatementRow> UnsupportedStatements { get; }

    IEnumerable<SessionRow> Sessions { get; }

    /// <summary>Who did what, oldest first.</summary>
    IEnumerable<AuditEntry> AuditLog { get; }

    /// <summary>The asking session's cursors.</summary>
    IEnumerable<CursorRow> Cursors { get; }

    /// <summary>The asking session's settings.</summary>
    IEnumerable<SettingRow> Settings { get; }
}

/// <param name="Status">ENABLED, ENABLING or DISABLED.</param>
/// <param name="CompleteAsOf">The moment (UTC) up to which it has everything; null when nobody knows.</param>
/// <param name="Rows">About how many it has.</param>
/// <param name="Problem">What keeps it from following its source; null for nothing.</param>
public sealed record ReplicaState(string Status, DateTime? CompleteAsOf, long? Rows, string? Problem);

/// <param name="Table">The OID of the virtual table.</param>
/// <param name="Action">ADD, REFRESH, ENABLE or DISABLE.</param>
public sealed record ReplicaActionRow(long Table, string Action, bool IsAsync, DateTime Start)
{
    /// <summary>Null while it goes on.</summary>
    public DateTime? End { get; init; }

    /// <summary>Why it was not done; null when it was, or may yet be.</summary>
    public string? SqlState { get; init; }

    public string? Error { get; init; }
}

public sealed record RemoteConnectionRow(string Source, string Adapter, RemoteConnection Connection);

public sealed record RemoteStatementRow(
    long StatementId, int SessionId, string User, string Source, string Sql, DateTime Start, DateTime? End, long Rows, long Bytes, long DurationMicroseconds, int Connections, string? Error)
{
    /// <summary>True when how much it fetched tells of rows that are hidden from its user.</summary>
    public bool IsConfidential { get; init; }
}

/// <param name="Duration">Up to now when it still runs.</param>
/// <param name="QueueTime">What of it was spent waiting for a turn.</param>
public sealed record StatementRow(
    long Id, int SessionId, string User, string ApplicationName, string Text, DateTime Start, DateTime? End, TimeSpan Duration, bool IsQueued, TimeSpan QueueTime, string? PlanKind, long Rows,
    string? Error);

/// <summary>Why something of statements stayed here instead of running at a source, and how often.</summary>
public sealed record PushdownReasonRow(
    string Source, string Code, string Operator, string Reason, string? Hint, long Statements, long LastStatementId, string LastStatement, string LastMessage, DateTime FirstSeen, DateTime LastSeen);

/// <summary>What clients sent and could not be answered, and how often.</summary>
/// <param name="Statement">Without values; null when it is the protocol that was refused.</param>
public sealed record UnsupportedStatementRow(string ApplicationName, string SqlState, string Missing, string? Statement, long Statements, DateTime FirstSeen, DateTime LastSeen);

public sealed record PushdownVerificationRow(
    DateTime Time, long StatementId, string Source, string Result, string? Reason, string? RemoteSql, long? RemoteRows, long? LocalRows, long DurationMicroseconds);

public sealed record SessionRow(int ProcessId, string User, string ApplicationName, string? ClientAddress, int? ClientPort, DateTime Start, string? Statement);

public sealed record CursorRow(string Name, string Statement, bool IsHoldable, bool IsScrollable, DateTime Created);

public sealed record SettingRow(string Name, string Value, string Default, string Description, string Type);
