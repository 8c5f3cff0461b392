using System.Globalization;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;

namespace FederationGateway.Catalog.Introspection;

/// <summary>Types as <c>format_type</c> prints them.</summary>
internal static class TypeSpelling
{
    private const int ArraySubscriptHandler = 6179;
    private const int ModifierHeader = 4;

    /// <param name="modifier">Null when none was asked for, -1 for none: <c>char</c> is then <c>bpchar</c>, as without a length it is not the standard's.</param>
    /// <returns>Null for a type there is not.</returns>
    public static string? Of(uint oid, int? modifier)
    {
        if (oid == 0) return "-";
        if (TypeRows.ByOid.GetValueOrDefault((int)oid) is not { } type) return null;
        var isArray = type.Subscript == ArraySubscriptHandler && type.Storage != 'p';
        var element = isArray ? TypeRows.ByOid[type.Element] : type;
        return Name(element, modifier) + (isArray ? "[]" : "");
    }

    private static string Name(TypeRow type, int? modifier)
    {
        var has = modifier >= 0;
        var value = modifier ?? -1;
        return type.Name switch
        {
            "bool" => "boolean",
            "int2" => "smallint",
            "int4" => "integer",
            "int8" => "bigint",
            "float4" => "real",
            "float8" => "double precision",
            "bpchar" => has ? $"character{Length(value)}" : modifier is null ? "character" : "bpchar",
            "varchar" => $"character varying{(has ? Length(value) : "")}",
            "numeric" => $"numeric{(has ? PrecisionAndScale(value) : "")}",
            "time" => $"time{Precision(value)} without time zone",
            "timetz" => $"time{Precision(value)} with time zone",
            "timestamp" => $"timestamp{Precision(value)} without time zone",
            "timestamptz" => $"timestamp{Precision(value)} with time zone",
            "interval" => $"interval{(has && (value & 0xffff) != 0xffff ? Precision(value & 0xffff) : "")}",
            _ => SqlNames.Quote(type.Name),
        };
    }

    private static string Length(int modifier) => modifier > ModifierHeader ? string.Create(CultureInfo.InvariantCulture, $"({modifier - ModifierHeader})") : "";

    private static string Precision(int modifier) => modifier >= 0 ? string.Create(CultureInfo.InvariantCulture, $"({modifier})") : "";

    // The scale is a signed number of 11 bits.
    private static string PrecisionAndScale(int modifier)
    {
        var packed = modifier - ModifierHeader;
        return packed < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"({(packed >> 16) & 0xffff},{((packed & 0x7ff) ^ 1024) - 1024})");
    }
}
