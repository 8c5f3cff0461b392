using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FederationGateway.Adapters.Files;

/// <summary>Names, sizes and times of the files an object name means: other content has another one of them.</summary>
internal static class FileVersion
{
    // What is written twice within a tick of the file system's clock has one time.
    private static readonly TimeSpan s_clockTick = TimeSpan.FromSeconds(2);

    /// <summary>Null while a file is so young that a write after this would not show in its time.</summary>
    public static string? Of(string root, string name, DateTime now)
    {
        var text = new StringBuilder();
        foreach (var path in Sandbox.Resolve(root, name))
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.LastWriteTimeUtc > now - s_clockTick) return null;
            text.Append(CultureInfo.InvariantCulture, $"{path}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}\0");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
