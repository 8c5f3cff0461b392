using FederationGateway.Common;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Backend;

/// <summary>The columns of the rows to come.</summary>
public static class RowDescription
{
    public const byte Code = (byte)'T';

    /// <summary>
    /// Byte1 'T' · Int32 length · Int16 columns · per column: String name, Int32 table OID, Int16 column number, Int32 type OID, Int16 type size,
    /// Int32 type modifier, Int16 format.
    /// </summary>
    public static void Write(WireBuffer wire, IReadOnlyList<ResultColumn> columns, ReadOnlySpan<WireFormat> formats)
    {
        using var message = wire.Begin(Code);
        wire.WriteInt16(checked((short)columns.Count));
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i];
            wire.WriteCString(column.Name);
            wire.WriteInt32(column.TableOid);
            wire.WriteInt16(column.ColumnNumber);
            wire.WriteInt32(column.Type.TypeOid);
            wire.WriteInt16(TypeSize(column.Type.Kind));
            wire.WriteInt32(column.Type.TypeModifier);
            wire.WriteInt16((short)WireFormats.For(formats, i));
        }
    }

    // pg_type.typlen: -1 is variable, -2 a zero-terminated string.
    private static short TypeSize(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Boolean or SqlTypeKind.InternalChar => 1,
        SqlTypeKind.Int2 => 2,
        SqlTypeKind.Int4 or SqlTypeKind.Float4 or SqlTypeKind.Date or SqlTypeKind.Void => 4,
        >= SqlTypeKind.Oid and <= SqlTypeKind.RegRole => 4,
        SqlTypeKind.Int8 or SqlTypeKind.Float8 or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => 8,
        SqlTypeKind.TimeTz => 12,
        SqlTypeKind.Interval or SqlTypeKind.Uuid => 16,
        SqlTypeKind.Name => 64,
        SqlTypeKind.Unknown => -2,
        _ => -1,
    };
}
