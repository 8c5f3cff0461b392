using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Searching and comparing array elements. The templates' {0}, {1} … are the arguments, {k0}, {k1} … their keys. A null element is found by a search for null,
/// but is contained in nothing.
/// </summary>
internal static class ArraySql
{
    private const string Positions = "list_filter(CAST(range(1, len({0}) + 1) AS INTEGER[]), lambda gw_index: list_extract({k0}, gw_index) IS NOT DISTINCT FROM {k1}";

    private static readonly Dictionary<string, string> Templates = new(StringComparer.Ordinal)
    {
        ["array_position(anycompatiblearray,anycompatible)"] = $"list_extract({Positions}), 1)",
        ["array_position(anycompatiblearray,anycompatible,int4)"] = $"list_extract({Positions} AND gw_index >= gw_array_start({{2}})), 1)",
        ["array_positions(anycompatiblearray,anycompatible)"] = $"{Positions})",
        ["array_remove(anycompatiblearray,anycompatible)"] = "list_filter({0}, lambda gw_element: {e0} IS DISTINCT FROM {k1})",
        ["array_replace(anycompatiblearray,anycompatible,anycompatible)"] = "list_transform({0}, lambda gw_element: CASE WHEN {e0} IS NOT DISTINCT FROM {k1} THEN {2} ELSE gw_element END)",
        ["width_bucket(anycompatible,anycompatiblearray)"] =
            "CASE WHEN ({0}) IS NOT NULL AND {1} IS NOT NULL THEN CAST(len(list_filter({k1}, lambda gw_element: gw_threshold(gw_element <= {k0}))) AS INTEGER) END",
        ["@>(anyarray,anyarray)"] = Contains("{k0}", "{k1}"),
        ["<@(anyarray,anyarray)"] = Contains("{k1}", "{k0}"),
        ["&&(anyarray,anyarray)"] = "CASE WHEN {0} IS NOT NULL AND {1} IS NOT NULL THEN len(list_filter({k1}, lambda gw_element: coalesce(list_contains({k0}, gw_element), FALSE))) > 0 END",
    };

    public static bool TryWrite(DuckDbDialect dialect, SqlText sql, CallExpression call)
    {
        if (call.Function.Name == "array_to_string")
        {
            WriteToString(dialect, sql, call);
            return true;
        }

        if (!Templates.TryGetValue(call.Function.Signature, out var template)) return false;
        // Numerics in arrays have no scale of their own, and so must what is compared with them.
        EquatableArray<Expression> arguments = [.. call.Arguments.Select(argument => argument.Type.IsDecimal ? new CastExpression(argument, SqlType.UnconstrainedNumeric) : argument)];
        var types = arguments.Select(argument => argument.Type).ToArray();
        if (Array.Exists(types, type => Keys.Template(type) is null))
        {
            sql.Refuse(RefusalCode.TypeNotSupported, $"elements of {types[0]} cannot be compared");
            return true;
        }

        for (var i = 0; i < types.Length; i++)
            template = template.Replace($"{{k{i}}}", Keys.Template(types[i])!.Replace("{0}", $"({{{i}}})", StringComparison.Ordinal), StringComparison.Ordinal);
        if (types[0].Kind == SqlTypeKind.Array)
            template = template.Replace("{e0}", Keys.Template(types[0].ElementType)!.Replace("{0}", "gw_element", StringComparison.Ordinal), StringComparison.Ordinal);
        dialect.WriteTemplate(sql, template, arguments);
        return true;
    }

    private static string Contains(string outer, string inner) =>
        $"CASE WHEN {{0}} IS NOT NULL AND {{1}} IS NOT NULL THEN len(list_filter({inner}, lambda gw_element: NOT coalesce(list_contains({outer}, gw_element), FALSE))) = 0 END";

    private static void WriteToString(DuckDbDialect dialect, SqlText sql, CallExpression call)
    {
        var element = CastTemplates.Output(call.Arguments[0].Type.ElementType);
        if (element is null)
        {
            sql.Refuse(RefusalCode.TypeNotSupported, $"{call.Arguments[0].Type.ElementType} has no text form");
            return;
        }

        var items = element == "{0}" ? "{0}" : $"list_transform({{0}}, lambda gw_element: {element.Replace("{0}", "gw_element", StringComparison.Ordinal)})";
        dialect.WriteTemplate(sql, $"gw_array_to_string({items}, {{1}}, {(call.Arguments.Count > 2 ? "{2}" : "NULL::VARCHAR")})", call.Arguments);
    }
}
