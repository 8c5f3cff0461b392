namespace FederationGateway.Adapters.PostgreSql.Dialect;

/// <summary>Mathematics. Functions of floating-point numbers are the C library's, as they are in any PostgreSQL.</summary>
internal static class NumberSignatures
{
    private static readonly string[] Integers = ["int2", "int4", "int8"];

    private static readonly string[] OfDouble =
    [
        "cbrt", "ceil", "ceiling", "degrees", "radians", "exp", "floor", "ln", "log", "log10", "round", "sign", "sqrt", "trunc",
        "acos", "asin", "atan", "cos", "cot", "sin", "tan", "acosd", "asind", "atand", "cosd", "cotd", "sind", "tand",
        "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
    ];

    private static readonly string[] OfNumeric =
        ["ceil", "ceiling", "exp", "floor", "ln", "log", "log10", "min_scale", "round", "scale", "sign", "sqrt", "trim_scale", "trunc"];

    public static IReadOnlyList<string> Scalars { get; } =
    [
        .. from type in (string[])[.. Integers, "float4", "float8", "numeric"] select $"abs({type})",
        .. OfDouble.Select(name => $"{name}(float8)"), .. OfNumeric.Select(name => $"{name}(numeric)"),
        .. from name in (string[])["div", "log", "power", "pow", "gcd", "lcm", "mod"] select $"{name}(numeric,numeric)",
        .. from name in (string[])["power", "pow", "atan2", "atan2d"] select $"{name}(float8,float8)",
        .. from name in (string[])["gcd", "lcm"] from type in (string[])["int4", "int8"] select $"{name}({type},{type})",
        .. from type in Integers select $"mod({type},{type})",
        "factorial(int8)", "pi()", "round(numeric,int4)", "trunc(numeric,int4)",
        "width_bucket(float8,float8,float8,int4)",
    ];

    public static IReadOnlyList<string> Operators { get; } =
    [
        "^(float8,float8)", "^(numeric,numeric)", "|/(float8)", "||/(float8)",
        .. from type in (string[])[.. Integers, "float4", "float8", "numeric"] select $"@({type})",
        .. from symbol in (string[])["&", "|", "#"] from type in Integers select $"{symbol}({type},{type})",
        .. from type in Integers select $"~({type})",
        .. from symbol in (string[])["<<", ">>"] from type in Integers select $"{symbol}({type},int4)",
    ];
}
