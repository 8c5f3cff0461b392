using System.Diagnostics;
using FederationGateway.Common;

namespace FederationGateway.Gateway.Sessions;

/// <summary>Stops other sessions' work for who has the rights of their role. Administrators are stopped by administrators alone.</summary>
internal static class SessionSignals
{
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>As <see cref="Adapters.DuckDbSql.ISessionFunctions.Signal"/>; warns when there is nothing to stop.</summary>
    /// <exception cref="GatewayException">42501.</exception>
    public static bool Send(SessionState session, int processId, bool ends, long timeout, CancellationToken cancellationToken)
    {
        if (timeout < 0) throw new GatewayException(SqlState.NumericValueOutOfRange, "\"timeout\" must not be negative");
        if (session.Core.Sessions.Find(processId) is not { Control: { } control } target)
        {
            session.Warning($"PID {processId} is not a PostgreSQL backend process", "01000");
            return false;
        }

        RequireRight(session, target, ends);
        if (!ends) control.Cancel();
        else control.Terminate();
        if (!ends || timeout == 0 || HasEnded(session, target, TimeSpan.FromMilliseconds(timeout), cancellationToken)) return true;
        session.Warning($"backend with PID {processId} did not terminate within {timeout} milliseconds", "01000");
        return false;
    }

    private static void RequireRight(SessionState session, SessionInfo target, bool ends)
    {
        var rights = session.Rights;
        if (rights.IsAdministrator) return;
        var what = ends ? "terminate" : "cancel";
        if (session.Snapshot.RolesByOid.GetValueOrDefault(target.UserOid) is { IsAdministrator: true })
            throw new GatewayException(SqlState.InsufficientPrivilege, $"must be a superuser to {what} superuser {(ends ? "process" : "query")}");
        if (!rights.HasPrivilegesOf(target.UserOid))
            throw new GatewayException(SqlState.InsufficientPrivilege, $"must be a member of the role whose {(ends ? "process is being terminated" : "query is being canceled")}");
    }

    // The number may be another session's by then.
    private static bool HasEnded(SessionState session, SessionInfo target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (ReferenceEquals(session.Core.Sessions.Find(target.ProcessId), target))
        {
            if (Stopwatch.GetElapsedTime(started) >= timeout) return false;
            if (cancellationToken.WaitHandle.WaitOne(s_lookInterval)) throw new OperationCanceledException(cancellationToken);
        }

        return true;
    }
}
