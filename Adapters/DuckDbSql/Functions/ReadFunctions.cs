using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Text becomes a value of a type, by the rules and with the errors of the type's input function.</summary>
internal static class ReadFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_read_bool", Utf8, Bool, text => NumberText.ReadBoolean(text)),
        Scalar.Of("gw_read_int2", Utf8, Int2, text => NumberText.ReadInteger<short>(text, SqlTypeKind.Int2)),
        Scalar.Of("gw_read_int4", Utf8, Int4, text => NumberText.ReadInteger<int>(text, SqlTypeKind.Int4)),
        Scalar.Of("gw_read_int8", Utf8, Int8, text => NumberText.ReadInteger<long>(text, SqlTypeKind.Int8)),
        Scalar.Of("gw_read_oid", Utf8, Oid, ReadOid),
        Scalar.Of("gw_read_float4", Utf8, Float4, text => NumberText.ReadFloat4(text)),
        Scalar.Of("gw_read_float8", Utf8, Float8, text => NumberText.ReadFloat8(text)),
        Scalar.Of("gw_read_numeric", Utf8, Text, text => DecimalText.Canonicalize(text)),
        Scalar.Of("gw_read_bytea", Utf8, Bytes, text => BytesText.ReadBytea(text)),
        Scalar.Of("gw_read_uuid", Utf8, Uuid, ReadUuid),
        Scalar.Of("gw_read_interval", Utf8, Interval, text => IntervalText.Read(text)),
        Scalar.Of("gw_read_time", Utf8, Time, text => DateTimeText.ReadTime(text)),
        Scalar.Of("gw_read_date", Utf8, Text, Date, (text, zone) => DateTimeText.ReadDate(text)),
        Scalar.Of("gw_read_timestamp", Utf8, Text, Timestamp, (text, zone) => DateTimeText.ReadTimestamp(text)),
        Scalar.Of("gw_read_timestamptz", Utf8, Text, TimestampTz, (text, zone) => DateTimeText.ReadTimestampTz(text, Zones.Find(zone))),
        Scalar.Of("gw_read_timetz", Utf8, Text, Text, (text, zone) => TimeTz.Read(text, Zones.Find(zone)).ToString()),
        Scalar.Of("gw_array_items", Text, Texts, text => [.. ArrayText.Split(text)]),
        Scalar.Of("gw_varchar", Text, Int4, Text, (text, length) => StringLimits.Apply(text, SqlType.VarChar(length), isExplicit: false)),
        Scalar.Of("gw_bpchar", Text, Int4, Bool, Text, (text, length, isExplicit) => StringLimits.Apply(text, SqlType.BpChar(length), isExplicit)),
        Scalar.Of("gw_name", Text, Text, StringLimits.ToName),
        Scalar.Of("gw_date", Int4, Date, days => days),
        Scalar.Of("gw_timestamp", Int8, Timestamp, micros => micros),
        Scalar.Of("gw_timestamptz", Int8, TimestampTz, micros => micros),
    ];

    private static uint ReadOid(byte[] text)
    {
        var value = NumberText.ReadInteger<long>(text, SqlTypeKind.Oid);
        return value is >= int.MinValue and <= uint.MaxValue ? unchecked((uint)value) : throw ValueErrors.NumberOutOfRange(SqlTypeKind.Oid, text);
    }

    private static Guid ReadUuid(byte[] text)
    {
        Span<byte> bytes = stackalloc byte[16];
        BytesText.ReadUuid(text, bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
