using System.Net;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.PgWire.Contract;
using Microsoft.Extensions.Logging;

namespace FederationGateway.Gateway.Auditing;

/// <summary>Where everything that is audited goes: the store's log, and a line of the process's log under a category of its own.</summary>
/// <param name="retention">How long entries are kept; null for ever.</param>
internal sealed class AuditTrail(AuditLog log, TimeProvider time, ILogger logger, TimeSpan? retention)
{
    /// <summary>The category of the log lines.</summary>
    public const string Category = "FederationGateway.Audit";

    public const string Login = "LOGIN";
    private const int LongestName = 256;
    private const int LongestText = 10_000;
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);
    private readonly Lock _lock = new();
    private DateTime _nextPurge;

    public AuditEntry Entry(SessionInfo session, string statementUser, string action, string? objectName = null, string? statement = null) =>
        new(log.NewId(), time.GetUtcNow().UtcDateTime, session.ProcessId, session.User, statementUser, session.ClientAddress, session.ClientPort, Cut(session.ApplicationName, LongestName), action,
            objectName is null ? null : Cut(objectName, LongestName), statement is null ? null : Cut(statement, LongestText));

    public void LoggedIn(SessionInfo session) => _ = AppendAsync(Entry(session, session.User, Login));

    /// <summary>Whoever it was said this name; it may be of no account.</summary>
    public void LoginFailed(LoginFailure failure)
    {
        var endPoint = failure.RemoteEndPoint as IPEndPoint;
        _ = AppendAsync(new AuditEntry(
            log.NewId(), time.GetUtcNow().UtcDateTime, SessionId: 0, Cut(failure.User, LongestName), StatementUser: "", endPoint?.Address.ToString(), endPoint?.Port, "", Login,
            Outcome: AuditOutcome.Unsuccessful, SqlState: failure.Reason.State.Code, Error: Cut(failure.Reason.Message, LongestText)));
    }

    /// <summary>Writes and reports an entry, durable when this returns. That it cannot be written is reported too, and stops nobody: least of all who comes to repair that.</summary>
    public async Task AppendAsync(AuditEntry entry)
    {
        Report(entry);
        try
        {
            await log.AppendAsync(entry);
            await PurgeIfDueAsync();
        }
        catch (Exception failure) when (failure is GatewayException or InvalidOperationException)
        {
            logger.AuditNotWritten(entry.Id, failure.Message);
        }
    }

    /// <summary>The line of the process's log.</summary>
    public void Report(AuditEntry entry)
    {
        var level = entry.Outcome == AuditOutcome.Unsuccessful ? LogLevel.Warning : LogLevel.Information;
        if (logger.IsEnabled(level))
            logger.Audited(
                level, entry.Id, Printable(entry.User), entry.ClientAddress, entry.SessionId, entry.Action, Printable(entry.ObjectName), entry.Outcome, entry.SqlState, Printable(entry.Statement));
    }

    /// <summary>Forgets what is older than it has to be kept, once in a while.</summary>
    public async Task PurgeIfDueAsync()
    {
        if (retention is not { } kept) return;
        var now = time.GetUtcNow().UtcDateTime;
        lock (_lock)
        {
            if (now < _nextPurge) return;
            _nextPurge = now + PurgeInterval;
        }

        await log.PurgeAsync(now - kept);
    }

    /// <summary>Writes what still waits.</summary>
    public async Task EndAsync()
    {
        try
        {
            await log.FlushAsync();
        }
        catch (GatewayException failure)
        {
            logger.AuditNotWritten(0, failure.Message);
        }
    }

    // Whoever may not even log in writes names here: they must neither begin a line of their own nor command the terminal of who reads it.
    private static string? Printable(string? text) =>
        text is null || !text.Any(char.IsControl) ? text : string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length - 1)}…";
}
