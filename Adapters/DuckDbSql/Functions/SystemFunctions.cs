using System.Globalization;
using System.Numerics;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Small functions of administration.</summary>
internal static class SystemFunctions
{
    private const int PrettyLimit = 10 * 1024;
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_size_pretty", Numeric, Text, Pretty),
        Scalar.Of("gw_keywords", Text, Texts, column => [.. Quoting.ReservedWords.Select(word => column switch { "word" => word, "catcode" => "R", "catdesc" => "reserved", _ => "requires AS" })]),
        Scalar.Of("gw_keyword_labels", new ListCodec<bool>(Bool), () => new bool[Quoting.ReservedWords.Count]),
    ];

    // Units change at 10 times the next one, and halves are rounded up.
    private static string Pretty(PgNumeric size)
    {
        var value = Rounding.Truncate(size, 0).Digits;
        var unit = 0;
        while (BigInteger.Abs(value) >= (unit == 0 ? PrettyLimit : (2 * PrettyLimit) - 1) && unit < Units.Length - 1)
        {
            value = unit == 0 ? value / 512 : value / 1024;
            unit++;
        }

        if (unit > 0) value = (value + (value.Sign < 0 ? -1 : 1)) / 2;
        return string.Create(CultureInfo.InvariantCulture, $"{value} {Units[unit]}");
    }
}
