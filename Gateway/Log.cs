using FederationGateway.Catalog;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Gateway;

/// <summary>What the gateway logs: event ids from 300.</summary>
internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Error, "transaction {Id}: the changes at remote source {Source} are committed, those of local tables are not: {Reason}")]
    public static partial void OnlyRemote(this ILogger logger, long id, string source, string reason);

    [LoggerMessage(301, LogLevel.Error, "transaction {Id}: the changes of local tables are committed, those at remote source {Source} were rolled back there")]
    public static partial void OnlyLocal(this ILogger logger, long id, string source);

    [LoggerMessage(302, LogLevel.Warning, "prepared transaction {Name} at remote source {Source} could not be ended yet: {Reason}")]
    public static partial void PreparedLeft(this ILogger logger, string name, string source, string reason);

    [LoggerMessage(303, LogLevel.Warning, "prepared transaction {Name} at remote source {Source} is {Outcome}")]
    public static partial void Recovered(this ILogger logger, string name, string source, string outcome);

    [LoggerMessage(304, LogLevel.Warning, "remote source {Source} cannot be asked about {Count} transactions: {Reason}")]
    public static partial void SourceNotReached(this ILogger logger, string source, int count, string reason);

    [LoggerMessage(305, LogLevel.Error, "open transactions cannot be looked after now")]
    public static partial void RecoveryFailed(this ILogger logger, Exception failure);

    [LoggerMessage(EventId = 310, Message = "audit {Id}: user {User} from {ClientAddress} in session {SessionId}: {Action} {Object} {Outcome} {SqlState} {Statement}")]
    public static partial void Audited(
        this ILogger logger, LogLevel level, long id, string? user, string? clientAddress, int sessionId, string action, string? @object, AuditOutcome outcome, string? sqlState, string? statement);

    [LoggerMessage(311, LogLevel.Error, "audit entry {Id} could not be written: {Reason}")]
    public static partial void AuditNotWritten(this ILogger logger, long id, string reason);

    [LoggerMessage(320, LogLevel.Error, "execution {Id} of a replication task failed")]
    public static partial void TaskFailed(this ILogger logger, Exception failure, long id);

    [LoggerMessage(330, LogLevel.Warning, "{What} of the replica of virtual table {Table} was not done: {Reason}")]
    public static partial void ReplicaNotDone(this ILogger logger, string what, string table, string reason);

    [LoggerMessage(331, LogLevel.Error, "{What} of the replica of virtual table {Table} failed")]
    public static partial void ReplicaFailed(this ILogger logger, Exception failure, string what, string table);

    [LoggerMessage(332, LogLevel.Error, "what was left of replicas that were being made cannot be taken back now")]
    public static partial void ReplicasNotRecovered(this ILogger logger, Exception failure);
}
