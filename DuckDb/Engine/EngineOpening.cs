using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Opens an instance: a file through the engine's instance cache, which never makes two instances over one file.</summary>
internal static unsafe class EngineOpening
{
    private static readonly Lazy<nint> s_cache = new(DuckDbApi.CreateInstanceCache);

    // Of a new file (docs/decisions/0025). In the format of before, texts are packed by a way that first copies all of a column's 122,880 rows.
    private const string Format = "v1.3.0";

    public static DatabaseHandle Open(string? path)
    {
        if (path is null)
        {
            var state = DuckDbApi.OpenExt(":memory:", out var database, 0, out var error);
            return state == NativeState.Success ? new DatabaseHandle(database) : throw CannotOpen(path, DuckDbApi.OwnedText(error) ?? "");
        }

        return OpenStored(path);
    }

    private static DatabaseHandle OpenStored(string path)
    {
        DuckDbApi.CreateConfig(out var config);
        try
        {
            if (DuckDbApi.SetConfig(config, "storage_compatibility_version", Format) == NativeState.Error) throw new GatewayException(SqlState.InternalError, "the embedded engine does not know the format of its file");
            var state = DuckDbApi.GetOrCreateFromCache(s_cache.Value, path, out var database, config, out var error);
            return state == NativeState.Success ? new DatabaseHandle(database) : throw CannotOpen(path, DuckDbApi.OwnedText(error) ?? "");
        }
        finally
        {
            DuckDbApi.DestroyConfig(ref config);
        }
    }

    private static GatewayException CannotOpen(string? path, string text)
    {
        var isLocked = text.Contains("Could not set lock", StringComparison.Ordinal);
        return isLocked
            ? new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"the database file \"{path}\" is in use by another process")
            : new GatewayException(SqlState.IoError, $"the database \"{path ?? "in memory"}\" cannot be opened") { Detail = EngineErrors.Clean(text) };
    }
}
