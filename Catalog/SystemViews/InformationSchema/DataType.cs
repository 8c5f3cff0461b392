using FederationGateway.Catalog.Introspection;
using FederationGateway.Catalog.SystemViews.PgCatalog.Data;
using FederationGateway.Common;

namespace FederationGateway.Catalog.SystemViews.InformationSchema;

/// <summary>A type as the SQL standard describes one: by name, lengths in characters and bytes, precision in a radix.</summary>
internal readonly struct DataType(SqlType type)
{
    private const int BytesPerCharacter = 4;
    private const int MostBytes = 1 << 30;
    private const int DefaultFractionDigits = 6;

    public string Name => type.Kind == SqlTypeKind.Array ? "ARRAY" : TypeSpelling.Of((uint)type.TypeOid, modifier: null)!;

    /// <summary><c>udt_name</c>: <c>int4</c>, <c>_text</c>.</summary>
    public string InternalName => TypeRows.ByOid[type.TypeOid].Name;

    public int? CharacterLength => type.Kind is SqlTypeKind.VarChar or SqlTypeKind.BpChar && type.Length > 0 ? type.Length : null;

    public int? OctetLength => type.Kind switch
    {
        SqlTypeKind.VarChar or SqlTypeKind.BpChar when type.Length > 0 => (int)Math.Min((long)type.Length * BytesPerCharacter, MostBytes),
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar => MostBytes,
        _ => null,
    };

    /// <summary>Digits, binary ones for integers and floating-point numbers.</summary>
    public int? Precision => type.Kind switch
    {
        SqlTypeKind.Int2 => 16,
        SqlTypeKind.Int4 => 32,
        SqlTypeKind.Int8 => 64,
        SqlTypeKind.Float4 => 24,
        SqlTypeKind.Float8 => 53,
        _ => type.IsDecimal ? type.Length : null,
    };

    public int? Radix => type.Kind == SqlTypeKind.Numeric ? 10 : type.IsNumber ? 2 : null;

    public int? Scale => type.IsInteger ? 0 : type.IsDecimal ? type.Scale : null;

    /// <summary>Digits of fractional seconds.</summary>
    public int? FractionDigits => type.Kind == SqlTypeKind.Date ? 0 : type.IsDateTime || type.Kind == SqlTypeKind.Interval ? DefaultFractionDigits : null;
}
