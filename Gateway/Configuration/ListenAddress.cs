using System.Globalization;
using System.Net;

namespace FederationGateway.Gateway.Configuration;

/// <summary>HOST:PORT to the addresses to listen on: <c>*</c> for all, <c>localhost</c> for loopback, an IP address for itself.</summary>
public static class ListenAddress
{
    /// <summary>Whether other machines may connect.</summary>
    public static bool IsReachable(string text) => Parse(text).Any(endPoint => !IPAddress.IsLoopback(endPoint.Address));

    public static IReadOnlyList<IPEndPoint> Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            throw new OptionsException($"Listen: \"{text}\" is not HOST:PORT");
        var host = text[..colon].Trim('[', ']');
        return host switch
        {
            "*" => [new IPEndPoint(IPAddress.Any, port)],
            "localhost" => [new IPEndPoint(IPAddress.Loopback, port)],
            _ when IPAddress.TryParse(host, out var address) => [new IPEndPoint(address, port)],
            _ => throw new OptionsException($"Listen: \"{host}\" is not an IP address, localhost or *"),
        };
    }
}
