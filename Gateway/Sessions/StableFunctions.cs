using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Gateway.Settings;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Sessions;

/// <summary>Functions whose answer stays the same for a whole statement and is known here: calls become constants before a plan is made.</summary>
internal static class StableFunctions
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>True for a call <see cref="Fold"/> answers.</summary>
    public static bool IsKnown(Expression expression) => expression is CallExpression call && ValueOf(call, null) is not null;

    /// <summary>The call's value in this session at this moment, or the expression itself.</summary>
    public static Expression Fold(Expression expression, SessionState session) =>
        expression is CallExpression call && ValueOf(call, session) is { } value ? new ConstantExpression(value.Value, call.Type) : expression;

    // A null session asks only whether there is an answer.
    private static Answer? ValueOf(CallExpression call, SessionState? session) => call.Function.Name switch
    {
        _ when call.Arguments.Count > 1 => null,
        "now" or "transaction_timestamp" or "current_timestamp" => new(session is null ? null : Round(session.TransactionTime, call)),
        "statement_timestamp" => new(session is null ? null : Microseconds(session.StatementTime)),
        "localtimestamp" => new(session is null ? null : Round(session.TransactionTime.Add(OffsetOf(session)), call)),
        "current_date" => new(session is null ? null : (int)Math.DivRem(Microseconds(session.TransactionTime.Add(OffsetOf(session))), MicrosecondsPerDay).Quotient),
        "localtime" => new(session is null ? null : Microseconds(session.TransactionTime.Add(OffsetOf(session))) % MicrosecondsPerDay),
        "current_time" => new(session is null ? null : TimeWithZone(session)),
        "version" when call.Arguments.IsEmpty => new($"PostgreSQL {SettingsTable.ServerVersion} (Federation Gateway) on {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}, 64-bit"),
        "pg_backend_pid" => new(session?.Info.ProcessId),
        "pg_is_in_recovery" => new(false),
        "pg_my_temp_schema" => new(0u),
        "pg_client_encoding" or "getdatabaseencoding" => new("UTF8"),
        "pg_trigger_depth" => new(0),
        "inet_client_addr" => new(session?.Info.ClientAddress),
        "inet_client_port" => new(session?.Info.ClientPort),
        "inet_server_addr" => new("127.0.0.1"),
        "pg_postmaster_start_time" or "pg_conf_load_time" => new(session is null ? null : Microseconds(session.Core.StartTime)),
        "txid_current" or "txid_current_if_assigned" => new(session?.StatementNumber),
        "current_setting" when call.Arguments is [ConstantExpression { Value: string name }] => new(session?.Settings[name]),
        _ => null,
    };

    private static TimeSpan OffsetOf(SessionState session) => session.TimeZone.GetUtcOffset(session.TransactionTime);

    private static string TimeWithZone(SessionState session)
    {
        var offset = OffsetOf(session);
        var sign = offset < TimeSpan.Zero ? "-" : "+";
        var minutes = offset.Minutes == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{Math.Abs(offset.Minutes):00}");
        return string.Create(CultureInfo.InvariantCulture, $"{session.TransactionTime.Add(offset):HH:mm:ss.ffffff}{sign}{Math.Abs(offset.Hours):00}{minutes}");
    }

    // current_timestamp(n) keeps n fractional digits.
    private static long Round(DateTime time, CallExpression call)
    {
        var microseconds = Microseconds(time);
        if (call.Arguments is not [ConstantExpression { Value: int digits and >= 0 and < 6 }]) return microseconds;
        var unit = (long)Math.Pow(10, 6 - digits);
        return (microseconds + (unit / 2)) / unit * unit;
    }

    private static long Microseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private sealed record Answer(object? Value);
}
