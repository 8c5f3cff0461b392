using System.Globalization;
using System.Text;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Statistics;

/// <summary>Where a value stands on its type's number line, so that one can say how far between two others it is.</summary>
internal static class ValuePosition
{
    public static double? Of(ConstantExpression constant) => constant.Value is null ? null : Of(ConstantText.Format(constant), constant.Type);

    /// <param name="text">PostgreSQL's text form; null for types without order and for texts that are not understood.</param>
    public static double? Of(string text, SqlType type) => type.Kind switch
    {
        _ when type.IsNumber => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        _ when type.IsString => Text(text),
        SqlTypeKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day.DayNumber : null,
        SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => Instant(text),
        SqlTypeKind.Time => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time.Ticks : null,
        SqlTypeKind.Boolean => text is "t" or "true" ? 1 : 0,
        _ => null,
    };

    /// <summary>The first bytes as digits of a fraction: enough to tell near from far.</summary>
    private static double Text(string text)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        Encoding.UTF8.GetEncoder().Convert(text, bytes, flush: false, out _, out _, out _);
        double position = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) position = (position + bytes[i]) / 256;
        return position;
    }

    private static double? Instant(string text)
    {
        // PostgreSQL writes a whole hour's offset as +00.
        if (text.Length > 3 && text[^3] is '+' or '-' && text.Contains(':', StringComparison.Ordinal)) text += ":00";
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.UtcTicks : null;
    }
}
