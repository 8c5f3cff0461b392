using System.Runtime.InteropServices;
using FederationGateway.DuckDb.Handles;

namespace FederationGateway.DuckDb.Native;

/// <summary>Logical types.</summary>
internal static unsafe partial class DuckDbApi
{
    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_logical_type")]
    public static partial LogicalTypeHandle CreateLogicalType(EngineTypeId type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_decimal_type")]
    public static partial LogicalTypeHandle CreateDecimalType(byte width, byte scale);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_create_list_type")]
    public static partial LogicalTypeHandle CreateListType(LogicalTypeHandle element);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void DestroyLogicalType(ref nint type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_get_type_id")]
    public static partial EngineTypeId GetTypeId(LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_logical_type_get_alias")]
    public static partial byte* LogicalTypeGetAlias(LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_decimal_width")]
    public static partial byte DecimalWidth(LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_decimal_scale")]
    public static partial byte DecimalScale(LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_enum_dictionary_size")]
    public static partial uint EnumDictionarySize(LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_enum_dictionary_value")]
    public static partial byte* EnumDictionaryValue(LogicalTypeHandle type, ulong index);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_list_type_child_type")]
    public static partial LogicalTypeHandle ListTypeChildType(LogicalTypeHandle type);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_get_int64")]
    public static partial long GetInt64(nint value);

    [LibraryImport(EngineLibrary.Name, EntryPoint = "duckdb_destroy_value")]
    public static partial void DestroyValue(ref nint value);
}
