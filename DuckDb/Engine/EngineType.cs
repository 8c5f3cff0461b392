using System.Globalization;
using System.Runtime.InteropServices;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb.Handles;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// A type of the embedded engine. <paramref name="Width"/> and <paramref name="Scale"/> belong to decimals, <paramref name="Element"/> to lists,
/// <paramref name="Labels"/> to enums; <paramref name="IsJson"/> marks text that is JSON.
/// </summary>
public sealed record EngineType(
    EngineTypeId Id, int Width = 0, int Scale = 0, EngineType? Element = null, EquatableArray<string> Labels = default, bool IsJson = false)
{
    private const int WidestInt16Decimal = 4;
    private const int WidestInt32Decimal = 9;
    private const int WidestInt64Decimal = 18;

    public static EngineType Boolean { get; } = new(EngineTypeId.Boolean);
    public static EngineType SmallInt { get; } = new(EngineTypeId.SmallInt);
    public static EngineType Integer { get; } = new(EngineTypeId.Integer);
    public static EngineType BigInt { get; } = new(EngineTypeId.BigInt);
    public static EngineType HugeInt { get; } = new(EngineTypeId.HugeInt);
    public static EngineType UHugeInt { get; } = new(EngineTypeId.UHugeInt);
    public static EngineType UInteger { get; } = new(EngineTypeId.UInteger);
    public static EngineType Float { get; } = new(EngineTypeId.Float);
    public static EngineType Double { get; } = new(EngineTypeId.Double);
    public static EngineType VarChar { get; } = new(EngineTypeId.VarChar);
    public static EngineType Blob { get; } = new(EngineTypeId.Blob);
    public static EngineType Date { get; } = new(EngineTypeId.Date);
    public static EngineType Time { get; } = new(EngineTypeId.Time);
    public static EngineType Timestamp { get; } = new(EngineTypeId.Timestamp);
    public static EngineType TimestampTz { get; } = new(EngineTypeId.TimestampTz);
    public static EngineType Interval { get; } = new(EngineTypeId.Interval);
    public static EngineType Uuid { get; } = new(EngineTypeId.Uuid);

    /// <summary>Any one type; only as a parameter of a scalar function, which then sees each argument's own type.</summary>
    public static EngineType Any { get; } = new(EngineTypeId.Any);

    public static EngineType Decimal(int width, int scale) => new(EngineTypeId.Decimal, width, scale);

    public static EngineType ListOf(EngineType element) => new(EngineTypeId.List, Element: element);

    /// <summary>The type in which the engine holds the values of a SQL type: that of its carrier.</summary>
    public static EngineType Of(SqlType type) => Of(SqlTypeMapping.ToArrow(type));

    /// <summary>The type in which the engine holds the values of an Arrow column.</summary>
    public static EngineType Of(ArrowType type) => type switch
    {
        NullType => VarChar,
        BooleanType => Boolean,
        StringType => VarChar,
        BinaryType => Blob,
        Date32Type => Date,
        Time64Type => Time,
        TimestampType { Timezone: null } => Timestamp,
        TimestampType => TimestampTz,
        IntervalType => Interval,
        Decimal128Type { Precision: var precision, Scale: var scale } => Decimal(precision, scale),
        FixedSizeBinaryType { Width: 16 } => Uuid,
        ListType { ValueType: var element } => ListOf(Of(element)),
        NumberType { TypeId: ArrowTypeId.Int8 } => new EngineType(EngineTypeId.TinyInt),
        NumberType { TypeId: ArrowTypeId.Int16 } => SmallInt,
        NumberType { TypeId: ArrowTypeId.Int32 } => Integer,
        NumberType { TypeId: ArrowTypeId.Int64 } => BigInt,
        NumberType { TypeId: ArrowTypeId.UInt8 } => new EngineType(EngineTypeId.UTinyInt),
        NumberType { TypeId: ArrowTypeId.UInt16 } => new EngineType(EngineTypeId.USmallInt),
        NumberType { TypeId: ArrowTypeId.UInt32 } => UInteger,
        NumberType { TypeId: ArrowTypeId.UInt64 } => new EngineType(EngineTypeId.UBigInt),
        NumberType { TypeId: ArrowTypeId.Float } => Float,
        NumberType { TypeId: ArrowTypeId.Double } => Double,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "the engine has no type for this column"),
    };

    /// <summary>The type as the engine's SQL spells it: <c>DECIMAL(15,2)</c>, <c>BIGINT[]</c>.</summary>
    public override string ToString() => Id switch
    {
        EngineTypeId.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Width},{Scale})"),
        EngineTypeId.List => Element + "[]",
        EngineTypeId.VarChar when IsJson => "JSON",
        EngineTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        EngineTypeId.TimeTz => "TIME WITH TIME ZONE",
        EngineTypeId.TimestampS => "TIMESTAMP_S",
        EngineTypeId.TimestampMs => "TIMESTAMP_MS",
        EngineTypeId.TimestampNs => "TIMESTAMP_NS",
        _ => Id.ToString().ToUpperInvariant(),
    };

    /// <summary>How a decimal's digits are stored: the narrowest integer that holds its width.</summary>
    internal EngineTypeId Storage => Id != EngineTypeId.Decimal ? Id : Width switch
    {
        <= WidestInt16Decimal => EngineTypeId.SmallInt,
        <= WidestInt32Decimal => EngineTypeId.Integer,
        <= WidestInt64Decimal => EngineTypeId.BigInt,
        _ => EngineTypeId.HugeInt,
    };

    internal LogicalTypeHandle ToNative()
    {
        if (Id == EngineTypeId.Decimal) return DuckDbApi.CreateDecimalType((byte)Width, (byte)Scale);
        if (Id != EngineTypeId.List) return DuckDbApi.CreateLogicalType(Id);
        using var element = Element!.ToNative();
        return DuckDbApi.CreateListType(element);
    }

    internal static unsafe EngineType FromNative(LogicalTypeHandle type)
    {
        var id = DuckDbApi.GetTypeId(type);
        switch (id)
        {
            case EngineTypeId.Decimal:
                return Decimal(DuckDbApi.DecimalWidth(type), DuckDbApi.DecimalScale(type));
            case EngineTypeId.List:
                using (var element = DuckDbApi.ListTypeChildType(type)) return ListOf(FromNative(element));
            case EngineTypeId.Enum:
                var labels = new string[DuckDbApi.EnumDictionarySize(type)];
                for (var i = 0; i < labels.Length; i++) labels[i] = DuckDbApi.OwnedText(DuckDbApi.EnumDictionaryValue(type, (ulong)i)) ?? "";
                return new EngineType(id, Labels: [.. labels]);
            case EngineTypeId.VarChar:
                return DuckDbApi.OwnedText(DuckDbApi.LogicalTypeGetAlias(type)) == "JSON" ? new EngineType(id, IsJson: true) : VarChar;
            default:
                return new EngineType(id);
        }
    }
}
