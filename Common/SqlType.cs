using System.Globalization;

namespace FederationGateway.Common;

/// <summary>
/// A SQL type with its modifiers. <see cref="Length"/> is the character limit of <c>varchar(n)</c> / <c>char(n)</c> or the precision of
/// <c>numeric(p,s)</c>, 0 when there is none; <see cref="Scale"/> is the numeric scale or the fractional-second digits (-1 when not given).
/// </summary>
public readonly record struct SqlType(SqlTypeKind Kind, int Length = 0, int Scale = 0, SqlTypeKind Element = SqlTypeKind.Unknown)
{
    /// <summary>The most digits a numeric with a declared precision may have; more is carried as exact text.</summary>
    public const int MaxDecimalPrecision = 38;

    private const int VectorLength = -1;

    public static SqlType Unknown => new(SqlTypeKind.Unknown);
    public static SqlType Boolean => new(SqlTypeKind.Boolean);
    public static SqlType Int2 => new(SqlTypeKind.Int2);
    public static SqlType Int4 => new(SqlTypeKind.Int4);
    public static SqlType Int8 => new(SqlTypeKind.Int8);
    public static SqlType Float4 => new(SqlTypeKind.Float4);
    public static SqlType Float8 => new(SqlTypeKind.Float8);
    public static SqlType Text => new(SqlTypeKind.Text);
    public static SqlType Name => new(SqlTypeKind.Name);
    public static SqlType InternalChar => new(SqlTypeKind.InternalChar);
    public static SqlType Bytea => new(SqlTypeKind.Bytea);
    public static SqlType Date => new(SqlTypeKind.Date);
    public static SqlType Time => new(SqlTypeKind.Time);
    public static SqlType TimeTz => new(SqlTypeKind.TimeTz);
    public static SqlType Timestamp => new(SqlTypeKind.Timestamp);
    public static SqlType TimestampTz => new(SqlTypeKind.TimestampTz);
    public static SqlType Interval => new(SqlTypeKind.Interval);
    public static SqlType Uuid => new(SqlTypeKind.Uuid);
    public static SqlType Json => new(SqlTypeKind.Json);
    public static SqlType JsonB => new(SqlTypeKind.JsonB);
    public static SqlType Oid => new(SqlTypeKind.Oid);
    public static SqlType Void => new(SqlTypeKind.Void);

    /// <summary>A numeric of any precision and scale, carried as exact text.</summary>
    public static SqlType UnconstrainedNumeric => new(SqlTypeKind.Numeric);

    public static SqlType Numeric(int precision, int scale) => new(SqlTypeKind.Numeric, precision, scale);

    public static SqlType VarChar(int length = 0) => new(SqlTypeKind.VarChar, length);

    public static SqlType BpChar(int length = 1) => new(SqlTypeKind.BpChar, length);

    public static SqlType ArrayOf(SqlTypeKind element) => new(SqlTypeKind.Array, Element: element);

    /// <summary>
    /// <c>int2vector</c> and <c>oidvector</c>, found in PostgreSQL's catalogs: arrays that have OIDs of their own and print as <c>1 2</c>.
    /// </summary>
    public static SqlType VectorOf(SqlTypeKind element) => new(SqlTypeKind.Array, Length: VectorLength, Element: element);

    public bool IsVector => Kind == SqlTypeKind.Array && Length == VectorLength;

    public SqlType ElementType => new(Element);

    public bool IsUnconstrainedNumeric => Kind == SqlTypeKind.Numeric && Length == 0;

    public bool IsDecimal => Kind == SqlTypeKind.Numeric && Length > 0;

    public bool IsInteger => Kind is SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8;

    public bool IsNumber => Kind is >= SqlTypeKind.Int2 and <= SqlTypeKind.Numeric;

    public bool IsFloat => Kind is SqlTypeKind.Float4 or SqlTypeKind.Float8;

    /// <summary>Text in the wide sense: the values are strings and compare byte by byte (but see <see cref="SqlTypeKind.BpChar"/>).</summary>
    public bool IsString => Kind is SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar or SqlTypeKind.Name;

    public bool IsDateTime => Kind is >= SqlTypeKind.Date and <= SqlTypeKind.TimestampTz;

    /// <summary><c>oid</c> and its aliases (<c>regclass</c> …): 32-bit unsigned numbers that print differently.</summary>
    public bool IsOidLike => Kind is >= SqlTypeKind.Oid and <= SqlTypeKind.RegRole;

    /// <summary>The type's OID in PostgreSQL's <c>pg_type</c>.</summary>
    public int TypeOid => SqlTypeOids.Of(this);

    /// <summary>PostgreSQL's <c>atttypmod</c>: -1 when the type has no modifier.</summary>
    public int TypeModifier => Kind switch
    {
        SqlTypeKind.Numeric when Length > 0 => ((Length << 16) | (Scale & 0x7ff)) + 4,
        SqlTypeKind.VarChar or SqlTypeKind.BpChar when Length > 0 => Length + 4,
        _ => -1,
    };

    /// <summary>The type as SQL spells it, with modifiers: <c>numeric(15,2)</c>, <c>character varying(20)</c>, <c>integer[]</c>.</summary>
    public override string ToString() => Kind switch
    {
        SqlTypeKind.Array => ElementType + "[]",
        SqlTypeKind.Numeric when Length > 0 => string.Create(CultureInfo.InvariantCulture, $"numeric({Length},{Scale})"),
        SqlTypeKind.VarChar or SqlTypeKind.BpChar when Length > 0 => string.Create(CultureInfo.InvariantCulture, $"{SqlTypeNames.Of(Kind)}({Length})"),
        _ => SqlTypeNames.Of(Kind),
    };
}
