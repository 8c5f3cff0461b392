using System.Globalization;
using FederationGateway.Common;
using FederationGateway.PgWire.Messages.Frontend;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Session;

/// <summary>Turns the parameter values of a Bind message into the objects <see cref="ParameterValue"/> describes.</summary>
internal static class ParameterReader
{
    public static IReadOnlyList<object?> Read(BindMessage message, NamedStatement statement, ValueFormat format)
    {
        var types = statement.Prepared?.ParameterTypes ?? [];
        if (message.ParameterFormats.Length > 1 && message.ParameterFormats.Length != message.ParameterCount)
            throw Violation($"bind message has {message.ParameterFormats.Length} parameter formats but {message.ParameterCount} parameters");
        if (message.ParameterCount != types.Count)
            throw Violation($"bind message supplies {message.ParameterCount} parameters, but prepared statement \"{statement.Name}\" requires {types.Count}");

        var parameters = new object?[types.Count];
        var values = message.Values;
        for (var i = 0; i < parameters.Length; i++)
        {
            var length = values.ReadInt32();
            if (length >= 0) parameters[i] = Read(types[i], values.ReadBytes(length), WireFormats.For(message.ParameterFormats, i), format, i);
        }

        return parameters;
    }

    private static object Read(SqlType type, ReadOnlySpan<byte> value, WireFormat wireFormat, ValueFormat format, int index)
    {
        try
        {
            return TypeCodecs.For(type, format).Read(value, wireFormat);
        }
        catch (GatewayException invalid) when (wireFormat == WireFormat.Binary && invalid.State == SqlState.InvalidBinaryRepresentation)
        {
            throw new GatewayException(invalid.State, string.Create(CultureInfo.InvariantCulture, $"incorrect binary data format in bind parameter {index + 1}"), invalid) { Detail = invalid.Message };
        }
    }

    private static GatewayException Violation(FormattableString message) => new(SqlState.ProtocolViolation, message.ToString(CultureInfo.InvariantCulture));
}
