namespace FederationGateway.Common;

/// <summary>Names of types as SQL writes them: the standard spelling out, every usual alias in.</summary>
public static class SqlTypeNames
{
    /// <summary>The spelling of PostgreSQL's <c>format_type</c>, without modifiers.</summary>
    public static string Of(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Unknown => "unknown",
        SqlTypeKind.Boolean => "boolean",
        SqlTypeKind.Int2 => "smallint",
        SqlTypeKind.Int4 => "integer",
        SqlTypeKind.Int8 => "bigint",
        SqlTypeKind.Float4 => "real",
        SqlTypeKind.Float8 => "double precision",
        SqlTypeKind.Numeric => "numeric",
        SqlTypeKind.Text => "text",
        SqlTypeKind.VarChar => "character varying",
        SqlTypeKind.BpChar => "character",
        SqlTypeKind.Name => "name",
        SqlTypeKind.InternalChar => "\"char\"",
        SqlTypeKind.Bytea => "bytea",
        SqlTypeKind.Date => "date",
        SqlTypeKind.Time => "time without time zone",
        SqlTypeKind.TimeTz => "time with time zone",
        SqlTypeKind.Timestamp => "timestamp without time zone",
        SqlTypeKind.TimestampTz => "timestamp with time zone",
        SqlTypeKind.Interval => "interval",
        SqlTypeKind.Uuid => "uuid",
        SqlTypeKind.Json => "json",
        SqlTypeKind.JsonB => "jsonb",
        SqlTypeKind.Oid => "oid",
        SqlTypeKind.RegClass => "regclass",
        SqlTypeKind.RegType => "regtype",
        SqlTypeKind.RegProc => "regproc",
        SqlTypeKind.RegNamespace => "regnamespace",
        SqlTypeKind.RegOperator => "regoperator",
        SqlTypeKind.RegDictionary => "regdictionary",
        SqlTypeKind.RegRole => "regrole",
        SqlTypeKind.Array => "anyarray",
        SqlTypeKind.Record => "record",
        SqlTypeKind.Void => "void",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>PostgreSQL's internal name (<c>pg_type.typname</c>): <c>int4</c>, <c>timestamptz</c>, <c>bpchar</c>; arrays are <c>anyarray</c>.</summary>
    public static string Internal(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Boolean => "bool",
        SqlTypeKind.Int2 => "int2",
        SqlTypeKind.Int4 => "int4",
        SqlTypeKind.Int8 => "int8",
        SqlTypeKind.Float4 => "float4",
        SqlTypeKind.Float8 => "float8",
        SqlTypeKind.VarChar => "varchar",
        SqlTypeKind.BpChar => "bpchar",
        SqlTypeKind.InternalChar => "char",
        SqlTypeKind.Time => "time",
        SqlTypeKind.TimeTz => "timetz",
        SqlTypeKind.Timestamp => "timestamp",
        SqlTypeKind.TimestampTz => "timestamptz",
        _ => Of(kind),
    };

    /// <summary>
    /// The kind an unquoted, lower-case type name stands for (PostgreSQL's names and aliases, and HANA's), or <c>null</c>.
    /// Modifiers and array brackets are the parser's business.
    /// </summary>
    public static SqlTypeKind? Parse(string name) => name switch
    {
        "bool" or "boolean" => SqlTypeKind.Boolean,
        "int2" or "smallint" or "tinyint" => SqlTypeKind.Int2,
        "int" or "int4" or "integer" => SqlTypeKind.Int4,
        "int8" or "bigint" => SqlTypeKind.Int8,
        "float4" or "real" => SqlTypeKind.Float4,
        "float8" or "double precision" or "double" or "float" => SqlTypeKind.Float8,
        "numeric" or "decimal" or "dec" or "smalldecimal" => SqlTypeKind.Numeric,
        "text" or "string" or "nclob" or "clob" => SqlTypeKind.Text,
        "varchar" or "character varying" or "nvarchar" or "char varying" or "alphanum" or "shorttext" => SqlTypeKind.VarChar,
        "char" or "character" or "bpchar" or "nchar" => SqlTypeKind.BpChar,
        "name" => SqlTypeKind.Name,
        "\"char\"" => SqlTypeKind.InternalChar,
        "bytea" or "varbinary" or "blob" or "binary" => SqlTypeKind.Bytea,
        "date" => SqlTypeKind.Date,
        "time" or "time without time zone" => SqlTypeKind.Time,
        "timetz" or "time with time zone" => SqlTypeKind.TimeTz,
        "timestamp" or "timestamp without time zone" or "seconddate" or "datetime" => SqlTypeKind.Timestamp,
        "timestamptz" or "timestamp with time zone" => SqlTypeKind.TimestampTz,
        "interval" => SqlTypeKind.Interval,
        "uuid" => SqlTypeKind.Uuid,
        "json" => SqlTypeKind.Json,
        "jsonb" => SqlTypeKind.JsonB,
        "oid" or "xid" or "cid" => SqlTypeKind.Oid,
        "regclass" => SqlTypeKind.RegClass,
        "regtype" => SqlTypeKind.RegType,
        "regproc" or "regprocedure" => SqlTypeKind.RegProc,
        "regnamespace" => SqlTypeKind.RegNamespace,
        "regoperator" => SqlTypeKind.RegOperator,
        "regdictionary" => SqlTypeKind.RegDictionary,
        "regrole" => SqlTypeKind.RegRole,
        "record" => SqlTypeKind.Record,
        "void" => SqlTypeKind.Void,
        "unknown" => SqlTypeKind.Unknown,
        _ => null,
    };
}
