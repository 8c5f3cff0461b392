using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

/// <summary>
/// Reads the one-line declarations the registry's tables are made of:
/// <code>
/// substring(text, int4, int4) -> text
/// concat(variadic any) -> text stable nullable
/// generate_series(int4, int4) -> setof int4
/// json_each(json) -> setof (key text, value json)
/// percentile_cont(float8; float8) -> float8            direct arguments before the semicolon, ordered ones behind
/// </code>
/// Words behind the result: <c>stable</c>, <c>volatile</c> (otherwise immutable), <c>nullable</c> (called with nulls; otherwise strict).
/// </summary>
internal static class DeclarationReader
{
    public static FunctionDefinition Read(string declaration, FunctionKind kind)
    {
        var arrow = declaration.IndexOf(" -> ", StringComparison.Ordinal);
        var open = declaration.IndexOf('(', StringComparison.Ordinal);
        var parameters = declaration[(open + 1)..declaration.LastIndexOf(')', arrow)];
        var direct = parameters.IndexOf(';', StringComparison.Ordinal);
        var isVariadic = parameters.Contains("variadic ", StringComparison.Ordinal);
        var types = Split(parameters.Replace("variadic ", "", StringComparison.Ordinal).Replace(';', ',')).Select(ParameterType.Parse).ToEquatableArray();
        var result = declaration[(arrow + 4)..];
        var returnsSet = result.StartsWith("setof ", StringComparison.Ordinal);
        if (returnsSet) result = result["setof ".Length..];
        var (returns, columns, words) = ReadResult(result);
        return new FunctionDefinition(
            declaration[..open],
            direct >= 0 ? FunctionKind.OrderedSetAggregate : kind,
            types,
            returns,
            words.Contains("volatile") ? Volatility.Volatile : words.Contains("stable") ? Volatility.Stable : Volatility.Immutable,
            returnsSet,
            !words.Contains("nullable"),
            isVariadic,
            direct < 0 ? 0 : Split(parameters[..direct]).Length,
            columns);
    }

    private static (ParameterType Returns, EquatableArray<FunctionColumn> Columns, string[] Words) ReadResult(string result)
    {
        if (!result.StartsWith('('))
        {
            var parts = result.Split(' ');
            return (ParameterType.Parse(parts[0]), default, parts);
        }

        var close = result.IndexOf(')', StringComparison.Ordinal);
        var columns = Split(result[1..close]).Select(column => column.Split(' ')).Select(parts => new FunctionColumn(parts[0], ParameterType.Parse(parts[1])));
        return (ParameterType.Parse("record"), columns.ToEquatableArray(), result[(close + 1)..].Split(' '));
    }

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
