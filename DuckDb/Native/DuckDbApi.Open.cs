using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Handles;

namespace FederationGateway.DuckDb.Native;

/// <summary>Opening, connecting, interrupting.</summary>
internal static unsafe partial class DuckDbApi
{
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_config")]
    public static partial NativeState CreateConfig(out nint config);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_set_config", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState SetConfig(nint config, string name, string value);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_config")]
    public static partial void DestroyConfig(ref nint config);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_instance_cache")]
    public static partial nint CreateInstanceCache();

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_get_or_create_from_cache", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState GetOrCreateFromCache(nint cache, string path, out nint database, nint config, out byte* error);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_open_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState OpenExt(string path, out nint database, nint config, out byte* error);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_close")]
    public static partial void Close(ref nint database);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_connect")]
    public static partial NativeState Connect(DatabaseHandle database, out nint connection);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_disconnect")]
    public static partial void Disconnect(ref nint connection);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_interrupt")]
    public static partial void Interrupt(ConnectionHandle connection);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_connection_get_client_context")]
    public static partial void ConnectionGetClientContext(ConnectionHandle connection, out nint context);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_client_context_get_connection_id")]
    public static partial ulong ClientContextGetConnectionId(nint context);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_client_context")]
    public static partial void DestroyClientContext(ref nint context);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_free")]
    public static partial void Free(void* memory);
}
