using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Handles;

namespace FederationGateway.DuckDb.Native;

/// <summary>Vectors: values, validity words (bit set = valid, least significant first; null = all valid), list children.</summary>
internal static unsafe partial class DuckDbApi
{
    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_vector_get_data")]
    public static partial byte* VectorGetData(nint vector);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_vector_get_validity")]
    public static partial byte* VectorGetValidity(nint vector);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void VectorEnsureValidityWritable(nint vector);

    /// <summary>Copies the bytes into the vector without looking whether they are UTF-8.</summary>
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_unsafe_vector_assign_string_element_len")]
    public static partial void VectorAssignStringUnchecked(nint vector, ulong row, byte* text, ulong length);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_list_vector_get_child")]
    public static partial nint ListVectorGetChild(nint vector);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_list_vector_get_size")]
    public static partial ulong ListVectorGetSize(nint vector);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_list_vector_set_size")]
    public static partial NativeState ListVectorSetSize(nint vector, ulong size);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_list_vector_reserve")]
    public static partial NativeState ListVectorReserve(nint vector, ulong capacity);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_vector")]
    public static partial nint CreateVector(LogicalTypeHandle type, ulong capacity);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_vector")]
    public static partial void DestroyVector(ref nint vector);

    /// <summary>Makes <paramref name="target"/> show the values of <paramref name="source"/>, and keep them alive.</summary>
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_vector_reference_vector")]
    public static partial void VectorReference(nint target, nint source);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_vector_copy_sel")]
    public static partial void VectorCopy(nint source, nint target, nint selection, ulong sourceCount, ulong sourceOffset, ulong targetOffset);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_selection_vector")]
    public static partial nint CreateSelectionVector(ulong size);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_selection_vector_get_data_ptr")]
    public static partial uint* SelectionVectorGetData(nint selection);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_selection_vector")]
    public static partial void DestroySelectionVector(nint selection);
}
