using System.Buffers.Binary;
using FederationGateway.Arrow;
using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Wire.Decoders;

/// <summary>
/// Appends one column's values, in the server's binary format, to an Arrow array. Chosen once per column of a result; the hot loop then makes one virtual call per
/// value and allocates nothing.
/// </summary>
internal abstract unsafe class ColumnDecoder(ArrowType type) : IDisposable
{
    public ArrayBuilder Builder { get; private set; } = new(type);

    /// <summary>Appends to another builder from now on: an element's values go to its list's child.</summary>
    public void BuildInto(ArrayBuilder builder) => Builder = builder;

    /// <summary>One value that is not null.</summary>
    public abstract void Decode(byte* value, int length);

    public void Dispose() => Builder.Dispose();

    protected static short Int16(byte* at) => BinaryPrimitives.ReverseEndianness(*(short*)at);

    protected static int Int32(byte* at) => BinaryPrimitives.ReverseEndianness(*(int*)at);

    protected static long Int64(byte* at) => BinaryPrimitives.ReverseEndianness(*(long*)at);

    /// <summary>Values of a type with a fixed width never come in another.</summary>
    protected static void Expect(int length, int width)
    {
        if (length != width) throw WrongWidth(length, width);
    }

    private static ConnectionLost WrongWidth(int length, int width) => new($"the server sent a value of {length} bytes where {width} are due");
}

/// <summary>What a value is that its column's Arrow type cannot carry.</summary>
internal static class Uncarriable
{
    public static GatewayException Value(SqlState state, string what, string hint) => new(state, what) { Hint = hint };
}
