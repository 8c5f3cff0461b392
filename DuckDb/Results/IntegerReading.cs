namespace FederationGateway.DuckDb;

/// <summary>The engine's exact numbers, whatever their width, as 128-bit integers.</summary>
internal static unsafe class IntegerReading
{
    public static bool Reads(EngineType type) => type.Storage is EngineTypeId.TinyInt or EngineTypeId.UTinyInt or EngineTypeId.SmallInt
        or EngineTypeId.USmallInt or EngineTypeId.Integer or EngineTypeId.UInteger or EngineTypeId.BigInt or EngineTypeId.UBigInt or EngineTypeId.HugeInt;

    public static Int128 At(EngineTypeId storage, byte* data, int row) => storage switch
    {
        EngineTypeId.TinyInt => ((sbyte*)data)[row],
        EngineTypeId.UTinyInt => data[row],
        EngineTypeId.SmallInt => ((short*)data)[row],
        EngineTypeId.USmallInt => ((ushort*)data)[row],
        EngineTypeId.Integer => ((int*)data)[row],
        EngineTypeId.UInteger => ((uint*)data)[row],
        EngineTypeId.BigInt => ((long*)data)[row],
        EngineTypeId.UBigInt => ((ulong*)data)[row],
        _ => new Int128(((ulong*)data)[(2 * row) + 1], ((ulong*)data)[2 * row]),
    };
}
