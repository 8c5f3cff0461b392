using System.Globalization;

namespace FederationGateway.Bench;

/// <summary>Processor time that processes have taken, their own and that of children which have ended: unlike the clock it does not tell what else the machine did. Linux only.</summary>
internal static class ProcessTime
{
    private const int TicksPerSecond = 100; // USER_HZ

    public static TimeSpan Of(IEnumerable<int> processes) => TimeSpan.FromSeconds(processes.Sum(Ticks) / (double)TicksPerSecond);

    private static long Ticks(int process)
    {
        // utime, stime, cutime and cstime are fields 14 to 17; the second one is a name in parentheses.
        var text = File.ReadAllText($"/proc/{process}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ').Skip(11).Take(4).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
    }
}
