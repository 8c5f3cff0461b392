using FederationGateway.PgWire.Types;
using FederationGateway.PgWire.Wire;

namespace FederationGateway.PgWire.Messages.Frontend;

/// <summary>Makes a portal: a prepared statement with parameter values. The values point into the frame.</summary>
public readonly ref struct BindMessage
{
    private readonly ReadOnlySpan<byte> _values;

    private BindMessage(string portal, string statement, WireFormat[] parameterFormats, int parameterCount, ReadOnlySpan<byte> values, WireFormat[] resultFormats)
    {
        (Portal, Statement, ParameterFormats, ParameterCount, ResultFormats) = (portal, statement, parameterFormats, parameterCount, resultFormats);
        _values = values;
    }

    public string Portal { get; }

    public string Statement { get; }

    /// <summary>None (all text), one (for all) or one each.</summary>
    public WireFormat[] ParameterFormats { get; }

    public int ParameterCount { get; }

    /// <summary>None (all text), one (for all) or one each.</summary>
    public WireFormat[] ResultFormats { get; }

    /// <summary>The values: per parameter Int32 length (-1 for null) and as many bytes.</summary>
    public WireReader Values => new(_values);

    /// <summary>
    /// String portal · String statement · Int16 count, Int16 formats · Int16 count, per parameter: Int32 length, bytes · Int16 count, Int16 result formats.
    /// </summary>
    public static BindMessage Read(ReadOnlySpan<byte> body)
    {
        var reader = new WireReader(body);
        var portal = reader.ReadCString();
        var statement = reader.ReadCString();
        var parameterFormats = ReadFormats(ref reader);
        var count = reader.ReadCount(sizeof(int));
        var valuesStart = body.Length - reader.Remaining;
        for (var i = 0; i < count; i++)
        {
            var length = reader.ReadInt32();
            if (length != -1) reader.ReadBytes(length);
        }

        var values = body[valuesStart..(body.Length - reader.Remaining)];
        var resultFormats = ReadFormats(ref reader);
        reader.ExpectEnd();
        return new BindMessage(portal, statement, parameterFormats, count, values, resultFormats);
    }

    private static WireFormat[] ReadFormats(ref WireReader reader)
    {
        var formats = new WireFormat[reader.ReadCount(sizeof(short))];
        for (var i = 0; i < formats.Length; i++) formats[i] = WireFormats.Of(reader.ReadInt16());
        return formats;
    }
}
