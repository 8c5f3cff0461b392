using System.Globalization;

namespace FederationGateway.EndToEnd.Support;

/// <summary>What the operating system says about a process (Linux).</summary>
internal static class ProcessMemory
{
    public static bool IsKnown => OperatingSystem.IsLinux();

    /// <summary>The most resident memory the process has had, MiB.</summary>
    public static long PeakMiB(int processId) => Read(processId, "VmHWM") / 1024;

    /// <summary>The resident memory of the process now, MiB.</summary>
    public static long ResidentMiB(int processId) => Read(processId, "VmRSS") / 1024;

    public static long Threads(int processId) => Read(processId, "Threads");

    /// <summary>Sockets the process has open.</summary>
    public static int Sockets(int processId) =>
        Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Count(entry => new FileInfo(entry).LinkTarget is { } target && target.StartsWith("socket:", StringComparison.Ordinal));

    private static long Read(int processId, string field) =>
        long.Parse(
            File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith($"{field}:", StringComparison.Ordinal))[(field.Length + 1)..].Replace("kB", "", StringComparison.Ordinal).Trim(),
            CultureInfo.InvariantCulture);
}
