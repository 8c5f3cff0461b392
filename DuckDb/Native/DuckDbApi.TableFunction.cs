using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Handles;

namespace FederationGateway.DuckDb.Native;

/// <summary>Table functions: what is registered, and what the bind, init and function callbacks may ask.</summary>
internal static unsafe partial class DuckDbApi
{
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_table_function")]
    public static partial nint CreateTableFunction();

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_table_function")]
    public static partial void DestroyTableFunction(ref nint function);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void TableFunctionSetName(nint function, string name);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_add_parameter")]
    public static partial void TableFunctionAddParameter(nint function, LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_set_extra_info")]
    public static partial void TableFunctionSetExtraInfo(nint function, nint info, delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_set_bind")]
    public static partial void TableFunctionSetBind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_set_init")]
    public static partial void TableFunctionSetInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_set_local_init")]
    public static partial void TableFunctionSetLocalInit(nint function, delegate* unmanaged[Cdecl]<nint, void> init);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_set_function")]
    public static partial void TableFunctionSetFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, void> body);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_supports_projection_pushdown")]
    public static partial void TableFunctionSupportsProjectionPushdown(nint function, byte supported);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_register_table_function")]
    public static partial NativeState RegisterTableFunction(ConnectionHandle connection, nint function);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_get_extra_info")]
    public static partial nint BindGetExtraInfo(nint info);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_table_function_get_client_context")]
    public static partial void BindGetClientContext(nint info, out nint context);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_get_parameter")]
    public static partial nint BindGetParameter(nint info, ulong index);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_add_result_column", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void BindAddResultColumn(nint info, string name, LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_set_cardinality")]
    public static partial void BindSetCardinality(nint info, ulong rows, byte isExact);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_set_bind_data")]
    public static partial void BindSetBindData(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_bind_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void BindSetError(nint info, string error);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_init_get_bind_data")]
    public static partial nint InitGetBindData(nint info);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_init_set_init_data")]
    public static partial void InitSetInitData(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_init_get_column_count")]
    public static partial ulong InitGetColumnCount(nint info);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_init_get_column_index")]
    public static partial ulong InitGetColumnIndex(nint info, ulong position);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_init_set_max_threads")]
    public static partial void InitSetMaxThreads(nint info, ulong threads);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_init_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void InitSetError(nint info, string error);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_function_get_init_data")]
    public static partial nint FunctionGetInitData(nint info);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_function_get_local_init_data")]
    public static partial nint FunctionGetLocalInitData(nint info);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void FunctionSetError(nint info, string error);
}
