namespace FederationGateway.Binder.Functions;

/// <summary>Binary strings (manual 9.5).</summary>
internal static class BinaryFunctions
{
    public static IReadOnlyList<string> Operators { get; } = ["||(bytea, bytea) -> bytea"];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "bit_count(bytea) -> int8", "bit_length(bytea) -> int4", "length(bytea) -> int4", "length(bytea, name) -> int4", "octet_length(bytea) -> int4",
        "btrim(bytea, bytea) -> bytea", "ltrim(bytea, bytea) -> bytea", "rtrim(bytea, bytea) -> bytea",
        "convert(bytea, name, name) -> bytea", "convert_from(bytea, name) -> text", "convert_to(text, name) -> bytea",
        "encode(bytea, text) -> text", "decode(text, text) -> bytea",
        "get_bit(bytea, int8) -> int4", "get_byte(bytea, int4) -> int4", "set_bit(bytea, int8, int4) -> bytea", "set_byte(bytea, int4, int4) -> bytea",
        "md5(bytea) -> text", "sha224(bytea) -> bytea", "sha256(bytea) -> bytea", "sha384(bytea) -> bytea", "sha512(bytea) -> bytea",
        "overlay(bytea, bytea, int4) -> bytea", "overlay(bytea, bytea, int4, int4) -> bytea",
        "position(bytea, bytea) -> int4",
        "substr(bytea, int4) -> bytea", "substr(bytea, int4, int4) -> bytea", "substring(bytea, int4) -> bytea", "substring(bytea, int4, int4) -> bytea",
    ];
}
