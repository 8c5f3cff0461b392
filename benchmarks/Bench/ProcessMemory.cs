using System.Globalization;

namespace FederationGateway.Bench;

internal static class ProcessMemory
{
    /// <summary>The most memory a process ever had; null where the system does not say so as Linux does.</summary>
    public static long? PeakResidentBytes(int processId)
    {
        var status = $"/proc/{processId}/status";
        if (!File.Exists(status))
            return null;
        var kilobytes = File.ReadLines(status).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return long.Parse(kilobytes, CultureInfo.InvariantCulture) * 1024;
    }
}
