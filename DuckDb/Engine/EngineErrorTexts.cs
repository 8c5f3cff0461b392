using FederationGateway.Common;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>
/// The engine's error sentences and what PostgreSQL says instead (wrong values: <see cref="ConversionErrorTexts"/>). What is not listed becomes
/// XX000 with a neutral sentence.
/// </summary>
internal static class EngineErrorTexts
{
    private const string NoSpace = "No space left";

    public static GatewayException Translate(NativeErrorType type, string text) => type switch
    {
        NativeErrorType.OutOfRange or NativeErrorType.Decimal => ConversionErrorTexts.OutOfRange(text),
        NativeErrorType.Conversion => ConversionErrorTexts.Translate(text),
        NativeErrorType.DivideByZero => new GatewayException(SqlState.DivisionByZero, "division by zero"),
        NativeErrorType.Constraint => Constraint(text),
        NativeErrorType.Transaction => Transaction(text),
        NativeErrorType.Catalog => CatalogError(text),
        NativeErrorType.OutOfMemory => OutOfMemory(text),
        NativeErrorType.Permission => new GatewayException(SqlState.InsufficientPrivilege, "permission denied") { Detail = text },
        NativeErrorType.Io => IoError(text),
        NativeErrorType.InvalidInput or NativeErrorType.Invalid or NativeErrorType.NotImplemented => InvalidInput(text),
        NativeErrorType.Dependency => new GatewayException(SqlState.DependentObjectsStillExist, "other objects depend on it") { Detail = text },
        NativeErrorType.Fatal when text.Has(NoSpace) => new GatewayException(SqlState.DiskFull, "the disk is full") { Hint = "Make room where the data directory is, then run the statement again." },
        NativeErrorType.Fatal or NativeErrorType.Internal =>
            new GatewayException(SqlState.InternalError, "the embedded engine failed and is restarted") { Detail = text, Hint = "Run the statement again." },
        NativeErrorType.Sequence => new GatewayException(SqlState.ObjectNotInPrerequisiteState, text),
        _ => Unexpected(text),
    };

    // Told from the words before the first line break: what follows are settings nobody can reach.
    private static GatewayException OutOfMemory(string text) => text.Has("failed to offload")
        ? new GatewayException(SqlState.DiskFull, "there is no room left to spill to")
        {
            Detail = "The statement needs more memory than the engine may use, and what it spills more disk.",
            Hint = "Free space where SpillDirectory of the configuration points, or raise SpillLimit or MemoryLimit.",
        }
        : new GatewayException(SqlState.OutOfMemory, "out of memory") 
        {
            Detail = "The statement needs more memory than the engine may use.",
            Hint = "MemoryLimit of the configuration says how much that is, for single statements the setting statement_memory_limit.",
        };

    // What the engine's planner cannot do with queries that refer to the rows of an enclosing one.
    private static GatewayException Unexpected(string text) =>
        text.Has("correlated") || text.Has("lambda expressions") || text.Has("Referenced table") || text.Has("must appear in the GROUP BY") || text.Has("has to be bound in the root subquery") || text.Has("non-inner join on subquery") || text.Has("window expression is not supported") || text.Has("LATERAL join cannot contain")
            ? new GatewayException(SqlState.FeatureNotSupported, "a join or window inside a query that refers to rows of an enclosing query is not supported")
            : new GatewayException(SqlState.InternalError, "the embedded engine failed") { Detail = text };

    private static GatewayException Constraint(string text)
    {
        if (text.Has("NOT NULL constraint failed"))
        {
            var column = text[(text.LastIndexOf('.') + 1)..].Trim();
            return new GatewayException(SqlState.NotNullViolation, $"null value in column \"{column}\" violates not-null constraint");
        }

        if (text.Has("CHECK constraint")) return new GatewayException(SqlState.CheckViolation, "new row violates a check constraint") { Detail = text };
        if (text.Has("foreign key")) return new GatewayException(SqlState.ForeignKeyViolation, "foreign key constraint violated") { Detail = text };
        if (!text.Has("duplicate key")) return new GatewayException(SqlState.IntegrityConstraintViolation, "constraint violated") { Detail = text };
        return new GatewayException(SqlState.UniqueViolation, "duplicate key value violates unique constraint") { Detail = $"Key ({text.Between("\"", "\"")}) already exists." };
    }

    private static GatewayException Transaction(string text)
    {
        if (text.Has("duplicate key")) return Constraint(text);
        if (text.Has("transaction is aborted"))
            return new GatewayException(SqlState.InFailedSqlTransaction, "current transaction is aborted, commands ignored until end of transaction block");
        if (text.Has("within a transaction")) return new GatewayException(SqlState.ActiveSqlTransaction, "there is already a transaction in progress");
        if (text.Has("write transactions active")) return new GatewayException(SqlState.ObjectInUse, "there is no checkpoint while transactions write");
        if (text.Has("no transaction is active")) return new GatewayException(SqlState.NoActiveSqlTransaction, "there is no transaction in progress");
        return text.Has("conflict") || text.Has("another transaction has altered") || text.Has("outstanding updates")
            ? new GatewayException(SqlState.SerializationFailure, "could not serialize access due to concurrent update") { Hint = "Run the transaction again." }
            : Unexpected(text);
    }

    private static GatewayException CatalogError(string text)
    {
        if (text.Has("write-write conflict")) return Transaction(text);
        if (text.Has("already exists")) return new GatewayException(SqlState.DuplicateTable, $"relation {text.Between("with name ", " already")} already exists");
        var name = text.Between("with name ", " ").Trim('"');
        if (text.StartsWith("Table ", StringComparison.Ordinal) || text.StartsWith("View ", StringComparison.Ordinal))
            return new GatewayException(SqlState.UndefinedTable, $"relation \"{name}\" does not exist");
        if (text.Has("Function ")) return new GatewayException(SqlState.UndefinedFunction, $"function {name} does not exist");
        if (text.StartsWith("Schema ", StringComparison.Ordinal)) return new GatewayException(SqlState.InvalidSchemaName, $"schema \"{name}\" does not exist");
        return new GatewayException(SqlState.UndefinedObject, $"\"{name}\" does not exist");
    }

    private static GatewayException IoError(string text)
    {
        if (text.Has("No files found") || text.Has("No such file")) return new GatewayException(SqlState.UndefinedFile, "the file does not exist") { Detail = text };
        if (text.Has(NoSpace)) return new GatewayException(SqlState.DiskFull, "the disk is full");
        return new GatewayException(SqlState.IoError, "a file cannot be read or written") { Detail = text };
    }

    private static GatewayException InvalidInput(string text)
    {
        if (text.Has("more than one row returned by a subquery"))
            return new GatewayException(SqlState.CardinalityViolation, "more than one row returned by a subquery used as an expression");
        if (text.Has("command cannot affect row a second time")) return new GatewayException(SqlState.CardinalityViolation, text[(text.LastIndexOf(':') + 1)..].Trim());
        if (text.Has("missing )") || text.Has("missing ]") || text.Has("regular expression") || text.Has("repetition") || text.Has("invalid escape sequence"))
            return new GatewayException(SqlState.InvalidRegularExpression, "invalid regular expression") { Detail = text };
        if (text.Has("argument for ntile")) return new GatewayException(SqlState.InvalidArgumentForNtile, "argument of ntile must be greater than zero");
        if (text.Has("argument for nth_value")) return new GatewayException(SqlState.InvalidArgumentForNthValue, "argument of nth_value must be greater than zero");
        if (text.Has("timezone")) return new GatewayException(SqlState.InvalidParameterValue, $"time zone \"{text.Between("'", "'")}\" not recognized");
        if (text.Has("codepoint")) return new GatewayException(SqlState.ProgramLimitExceeded, "requested character is not valid for the encoding");
        if (text.Has("larger than")) return new GatewayException(SqlState.ProgramLimitExceeded, "a value is too large") { Detail = text };
        return text.Has("out of range") ? ConversionErrorTexts.OutOfRange(text) : Unexpected(text);
    }
}
