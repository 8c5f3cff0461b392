using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private EquatableArray<SyntaxExpression> Expressions(FedSqlParser.ExprListContext? list) => list is null ? [] : Expressions(list.expr());

    private EquatableArray<SyntaxExpression> Expressions(FedSqlParser.ExprContext[] contexts)
    {
        var items = new SyntaxExpression[contexts.Length];
        for (var i = 0; i < items.Length; i++) items[i] = Expression(contexts[i]);
        return items.ToEquatableArray();
    }

    private SyntaxExpression? OptionalExpression(FedSqlParser.ExprContext? context) => context is null ? null : Expression(context);

    /// <summary>
    /// Infix chains lean to the left and may be long, so they are walked in a loop: down the left operands to the first one, then up again,
    /// taking in one operator at a time. A run of ANDs (or ORs) becomes one node.
    /// </summary>
    private SyntaxExpression Expression(FedSqlParser.ExprContext context)
    {
        List<FedSqlParser.ExprContext>? spine = null;
        var first = context;
        while (first.GetChild(0) is FedSqlParser.ExprContext left)
        {
            (spine ??= []).Add(first);
            first = left;
        }

        if (spine is null) return Leaf(first);

        var levels = 0;
        for (var i = 0; i < spine.Count; i++)
            if (i == 0 || !IsSameChain(spine[i], spine[i - 1])) levels++;
        Rise(levels, context);
        var result = Leaf(first);
        for (var i = spine.Count - 1; i >= 0;)
        {
            if (spine[i] is FedSqlParser.AndExprContext or FedSqlParser.OrExprContext)
            {
                List<SyntaxExpression> operands = [result];
                var link = spine[i];
                do operands.Add(Expression(Right(spine[i--])));
                while (i >= 0 && IsSameChain(spine[i], link));
                var kind = link is FedSqlParser.AndExprContext ? LogicalOperator.And : LogicalOperator.Or;
                result = new LogicalExpression(kind, [.. operands], TextSpan.Union(operands[0].Span, operands[^1].Span));
            }
            else
            {
                result = Combine(result, spine[i--]);
            }

            _height--;
        }

        return result;
    }

    private static bool IsSameChain(FedSqlParser.ExprContext one, FedSqlParser.ExprContext other) => (one, other) is
        (FedSqlParser.AndExprContext, FedSqlParser.AndExprContext) or (FedSqlParser.OrExprContext, FedSqlParser.OrExprContext);

    private static FedSqlParser.ExprContext Right(FedSqlParser.ExprContext context) => (FedSqlParser.ExprContext)context.GetChild(context.ChildCount - 1);

    private SyntaxExpression Leaf(FedSqlParser.ExprContext context)
    {
        Rise(1, context);
        var leaf = context switch
        {
            FedSqlParser.PrimaryExprContext c => Primary(c.primary()),
            FedSqlParser.SignExprContext c => new UnaryExpression(Operator(c.Start), Expression(c.expr()), Span(c)),
            FedSqlParser.PrefixExprContext c => new UnaryExpression(Operator(c.@operator()), Expression(c.expr()), Span(c)),
            FedSqlParser.NotExprContext c => new NotExpression(Expression(c.expr()), Span(c)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        _height--;
        return leaf;
    }

    /// <summary>An infix or postfix operator applied to a left operand built already.</summary>
    private SyntaxExpression Combine(SyntaxExpression left, FedSqlParser.ExprContext context)
    {
        var span = TextSpan.Union(left.Span, Span(context));
        switch (context)
        {
            case FedSqlParser.CastExprContext c:
                return new CastExpression(left, Type(c.typeName()), span);
            case FedSqlParser.CollateExprContext c:
                return new CollateExpression(left, ObjectName(c.qualifiedName()), span);
            case FedSqlParser.AtTimeZoneExprContext c:
                return PgCall("timezone", Span(c.AT()), span, Expression(c.expr(1)), left);
            case FedSqlParser.BinaryExprContext c:
                return Binary(left, OperatorOf(c.GetChild(1)), c.expr(1), span);
            case FedSqlParser.ComparisonExprContext c:
                RejectChain<FedSqlParser.ComparisonExprContext>(c);
                return Binary(left, OperatorOf(c.GetChild(1)), c.expr(1), span);
            case FedSqlParser.BetweenExprContext c:
                RejectChain<FedSqlParser.BetweenExprContext>(c);
                return new BetweenExpression(left, Bexpression(c.bexpr()), Expression(c.expr(1)), c.SYMMETRIC() is not null, c.NOT() is not null, span);
            case FedSqlParser.InExprContext c:
                RejectChain<FedSqlParser.InExprContext>(c);
                return c.queryStatement() is { } query
                    ? new InSubqueryExpression(left, Query(query), c.NOT() is not null, span)
                    : new InListExpression(left, Expressions(c.exprList()), c.NOT() is not null, span);
            case FedSqlParser.LikeExprContext c:
                RejectChain<FedSqlParser.LikeExprContext>(c);
                return Like(left, c, span);
            case FedSqlParser.EscapeExprContext c:
                if (left is LikeExpression { Escape: null } like && c.expr(0) is FedSqlParser.LikeExprContext)
                    return like with { Escape = Expression(c.expr(1)), Span = span };
                throw SyntaxError(c.ESCAPE().Symbol);
            case FedSqlParser.OverlapsExprContext c:
                return Overlaps(left, c, span);
            case FedSqlParser.IsDistinctExprContext c:
                return new IsDistinctExpression(left, Expression(c.expr(1)), c.NOT() is not null, span);
            case FedSqlParser.IsDocumentExprContext c:
                throw GatewayException.Unsupported("IS DOCUMENT", Span(c.DOCUMENT()));
            case FedSqlParser.IsNormalizedExprContext c:
                return IsNormalized(left, c, span);
            case FedSqlParser.IsExprContext c:
                return Is(left, c, span);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Comparisons and their like do not associate: <c>a &lt; b &lt; c</c> is an error at the second operator.</summary>
    private void RejectChain<T>(T context)
        where T : FedSqlParser.ExprContext
    {
        if (context.GetChild(0) is T) throw SyntaxError(FirstToken(context.GetChild(1)));
    }

    private static IToken FirstToken(IParseTree tree) => tree is ITerminalNode node ? node.Symbol : ((ParserRuleContext)tree).Start;

    private static OperatorName OperatorOf(IParseTree tree) =>
        tree is ITerminalNode node ? Operator(node.Symbol) : Operator((FedSqlParser.OperatorContext)tree);

    private SyntaxExpression Binary(SyntaxExpression left, OperatorName symbol, FedSqlParser.ExprContext right, TextSpan span) =>
        QuantifiedOperand(right) is { } quantified
            ? Quantified(left, symbol, quantified, span)
            : new BinaryExpression(left, symbol, Expression(right), span);

    private static FedSqlParser.QuantifiedPrimaryContext? QuantifiedOperand(FedSqlParser.ExprContext context) =>
        (context as FedSqlParser.PrimaryExprContext)?.primary() as FedSqlParser.QuantifiedPrimaryContext;

    private SyntaxExpression Quantified(SyntaxExpression left, OperatorName symbol, FedSqlParser.QuantifiedPrimaryContext context, TextSpan span)
    {
        var quantifier = context.ALL() is null ? Quantifier.Any : Quantifier.All;
        return context.queryStatement() is { } query
            ? new QuantifiedSubqueryExpression(left, symbol, quantifier, Query(query), span)
            : new QuantifiedArrayExpression(left, symbol, quantifier, Expression(context.expr()), span);
    }

    private SyntaxExpression Like(SyntaxExpression left, FedSqlParser.LikeExprContext context, TextSpan span)
    {
        var negated = context.NOT() is not null;
        var kind = context.LIKE() is not null ? LikeKind.Like : context.ILIKE() is not null ? LikeKind.ILike : LikeKind.SimilarTo;
        if (QuantifiedOperand(context.expr(1)) is not { } quantified)
            return new LikeExpression(left, kind, Expression(context.expr(1)), null, negated, span);
        if (kind == LikeKind.SimilarTo) throw SyntaxError(quantified.Start);
        var symbol = (negated ? "!" : "") + "~~" + (kind == LikeKind.ILike ? "*" : "");
        return Quantified(left, new OperatorName(symbol, null, Span(context.GetChild(1))), quantified, span);
    }

    private FunctionCall Overlaps(SyntaxExpression left, FedSqlParser.OverlapsExprContext context, TextSpan span)
    {
        if (left is not RowExpression { Items.Count: 2 } first)
            throw Invalid("wrong number of parameters on left side of OVERLAPS expression", left.Span);
        var right = Expression(context.expr(1));
        if (right is not RowExpression { Items.Count: 2 } second)
            throw Invalid("wrong number of parameters on right side of OVERLAPS expression", right.Span);
        return PgCall("overlaps", Span(context.OVERLAPS()), span, first.Items[0], first.Items[1], second.Items[0], second.Items[1]);
    }

    private static SyntaxExpression IsNormalized(SyntaxExpression left, FedSqlParser.IsNormalizedExprContext context, TextSpan span)
    {
        var form = context.GetChild(context.ChildCount - 2);
        var isWritten = form is ITerminalNode { Symbol.Type: not (FedSqlLexer.IS or FedSqlLexer.NOT) };
        var call = PgCall("is_normalized", Span(context.NORMALIZED()), span, left, isWritten ? NormalForm(form) : new StringLiteral("NFC", Span(context.NORMALIZED())));
        return context.NOT() is null ? call : new NotExpression(call, span);
    }

    private static IsExpression Is(SyntaxExpression left, FedSqlParser.IsExprContext context, TextSpan span)
    {
        if (context.IS() is null) return new IsExpression(left, IsTest.Null, context.NOTNULL() is not null, span);
        var test = context.Stop.Type switch
        {
            FedSqlLexer.NULL => IsTest.Null,
            FedSqlLexer.TRUE => IsTest.True,
            FedSqlLexer.FALSE => IsTest.False,
            _ => IsTest.Unknown,
        };
        return new IsExpression(left, test, context.NOT() is not null, span);
    }

    /// <summary>The restricted expressions, built like the full ones.</summary>
    private SyntaxExpression Bexpression(FedSqlParser.BexprContext context)
    {
        List<FedSqlParser.BexprContext> spine = [];
        var first = context;
        while (first.GetChild(0) is FedSqlParser.BexprContext left)
        {
            spine.Add(first);
            first = left;
        }

        Rise(spine.Count + 1, context);
        var result = first switch
        {
            FedSqlParser.PrimaryBexprContext c => Primary(c.primary()),
            FedSqlParser.SignBexprContext c => new UnaryExpression(Operator(c.Start), Bexpression(c.bexpr()), Span(c)),
            FedSqlParser.PrefixBexprContext c => new UnaryExpression(Operator(c.@operator()), Bexpression(c.bexpr()), Span(c)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        _height--;
        for (var i = spine.Count - 1; i >= 0; i--)
        {
            var span = TextSpan.Union(result.Span, Span(spine[i]));
            result = spine[i] switch
            {
                FedSqlParser.CastBexprContext c => new CastExpression(result, Type(c.typeName()), span),
                FedSqlParser.BinaryBexprContext c => new BinaryExpression(result, OperatorOf(c.GetChild(1)), Bexpression(c.bexpr(1)), span),
                FedSqlParser.ComparisonBexprContext c => new BinaryExpression(result, OperatorOf(c.GetChild(1)), Bexpression(c.bexpr(1)), span),
                FedSqlParser.IsDistinctBexprContext c => new IsDistinctExpression(result, Bexpression(c.bexpr(1)), c.NOT() is not null, span),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            _height--;
        }

        return result;
    }
}
