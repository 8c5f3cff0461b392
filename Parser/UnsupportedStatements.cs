using Antlr4.Runtime;
using FederationGateway.Parser.Parsing;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>
/// The statement families of PostgreSQL and HANA that the grammar does not model, known by their leading words. They are answered as not
/// supported rather than as wrong.
/// </summary>
internal static class UnsupportedStatements
{
    /// <summary>Families by their first words.</summary>
    private static readonly string[] Leading =
    [
        "REINDEX", "CLUSTER", "LOAD", "SECURITY LABEL", "REFRESH MATERIALIZED VIEW",
        "SET CONSTRAINTS", "SET TRANSACTION SNAPSHOT", "VALIDATE USER",
        "ALTER DEFAULT PRIVILEGES", "ALTER SYSTEM", "ALTER LARGE OBJECT", "IMPORT FROM", "EXPORT",
    ];

    /// <summary>Kinds of objects that can be created, altered, dropped and commented on, but not here.</summary>
    private static readonly string[] Objects =
    [
        "ACCESS METHOD", "AGENT", "AGGREGATE", "AUDIT POLICY", "CAST", "COLLATION", "CONSTRAINT", "CONVERSION", "CREDENTIAL", "DATABASE", "DOMAIN",
        "EVENT TRIGGER", "EXTENSION", "FOREIGN DATA", "FOREIGN TABLE", "FUNCTION", "GROUP", "LANGUAGE", "LARGE OBJECT", "MATERIALIZED VIEW",
        "OPERATOR", "POLICY", "PROCEDURAL LANGUAGE", "PROCEDURE", "PUBLICATION", "REMOTE SUBSCRIPTION", "ROLE", "ROUTINE", "RULE",
        "SERVER", "STATISTICS", "SUBSCRIPTION", "SYNONYM", "TABLESPACE", "TEXT SEARCH", "TRANSFORM", "TRIGGER", "TYPE",
        "USER", "VIRTUAL FUNCTION", "VIRTUAL PACKAGE", "VIRTUAL PROCEDURE",
    ];

    /// <summary>Words that may stand between CREATE and the object and say nothing about its kind.</summary>
    private static readonly string[] Modifiers = ["OR REPLACE", "TEMPORARY", "TEMP", "UNLOGGED", "DEFAULT", "TRUSTED", "PUBLIC"];

    /// <summary>The statement's family in capitals, <c>null</c> when the grammar is to judge it.</summary>
    public static string? Recognize(IToken[] tokens)
    {
        foreach (var family in Leading)
            if (Follows(tokens, 0, family)) return family;

        if (BodyNesting.HasBody(tokens) && HasOutputs(tokens)) return "a parameter of a procedure that is not IN";
        var verb = tokens[0].Text.ToUpperInvariant();
        if (verb is "CREATE" or "ALTER" or "DROP") return ObjectAt(tokens, 1) is { } kind and not ("STATISTICS" or "REMOTE SUBSCRIPTION" or "ROLE" or "USER" or "GROUP" or "CREDENTIAL" or "POLICY") && !(verb != "ALTER" && kind == "PROCEDURE") && !(verb != "ALTER" && kind is "SERVER" or "FOREIGN TABLE") ? $"{verb} {kind}" : null;
        // These can be commented on, although they cannot be created.
        if (!Follows(tokens, 0, "COMMENT ON") || ObjectAt(tokens, 2) is not { } commented) return null;
        return commented is "DATABASE" or "SEQUENCE" or "MATERIALIZED VIEW" or "FOREIGN TABLE" ? null : $"COMMENT ON {commented}";
    }

    private static string? ObjectAt(IToken[] tokens, int at)
    {
        foreach (var modifier in Modifiers)
            if (Follows(tokens, at, modifier)) at += modifier.AsSpan().Count(' ') + 1;
        return Objects.FirstOrDefault(kind => Follows(tokens, at, kind));
    }

    // OUT name type: a name and a type alone are two words.
    private static bool HasOutputs(IToken[] tokens)
    {
        var depth = 0;
        for (var i = 0; i < tokens.Length - 3 && tokens[i].Type != FedSqlLexer.AS; i++)
        {
            depth += tokens[i].Type switch { FedSqlLexer.LeftParen => 1, FedSqlLexer.RightParen => -1, _ => 0 };
            if (depth == 1 && tokens[i].Type is FedSqlLexer.LeftParen or FedSqlLexer.Comma && tokens[i + 1].Text.ToUpperInvariant() is "OUT" or "INOUT" && tokens[i + 3].Type is not (FedSqlLexer.Comma or FedSqlLexer.RightParen)) return true;
        }

        return false;
    }

    private static bool Follows(IToken[] tokens, int at, string words)
    {
        foreach (var word in words.AsSpan().Split(' '))
        {
            if (at >= tokens.Length || !IsWord(tokens[at]) || !words.AsSpan()[word].Equals(tokens[at].Text, StringComparison.OrdinalIgnoreCase)) return false;
            at++;
        }

        return true;
    }

    private static bool IsWord(IToken token) => token.Type is not (FedSqlLexer.QuotedIdentifier or FedSqlLexer.UnicodeIdentifier or FedSqlLexer.StringLiteral);
}
