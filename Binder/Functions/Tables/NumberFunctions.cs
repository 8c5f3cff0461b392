namespace FederationGateway.Binder.Functions;

/// <summary>Mathematical operators and functions (manual 9.3).</summary>
internal static class NumberFunctions
{
    private static readonly string[] IntegerPairs =
    [
        "int2, int2) -> int2", "int2, int4) -> int4", "int2, int8) -> int8", "int4, int2) -> int4", "int4, int4) -> int4", "int4, int8) -> int8",
        "int8, int2) -> int8", "int8, int4) -> int8", "int8, int8) -> int8",
    ];

    private static readonly string[] FloatPairs = ["float4, float4) -> float4", "float4, float8) -> float8", "float8, float4) -> float8", "float8, float8) -> float8"];

    public static IReadOnlyList<string> Operators { get; } =
    [
        .. from symbol in (string[])["+", "-", "*", "/"] from pair in (string[])[.. IntegerPairs, .. FloatPairs, "numeric, numeric) -> numeric"] select $"{symbol}({pair}",
        "%(int2, int2) -> int2", "%(int4, int4) -> int4", "%(int8, int8) -> int8", "%(numeric, numeric) -> numeric",
        "+(int2) -> int2", "+(int4) -> int4", "+(int8) -> int8", "+(float4) -> float4", "+(float8) -> float8", "+(numeric) -> numeric",
        "-(int2) -> int2", "-(int4) -> int4", "-(int8) -> int8", "-(float4) -> float4", "-(float8) -> float8", "-(numeric) -> numeric",
        "^(float8, float8) -> float8", "^(numeric, numeric) -> numeric",
        "|/(float8) -> float8", "||/(float8) -> float8",
        "@(int2) -> int2", "@(int4) -> int4", "@(int8) -> int8", "@(float4) -> float4", "@(float8) -> float8", "@(numeric) -> numeric",
        .. from symbol in (string[])["&", "|", "#"] from type in (string[])["int2", "int4", "int8"] select $"{symbol}({type}, {type}) -> {type}",
        "~(int2) -> int2", "~(int4) -> int4", "~(int8) -> int8",
        .. from symbol in (string[])["<<", ">>"] from type in (string[])["int2", "int4", "int8"] select $"{symbol}({type}, int4) -> {type}",
    ];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        "abs(int2) -> int2", "abs(int4) -> int4", "abs(int8) -> int8", "abs(float4) -> float4", "abs(float8) -> float8", "abs(numeric) -> numeric",
        "cbrt(float8) -> float8",
        "ceil(float8) -> float8", "ceil(numeric) -> numeric", "ceiling(float8) -> float8", "ceiling(numeric) -> numeric",
        "degrees(float8) -> float8", "radians(float8) -> float8",
        "div(numeric, numeric) -> numeric",
        "exp(float8) -> float8", "exp(numeric) -> numeric",
        "factorial(int8) -> numeric",
        "floor(float8) -> float8", "floor(numeric) -> numeric",
        "gcd(int4, int4) -> int4", "gcd(int8, int8) -> int8", "gcd(numeric, numeric) -> numeric",
        "lcm(int4, int4) -> int4", "lcm(int8, int8) -> int8", "lcm(numeric, numeric) -> numeric",
        "ln(float8) -> float8", "ln(numeric) -> numeric",
        "log(float8) -> float8", "log(numeric) -> numeric", "log(numeric, numeric) -> numeric",
        "log10(float8) -> float8", "log10(numeric) -> numeric",
        "min_scale(numeric) -> int4", "scale(numeric) -> int4", "trim_scale(numeric) -> numeric",
        "mod(int2, int2) -> int2", "mod(int4, int4) -> int4", "mod(int8, int8) -> int8", "mod(numeric, numeric) -> numeric",
        "pi() -> float8",
        "power(float8, float8) -> float8", "power(numeric, numeric) -> numeric", "pow(float8, float8) -> float8", "pow(numeric, numeric) -> numeric",
        "random() -> float8 volatile", "setseed(float8) -> void volatile",
        "round(float8) -> float8", "round(numeric) -> numeric", "round(numeric, int4) -> numeric",
        "sign(float8) -> float8", "sign(numeric) -> numeric",
        "sqrt(float8) -> float8", "sqrt(numeric) -> numeric",
        "trunc(float8) -> float8", "trunc(numeric) -> numeric", "trunc(numeric, int4) -> numeric",
        "width_bucket(float8, float8, float8, int4) -> int4", "width_bucket(numeric, numeric, numeric, int4) -> int4",
        "width_bucket(anycompatible, anycompatiblearray) -> int4",
        .. from name in (string[])["acos", "asin", "atan", "cos", "cot", "sin", "tan", "acosd", "asind", "atand", "cosd", "cotd", "sind", "tand",
            "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"] select $"{name}(float8) -> float8",
        "atan2(float8, float8) -> float8", "atan2d(float8, float8) -> float8",
    ];
}
