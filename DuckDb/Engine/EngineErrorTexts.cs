using FederationGateway.Common;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>The engine's error sentences and what PostgreSQL says instead. What is not listed becomes XX000 with a neutral sentence.</summary>
internal static class EngineErrorTexts
{
    public static GatewayException Translate(NativeErrorType type, string text) => type switch
    {
        NativeErrorType.OutOfRange => OutOfRange(text),
        NativeErrorType.Conversion => Conversion(text),
        NativeErrorType.Decimal => new GatewayException(SqlState.NumericValueOutOfRange, "numeric field overflow") { Detail = text },
        NativeErrorType.DivideByZero => new GatewayException(SqlState.DivisionByZero, "division by zero"),
        NativeErrorType.Constraint => Constraint(text),
        NativeErrorType.Transaction => Transaction(text),
        NativeErrorType.Catalog => CatalogError(text),
        NativeErrorType.OutOfMemory => new GatewayException(SqlState.OutOfMemory, "out of memory") { Detail = "The statement needs more memory than the engine may use." },
        NativeErrorType.Permission => new GatewayException(SqlState.InsufficientPrivilege, "permission denied") { Detail = text },
        NativeErrorType.Io => IoError(text),
        NativeErrorType.InvalidInput => InvalidInput(text),
        NativeErrorType.Invalid => Invalid(text),
        NativeErrorType.Dependency => new GatewayException(SqlState.DependentObjectsStillExist, "other objects depend on it") { Detail = text },
        NativeErrorType.Sequence => new GatewayException(SqlState.ObjectNotInPrerequisiteState, text),
        _ => Unexpected(text),
    };

    private static GatewayException Unexpected(string text) => new(SqlState.InternalError, "the embedded engine failed") { Detail = text };

    private static GatewayException OutOfRange(string text) => new(SqlState.NumericValueOutOfRange, OverflowOf(text));

    private static GatewayException Conversion(string text)
    {
        var value = Between(text, "\"", "\"");
        if (Has(text, "out of range for the destination type")) return new GatewayException(SqlState.NumericValueOutOfRange, OverflowOf(text[text.LastIndexOf(' ')..]));
        if (Has(text, "field value out of range")) return new GatewayException(SqlState.DatetimeFieldOverflow, $"date/time field value out of range: \"{value}\"");
        foreach (var kind in (ReadOnlySpan<string>)["timestamp", "date", "time", "interval"])
            if (Has(text, $"invalid {kind} field format")) return new GatewayException(SqlState.InvalidDatetimeFormat, $"invalid input syntax for type {kind}: \"{value}\"");
        if (Has(text, "Could not convert string"))
        {
            var target = Between(text, "' to ", "");
            return new GatewayException(SqlState.InvalidTextRepresentation, $"invalid input syntax for type {NameOf(target)}: \"{Between(text, "'", "' to ")}\"");
        }

        if (Has(text, "Could not cast value") || Has(text, "DECIMAL")) return new GatewayException(SqlState.NumericValueOutOfRange, "numeric field overflow");
        if (Has(text, "Could not convert")) return new GatewayException(SqlState.InvalidTextRepresentation, "a value cannot be converted") { Detail = text };
        if (Has(text, "timestamp") || Has(text, "date")) return new GatewayException(SqlState.DatetimeFieldOverflow, "date/time field value out of range");
        return new GatewayException(SqlState.InvalidTextRepresentation, "a value cannot be converted") { Detail = text };
    }

    private static GatewayException Constraint(string text)
    {
        if (Has(text, "NOT NULL constraint failed"))
        {
            var column = text[(text.LastIndexOf('.') + 1)..].Trim();
            return new GatewayException(SqlState.NotNullViolation, $"null value in column \"{column}\" violates not-null constraint");
        }

        if (Has(text, "CHECK constraint")) return new GatewayException(SqlState.CheckViolation, "new row violates a check constraint") { Detail = text };
        if (Has(text, "foreign key")) return new GatewayException(SqlState.ForeignKeyViolation, "foreign key constraint violated") { Detail = text };
        if (!Has(text, "uplicate key")) return new GatewayException(SqlState.IntegrityConstraintViolation, "constraint violated") { Detail = text };
        var key = Between(text, "\"", "\"");
        return new GatewayException(SqlState.UniqueViolation, "duplicate key value violates unique constraint") { Detail = $"Key ({key}) already exists." };
    }

    private static GatewayException Transaction(string text)
    {
        if (Has(text, "transaction is aborted"))
            return new GatewayException(SqlState.InFailedSqlTransaction, "current transaction is aborted, commands ignored until end of transaction block");
        if (Has(text, "within a transaction")) return new GatewayException(SqlState.ActiveSqlTransaction, "there is already a transaction in progress");
        if (Has(text, "no transaction is active")) return new GatewayException(SqlState.NoActiveSqlTransaction, "there is no transaction in progress");
        if (Has(text, "onflict"))
            return new GatewayException(SqlState.SerializationFailure, "could not serialize access due to concurrent update") { Hint = "Run the transaction again." };
        if (Has(text, "uplicate key")) return Constraint(text);
        return Unexpected(text);
    }

    private static GatewayException CatalogError(string text)
    {
        if (Has(text, "write-write conflict")) return Transaction(text);
        var name = Between(text, "with name ", " ").Trim('"');
        if (Has(text, "already exists")) return new GatewayException(SqlState.DuplicateTable, $"relation {Between(text, "with name ", " already")} already exists");
        if (text.StartsWith("Table ", StringComparison.Ordinal) || text.StartsWith("View ", StringComparison.Ordinal))
            return new GatewayException(SqlState.UndefinedTable, $"relation \"{name}\" does not exist");
        if (Has(text, "Function ")) return new GatewayException(SqlState.UndefinedFunction, $"function {name} does not exist");
        if (text.StartsWith("Schema ", StringComparison.Ordinal)) return new GatewayException(SqlState.InvalidSchemaName, $"schema \"{name}\" does not exist");
        return new GatewayException(SqlState.UndefinedObject, $"\"{name}\" does not exist");
    }

    private static GatewayException IoError(string text) => Has(text, "No files found") || Has(text, "No such file")
        ? new GatewayException(SqlState.UndefinedFile, "the file does not exist") { Detail = text }
        : Has(text, "No space left")
            ? new GatewayException(SqlState.DiskFull, "the disk is full")
            : new GatewayException(SqlState.IoError, "a file cannot be read or written") { Detail = text };

    private static GatewayException InvalidInput(string text)
    {
        if (Has(text, "regular expression") || Has(text, "regex") || Has(text, "missing )") || Has(text, "missing argument to repetition"))
            return new GatewayException(SqlState.InvalidRegularExpression, "invalid regular expression") { Detail = text };
        return Invalid(text);
    }

    private static GatewayException Invalid(string text) => Has(text, "More than one row returned by a subquery")
        ? new GatewayException(SqlState.CardinalityViolation, "more than one row returned by a subquery used as an expression")
        : Has(text, "out of range")
            ? new GatewayException(SqlState.NumericValueOutOfRange, OverflowOf(text))
            : Unexpected(text);

    private static string OverflowOf(string text) =>
        Has(text, "INT64") || Has(text, "BIGINT") ? "bigint out of range"
        : Has(text, "INT32") || Has(text, "INTEGER") ? "integer out of range"
        : Has(text, "INT16") || Has(text, "SMALLINT") ? "smallint out of range"
        : Has(text, "DECIMAL") || Has(text, "INT128") ? "numeric field overflow"
        : Has(text, "DATE") || Has(text, "date") ? "date out of range"
        : Has(text, "TIMESTAMP") || Has(text, "timestamp") ? "timestamp out of range"
        : Has(text, "INTERVAL") || Has(text, "interval") ? "interval out of range"
        : "value out of range";

    private static string NameOf(string engineType) => engineType.Trim().TrimEnd('.') switch
    {
        "INT16" or "SMALLINT" => "smallint",
        "INT32" or "INTEGER" => "integer",
        "INT64" or "BIGINT" => "bigint",
        "FLOAT" => "real",
        "DOUBLE" => "double precision",
        "BOOL" or "BOOLEAN" => "boolean",
        "UUID" or "INT128" => "uuid",
        var other when other.StartsWith("DECIMAL", StringComparison.Ordinal) => "numeric",
        var other => other.ToLowerInvariant(),
    };

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.Ordinal);

    // What stands between two markers; to the end when the second is empty or missing, nothing when the first is missing.
    private static string Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0) return "";
        start += before.Length;
        var end = after.Length == 0 ? -1 : text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? text[start..] : text[start..end];
    }
}
