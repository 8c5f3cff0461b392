using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Handles;

namespace FederationGateway.DuckDb.Native;

/// <summary>Prepared statements. Parameters count from 1.</summary>
internal static unsafe partial class DuckDbApi
{
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_prepare", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState Prepare(ConnectionHandle connection, string sql, out nint prepared);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_prepare")]
    public static partial void DestroyPrepare(ref nint prepared);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_prepare_error")]
    public static partial byte* PrepareError(PreparedHandle prepared);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_nparams")]
    public static partial ulong ParameterCount(PreparedHandle prepared);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_prepared_statement_column_count")]
    public static partial ulong PreparedColumnCount(PreparedHandle prepared);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_prepared_statement_column_name")]
    public static partial byte* PreparedColumnName(PreparedHandle prepared, ulong column);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_prepared_statement_column_logical_type")]
    public static partial LogicalTypeHandle PreparedColumnLogicalType(PreparedHandle prepared, ulong column);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_boolean")]
    public static partial NativeState BindBoolean(PreparedHandle prepared, ulong parameter, byte value);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_int32")]
    public static partial NativeState BindInt32(PreparedHandle prepared, ulong parameter, int value);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_int64")]
    public static partial NativeState BindInt64(PreparedHandle prepared, ulong parameter, long value);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_double")]
    public static partial NativeState BindDouble(PreparedHandle prepared, ulong parameter, double value);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_timestamp_tz")]
    public static partial NativeState BindTimestampTz(PreparedHandle prepared, ulong parameter, long microseconds);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_varchar_length")]
    public static partial NativeState BindVarchar(PreparedHandle prepared, ulong parameter, byte* text, ulong length);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_blob")]
    public static partial NativeState BindBlob(PreparedHandle prepared, ulong parameter, byte* data, ulong length);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_null")]
    public static partial NativeState BindNull(PreparedHandle prepared, ulong parameter);
}
