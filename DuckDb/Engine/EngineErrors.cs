using FederationGateway.Common;
using FederationGateway.DuckDb.Native;

namespace FederationGateway.DuckDb;

/// <summary>Turns what the engine reports into what a client is told: PostgreSQL's SQLSTATE and words, nothing of the engine's own.</summary>
internal static class EngineErrors
{
    /// <summary>
    /// The exception for an engine error: the original one when it came from a callback of ours, <see cref="OperationCanceledException"/> for an
    /// interrupt, else a <see cref="GatewayException"/>.
    /// </summary>
    public static Exception Translate(NativeErrorType type, string text)
    {
        if (OriginalErrors.Find(text) is { } original) return original;
        if (type == NativeErrorType.Interrupt) return new OperationCanceledException("the statement was cancelled");
        var words = Clean(text);
        return CsvErrorTexts.TryTranslate(text) ?? WithoutWords(EngineErrorTexts.Translate(type, words), words);
    }

    // What is wrong with a pattern or a document is the user's own text; the engine's other words stay in the log.
    private static GatewayException WithoutWords(GatewayException error, string words) =>
        error.Detail != words || error.State == SqlState.InvalidRegularExpression || error.State == SqlState.InvalidTextRepresentation && words.Has("json")
            ? error
            : new GatewayException(error.State, error.Message, new EngineException(words)) { Hint = error.Hint };

    /// <summary>
    /// The reason an error was wrapped around: a stream that failed on another thread answers that it is closed, and quotes the failure.
    /// </summary>
    public static (NativeErrorType Type, string Text) Unwrap(NativeErrorType type, string text)
    {
        var quote = text.StartsWith(ClosedStream, StringComparison.Ordinal) ? text.IndexOf(QuotedError, StringComparison.Ordinal) : -1;
        if (quote < 0) return (type, text);
        var inner = text[(quote + QuotedError.Length)..];
        return (TypeOf(inner), inner);
    }

    /// <summary>
    /// The kind of an error of which only the text is known, by the words it begins with.
    /// </summary>
    public static NativeErrorType TypeOf(string text)
    {
        foreach (var (prefix, type) in s_prefixes)
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return type;
        return NativeErrorType.Invalid;
    }

    /// <summary>The first sentence: no kind in front, no statement excerpt with a caret, no hints about the engine's settings.</summary>
    public static string Clean(string text)
    {
        foreach (var (prefix, _) in s_prefixes)
        {
            if (!text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            text = text[prefix.Length..];
            break;
        }

        foreach (var marker in s_endMarkers)
            if (text.IndexOf(marker, StringComparison.Ordinal) is > 0 and var end) text = text[..end];
        return text.Trim();
    }

    private const string ClosedStream = "Invalid Input Error: Attempting to execute an unsuccessful or closed pending query result";
    private const string QuotedError = "\nError: ";

    private static readonly string[] s_endMarkers = ["\n", " LINE 1:", " when casting from source column", "Possible solutions:", "Candidate "];

    private static readonly (string Prefix, NativeErrorType Type)[] s_prefixes =
    [
        ("Invalid Error: ", NativeErrorType.Invalid),
        ("Out of Range Error: ", NativeErrorType.OutOfRange),
        ("Conversion Error: ", NativeErrorType.Conversion),
        ("Unknown Type Error: ", NativeErrorType.UnknownType),
        ("Decimal Error: ", NativeErrorType.Decimal),
        ("Mismatch Type Error: ", NativeErrorType.MismatchType),
        ("Divide by Zero Error: ", NativeErrorType.DivideByZero),
        ("Object Size Error: ", NativeErrorType.ObjectSize),
        ("Invalid type Error: ", NativeErrorType.InvalidType),
        ("Serialization Error: ", NativeErrorType.Serialization),
        ("TransactionContext Error: ", NativeErrorType.Transaction),
        ("Not implemented Error: ", NativeErrorType.NotImplemented),
        ("Expression Error: ", NativeErrorType.Expression),
        ("Catalog Error: ", NativeErrorType.Catalog),
        ("Parser Error: ", NativeErrorType.Parser),
        ("Binder Error: ", NativeErrorType.Binder),
        ("Planner Error: ", NativeErrorType.Planner),
        ("Scheduler Error: ", NativeErrorType.Scheduler),
        ("Executor Error: ", NativeErrorType.Executor),
        ("Constraint Error: ", NativeErrorType.Constraint),
        ("Index Error: ", NativeErrorType.Index),
        ("Connection Error: ", NativeErrorType.Connection),
        ("Syntax Error: ", NativeErrorType.Syntax),
        ("Settings Error: ", NativeErrorType.Settings),
        ("Optimizer Error: ", NativeErrorType.Optimizer),
        ("NullPointer Error: ", NativeErrorType.NullPointer),
        ("IO Error: ", NativeErrorType.Io),
        ("INTERRUPT Error: ", NativeErrorType.Interrupt),
        ("FATAL Error: ", NativeErrorType.Fatal),
        ("INTERNAL Error: ", NativeErrorType.Internal),
        ("Invalid Input Error: ", NativeErrorType.InvalidInput),
        ("Out of Memory Error: ", NativeErrorType.OutOfMemory),
        ("Permission Error: ", NativeErrorType.Permission),
        ("Parameter Not Resolved Error: ", NativeErrorType.ParameterNotResolved),
        ("Parameter Not Allowed Error: ", NativeErrorType.ParameterNotAllowed),
        ("Dependency Error: ", NativeErrorType.Dependency),
        ("Missing Extension Error: ", NativeErrorType.MissingExtension),
        ("HTTP Error: ", NativeErrorType.Http),
        ("Extension Autoloading Error: ", NativeErrorType.Autoload),
        ("Sequence Error: ", NativeErrorType.Sequence),
        ("Invalid Configuration Error: ", NativeErrorType.InvalidConfiguration),
    ];
}
