using System.Security.Cryptography;
using System.Text;
using FederationGateway.Gateway.Configuration;

namespace FederationGateway.Gateway.Hosting;

/// <summary>
/// The folder the engines spill to. What is in it is deleted at every start, so it belongs to one data directory alone: a configured directory may hold other
/// things, or be shared with another gateway, and gets a folder named after the data directory.
/// </summary>
internal static class SpillFolder
{
    public static string Of(GatewayOptions options)
    {
        if (options.SpillDirectory is not { } shared) return Path.Combine(options.Data!, "spill");
        var data = Encoding.UTF8.GetBytes(Path.GetFullPath(options.Data!));
        return Path.Combine(shared, $"fedgw-spill-{Convert.ToHexStringLower(SHA256.HashData(data).AsSpan(0, 8))}");
    }
}
