using FederationGateway.Common;

namespace FederationGateway.Adapters.PostgreSql.Capture.PgOutput;

/// <summary>Where the values of a row lie in its message. Filled again for each row.</summary>
internal sealed class TupleSlots(int columns)
{
    public const byte Null = (byte)'n';
    public const byte Unchanged = (byte)'u';
    public const byte Text = (byte)'t';
    private readonly byte[] _kinds = new byte[columns];
    private readonly int[] _starts = new int[columns];
    private readonly int[] _lengths = new int[columns];

    public int Count => columns;

    /// <summary>True when some value was left out because it is large and did not change.</summary>
    public bool HasUnchanged { get; private set; }

    public byte Kind(int column) => _kinds[column];

    public int Start(int column) => _starts[column];

    public int Length(int column) => _lengths[column];

    /// <summary>Int16 count · per column: Byte1 kind · for text: Int32 length · bytes.</summary>
    public void Read(ref MessageReader message)
    {
        if (message.Int16() != columns) throw Malformed();
        HasUnchanged = false;
        for (var i = 0; i < columns; i++)
        {
            var kind = _kinds[i] = message.Byte();
            switch (kind)
            {
                case Null: break;
                case Unchanged: HasUnchanged = true; break;
                case Text:
                    _lengths[i] = message.Int32();
                    _starts[i] = message.At;
                    message.Take(_lengths[i]);
                    break;
                default: throw Malformed();
            }
        }
    }

    private static GatewayException Malformed() => CaptureProtocol.Malformed("a row");
}
