using FederationGateway.Common;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements;

/// <summary>EXPLAIN's options, as PostgreSQL names them. What the gateway has no figures for (BUFFERS, WAL …) is accepted and shows nothing.</summary>
internal sealed record ExplainOptions(bool Analyze = false, bool IsJson = false, bool Costs = true, bool Timing = true)
{
    public static ExplainOptions Read(ExplainStatement explain)
    {
        var options = new ExplainOptions();
        foreach (var option in explain.Options)
        {
            options = option.Name.ToUpperInvariant() switch
            {
                "ANALYZE" or "ANALYSE" => options with { Analyze = IsOn(option) },
                "COSTS" => options with { Costs = IsOn(option) },
                "TIMING" => options with { Timing = IsOn(option) },
                "FORMAT" => options with { IsJson = IsJsonFormat(option) },
                "VERBOSE" or "BUFFERS" or "WAL" or "SETTINGS" or "SUMMARY" or "GENERIC_PLAN" or "MEMORY" => options,
                _ => throw new GatewayException(SqlState.SyntaxError, $"unrecognized EXPLAIN option \"{option.Name}\"") { Position = option.Span.Start },
            };
        }

        return options;
    }

    private static bool IsOn(StatementOption option) => option.Values.IsEmpty || option.Values[0].ToUpperInvariant() switch
    {
        "TRUE" or "ON" or "1" => true,
        "FALSE" or "OFF" or "0" => false,
        _ => throw new GatewayException(SqlState.SyntaxError, $"{option.Name} requires a Boolean value") { Position = option.Span.Start },
    };

    private static bool IsJsonFormat(StatementOption option) => (option.Values.IsEmpty ? "" : option.Values[0].ToUpperInvariant()) switch
    {
        "TEXT" => false,
        "JSON" => true,
        "XML" or "YAML" => throw GatewayException.Unsupported($"EXPLAIN in {option.Values[0].ToUpperInvariant()} format", option.Span),
        var other => throw new GatewayException(SqlState.InvalidParameterValue, $"unrecognized value for EXPLAIN option \"format\": \"{other.ToLowerInvariant()}\"") { Position = option.Span.Start },
    };
}
