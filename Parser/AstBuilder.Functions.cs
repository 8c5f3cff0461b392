using Antlr4.Runtime.Tree;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private FunctionCall Call(ObjectName name, FedSqlParser.CallArgumentsContext context, TextSpan span)
    {
        var call = Call(name, context.arguments(), span) with { Filter = OptionalExpression(context.expr()), Over = Over(context) };
        if (context.WITHIN() is not { } within) return call;
        var at = Span(within);
        if (!call.OrderBy.IsEmpty) throw Invalid("cannot use multiple ORDER BY clauses with WITHIN GROUP", at);
        if (call.Distinct) throw Invalid("cannot use DISTINCT with WITHIN GROUP", at);
        if (call.Variadic) throw Invalid("cannot use VARIADIC with WITHIN GROUP", at);
        return call with { OrderBy = SortItems(context.orderByClause()), WithinGroup = true };
    }

    private FunctionCall Call(ObjectName name, FedSqlParser.ArgumentsContext context, TextSpan span)
    {
        var arguments = context.argument();
        for (var i = 0; i < arguments.Length - 1; i++)
            if (arguments[i].VARIADIC() is not null) throw SyntaxError(context.Comma(i).Symbol);
        return new FunctionCall(name, [.. arguments.Select(Argument)], span)
        {
            Star = context.Star() is not null,
            Distinct = context.DISTINCT() is not null,
            Variadic = arguments.Length > 0 && arguments[^1].VARIADIC() is not null,
            OrderBy = SortItems(context.orderByClause()),
        };
    }

    /// <summary>Question marks stand for a procedure's results, which are behind its arguments.</summary>
    private CallStatement ProcedureCall(FedSqlParser.CallStatementContext context)
    {
        var values = context.callValue();
        var end = Array.FindLastIndex(values, value => value.argument() is not null) + 1;
        var (given, outputs) = (values[..end], values[end..]);
        if ((Array.Find(given, value => value.argument() is null) ?? Array.Find(outputs, value => value.Start.Text != "?")) is { } operand) throw SyntaxError(operand.Start);
        if (Array.Find(given, value => value.argument().VARIADIC() is not null) is { } spread) throw GatewayException.Unsupported("VARIADIC in CALL", Span(spread));
        var call = new FunctionCall(FunctionName(context.functionName()), [.. given.Select(value => Argument(value.argument()))], Span(context));
        return new CallStatement(call, outputs.Length, Span(context));
    }

    private FunctionArgument Argument(FedSqlParser.ArgumentContext context) =>
        new(OptionalName(context.functionKeywordName()), Expression(context.expr()), Span(context));

    private WindowReference? Over(FedSqlParser.CallArgumentsContext context)
    {
        if (context.OVER() is null) return null;
        return context.colId() is { } name ? new NamedWindowReference(Name(name), Span(name)) : Window(context.windowSpecification());
    }

    private WindowSpecification Window(FedSqlParser.WindowSpecificationContext context) => new(
        OptionalName(context.colId()),
        Expressions(context.exprList()),
        SortItems(context.orderByClause()),
        context.windowFrame() is { } frame ? Frame(frame) : null,
        Span(context));

    private WindowFrame Frame(FedSqlParser.WindowFrameContext context)
    {
        var unit = context.Start.Type switch
        {
            FedSqlLexer.ROWS => FrameUnit.Rows,
            FedSqlLexer.GROUPS => FrameUnit.Groups,
            _ => FrameUnit.Range,
        };
        var exclusion = context.EXCLUDE() is null ? FrameExclusion.NoOthers
            : context.CURRENT() is not null ? FrameExclusion.CurrentRow
            : context.GROUP() is not null ? FrameExclusion.Group
            : context.TIES() is not null ? FrameExclusion.Ties
            : FrameExclusion.NoOthers;
        var start = Bound(context.frameBound(0));
        var end = context.BETWEEN() is null ? new FrameBound(FrameBoundKind.CurrentRow, null, start.Span) : Bound(context.frameBound(1));
        RejectImpossibleFrame(start, end, context.BETWEEN() is not null);
        return new WindowFrame(unit, start, end, exclusion, Span(context));
    }

    private static void RejectImpossibleFrame(FrameBound start, FrameBound end, bool between)
    {
        if (start.Kind == FrameBoundKind.UnboundedFollowing) throw Window("frame start cannot be UNBOUNDED FOLLOWING", start);
        if (end.Kind == FrameBoundKind.UnboundedPreceding) throw Window("frame end cannot be UNBOUNDED PRECEDING", end);
        if (start.Kind == FrameBoundKind.CurrentRow && end.Kind == FrameBoundKind.Preceding)
            throw Window("frame starting from current row cannot have preceding rows", end);
        if (start.Kind != FrameBoundKind.Following) return;
        if (!between) throw Window("frame starting from following row cannot end with current row", start);
        if (end.Kind is FrameBoundKind.Preceding or FrameBoundKind.CurrentRow)
            throw Window("frame starting from following row cannot have preceding rows", end);

        static GatewayException Window(string message, FrameBound at) => new(SqlState.WindowingError, message) { Position = at.Span.Start };
    }

    private FrameBound Bound(FedSqlParser.FrameBoundContext context)
    {
        var kind = context.CURRENT() is not null ? FrameBoundKind.CurrentRow
            : context.UNBOUNDED() is not null ? (context.PRECEDING() is not null ? FrameBoundKind.UnboundedPreceding : FrameBoundKind.UnboundedFollowing)
            : context.PRECEDING() is not null ? FrameBoundKind.Preceding : FrameBoundKind.Following;
        return new FrameBound(kind, OptionalExpression(context.expr()), Span(context));
    }

    private SyntaxExpression SpecialFunction(FedSqlParser.SpecialFunctionContext context)
    {
        var span = Span(context);
        var word = SpanOf(context.Start);
        return context switch
        {
            FedSqlParser.ExtractFunctionContext c => PgCall("extract", word, span, ExtractField(c), Expression(c.expr())),
            FedSqlParser.PositionFunctionContext c => PgCall("position", word, span, Bexpression(c.bexpr(1)), Bexpression(c.bexpr(0))),
            FedSqlParser.SubstringFunctionContext c => PgCall("substring", word, span, SubstringArguments(c.substringArguments())),
            FedSqlParser.OverlayFunctionContext c => PgCall("overlay", word, span, [.. Expressions(c.expr())]),
            FedSqlParser.TrimFunctionContext c => Trim(c, word),
            FedSqlParser.NormalizeFunctionContext c => PgCall("normalize", word, span, c.Comma() is null
                ? [Expression(c.expr())]
                : [Expression(c.expr()), NormalForm(c.GetChild(4))]),
            FedSqlParser.CollationForFunctionContext => throw GatewayException.Unsupported("COLLATION FOR", word),
            FedSqlParser.CastFunctionContext c => new CastExpression(Expression(c.expr()), Type(c.typeName()), span),
            FedSqlParser.ListFunctionContext c => ListFunction(c, word),
            FedSqlParser.ForeignFunctionContext c => throw GatewayException.Unsupported(c.Start.Text.ToUpperInvariant(), word),
            FedSqlParser.NowFunctionContext c => PgCall(Fold(c.Start.Text), word, span, [.. Precision(c.IntegerLiteral())]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static StringLiteral NormalForm(IParseTree word) => new(word.GetText().ToUpperInvariant(), Span(word));

    private static StringLiteral ExtractField(FedSqlParser.ExtractFunctionContext context) => context.StringLiteral() is { } literal
        ? new StringLiteral(Text(literal), Span(literal))
        : new StringLiteral(Name(context.colLabel()).Text, Span(context.colLabel()));

    private SyntaxExpression[] SubstringArguments(FedSqlParser.SubstringArgumentsContext context) => context switch
    {
        // FOR may come first, FROM may be missing: it then starts at 1.
        FedSqlParser.SubstringForContext c when c.expr().Length == 2 =>
            [Expression(c.expr(0)), new NumberLiteral("1", Span(c.FOR())), Expression(c.expr(1))],
        FedSqlParser.SubstringForContext c => [Expression(c.expr(0)), Expression(c.expr(2)), Expression(c.expr(1))],
        FedSqlParser.SubstringFromContext c => [.. Expressions(c.expr())],
        FedSqlParser.SubstringListContext c => [.. Expressions(c.expr())],
        FedSqlParser.SubstringSimilarContext c when c.expr(1) is FedSqlParser.EscapeExprContext pattern =>
            [Expression(c.expr(0)), Expression(pattern.expr(0)), Expression(pattern.expr(1))],
        _ => throw SyntaxError(context.Stop),
    };

    private FunctionCall Trim(FedSqlParser.TrimFunctionContext context, TextSpan word)
    {
        var name = context.LEADING() is not null ? "ltrim" : context.TRAILING() is not null ? "rtrim" : "btrim";
        var arguments = Expressions(context.exprList());
        return PgCall(name, word, Span(context), context.expr() is { } characters ? [.. arguments, Expression(characters)] : [.. arguments]);
    }

    private FunctionCall ListFunction(FedSqlParser.ListFunctionContext context, TextSpan word)
    {
        var arguments = Expressions(context.exprList());
        if (context.NULLIF() is not null && arguments.Count != 2)
            throw SyntaxError(arguments.Count == 1 ? context.Stop : context.exprList().Comma(1).Symbol);
        return PgCall(Fold(context.Start.Text), word, Span(context), [.. arguments]);
    }

    /// <summary>A call of one of PostgreSQL's own functions that was not written as a call.</summary>
    private static FunctionCall PgCall(string name, TextSpan nameSpan, TextSpan span, params SyntaxExpression[] arguments)
    {
        var function = new ObjectName([new Identifier("pg_catalog", false, nameSpan), new Identifier(name, false, nameSpan)], nameSpan);
        return new FunctionCall(function, [.. arguments.Select(argument => new FunctionArgument(null, argument, argument.Span))], span);
    }
}
