using System.Globalization;
using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>Reads what follows the names in a statement about data statistics, word by word: its words are ordinary names everywhere else.</summary>
/// <param name="span">Of the whole statement.</param>
/// <param name="error">The syntax error at a token.</param>
internal sealed class StatisticsClauses(IReadOnlyList<IToken> words, TextSpan span, Func<IToken, GatewayException> error)
{
    private int _next;

    /// <summary>TYPE; null when absent or ALL.</summary>
    public StatisticsKind? Kind { get; private set; }

    /// <summary>The SAMPLE SIZE written with TYPE SAMPLE.</summary>
    public long? SampleSize { get; private set; }

    /// <summary>True when only automatically refreshed objects were asked for.</summary>
    public bool WantsAutomatic { get; private set; }

    public StatisticsMatch ReadMatch() => Skip("EXACT") ? StatisticsMatch.Exact : Skip("CASCADE") ? StatisticsMatch.Touching : StatisticsMatch.Within;

    /// <summary><c>[HAVING] [TYPE …] [REFRESH TYPE AUTO | MANUAL | ALL]</c></summary>
    public void ReadFilter()
    {
        Skip("HAVING");
        ReadKind(allowsAll: true);
        if (!Skip("REFRESH", "TYPE")) return;
        WantsAutomatic = Skip("AUTO");
        if (!WantsAutomatic && !Skip("MANUAL") && !Skip("ALL")) throw Unexpected();
    }

    /// <summary><c>[TYPE …]</c></summary>
    public void ReadKind(bool allowsAll)
    {
        if (!Skip("TYPE") || (allowsAll && Skip("ALL"))) return;
        Kind = Skip("RECORD", "COUNT") ? StatisticsKind.RecordCount
            : Skip("SIMPLE") ? StatisticsKind.Simple
            : Skip("HISTOGRAM") ? StatisticsKind.Histogram
            : Skip("TOPK") ? StatisticsKind.TopK
            : Skip("SKETCH") ? StatisticsKind.Sketch
            : Skip("SAMPLE") ? StatisticsKind.Sample
            : throw Unexpected();
        if (Kind == StatisticsKind.Sample && (Skip("SAMPLE", "SIZE") || Skip("SIZE"))) SampleSize = Number();
        SkipComma();
    }

    /// <summary>The properties, which commas may separate, and the initial refresh; all that is left.</summary>
    public StatisticsProperties ReadProperties()
    {
        bool? enable = null, refresh = null;
        long? buckets = null;
        string? unsupported = null;
        while (_next < words.Count)
        {
            var start = _next;
            if (Skip("NO", "INITIAL", "REFRESH")) refresh = false;
            else if (Skip("INITIAL", "REFRESH")) refresh = true;
            else if (Skip("ENABLE")) enable = OnOff();
            else if (Skip("BUCKETS")) buckets = Number();
            else if (Skip("SAMPLE", "SIZE")) SampleSize = Number();
            else if (Skip("REFRESH", "TYPE"))
            {
                if (Skip("AUTO")) unsupported ??= "REFRESH TYPE AUTO";
                else if (!Skip("MANUAL") && !Skip("DEFAULT")) throw Unexpected();
            }
            else if (Skip("VALID", "FOR"))
            {
                if (Skip("DATA", "DEPENDENCY")) unsupported ??= "VALID FOR DATA DEPENDENCY";
                else if (!Skip("ESTIMATION")) throw Unexpected();
            }
            else if (Skip("PERSISTENT"))
            {
                if (!OnOff()) unsupported ??= "PERSISTENT OFF";
            }
            else if (Skip("CONSTRAINT"))
            {
                if (!Skip("MAXDIFF") && !Skip("QOPTIMAL")) throw Unexpected();
                if (words[_next - 1].Text.Equals("QOPTIMAL", StringComparison.OrdinalIgnoreCase)) unsupported ??= "CONSTRAINT 'QOPTIMAL'";
            }
            else if (Skip("QERROR") || Skip("QTHETA") || Skip("MEMORY", "PERCENT") || Skip("MEMORY") || Skip("ACCURACY") || Skip("PREFIX", "BITS"))
            {
                unsupported ??= words[start].Text.ToUpperInvariant();
                Next(FedSqlLexer.IntegerLiteral, FedSqlLexer.NumericLiteral);
            }
            else throw Unexpected();
            SkipComma();
        }

        return new StatisticsProperties(enable, buckets, SampleSize, refresh, unsupported, span);
    }

    public void ReadEnd()
    {
        if (_next < words.Count) throw Unexpected();
    }

    /// <summary>Goes past these words if they come next.</summary>
    public bool Skip(params ReadOnlySpan<string> expected)
    {
        if (!IsAt(expected)) return false;
        _next += expected.Length;
        return true;
    }

    private bool IsAt(params ReadOnlySpan<string> expected)
    {
        for (var i = 0; i < expected.Length; i++)
            if (_next + i >= words.Count || !expected[i].Equals(words[_next + i].Text, StringComparison.OrdinalIgnoreCase)) return false;
        return true;
    }

    private void SkipComma()
    {
        if (_next < words.Count - 1 && words[_next].Type == FedSqlLexer.Comma) _next++;
    }

    private bool OnOff() => Skip("ON") || (Skip("OFF") ? false : throw Unexpected());

    private long Number()
    {
        var token = Next(FedSqlLexer.IntegerLiteral);
        return long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw error(token);
    }

    private IToken Next(params ReadOnlySpan<int> types)
    {
        if (_next >= words.Count || !types.Contains(words[_next].Type)) throw Unexpected();
        return words[_next++];
    }

    private GatewayException Unexpected() => _next < words.Count
        ? error(words[_next])
        : new GatewayException(SqlState.SyntaxError, "syntax error at end of input") { Position = span.Start + span.Length };
}
