using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Handles;

namespace FederationGateway.DuckDb.Native;

/// <summary>Scalar functions.</summary>
internal static unsafe partial class DuckDbApi
{
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_scalar_function")]
    public static partial nint CreateScalarFunction();

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_scalar_function")]
    public static partial void DestroyScalarFunction(ref nint function);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ScalarFunctionSetName(nint function, string name);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_add_parameter")]
    public static partial void ScalarFunctionAddParameter(nint function, LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_varargs")]
    public static partial void ScalarFunctionSetVarargs(nint function, LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_return_type")]
    public static partial void ScalarFunctionSetReturnType(nint function, LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_special_handling")]
    public static partial void ScalarFunctionSetSpecialHandling(nint function);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_volatile")]
    public static partial void ScalarFunctionSetVolatile(nint function);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_extra_info")]
    public static partial void ScalarFunctionSetExtraInfo(nint function, nint info, delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_bind")]
    public static partial void ScalarFunctionSetBind(nint function, delegate* unmanaged[Cdecl]<nint, void> bind);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_get_client_context")]
    public static partial void ScalarFunctionBindGetClientContext(nint info, out nint context);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_bind_data")]
    public static partial void ScalarFunctionSetBindData(nint info, nint data, delegate* unmanaged[Cdecl]<nint, void> free);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_bind_data_copy")]
    public static partial void ScalarFunctionSetBindDataCopy(nint info, delegate* unmanaged[Cdecl]<nint, nint> copy);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_get_bind_data")]
    public static partial nint ScalarFunctionGetBindData(nint info);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_function")]
    public static partial void ScalarFunctionSetFunction(nint function, delegate* unmanaged[Cdecl]<nint, nint, nint, void> body);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_register_scalar_function")]
    public static partial NativeState RegisterScalarFunction(ConnectionHandle connection, nint function);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_get_extra_info")]
    public static partial nint ScalarFunctionGetExtraInfo(nint info);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_scalar_function_set_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ScalarFunctionSetError(nint info, string error);
}
