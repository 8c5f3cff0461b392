using System.Text;
using FederationGateway.Common;
using FederationGateway.Common.Values;
using FederationGateway.DuckDb;
using static FederationGateway.Adapters.DuckDbSql.Codecs;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Values become text, as the output functions of their types print them.</summary>
internal static class WriteFunctions
{
    private static readonly System.Buffers.SearchValues<char> QuotedInRows = System.Buffers.SearchValues.Create("\"\\(), \t\n\r\v\f");

    public static IEnumerable<ScalarFunction> All =>
    [
        Scalar.Of("gw_text", Float4, Text, value => Ascii(value, static (v, target) => FloatWriter.Write(v, target))),
        Scalar.Of("gw_text", Float8, Text, value => Ascii(value, static (v, target) => FloatWriter.Write(v, target))),
        Scalar.Of("gw_text", Bytes, Text, value => "\\x" + Convert.ToHexStringLower(value)),
        Scalar.Of("gw_text", Date, Text, DateText),
        Scalar.Of("gw_text", Time, Text, value => Ascii(value, static (v, target) => DateTimeWriter.WriteTime(v, target))),
        Scalar.Of("gw_text", Timestamp, Text, TimestampText),
        Scalar.Of("gw_text", TimestampTz, Text, Text, (value, zone) => TimestampTzText(value, zone)),
        Scalar.Of("gw_text", Interval, Text, IntervalOutput),
        Scalar.Of("gw_json_timestamptz", TimestampTz, Text, Text, (value, zone) => IsoText(value, zone)),
        Scalar.Of("gw_json_timestamp", Timestamp, Text, value => Moments.IsInfinite(value) ? TimestampText(value) : WithT(TimestampText(value))),
        Scalar.Of("gw_array_text", Texts, Text, ArrayText.Join),
        Scalar.Variadic("gw_row_text", TextOrNull, Text, RowText),
    ];

    public static string DateText(int days) => Ascii(days, static (v, target) => DateTimeWriter.WriteDate(v, target));

    public static string IntervalOutput(SqlInterval value) => Ascii(value, static (v, target) => IntervalText.Write(v, target));

    public static string TimestampText(long value) => Ascii(value, static (v, target) => DateTimeWriter.WriteTimestamp(v, target));

    public static string TimestampTzText(long value, string zone) =>
        Ascii((value, rules: Zones.RulesOf(zone)), static (v, target) => DateTimeWriter.WriteTimestampTz(v.value, v.rules, target));

    // JSON's form: a T in the middle and minutes in the offset.
    private static string IsoText(long value, string zone)
    {
        var text = TimestampTzText(value, zone);
        if (Moments.IsInfinite(value)) return text;
        var era = text.EndsWith(" BC", StringComparison.Ordinal) ? " BC" : "";
        text = WithT(text[..^era.Length]);
        return text[^3] is '+' or '-' ? $"{text}:00{era}" : text + era;
    }

    // Only the blank between date and time; the one in front of BC stays.
    private static string WithT(string text) => text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank ? $"{text[..blank]}T{text[(blank + 1)..]}" : text;

    private delegate int Writer<in T>(T value, Span<byte> target);

    private static string Ascii<T>(T value, Writer<T> write)
    {
        Span<byte> buffer = stackalloc byte[IntervalText.MaxLength];
        return Encoding.ASCII.GetString(buffer[..write(value, buffer)]);
    }

    // (1,"a b",): nulls are nothing, quotes and backslashes are doubled.
    private static string RowText(string?[] items)
    {
        var text = new StringBuilder("(");
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(',');
            if (items[i] is not { } item) continue;
            if (item.Length > 0 && !item.AsSpan().ContainsAny(QuotedInRows)) text.Append(item);
            else text.Append('"').Append(item.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return text.Append(')').ToString();
    }
}
