using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// How an aggregate is computed: <see cref="Outer"/> is an expression over the engine's aggregates <see cref="Inner"/>, as {0}, {1} …; each of those is a call
/// whose arguments {0}, {1} … are the aggregate's.
/// </summary>
internal sealed record AggregateTemplate(string Outer, params string[] Inner)
{
    /// <summary>Equal values the engine tells apart make DISTINCT wrong unless the template works on keys.</summary>
    public bool AllowsDistinctKeys { get; init; }

    /// <summary>The order of the rows shows in the result.</summary>
    public bool IsOrdered { get; init; }
}

internal static class AggregateTemplates
{
    // A sum of squares keeps eight digits for the number of rows.
    private const int WidestSquaredDecimal = 15;
    private const string SquareSplit = "10000000000000000000";

    private static readonly string[] Spreads = ["stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp"];

    private static readonly AggregateTemplate OfConstantSeparator = new("{0}", "string_agg({0}, {1})") { IsOrdered = true };

    private static readonly Dictionary<string, AggregateTemplate> ByName = BuildByName();

    /// <summary>For whoever asks whether an aggregate can be computed here: the writing is <see cref="AggregateSql"/>'s.</summary>
    public static FunctionTable Table { get; } = BuildTable();

    /// <summary>The template for arguments of these types, or null.</summary>
    public static AggregateTemplate? Find(AggregateCall call, bool isOverWindow = false)
    {
        var type = call.Arguments.IsEmpty ? SqlType.Unknown : call.Arguments[0].Type;
        var name = call.Function.Name;
        if (name is "min" or "max") return call.Arguments.Count > 1 ? LastExtreme(name, type) : Extreme(name, type);
        // A frame that grows would make a list for each row.
        if (isOverWindow && type.IsFloat && Spreads.Contains(name)) return new AggregateTemplate("{0}", $"{name}({{0}})");
        if (name == "string_agg" && call.Arguments[1] is ConstantExpression && type.Kind == SqlTypeKind.Text) return OfConstantSeparator;
        if (name == "count" && !call.Arguments.IsEmpty)
            return Keys.Template(type) is { } key ? new AggregateTemplate("{0}", call.IsDistinct ? $"count({key})" : "count({0})") { AllowsDistinctKeys = true } : new AggregateTemplate("{0}", "count({0})");
        // DISTINCT squares would be one for a number and its opposite.
        if (call.IsDistinct && Spreads.Contains(name) && (type.IsInteger || type.IsDecimal)) return OfList(name, type);
        if (type.Kind == SqlTypeKind.Numeric && (name is "sum" or "avg" || Spreads.Contains(name))) return OfNumeric(call, name, type);
        return ByName.GetValueOrDefault(call.Function.Signature) ?? ByName.GetValueOrDefault(name);
    }

    private static AggregateTemplate? Extreme(string name, SqlType type)
    {
        if (Keys.Template(type) is not { } key) return null;
        return key == Keys.Identity || type.IsFloat
            ? new AggregateTemplate("{0}", $"{name}({{0}})")
            : new AggregateTemplate("{0}", $"arg_{name}({{0}}, {key})") { AllowsDistinctKeys = true };
    }

    /// <summary>Of equal values the one with the largest number, see <see cref="EngineExtremes"/>.</summary>
    private static AggregateTemplate LastExtreme(string name, SqlType type) =>
        new("{0}", $"arg_{name}({{0}}, row({Keys.Template(type)}, {(name == "min" ? "-" : "")}{{1}}))");

    private static AggregateTemplate OfNumeric(AggregateCall call, string name, SqlType type)
    {
        if (name is "sum" or "avg")
        {
            if (type.IsUnconstrainedNumeric) return new AggregateTemplate($"gw_numeric_list_{name}({{0}})", "list({0})");
            // Whoever adds up sums promises a decimal by the type of the call.
            if ((type.Length == SqlType.MaxDecimalPrecision || name == "sum") && !call.Type.IsDecimal)
                return call.IsDistinct ? new AggregateTemplate($"gw_numeric_list_{name}({{0}})", $"list({CastTemplates.DecimalText(type)})") : InParts(name);
            return name == "sum" ? new AggregateTemplate("{0}", "sum({0})") : new AggregateTemplate("gw_numeric_avg(CAST({0} AS VARCHAR), {1})", "sum({0})", "count({0})");
        }

        if (type.IsDecimal && type.Length <= WidestSquaredDecimal)
            return new AggregateTemplate(Spread(name, "CAST({0} AS VARCHAR)", "CAST({1} AS VARCHAR)"), "sum({0})", $"sum(CAST({{0}} AS DECIMAL(19,{type.Scale})) * {{0}})", "count({0})");
        return OfList(name, type);
    }

    // The sum of decimals of 38 digits may have more: upper and lower digits of the whole numbers are added apart, and so are the fractions.
    private static AggregateTemplate InParts(string name)
    {
        const string Whole = "CAST(trunc({0}) AS HUGEINT)";
        const string Sum = $"gw_numeric_add(gw_numeric_add(gw_numeric_mul(CAST({{0}} AS VARCHAR), '{SquareSplit}'), CAST({{1}} AS VARCHAR)), CAST({{2}} AS VARCHAR))";
        string[] parts = [$"sum({Whole} // {SquareSplit})", $"sum({Whole} % {SquareSplit})", "sum({0} - trunc({0}))"];
        return name == "sum" ? new AggregateTemplate(Sum, parts) : new AggregateTemplate($"gw_numeric_avg({Sum}, {{3}})", [.. parts, "count({0})"]);
    }

    private static AggregateTemplate OfList(string name, SqlType type) =>
        new($"gw_numeric_list_spread({{0}}, '{name}')", $"list({(type.IsDecimal ? CastTemplates.DecimalText(type) : type.IsInteger ? "CAST({0} AS VARCHAR)" : "{0}")})");

    private static string Spread(string name, string sum, string squares) => $"gw_numeric_spread({{2}}, {sum}, {squares}, '{name}')";

    private static Dictionary<string, AggregateTemplate> BuildByName()
    {
        var all = new Dictionary<string, AggregateTemplate>(StringComparer.Ordinal)
        {
            ["count()"] = new("{0}", "count(*)"),
            ["sum(int2)"] = new("CAST({0} AS BIGINT)", "sum({0})"),
            ["sum(int4)"] = new("CAST({0} AS BIGINT)", "sum({0})"),
            ["sum(int8)"] = new("CAST({0} AS DECIMAL(38,0))", "sum({0})"),
            ["sum(float4)"] = new("gw_float_list_sum({0})", "list({0})"),
            ["sum(float8)"] = new("gw_float_sum({0}, {1})", "sum({0})", "bool_or(isinf({0}))"),
            ["sum(interval)"] = new("gw_interval_list_sum({0})", "list({0})"),
            ["avg(interval)"] = new("gw_interval_list_avg({0})", "list({0})"),
            ["avg(float4)"] = new("(gw_float_sum({0}, {1}) / {2})", "sum(CAST({0} AS DOUBLE))", "bool_or(isinf({0}))", "count({0})"),
            ["avg(float8)"] = new("(gw_float_sum({0}, {1}) / {2})", "sum({0})", "bool_or(isinf({0}))", "count({0})"),
            ["any_value"] = new("{0}", "any_value({0})"),
            ["bool_and"] = new("{0}", "bool_and({0})"),
            ["every"] = new("{0}", "bool_and({0})"),
            ["bool_or"] = new("{0}", "bool_or({0})"),
            ["bit_and"] = new("{0}", "bit_and({0})"),
            ["bit_or"] = new("{0}", "bit_or({0})"),
            ["bit_xor"] = new("{0}", "bit_xor({0})"),
            ["string_agg(text,text)"] = new("gw_join_separated({0})", "list(gw_separated({0}, {1}))") { IsOrdered = true },
            ["string_agg(bytea,bytea)"] = new("gw_join_bytes({0}, {1})", "list(CAST({0} AS BLOB))", "list(CAST({1} AS BLOB))") { IsOrdered = true },
            ["array_agg"] = new("{0}", "list({0})") { IsOrdered = true },
            ["regr_count"] = new("{0}", "count(CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN 1 END)"),
        };
        foreach (var type in (string[])["int2", "int4", "int8"])
        {
            all[$"avg({type})"] = new("gw_numeric_avg(CAST({0} AS VARCHAR), {1})", "sum({0})", "count({0})");
            foreach (var name in Spreads)
                all[$"{name}({type})"] = new(Spread(name, "CAST({0} AS VARCHAR)", "CAST({1} AS VARCHAR)"), "sum({0})", "sum(CAST({0} AS HUGEINT) * {0})", "count({0})");
        }

        foreach (var name in Spreads)
        {
            // The squares of int8 need all of the engine's widest integers: their upper and lower digits are added apart.
            all[$"{name}(int8)"] = new(
                $"gw_numeric_spread({{3}}, CAST({{0}} AS VARCHAR), gw_numeric_add(gw_numeric_mul(CAST({{1}} AS VARCHAR), '{SquareSplit}'), CAST({{2}} AS VARCHAR)), '{name}')",
                "sum({0})", $"sum(CAST({{0}} AS HUGEINT) * {{0}} // {SquareSplit})", $"sum(CAST({{0}} AS HUGEINT) * {{0}} % {SquareSplit})", "count({0})");
            all[$"{name}(float4)"] = new($"gw_float_list_spread({{0}}, '{name}')", "list(CAST({0} AS DOUBLE))");
            all[$"{name}(float8)"] = new($"gw_float_list_spread({{0}}, '{name}')", "list({0})");
        }

        foreach (var name in (string[])["corr", "covar_pop", "covar_samp", "regr_avgx", "regr_avgy", "regr_intercept", "regr_r2", "regr_slope", "regr_sxx", "regr_sxy", "regr_syy"])
            all[name] = new($"gw_float_list_pairs({{0}}, {{1}}, '{name}')", "list({0})", "list({1})");
        return all;
    }

    private static FunctionTable BuildTable()
    {
        var table = new FunctionTable();
        foreach (var (key, template) in ByName)
            if (key.Contains('(', StringComparison.Ordinal)) table.Add(key, template.Outer);
        return table;
    }
}
