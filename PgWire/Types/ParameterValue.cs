using FederationGateway.Common;

namespace FederationGateway.PgWire.Types;

/// <summary>
/// How one SQL value is represented as a CLR object: in statement parameters, and the same in bound constants. <c>null</c> is SQL's null.
/// <list type="table">
/// <item><term>boolean</term><description><see cref="bool"/></description></item>
/// <item><term>smallint, integer, bigint</term><description><see cref="short"/>, <see cref="int"/>, <see cref="long"/></description></item>
/// <item><term>real, double precision</term><description><see cref="float"/>, <see cref="double"/></description></item>
/// <item><term>numeric</term><description><see cref="string"/>: digits with an optional sign and point, never an exponent (<c>-12.50</c>; trailing zeros are
/// the scale), or <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c></description></item>
/// <item><term>text, varchar, char(n), name, "char", json, jsonb, unknown, record</term><description><see cref="string"/></description></item>
/// <item><term>bytea</term><description><see cref="byte"/>[]</description></item>
/// <item><term>date</term><description><see cref="int"/>: days since 1970-01-01; ±<see cref="int.MaxValue"/> is ±infinity</description></item>
/// <item><term>time</term><description><see cref="long"/>: microseconds since midnight (24:00:00 included)</description></item>
/// <item><term>timetz</term><description><see cref="string"/>: <c>04:05:06.789+02</c></description></item>
/// <item><term>timestamp</term><description><see cref="long"/>: microseconds since 1970-01-01 00:00 of the wall clock; ±<see cref="long.MaxValue"/> is ±infinity</description></item>
/// <item><term>timestamptz</term><description><see cref="long"/>: the same, of UTC</description></item>
/// <item><term>interval</term><description><see cref="SqlInterval"/></description></item>
/// <item><term>uuid</term><description><see cref="Guid"/></description></item>
/// <item><term>oid, regclass, regtype …</term><description><see cref="uint"/></description></item>
/// <item><term>arrays</term><description><see cref="object"/>?[] of the above</description></item>
/// </list>
/// These are the values the Arrow carrier of the type holds (<see cref="Arrow.SqlTypeMapping"/>), but for numeric, interval and uuid.
/// </summary>
public static class ParameterValue
{
    /// <summary>The CLR type that represents values of a SQL type.</summary>
    public static Type ClrType(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => typeof(bool),
        SqlTypeKind.Int2 => typeof(short),
        SqlTypeKind.Int4 or SqlTypeKind.Date => typeof(int),
        SqlTypeKind.Int8 or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => typeof(long),
        SqlTypeKind.Float4 => typeof(float),
        SqlTypeKind.Float8 => typeof(double),
        SqlTypeKind.Bytea => typeof(byte[]),
        SqlTypeKind.Interval => typeof(SqlInterval),
        SqlTypeKind.Uuid => typeof(Guid),
        SqlTypeKind.Array => typeof(object?[]),
        _ when type.IsOidLike => typeof(uint),
        _ => typeof(string),
    };
}
