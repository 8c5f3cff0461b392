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

/// <summary>What is said of values that their column's Arrow type cannot carry, whichever way they came.</summary>
internal static class Uncarriable
{
    private const string NumericHint = "refresh the definition of the virtual table, or declare the column as numeric without precision";
    private const string TextHint = "declare the column as text";

    public static GatewayException Value(SqlState state, string what, string hint) => new(state, what) { Hint = hint };

    public static GatewayException NotANumber(string column, int precision, int scale) => Value(SqlState.NumericValueOutOfRange,
        $"column \"{column}\" holds NaN or an infinity, which numeric({precision},{scale}) cannot", "declare the column as numeric without precision, or as text");

    public static GatewayException TooLarge(string column, int precision, int scale) => Value(SqlState.NumericValueOutOfRange,
        $"a value of column \"{column}\" does not fit numeric({precision},{scale})", NumericHint);

    public static GatewayException TooManyDecimals(string column, int precision, int scale) => Value(SqlState.NumericValueOutOfRange,
        $"a value of column \"{column}\" has more decimals than numeric({precision},{scale})", NumericHint);

    public static GatewayException TooLate(string column) => Value(SqlState.DatetimeFieldOverflow, $"column \"{column}\" holds a time after the year 294246", TextHint);

    public static GatewayException TooLong(string column) => Value(SqlState.DatetimeFieldOverflow,
        $"column \"{column}\" holds an interval of more than 2562047 hours, or an infinite one", TextHint);

    public static GatewayException Array(string column, string what) => Value(SqlState.FeatureNotSupported, $"column \"{column}\" holds {what}", TextHint);
}
