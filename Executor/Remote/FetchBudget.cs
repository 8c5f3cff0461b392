using System.Globalization;
using FederationGateway.Common;

namespace FederationGateway.Executor.Remote;

/// <summary>The most one statement may fetch from one source of one kind of thing, and who said so.</summary>
/// <param name="SetBy">Completes "The limit is …": the setting or property behind it.</param>
/// <param name="Remedy">How to raise it.</param>
public sealed record FetchLimit(long Maximum, string SetBy, string Remedy);

/// <summary>What a statement may still fetch from one source: all its fragments there draw on it, from any thread.</summary>
public sealed class FetchBudget(string source, FetchLimit? rows, FetchLimit? bytes)
{
    private const string Advice = "EXPLAIN shows what the source does not reduce.";
    private long _rows;
    private long _bytes;

    /// <summary>Takes what has arrived into account. 53400 when it is more than allowed.</summary>
    public void Take(long newRows, long newBytes)
    {
        if (rows is not null && Interlocked.Add(ref _rows, newRows) > rows.Maximum) throw Exceeded(rows, Counted(rows.Maximum));
        if (bytes is not null && Interlocked.Add(ref _bytes, newBytes) > bytes.Maximum) throw Exceeded(bytes, ByteSize.Format(bytes.Maximum));
    }

    private static string Counted(long count) => string.Create(CultureInfo.InvariantCulture, $"{count} row{(count == 1 ? "" : "s")}");

    private GatewayException Exceeded(FetchLimit limit, string amount) => new(SqlState.ConfigurationLimitExceeded, $"the statement fetches more than {amount} from remote source \"{source}\"")
    {
        Detail = $"The limit is {limit.SetBy}.",
        Hint = $"{Advice} {limit.Remedy}",
    };
}
