using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.PgWire.Types;

/// <summary>Format codes and the protocol's short way to give one for all columns.</summary>
public static class WireFormats
{
    public static WireFormat Of(short code) => code switch
    {
        0 => WireFormat.Text,
        1 => WireFormat.Binary,
        _ => throw new GatewayException(SqlState.InvalidParameterValue, string.Create(CultureInfo.InvariantCulture, $"unsupported format code: {code}")),
    };

    /// <summary>The format of item <paramref name="index"/>: no codes means all text, one code is for all.</summary>
    public static WireFormat For(ReadOnlySpan<WireFormat> formats, int index) => formats.Length switch
    {
        0 => WireFormat.Text,
        1 => formats[0],
        _ => formats[index],
    };
}
