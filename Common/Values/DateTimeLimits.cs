namespace FederationGateway.Common.Values;

/// <summary>Units, infinities and bounds of dates and timestamps as the gateway carries them (days or microseconds since 1970-01-01).</summary>
public static class DateTimeLimits
{
    public const long MicrosecondsPerSecond = 1_000_000;
    public const long MicrosecondsPerDay = 86_400 * MicrosecondsPerSecond;
    public const int DateInfinity = int.MaxValue;
    public const int DateMinusInfinity = -int.MaxValue;
    public const long TimestampInfinity = long.MaxValue;
    public const long TimestampMinusInfinity = -long.MaxValue;

    /// <summary>Days from 1970-01-01 to 2000-01-01, where PostgreSQL's binary formats count from.</summary>
    public const int DaysTo2000 = 10_957;

    public const long MicrosecondsTo2000 = DaysTo2000 * MicrosecondsPerDay;

    /// <summary>4714-11-24 BC, the start of Julian days.</summary>
    public static int MinDate { get; } = (int)CivilDate.ToDays(-4713, 11, 24);

    /// <summary>5874897-12-31.</summary>
    public static int MaxDate { get; } = (int)CivilDate.ToDays(5_874_897, 12, 31);

    public static long MinTimestamp { get; } = MinDate * MicrosecondsPerDay;

    /// <summary>
    /// 294247-01-10 04:00:54.775806. PostgreSQL goes 29 years further because it counts from 2000; what lies there has no place in Arrow's count from 1970.
    /// </summary>
    public const long MaxTimestamp = TimestampInfinity - 1;
}
