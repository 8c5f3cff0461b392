using System.Runtime.CompilerServices;
using Antlr4.Runtime;

namespace FederationGateway.Parser.Parsing;

/// <summary>
/// Counts how deep the parser's rules call each other and stops before the stack does. The count sees every kind of recursion, also those
/// that brackets do not show (<c>NOT a = NOT b = …</c>).
/// </summary>
public abstract class DepthLimitedParser(ITokenStream input, TextWriter output, TextWriter errorOutput)
    : Antlr4.Runtime.Parser(input, output, errorOutput)
{
    private int _depth;

    /// <summary>The deepest chain of rules allowed.</summary>
    internal int DepthLimit { get; set; } = int.MaxValue;

    public override void EnterRule(ParserRuleContext localctx, int state, int ruleIndex)
    {
        Deepen();
        base.EnterRule(localctx, state, ruleIndex);
    }

    public override void ExitRule()
    {
        _depth--;
        base.ExitRule();
    }

    public override void EnterRecursionRule(ParserRuleContext localctx, int state, int ruleIndex, int precedence)
    {
        Deepen();
        base.EnterRecursionRule(localctx, state, ruleIndex, precedence);
    }

    public override void UnrollRecursionContexts(ParserRuleContext _parentctx)
    {
        _depth--;
        base.UnrollRecursionContexts(_parentctx);
    }

    private void Deepen()
    {
        // The caller may have used most of its stack already.
        if (++_depth > DepthLimit || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new DepthLimitException();
    }
}
