using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.PgWire.Wire;
using System.Text;

namespace FederationGateway.PgWire.Types.Codecs;

/// <summary>oid and its aliases: unsigned 32-bit numbers; regclass and the like print as the name when it is known. Number 0 prints as <c>-</c> there.</summary>
public sealed class OidCodec(SqlType type, IOidNames? names) : FixedWidthCodec<uint>(type)
{
    protected override int BinaryWidth => sizeof(uint);

    protected override ColumnEncoder CreateTextEncoder() => Type.Kind == SqlTypeKind.Oid ? new IntegerTextEncoder<uint>() : new NameEncoder(Type.Kind, names);

    protected override ColumnEncoder CreateBinaryEncoder() => new IntegerBinaryEncoder<uint>();

    protected override uint ReadBinary(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);

    protected override uint ReadText(ReadOnlySpan<byte> text)
    {
        if (Type.Kind == SqlTypeKind.Oid || (!text.IsEmpty && text[0] is >= (byte)'0' and <= (byte)'9')) return ReadNumber(text);
        if (text.SequenceEqual("-"u8)) return 0;
        var name = WireReader.ReadText(text);
        return names?.Find(Type.Kind, name) ?? throw NotFound(name);
    }

    // "-1" is 4294967295, as in PostgreSQL.
    private uint ReadNumber(ReadOnlySpan<byte> text)
    {
        var value = NumberText.ReadInteger<long>(text, Type.Kind);
        return value is >= int.MinValue and <= uint.MaxValue ? unchecked((uint)value) : throw ValueErrors.NumberOutOfRange(Type.Kind, text);
    }

    private GatewayException NotFound(string name) => Type.Kind switch
    {
        SqlTypeKind.RegClass => new(SqlState.UndefinedTable, $"relation \"{name}\" does not exist"),
        SqlTypeKind.RegProc => new(SqlState.UndefinedFunction, $"function \"{name}\" does not exist"),
        SqlTypeKind.RegNamespace => new(SqlState.InvalidSchemaName, $"schema \"{name}\" does not exist"),
        SqlTypeKind.RegOperator => new(SqlState.UndefinedFunction, $"operator does not exist: {name}"),
        SqlTypeKind.RegDictionary => new(SqlState.UndefinedObject, $"text search dictionary \"{name}\" does not exist"),
        SqlTypeKind.RegRole => new(SqlState.UndefinedObject, $"role \"{name}\" does not exist"),
        _ => new(SqlState.UndefinedObject, $"type \"{name}\" does not exist"),
    };

    // Names repeat (a catalog query prints few types for many rows), so each is looked up once per result.
    private sealed class NameEncoder(SqlTypeKind kind, IOidNames? names) : FixedWidthEncoder<uint>
    {
        private readonly Dictionary<uint, byte[]> _texts = new() { [0] = kind == SqlTypeKind.RegOperator ? "0"u8.ToArray() : "-"u8.ToArray() };

        public override bool MayNeedEscaping => true;

        protected override void WriteValue(WireBuffer wire, uint value)
        {
            if (!_texts.TryGetValue(value, out var text))
            {
                var name = names?.NameOf(kind, value) ?? value.ToString(System.Globalization.CultureInfo.InvariantCulture);
                _texts[value] = text = Encoding.UTF8.GetBytes(name);
            }

            wire.WriteBytes(text);
        }
    }
}
