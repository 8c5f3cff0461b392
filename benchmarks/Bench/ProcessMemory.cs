using System.Globalization;

namespace FederationGateway.Bench;

internal static class ProcessMemory
{
    /// <summary>The most memory a process ever had, as Linux counts it.</summary>
    public static long PeakResidentBytes(int processId) =>
        long.Parse(File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
