using System.Text;
using FederationGateway.Common;
using FederationGateway.DuckDb;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>How one type of value is read from the engine's vectors and written to them.</summary>
internal abstract class Codec<T>(EngineType type)
{
    public EngineType Type => type;

    /// <summary>Whether reading or writing knows nulls: a function with such an argument is called for rows with nulls.</summary>
    public virtual bool TakesNulls => false;

    public abstract T Read(in VectorInput input, int row);

    public abstract void Write(in VectorOutput output, int row, T value);
}

internal sealed class PlainCodec<T>(EngineType type) : Codec<T>(type) where T : unmanaged
{
    public override T Read(in VectorInput input, int row) => input.Value<T>(row);

    public override void Write(in VectorOutput output, int row, T value) => output.Set(row, value);
}

internal sealed class BooleanCodec() : Codec<bool>(EngineType.Boolean)
{
    public override bool Read(in VectorInput input, int row) => input.Value<byte>(row) != 0;

    public override void Write(in VectorOutput output, int row, bool value) => output.SetBoolean(row, value);
}

internal sealed class TextCodec() : Codec<string>(EngineType.VarChar)
{
    public override string Read(in VectorInput input, int row) => input.Text(row);

    public override void Write(in VectorOutput output, int row, string value) => output.SetText(row, value);
}

/// <summary>Text as its UTF-8 bytes, for functions that need no string.</summary>
internal sealed class Utf8Codec() : Codec<byte[]>(EngineType.VarChar)
{
    public override byte[] Read(in VectorInput input, int row) => input.Bytes(row).ToArray();

    public override void Write(in VectorOutput output, int row, byte[] value) => output.SetText(row, value);
}

internal sealed class BlobCodec() : Codec<byte[]>(EngineType.Blob)
{
    public override byte[] Read(in VectorInput input, int row) => input.Bytes(row).ToArray();

    public override void Write(in VectorOutput output, int row, byte[] value) => output.SetBytes(row, value);
}

internal sealed class NumericCodec() : Codec<PgNumeric>(EngineType.VarChar)
{
    public override PgNumeric Read(in VectorInput input, int row) => PgNumeric.Parse(input.Bytes(row));

    public override void Write(in VectorOutput output, int row, PgNumeric value)
    {
        Span<byte> small = stackalloc byte[PgNumeric.MaxSmallLength];
        if (value.TryFormat(small, out var length)) output.SetBytes(row, small[..length]);
        else output.SetBytes(row, Encoding.ASCII.GetBytes(value.ToString()));
    }
}

/// <summary>uuid as the engine keeps it: a 128-bit number with its top bit turned.</summary>
internal sealed class UuidCodec() : Codec<Guid>(EngineType.Uuid)
{
    public override Guid Read(in VectorInput input, int row)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt128BigEndian(bytes, input.Value<Int128>(row) ^ Int128.MinValue);
        return new Guid(bytes, bigEndian: true);
    }

    public override void Write(in VectorOutput output, int row, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        output.Set(row, System.Buffers.Binary.BinaryPrimitives.ReadInt128BigEndian(bytes) ^ Int128.MinValue);
    }
}

/// <summary>Nulls as <c>null</c>, for reference types.</summary>
internal sealed class NullableCodec<T>(Codec<T> inner) : Codec<T?>(inner.Type) where T : class
{
    public override bool TakesNulls => true;

    public override T? Read(in VectorInput input, int row) => input.IsNull(row) ? null : inner.Read(input, row);

    public override void Write(in VectorOutput output, int row, T? value)
    {
        if (value is null) output.SetNull(row);
        else inner.Write(output, row, value);
    }
}

/// <summary>Nulls as <c>null</c>, for value types.</summary>
internal sealed class NullableValueCodec<T>(Codec<T> inner) : Codec<T?>(inner.Type) where T : struct
{
    public override bool TakesNulls => true;

    public override T? Read(in VectorInput input, int row) => input.IsNull(row) ? null : inner.Read(input, row);

    public override void Write(in VectorOutput output, int row, T? value)
    {
        if (value is { } present) inner.Write(output, row, present);
        else output.SetNull(row);
    }
}

internal sealed class ListCodec<T>(Codec<T> element) : Codec<T[]>(EngineType.ListOf(element.Type))
{
    public override T[] Read(in VectorInput input, int row)
    {
        var (start, count) = input.Range(row);
        var elements = input.Elements;
        var items = new T[count];
        for (var i = 0; i < count; i++) items[i] = element.Read(elements, start + i);
        return items;
    }

    public override void Write(in VectorOutput output, int row, T[] value)
    {
        var (elements, start) = output.SetList(row, value.Length);
        for (var i = 0; i < value.Length; i++) element.Write(elements, start + i, value[i]);
    }
}

/// <summary>The codecs there are, by SQL type.</summary>
internal static class Codecs
{
    public static BooleanCodec Bool { get; } = new();
    public static PlainCodec<short> Int2 { get; } = new(EngineType.SmallInt);
    public static PlainCodec<int> Int4 { get; } = new(EngineType.Integer);
    public static PlainCodec<long> Int8 { get; } = new(EngineType.BigInt);
    public static PlainCodec<Int128> Int16Bytes { get; } = new(EngineType.HugeInt);
    public static PlainCodec<uint> Oid { get; } = new(EngineType.UInteger);
    public static PlainCodec<float> Float4 { get; } = new(EngineType.Float);
    public static PlainCodec<double> Float8 { get; } = new(EngineType.Double);
    public static PlainCodec<int> Date { get; } = new(EngineType.Date);
    public static PlainCodec<long> Time { get; } = new(EngineType.Time);
    public static PlainCodec<long> Timestamp { get; } = new(EngineType.Timestamp);
    public static PlainCodec<long> TimestampTz { get; } = new(EngineType.TimestampTz);
    public static PlainCodec<SqlInterval> Interval { get; } = new(EngineType.Interval);
    public static TextCodec Text { get; } = new();
    public static Utf8Codec Utf8 { get; } = new();
    public static BlobCodec Bytes { get; } = new();
    public static NumericCodec Numeric { get; } = new();
    public static UuidCodec Uuid { get; } = new();
    public static NullableCodec<string> TextOrNull { get; } = new(Text);
    public static NullableCodec<byte[]> Utf8OrNull { get; } = new(Utf8);
    public static NullableValueCodec<bool> BoolOrNull { get; } = new(Bool);
    public static NullableValueCodec<int> Int4OrNull { get; } = new(Int4);
    public static NullableValueCodec<long> Int8OrNull { get; } = new(Int8);
    public static ListCodec<string?> Texts { get; } = new(TextOrNull);
    public static NullableCodec<string?[]> TextsOrNull { get; } = new(Texts);
}
