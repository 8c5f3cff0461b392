using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Copy;

namespace FederationGateway.Gateway.Statements;

/// <summary>The options of a COPY statement, checked as PostgreSQL checks them.</summary>
internal static class CopyOptionList
{
    public static CopyOptions Read(CopyStatement copy)
    {
        var options = new CopyOptions();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var option in copy.Options)
        {
            var name = option.Name.ToLowerInvariant();
            if (!seen.Add(name)) throw Error(SqlState.SyntaxError, "conflicting or redundant options", option);
            options = Apply(options, name, option, copy);
        }

        return Checked(options, copy);
    }

    private static CopyOptions Apply(CopyOptions options, string name, StatementOption option, CopyStatement copy) => name switch
    {
        "format" => options with { Format = Format(option) },
        "csv" => options with { Format = CopyFormat.Csv },
        "binary" => options with { Format = CopyFormat.Binary },
        "text" => options with { Format = CopyFormat.Text },
        "delimiter" or "delimiters" => options with { Delimiter = OneByte(option, "delimiter") },
        "null" => options with { Null = Value(option) },
        "header" => options with { Header = Header(option, copy) },
        "quote" => options with { Quote = OneByte(option, "quote") },
        "escape" => options with { Escape = OneByte(option, "escape") },
        "force_quote" when option.Values is ["*"] => options with { ForceQuoteAll = true },
        "force_quote" => options with { ForceQuote = option.Values },
        "force_not_null" => options with { ForceNotNull = option.Values },
        "force_null" => options with { ForceNull = option.Values },
        "encoding" when Value(option).Replace("-", "", StringComparison.Ordinal).Equals("utf8", StringComparison.OrdinalIgnoreCase) => options,
        "encoding" => throw Error(SqlState.FeatureNotSupported, $"encoding \"{Value(option)}\" is not supported", option),
        "freeze" => options,
        _ => throw Error(SqlState.SyntaxError, $"option \"{option.Name}\" not recognized", option),
    };

    private static CopyFormat Format(StatementOption option) => Value(option).ToLowerInvariant() switch
    {
        "text" => CopyFormat.Text,
        "csv" => CopyFormat.Csv,
        "binary" => CopyFormat.Binary,
        var other => throw Error(SqlState.InvalidParameterValue, $"COPY format \"{other}\" not recognized", option),
    };

    private static CopyHeader Header(StatementOption option, CopyStatement copy) => option.Values.IsEmpty ? CopyHeader.Present : Value(option).ToLowerInvariant() switch
    {
        "true" or "on" or "1" => CopyHeader.Present,
        "false" or "off" or "0" => CopyHeader.None,
        "match" when copy.IsFrom => CopyHeader.Match,
        "match" => throw Error(SqlState.FeatureNotSupported, "cannot use \"match\" with HEADER in COPY TO", option),
        _ => throw Error(SqlState.SyntaxError, "header requires a Boolean value or \"match\"", option),
    };

    private static string Value(StatementOption option) => option.Values.Count == 1 ? option.Values[0] : throw Error(SqlState.SyntaxError, $"{option.Name} requires a parameter", option);

    private static char OneByte(StatementOption option, string what) =>
        Value(option) is [var single] && single < 0x80 ? single : throw Error(SqlState.FeatureNotSupported, $"COPY {what} must be a single one-byte character", option);

    private static CopyOptions Checked(CopyOptions options, CopyStatement copy)
    {
        GatewayException Refuse(string message) => new(SqlState.FeatureNotSupported, message) { Position = copy.Span.Start };
        if (options.Format == CopyFormat.Binary && (options.Delimiter is not null || options.Null is not null || options.Header != CopyHeader.None))
            throw new GatewayException(SqlState.SyntaxError, "cannot specify DELIMITER, NULL or HEADER in BINARY mode") { Position = copy.Span.Start };
        if (options.EffectiveDelimiter is '\r' or '\n') throw new GatewayException(SqlState.InvalidParameterValue, "COPY delimiter cannot be newline or carriage return");
        if (options.Format == CopyFormat.Csv && options.EffectiveDelimiter == options.Quote) throw Refuse("COPY delimiter and quote must be different");
        if (options.Format != CopyFormat.Csv && (options.Escape is not null || options.Quote != '"')) throw Refuse("COPY quote and escape are available only in CSV mode");
        if (options.EffectiveNull.Contains(options.EffectiveDelimiter, StringComparison.Ordinal)) throw Refuse("COPY delimiter must not appear in the NULL specification");
        return options;
    }

    private static GatewayException Error(SqlState state, string message, StatementOption option) => new(state, message) { Position = option.Span.Start };
}
