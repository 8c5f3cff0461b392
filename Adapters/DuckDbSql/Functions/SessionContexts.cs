using System.Collections.Concurrent;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// The sessions whose statements call catalog functions, by number: the dialect writes the number into the statement (<see cref="DialectSession.ContextId"/>).
/// </summary>
public static class SessionContexts
{
    private static readonly ConcurrentDictionary<long, ISessionFunctions> Open = new();
    private static long s_last;

    /// <summary>Makes a session's lookups available until <see cref="Close"/>. Its snapshot may change behind the same number.</summary>
    public static long Add(ISessionFunctions functions)
    {
        var id = Interlocked.Increment(ref s_last);
        Open[id] = functions;
        return id;
    }

    public static void Close(long id) => Open.TryRemove(id, out _);

    internal static ISessionFunctions Of(long id) => Open.TryGetValue(id, out var functions)
        ? functions
        : throw new GatewayException(SqlState.FeatureNotSupported, "catalog functions are not available here");
}
