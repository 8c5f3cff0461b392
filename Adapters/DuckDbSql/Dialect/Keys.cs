using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>For each type, the engine value that is equal and ordered exactly as PostgreSQL's values of the type are.</summary>
internal static class Keys
{
    public const string Identity = "{0}";

    /// <summary>The template of the key; null for types without comparison.</summary>
    public static string? Template(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Numeric when type.Length == 0 => "gw_numeric_key({0})",
        SqlTypeKind.Float4 => "gw_float_key({0})",
        SqlTypeKind.Float8 => "gw_float_key({0})",
        SqlTypeKind.BpChar => "rtrim({0}, ' ')",
        SqlTypeKind.Interval => "gw_interval_key({0})",
        SqlTypeKind.TimeTz => "gw_timetz_key({0})",
        SqlTypeKind.JsonB => "gw_jsonb_key({0})",
        SqlTypeKind.Json or SqlTypeKind.Void or SqlTypeKind.Record => null,
        SqlTypeKind.Array => ArrayTemplate(type),
        _ => Identity,
    };

    private static string? ArrayTemplate(SqlType type) => Template(type.ElementType) switch
    {
        null => null,
        Identity => Identity,
        var element => $"list_transform({{0}}, lambda gw_item: {element.Replace("{0}", "gw_item", StringComparison.Ordinal)})",
    };
}
