using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>What stable functions answer while one statement runs.</summary>
public sealed record SessionValues
{
    /// <summary>The transaction's start, microseconds since 1970-01-01 UTC: what <c>now()</c> says.</summary>
    public required long TransactionStart { get; init; }

    /// <summary>The statement's arrival.</summary>
    public required long StatementStart { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    public required string User { get; init; }

    public required string SessionUser { get; init; }

    public required string Database { get; init; }

    /// <summary>The schemas of the search path that exist, in order.</summary>
    public EquatableArray<string> SearchPath { get; init; }

    /// <summary>The address clients reach the gateway under; null for a local socket.</summary>
    public string? ServerAddress { get; init; }

    public int BackendPid { get; init; }

    public long TransactionId { get; init; }

    /// <summary>The server's start, as <see cref="TransactionStart"/> counts.</summary>
    public long ServerStart { get; init; }

    /// <summary>What <c>version()</c> says.</summary>
    public required string Version { get; init; }

    public string? ClientAddress { get; init; }

    public int? ClientPort { get; init; }

    public int? ServerPort { get; init; }
}

/// <summary>
/// Makes constants of the functions that do not change while a statement runs, and of the casts of <c>now</c>, <c>today</c>, <c>tomorrow</c> and <c>yesterday</c>,
/// for each execution anew and before anything is sent to a source.
/// </summary>
public static class StableFunctions
{
    private const long Second = DateTimeLimits.MicrosecondsPerSecond;
    private const long Day = DateTimeLimits.MicrosecondsPerDay;

    private static readonly SessionValues Anyone = new() { TransactionStart = 0, StatementStart = 0, TimeZone = TimeZoneInfo.Utc, User = "", SessionUser = "", Database = "", Version = "" };

    /// <summary>Whether <see cref="TryFold"/> has an answer: a plan that holds such an expression is not the same for the next statement.</summary>
    public static bool IsKnown(Expression expression) => TryFold(expression, Anyone) is not null;

    /// <summary>The value of one call or cast whose operands are constants; null when it is not of this kind.</summary>
    public static ConstantExpression? TryFold(Expression expression, SessionValues values) => expression switch
    {
        CallExpression { Function.Volatility: Volatility.Stable } call => Call(call, values),
        CastExpression { Operand: ConstantExpression { Value: string text } } cast when cast.TargetType.IsDateTime => Relative(text, cast.TargetType, values.TransactionStart, values.TimeZone),
        _ => null,
    };

    private static ConstantExpression? Call(CallExpression call, SessionValues values)
    {
        if (call.Arguments.Count == 1 && call.Arguments[0] is ConstantExpression { Value: int digits } && IsClock(call.Function.Name)) return Clock(call, values, Math.Clamp(digits, 0, 6));
        if (!call.Arguments.IsEmpty) return call.Function.Signature == "current_schemas(bool)" ? Schemas(call, values) : null;
        object? value = call.Function.Name switch
        {
            "current_user" or "current_role" or "user" => values.User,
            "session_user" => values.SessionUser,
            "current_database" or "current_catalog" => values.Database,
            "current_schema" => values.SearchPath.IsEmpty ? null : values.SearchPath[0],
            "pg_backend_pid" => values.BackendPid,
            "pg_is_in_recovery" => false,
            "pg_my_temp_schema" => 0u,
            "pg_trigger_depth" => 0,
            "txid_current" => values.TransactionId,
            "version" => values.Version,
            "pg_client_encoding" or "getdatabaseencoding" => "UTF8",
            "pg_postmaster_start_time" or "pg_conf_load_time" => values.ServerStart,
            "inet_client_addr" => values.ClientAddress,
            "inet_client_port" => values.ClientPort,
            "inet_server_port" => values.ServerPort,
            "inet_server_addr" => values.ServerAddress,
            "txid_current_if_assigned" => null,
            _ => call,
        };
        return ReferenceEquals(value, call) ? Clock(call, values, digits: 6) : new ConstantExpression(value, call.Type);
    }

    private static bool IsClock(string name) => name is "current_time" or "current_timestamp" or "localtime" or "localtimestamp";

    private static ConstantExpression? Clock(CallExpression call, SessionValues values, int digits)
    {
        var wall = WallClock(values.TransactionStart, values.TimeZone, out var offset);
        return call.Function.Name switch
        {
            "now" or "transaction_timestamp" or "current_timestamp" => new ConstantExpression(Round(values.TransactionStart, digits), call.Type),
            "statement_timestamp" => new ConstantExpression(values.StatementStart, call.Type),
            "current_date" => new ConstantExpression((int)DayOf(wall), call.Type),
            "localtimestamp" => new ConstantExpression(Round(wall, digits), call.Type),
            "localtime" => new ConstantExpression(Round(wall - (DayOf(wall) * Day), digits), call.Type),
            "current_time" => new ConstantExpression(TimeTz(Round(wall - (DayOf(wall) * Day), digits), offset), call.Type),
            _ => null,
        };
    }

    private static ConstantExpression? Schemas(CallExpression call, SessionValues values)
    {
        if (call.Arguments[0] is not ConstantExpression { Value: bool withImplicit }) return null;
        IEnumerable<string> schemas = withImplicit && !values.SearchPath.Contains("pg_catalog") ? ["pg_catalog", .. values.SearchPath] : values.SearchPath;
        return new ConstantExpression(schemas.ToArray<object?>(), call.Type);
    }

    /// <summary>What <c>now</c>, <c>today</c>, <c>tomorrow</c> or <c>yesterday</c> is at a moment; null for other texts and types.</summary>
    public static ConstantExpression? Relative(string text, SqlType type, long now, TimeZoneInfo zone)
    {
        var word = text.Trim();
        var wall = WallClock(now, zone, out var offset);
        var today = DayOf(wall);
        if (word.Equals("now", StringComparison.OrdinalIgnoreCase))
        {
            return type.Kind switch
            {
                SqlTypeKind.Date => new ConstantExpression((int)today, type),
                SqlTypeKind.Timestamp => new ConstantExpression(wall, type),
                SqlTypeKind.TimestampTz => new ConstantExpression(now, type),
                SqlTypeKind.Time => new ConstantExpression(wall - (today * Day), type),
                _ => new ConstantExpression(TimeTz(wall - (today * Day), offset), type),
            };
        }

        long? day = word.ToLowerInvariant() switch { "today" => today, "tomorrow" => today + 1, "yesterday" => today - 1, _ => null };
        return (day, type.Kind) switch
        {
            ({ } found, SqlTypeKind.Date) => new ConstantExpression((int)found, type),
            ({ } found, SqlTypeKind.Timestamp) => new ConstantExpression(found * Day, type),
            ({ } found, SqlTypeKind.TimestampTz) => new ConstantExpression((found * Day) - (DateTimeText.OffsetOfWallClock(found * Day, zone) * Second), type),
            _ => null,
        };
    }

    private static long WallClock(long moment, TimeZoneInfo zone, out int offset)
    {
        offset = new ZoneRules(zone).OffsetAt(moment);
        return moment + (offset * Second);
    }

    private static long DayOf(long moment) => moment >= 0 ? moment / Day : ((moment + 1) / Day) - 1;

    private static long Round(long moment, int digits)
    {
        var unit = (long)Math.Pow(10, 6 - digits);
        return (long)Math.Round(moment / (decimal)unit, MidpointRounding.ToEven) * unit;
    }

    private static string TimeTz(long time, int offset)
    {
        Span<byte> buffer = stackalloc byte[DateTimeWriter.MaxLength];
        var length = DateTimeWriter.WriteTime(time, buffer);
        length += DateTimeWriter.WriteOffset(offset, buffer[length..]);
        return System.Text.Encoding.ASCII.GetString(buffer[..length]);
    }
}
