namespace FederationGateway.Adapters.DuckDbSql;

internal static class NumberTemplates
{
    private static readonly string[] Integers = ["int2", "int4", "int8"];

    // Computed in C#, whose library is the one PostgreSQL uses, with PostgreSQL's range errors.
    private static readonly string[] FloatFunctions =
    [
        "cbrt", "degrees", "radians", "exp", "ln", "log", "log10", "sqrt", "acos", "asin", "atan", "cos", "cot", "sin", "tan",
        "acosd", "asind", "atand", "cosd", "cotd", "sind", "tand", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
    ];

    private static readonly string[] NumericFunctions = ["abs", "ceil", "floor", "exp", "ln", "log", "sign", "sqrt", "trunc", "round", "trim_scale", "scale", "min_scale"];

    public static IEnumerable<(string, string)> All =>
    [
        .. from type in Integers from name in (string[])["abs", "@"] select ($"{name}({type})", "gw_int_abs({0})"),
        .. from type in (string[])["float4", "float8"] from name in (string[])["abs", "@"] select ($"{name}({type})", "abs({0})"),
        ("@(numeric)", "gw_numeric_abs({0})"),
        .. from type in Integers select ($"&({type},{type})", "({0} & {1})"),
        .. from type in Integers select ($"|({type},{type})", "({0} | {1})"),
        .. from type in Integers select ($"#({type},{type})", "xor({0}, {1})"),
        .. from type in Integers select ($"~({type})", "(~ ({0}))"),
        .. from type in Integers select ($"<<({type},int4)", "gw_shift_left({*})"),
        .. from type in Integers select ($">>({type},int4)", "gw_shift_right({*})"),
        .. from type in Integers select ($"mod({type},{type})", "gw_int_mod({*})"),
        ("ceil(float8)", "ceil({0})"), ("ceiling(float8)", "ceil({0})"), ("floor(float8)", "floor({0})"), ("trunc(float8)", "trunc({0})"),
        ("round(float8)", "round_even({0}, 0)"), ("sign(float8)", "gw_sign({0})"), ("pi()", "pi()"), ("random()", "random()"),
        ("power(float8,float8)", "gw_power({*})"), ("pow(float8,float8)", "gw_power({*})"), ("^(float8,float8)", "gw_power({*})"),
        ("|/(float8)", "gw_sqrt({0})"), ("||/(float8)", "gw_cbrt({0})"),
        ("atan2(float8,float8)", "gw_atan2({*})"), ("atan2d(float8,float8)", "gw_atan2d({*})"),
        .. from name in FloatFunctions select ($"{name}(float8)", $"gw_{name}({{0}})"),
        .. from name in NumericFunctions select ($"{name}(numeric)", $"gw_numeric_{name}({{0}})"),
        ("ceiling(numeric)", "gw_numeric_ceil({0})"), ("log10(numeric)", "gw_numeric_log({0})"),
        ("log(numeric,numeric)", "gw_numeric_log({*})"), ("div(numeric,numeric)", "gw_numeric_quotient({*})"),
        ("mod(numeric,numeric)", "gw_numeric_mod({*})"), ("round(numeric,int4)", "gw_numeric_round({*})"), ("trunc(numeric,int4)", "gw_numeric_trunc({*})"),
        ("power(numeric,numeric)", "gw_numeric_power({*})"), ("pow(numeric,numeric)", "gw_numeric_power({*})"), ("^(numeric,numeric)", "gw_numeric_power({*})"),
        ("gcd(int4,int4)", "gw_gcd({*})"), ("gcd(int8,int8)", "gw_gcd({*})"), ("lcm(int4,int4)", "gw_lcm({*})"), ("lcm(int8,int8)", "gw_lcm({*})"),
        ("gcd(numeric,numeric)", "gw_numeric_gcd({*})"), ("lcm(numeric,numeric)", "gw_numeric_lcm({*})"), ("factorial(int8)", "gw_factorial({0})"),
        ("width_bucket(float8,float8,float8,int4)", "gw_width_bucket({*})"), ("width_bucket(numeric,numeric,numeric,int4)", "gw_numeric_width_bucket({*})"),
        ("to_hex(int4)", "gw_to_hex({0})"), ("to_hex(int8)", "gw_to_hex({0})"),
    ];
}
