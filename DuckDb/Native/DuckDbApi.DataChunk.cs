using System.Runtime.InteropServices;

namespace FederationGateway.DuckDb.Native;

/// <summary>Data chunks: up to <see cref="VectorSize"/> rows in vectors the chunk owns.</summary>
internal static partial class DuckDbApi
{
    /// <summary>Rows in a full chunk; fixed when the library is built, checked when an engine opens.</summary>
    public const int ChunkRows = 2048;

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_vector_size")]
    public static partial ulong VectorSize();

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_data_chunk")]
    public static partial void DestroyDataChunk(ref nint chunk);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_data_chunk_get_column_count")]
    public static partial ulong DataChunkGetColumnCount(nint chunk);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_data_chunk_get_vector")]
    public static partial nint DataChunkGetVector(nint chunk, ulong column);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_data_chunk_get_size")]
    public static partial ulong DataChunkGetSize(nint chunk);

    [SuppressGCTransition]
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_data_chunk_set_size")]
    public static partial void DataChunkSetSize(nint chunk, ulong size);
}
