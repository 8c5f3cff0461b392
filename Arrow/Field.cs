using FederationGateway.Common;

namespace FederationGateway.Arrow;

/// <summary>A named, typed column of a <see cref="Schema"/>. <paramref name="SqlType"/> says what the carried values mean in SQL.</summary>
public sealed record Field(string Name, ArrowType DataType, SqlType SqlType, bool IsNullable = true)
{
    public Field(string name, SqlType sqlType, bool isNullable = true) : this(name, SqlTypeMapping.ToArrow(sqlType), sqlType, isNullable)
    {
    }
}
