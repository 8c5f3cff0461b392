using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Handles;

namespace FederationGateway.DuckDb.Native;

/// <summary>Appenders: rows into a table without a statement.</summary>
internal static unsafe partial class DuckDbApi
{
    /// <summary>Makes an appender, to be destroyed after a failure too: it holds the reason.</summary>
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_appender_create_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState AppenderCreate(ConnectionHandle connection, string catalog, string schema, string table, out nint appender);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_appender_destroy")]
    public static partial NativeState DestroyAppender(ref nint appender);

    /// <summary>Copies the chunk's rows, whose types must be the table's.</summary>
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_append_data_chunk")]
    public static partial NativeState AppendDataChunk(AppenderHandle appender, nint chunk);

    /// <summary>Writes what is left and ends the appender.</summary>
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_appender_close")]
    public static partial NativeState AppenderClose(AppenderHandle appender);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_appender_error")]
    public static partial byte* AppenderError(AppenderHandle appender);
}
