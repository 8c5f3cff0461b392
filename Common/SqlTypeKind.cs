namespace FederationGateway.Common;

/// <summary>The SQL types the gateway knows, named as PostgreSQL names them.</summary>
public enum SqlTypeKind : byte
{
    /// <summary>An untyped literal or parameter whose type the context decides.</summary>
    Unknown,
    Boolean,
    Int2,
    Int4,
    Int8,
    Float4,
    Float8,

    /// <summary>With a precision (1 to 38) a fixed-point decimal; without one, exact decimal text of any length.</summary>
    Numeric,
    Text,
    VarChar,

    /// <summary>Blank-padded <c>char(n)</c>: trailing blanks do not count in comparisons.</summary>
    BpChar,
    Name,

    /// <summary>PostgreSQL's one-byte <c>"char"</c>, found in its catalogs.</summary>
    InternalChar,
    Bytea,
    Date,
    Time,
    TimeTz,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    Json,
    JsonB,
    Oid,
    RegClass,
    RegType,
    RegProc,
    RegNamespace,
    RegOperator,
    RegDictionary,
    RegRole,

    /// <summary>One-dimensional array of <see cref="SqlType.Element"/>.</summary>
    Array,

    /// <summary>A row of columns: whole-row references and row constructors.</summary>
    Record,

    /// <summary>The result of a function that returns nothing.</summary>
    Void,
}
