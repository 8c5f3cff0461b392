namespace FederationGateway.Binder.Functions;

/// <summary>Values to text and back by a format (manual 9.8).</summary>
internal static class FormattingFunctions
{
    public static IReadOnlyList<string> Declarations { get; } =
    [
        "to_char(timestamp, text) -> text stable", "to_char(timestamptz, text) -> text stable", "to_char(interval, text) -> text stable",
        "to_char(int4, text) -> text stable", "to_char(int8, text) -> text stable", "to_char(float4, text) -> text stable",
        "to_char(float8, text) -> text stable", "to_char(numeric, text) -> text stable",
        "to_number(text, text) -> numeric stable", "to_date(text, text) -> date stable", "to_timestamp(text, text) -> timestamptz stable",
    ];
}
