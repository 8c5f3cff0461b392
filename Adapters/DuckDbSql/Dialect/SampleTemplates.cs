namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Whether a row is in a sample of some percent of all rows: by chance, or by its values and a seed.</summary>
internal static class SampleTemplates
{
    public static IEnumerable<(string, string)> All =>
    [
        ("table_sample(float8)", "(random() * 100 < {0})"),
        ("table_sample(float8,bytea)", "(hash({1}) % 1000000000 < {0} * 10000000)"),
    ];
}
