using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Small functions of administration, and of the engine's own.</summary>
internal static class SystemFunctions
{
    private const int LongestWait = 3600;
    private const int PrettyLimit = 10 * 1024;
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    // The engine's threads wait here, so a statement that waits keeps one of them from other work.
    private static ScalarFunction Sleep { get; } = new("gw_sleep", [Float8.Type], Text.Type, (in ScalarCall call) =>
    {
        for (var row = 0; row < call.RowCount; row++)
        {
            if (call.IsNull(row)) continue;
            Wait(Float8.Read(call[0], row), call.CancellationToken);
            Text.Write(call.Output, row, "");
        }
    }) { IsVolatile = true, Waits = true };

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_size_pretty", Numeric, Text, Pretty),
        Sleep,
        // What a policy asks of a row that is to be written.
        Scalar.Of("gw_require_row", Bool, Text, Bool, static (isAllowed, otherwise) => isAllowed ? true : throw new GatewayException(SqlState.InsufficientPrivilege, otherwise)) with { IsVolatile = true },

        // A key that makes no difference, and the engine cannot know.
        Scalar.Of("gw_peer", Bool, () => true),
        Scalar.Of("gw_keywords", Text, Texts, column => [.. Quoting.ReservedWords.Select(word => column switch { "word" => word, "catcode" => "R", "catdesc" => "reserved", _ => "requires AS" })]),
        Scalar.Of("gw_keyword_labels", new ListCodec<bool>(Bool), () => new bool[Quoting.ReservedWords.Count]),
    ];

    private static void Wait(double seconds, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (seconds - Stopwatch.GetElapsedTime(started).TotalSeconds is > 0 and var left)
        {
            cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(Math.Min(left, LongestWait)));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

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
