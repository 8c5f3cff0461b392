using FederationGateway.Common;

namespace FederationGateway.Binder.Coercion;

/// <summary>PostgreSQL's type categories (its chapter 10): overloads are preferred within one.</summary>
public enum TypeCategory
{
    Unknown,
    Boolean,
    Numeric,
    String,
    DateTime,
    Timespan,
    UserDefined,
    Array,
    Pseudo,
    Internal,
}

/// <summary>The category of each type, and which types are preferred in theirs.</summary>
public static class TypeCategories
{
    public static TypeCategory Of(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Unknown => TypeCategory.Unknown,
        SqlTypeKind.Boolean => TypeCategory.Boolean,
        SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Float4 or SqlTypeKind.Float8 or SqlTypeKind.Numeric
            or SqlTypeKind.Oid or SqlTypeKind.RegClass or SqlTypeKind.RegType or SqlTypeKind.RegProc or SqlTypeKind.RegNamespace or SqlTypeKind.RegOperator or SqlTypeKind.RegDictionary or SqlTypeKind.RegRole => TypeCategory.Numeric,
        SqlTypeKind.Text or SqlTypeKind.VarChar or SqlTypeKind.BpChar or SqlTypeKind.Name => TypeCategory.String,
        SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.TimeTz or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => TypeCategory.DateTime,
        SqlTypeKind.Interval => TypeCategory.Timespan,
        SqlTypeKind.Array => TypeCategory.Array,
        SqlTypeKind.Record or SqlTypeKind.Void => TypeCategory.Pseudo,
        SqlTypeKind.InternalChar => TypeCategory.Internal,
        _ => TypeCategory.UserDefined,
    };

    public static bool IsPreferred(SqlTypeKind kind) => kind is SqlTypeKind.Boolean or SqlTypeKind.Float8 or SqlTypeKind.Oid or SqlTypeKind.Text
        or SqlTypeKind.TimestampTz or SqlTypeKind.Interval;
}
