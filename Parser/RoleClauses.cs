using System.Globalization;
using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>Reads the options of CREATE and ALTER ROLE, word by word: most of the words are ordinary names everywhere else.</summary>
/// <param name="end">The statement's end, where a missing word is missed.</param>
/// <param name="error">The syntax error at a token.</param>
/// <param name="name">A token as a name.</param>
internal sealed class RoleClauses(IReadOnlyList<IToken> words, IToken end, Func<IToken, GatewayException> error, Func<IToken, Identifier> name)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _next;

    public RoleOptions Read()
    {
        var options = new RoleOptions();
        Skip("WITH");
        while (_next < words.Count) options = ReadOne(options);
        return options;
    }

    private RoleOptions ReadOne(RoleOptions options)
    {
        var token = words[_next++];
        if (!IsWord(token)) throw error(token);
        var word = token.Text.ToUpperInvariant();
        var isNegated = word.Length > 2 && word.StartsWith("NO", StringComparison.Ordinal);
        return (isNegated ? word[2..] : word) switch
        {
            "SUPERUSER" => options with { IsAdministrator = Once(!isNegated, token) },
            "LOGIN" => options with { CanLogIn = Once(!isNegated, token) },
            "CREATEROLE" => options with { CanCreateRoles = Once(!isNegated, token) },
            "CREATEDB" => options with { CanCreateDatabases = Once(!isNegated, token) },
            "INHERIT" => options with { Inherits = Once(!isNegated, token) },
            "REPLICATION" => options with { CanReplicate = Once(!isNegated, token) },
            "BYPASSRLS" => options with { BypassesRowSecurity = Once(!isNegated, token) },
            _ => ReadClause(options, token, word),
        };
    }

    private RoleOptions ReadClause(RoleOptions options, IToken token, string word)
    {
        switch (word)
        {
            case "ENCRYPTED" when Skip("PASSWORD"):
            case "PASSWORD":
                return options with { Password = Once(ReadPassword(), token, "PASSWORD") };

            // HANA asks for a new password at the first login unless told otherwise; there is no dialogue for that here.
            case "NO" when Skip("FORCE_FIRST_PASSWORD_CHANGE"): return options;
            case "CONNECTION" when Skip("LIMIT"): return options with { ConnectionLimit = Once(ReadLimit(), token) };
            case "VALID" when Skip("UNTIL"): return options with { ValidUntil = Once(Take(FedSqlLexer.StringLiteral).Text, token) };
            case "IN" when Skip("ROLE") || Skip("GROUP"): return options with { MemberOf = Once(ReadNames(), token) };
            case "ROLE" or "USER": return options with { Members = Once(ReadNames(), token, "ROLE") };
            case "ADMIN": return options with { Administrators = Once(ReadNames(), token) };
            case "SYSID": throw GatewayException.Unsupported("SYSID", AstBuilder.SpanOf(token));
            default: throw error(token);
        }
    }

    private T Once<T>(T value, IToken token, string? option = null)
    {
        var word = option ?? token.Text.ToUpperInvariant();
        if (word.StartsWith("NO", StringComparison.Ordinal)) word = word[2..];
        return _seen.Add(word) ? value : throw new GatewayException(SqlState.SyntaxError, "conflicting or redundant options") { Position = token.StartIndex };
    }

    // A string as PostgreSQL writes it, a quoted name as HANA does.
    private PasswordOption ReadPassword()
    {
        var token = Next();
        return token.Type switch
        {
            FedSqlLexer.NULL => new PasswordOption(null, AstBuilder.SpanOf(token)),
            FedSqlLexer.StringLiteral or FedSqlLexer.QuotedIdentifier => new PasswordOption(token.Text, AstBuilder.SpanOf(token)),
            _ => throw error(token),
        };
    }

    private int ReadLimit()
    {
        var isNegative = _next < words.Count && words[_next].Type == FedSqlLexer.Minus;
        if (isNegative) _next++;
        var token = Take(FedSqlLexer.IntegerLiteral);
        var limit = int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? isNegative ? -number : number : int.MinValue;
        return limit >= -1 ? limit : throw new GatewayException(SqlState.InvalidParameterValue, $"invalid connection limit: {(isNegative ? "-" : "")}{token.Text}") { Position = token.StartIndex };
    }

    private EquatableArray<Identifier> ReadNames()
    {
        List<Identifier> names = [];
        do
        {
            var token = Next();
            if (token.Type is FedSqlLexer.StringLiteral or FedSqlLexer.IntegerLiteral or FedSqlLexer.Comma or FedSqlLexer.Minus or FedSqlLexer.NULL or FedSqlLexer.WITH or FedSqlLexer.IN or FedSqlLexer.USER) throw error(token);
            names.Add(name(token));
        }
        while (SkipComma());
        return names.ToEquatableArray();
    }

    private bool SkipComma()
    {
        if (_next >= words.Count || words[_next].Type != FedSqlLexer.Comma) return false;
        _next++;
        return true;
    }

    private bool Skip(string word)
    {
        if (_next >= words.Count || !IsWord(words[_next]) || !words[_next].Text.Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        _next++;
        return true;
    }

    private IToken Take(int type) => Next() is var token && token.Type == type ? token : throw error(token);

    private IToken Next() => _next < words.Count ? words[_next++] : throw error(end);

    private static bool IsWord(IToken token) => token.Type is not (FedSqlLexer.QuotedIdentifier or FedSqlLexer.UnicodeIdentifier or FedSqlLexer.StringLiteral or FedSqlLexer.IntegerLiteral);
}
