using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.DuckDb;

/// <summary>Which conversion leads from an engine type to a carrier.</summary>
internal static class GathererTable
{
    /// <summary>Null when the values of <paramref name="type"/> cannot be carried as <paramref name="target"/>.</summary>
    public static ColumnGatherer? Create(EngineType type, ArrowType target, SqlType sqlType) => (type.Id, target) switch
    {
        (EngineTypeId.Boolean, BooleanType) => new BooleanGatherer(),
        (EngineTypeId.VarChar, StringType) or (EngineTypeId.Blob, BinaryType) => new BytesGatherer(target),
        (EngineTypeId.Enum, StringType) => new EnumGatherer(type.Labels),
        (EngineTypeId.Uuid, FixedSizeBinaryType { Width: 16 }) => new UuidGatherer(target),
        (EngineTypeId.Interval, IntervalType) => new IntervalGatherer(),
        (EngineTypeId.TimestampS or EngineTypeId.TimestampMs or EngineTypeId.TimestampNs, TimestampType { Timezone: null }) => new TimestampGatherer(type.Id, target),
        (EngineTypeId.List, ListType list) => CreateList(type, list, sqlType),
        _ when WidthOfSameLayout(type, target) is { } width => new FixedWidthGatherer(target, width),
        _ when IntegerGatherer.Reads(type) => CreateInteger(type, target, sqlType),
        _ => null,
    };

    private static ListGatherer? CreateList(EngineType type, ListType target, SqlType sqlType) =>
        Create(type.Element!, target.ValueType, sqlType.ElementType) is { } elements ? new ListGatherer(type, target, elements) : null;

    // Exact numbers of other widths; text is the carrier of numerics without a declared precision.
    private static ColumnGatherer? CreateInteger(EngineType type, ArrowType target, SqlType sqlType) => target switch
    {
        NumberType or Decimal128Type => IntegerGatherer.Create(type, target, sqlType),
        StringType when sqlType.IsNumber => new DecimalTextGatherer(type),
        _ => null,
    };

    /// <summary>Bytes per value when engine and Arrow lay the type out alike.</summary>
    private static int? WidthOfSameLayout(EngineType type, ArrowType target) => (type.Id, target) switch
    {
        (EngineTypeId.TinyInt, NumberType { TypeId: ArrowTypeId.Int8 }) => 1,
        (EngineTypeId.UTinyInt, NumberType { TypeId: ArrowTypeId.UInt8 }) => 1,
        (EngineTypeId.SmallInt, NumberType { TypeId: ArrowTypeId.Int16 }) => 2,
        (EngineTypeId.USmallInt, NumberType { TypeId: ArrowTypeId.UInt16 }) => 2,
        (EngineTypeId.Integer, NumberType { TypeId: ArrowTypeId.Int32 }) => 4,
        (EngineTypeId.UInteger, NumberType { TypeId: ArrowTypeId.UInt32 }) => 4,
        (EngineTypeId.BigInt, NumberType { TypeId: ArrowTypeId.Int64 }) => 8,
        (EngineTypeId.UBigInt, NumberType { TypeId: ArrowTypeId.UInt64 }) => 8,
        (EngineTypeId.Float, NumberType { TypeId: ArrowTypeId.Float }) => 4,
        (EngineTypeId.Double, NumberType { TypeId: ArrowTypeId.Double }) => 8,
        (EngineTypeId.Date, Date32Type) => 4,
        (EngineTypeId.Time, Time64Type) => 8,
        (EngineTypeId.Timestamp, TimestampType { Timezone: null }) => 8,
        (EngineTypeId.TimestampTz, TimestampType { Timezone: not null }) => 8,
        (EngineTypeId.Decimal, Decimal128Type target128) when type.Storage == EngineTypeId.HugeInt && type.Scale == target128.Scale && type.Width <= target128.Precision => 16,
        _ => null,
    };
}
