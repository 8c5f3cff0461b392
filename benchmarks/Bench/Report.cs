namespace FederationGateway.Bench;

/// <summary>Tables on standard output: one line a server, its figure and how it compares to the gateway's.</summary>
internal static class Report
{
    private const string Gateway = "gateway";

    /// <param name="lowerIsBetter">True for times, false for rates.</param>
    public static void Print(string title, IReadOnlyDictionary<string, double> figures, bool lowerIsBetter)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        foreach (var (name, figure) in figures)
        {
            var comparison = name == Gateway ? "" : $"   gateway is {Ratio(figures[Gateway], figure, lowerIsBetter),5:F2} x as fast";
            Console.WriteLine($"  {name,-14}{figure,12:N1}{comparison}");
        }
    }

    /// <summary>Says whether the gateway is at least so many times as fast as postgres_fdw.</summary>
    public static void Target(string what, IReadOnlyDictionary<string, double> figures, double times, bool lowerIsBetter)
    {
        var ratio = Ratio(figures[Gateway], figures["postgres_fdw"], lowerIsBetter);
        Console.WriteLine($"  {what}: {ratio:F2} x postgres_fdw, target {times:F1} x {(ratio >= times ? "reached" : "MISSED")}");
    }

    private static double Ratio(double gateway, double other, bool lowerIsBetter) => lowerIsBetter ? other / gateway : gateway / other;
}
