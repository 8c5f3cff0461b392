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

    /// <summary>Memory of a process now, pages shared with others counted in parts; Linux only.</summary>
    public static long ProportionalBytes(int processId) => 1024 * Number($"/proc/{processId}/smaps_rollup", "Pss:");

    public static int Threads(int processId) => (int)Number($"/proc/{processId}/status", "Threads:");

    /// <summary>A process and those it has started.</summary>
    public static IReadOnlyList<int> WithChildren(int processId) =>
        [processId, .. File.ReadAllText($"/proc/{processId}/task/{processId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];

    private static long Number(string file, string field) =>
        long.Parse(File.ReadLines(file).First(line => line.StartsWith(field, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
