using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Opens an instance: a file through the engine's instance cache, which never makes two instances over one file.</summary>
internal static unsafe class EngineOpening
{
    private static readonly Lazy<nint> s_cache = new(DuckDbApi.CreateInstanceCache);

    public static DatabaseHandle Open(string? path)
    {
        var state = path is null
            ? DuckDbApi.OpenExt(":memory:", out var database, 0, out var error)
            : DuckDbApi.GetOrCreateFromCache(s_cache.Value, path, out database, 0, out error);
        return state == NativeState.Success ? new DatabaseHandle(database) : throw CannotOpen(path, DuckDbApi.OwnedText(error) ?? "");
    }

    private static GatewayException CannotOpen(string? path, string text)
    {
        var isLocked = text.Contains("Could not set lock", StringComparison.Ordinal);
        return isLocked
            ? new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"the database file \"{path}\" is in use by another process")
            : new GatewayException(SqlState.IoError, $"the database \"{path ?? "in memory"}\" cannot be opened") { Detail = EngineErrors.Clean(text) };
    }
}
