using System.Globalization;
using System.Numerics;
using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private SyntaxExpression Primary(FedSqlParser.PrimaryContext context) => context switch
    {
        FedSqlParser.LiteralPrimaryContext c => Literal(c.literal()),
        FedSqlParser.NamePrimaryContext c => NameExpression(c),
        FedSqlParser.TypedPrimaryContext c => new TypedLiteral(BuiltinType(c.builtinType()), Text(c.StringLiteral()), Span(c.StringLiteral()), Span(c)),
        FedSqlParser.IntervalPrimaryContext c => IntervalLiteral(c),
        FedSqlParser.NamedParameterPrimaryContext c => new NamedParameterReference(ParameterName(c.NamedParameter()), Span(c)),
        FedSqlParser.ParameterPrimaryContext c => Indirect(Parameter(c.Parameter().Symbol), c.indirection()),
        FedSqlParser.SubqueryPrimaryContext c => Indirect(new SubqueryExpression(Query(c.queryStatement()), Between(c.LeftParen(), c.RightParen())), c.indirection()),
        FedSqlParser.ParenthesizedPrimaryContext c => Indirect(Parenthesized(c), c.indirection()),
        FedSqlParser.RowPrimaryContext c => Indirect(new RowExpression(Expressions(c.exprList()), Explicit: true, Between(c.ROW(), c.RightParen())), c.indirection()),
        FedSqlParser.ExistsPrimaryContext c => new ExistsExpression(Query(c.queryStatement()), Span(c)),
        FedSqlParser.ArraySubqueryPrimaryContext c =>
            Indirect(new ArraySubqueryExpression(Query(c.queryStatement()), Between(c.ARRAY(), c.RightParen())), c.indirection()),
        FedSqlParser.ArrayPrimaryContext c => Indirect(ArrayItems(c.arrayItems()) with { Span = Between(c.ARRAY(), c.arrayItems()) }, c.indirection()),
        FedSqlParser.CasePrimaryContext c => Case(c),
        FedSqlParser.GroupingPrimaryContext c => new GroupingExpression(Expressions(c.exprList()), Span(c)),
        FedSqlParser.SpecialPrimaryContext c => SpecialFunction(c.specialFunction()),
        // ANY and ALL stand only to the right of an operator, which takes them itself.
        FedSqlParser.QuantifiedPrimaryContext c => throw SyntaxError(c.Start),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static SyntaxExpression Literal(FedSqlParser.LiteralContext context)
    {
        var token = context.Start;
        var span = SpanOf(token);
        return token.Type switch
        {
            FedSqlLexer.StringLiteral => new StringLiteral(token.Text, span),
            FedSqlLexer.BitString => new BitStringLiteral(token.Text[1..], token.Text[0] == 'x', span),
            FedSqlLexer.TRUE => new BooleanLiteral(true, span),
            FedSqlLexer.FALSE => new BooleanLiteral(false, span),
            FedSqlLexer.NULL => new NullLiteral(span),
            _ => Number(token),
        };
    }

    /// <summary>Underscores go, hexadecimal, octal and binary integers become decimal.</summary>
    private static NumberLiteral Number(IToken token)
    {
        var text = token.Text;
        if (text.Contains('_', StringComparison.Ordinal)) text = text.Replace("_", "", StringComparison.Ordinal);
        if (text is ['0', 'x' or 'X' or 'o' or 'O' or 'b' or 'B', ..])
        {
            var bits = char.ToLowerInvariant(text[1]) switch { 'x' => 4, 'o' => 3, _ => 1 };
            var value = BigInteger.Zero;
            foreach (var digit in text.AsSpan(2)) value = (value << bits) + Convert.ToInt32(digit.ToString(), 16);
            text = value.ToString(CultureInfo.InvariantCulture);
        }

        return new NumberLiteral(text, SpanOf(token));
    }

    private static ParameterReference Parameter(IToken token)
    {
        if (int.TryParse(token.Text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return new ParameterReference(number, SpanOf(token));
        throw new GatewayException(SqlState.UndefinedParameter, $"there is no parameter {token.Text}") { Position = token.StartIndex };
    }

    private static TypedLiteral IntervalLiteral(FedSqlParser.IntervalPrimaryContext context)
    {
        var type = StandardType("interval", Precision(context.IntegerLiteral()), context) with
        {
            IntervalFields = Fields(context.intervalFields()),
            Span = Span(context.INTERVAL()),
        };
        return new TypedLiteral(type, Text(context.StringLiteral()), Span(context.StringLiteral()), Span(context));
    }

    /// <summary>What starts with a name: a column, a star, a function call, a typed literal.</summary>
    private SyntaxExpression NameExpression(FedSqlParser.NamePrimaryContext context)
    {
        var first = (ParserRuleContext)context.GetChild(0);
        var suffixes = context.nameSuffix();
        List<Identifier> parts = [Name(first)];
        var isStar = false;
        foreach (var suffix in suffixes)
        {
            if (isStar) throw Invalid("improper use of \"*\"", Span(suffix));
            if (suffix.colLabel() is { } label) parts.Add(Name(label));
            else isStar = true;
        }

        var span = suffixes.Length == 0 ? Span(first) : Between(first, suffixes[^1]);
        var name = new ObjectName([.. parts], span);
        if (context.callArguments() is null && context.StringLiteral() is null)
            return Indirect(isStar ? new StarExpression(name, span) : new ColumnReference(name, span), Indirections(context));

        if (isStar) throw SyntaxError(((ParserRuleContext)context.GetChild(1 + suffixes.Length)).Start);
        if (context.StringLiteral() is not { } literal) return Call(name, context.callArguments(), Span(context));

        var modifiers = context.callArguments() is { } arguments ? TypeModifiers(arguments) : [];
        return new TypedLiteral(new TypeName(name, modifiers, 0, IntervalFields.All, span), Text(literal), Span(literal), Span(context));
    }

    private static IEnumerable<ParserRuleContext> Indirections(FedSqlParser.NamePrimaryContext context) =>
        context.subscript() is { } subscript ? [subscript, .. context.indirection()] : [];

    /// <summary>The modifiers of <c>varchar(3) 'abc'</c>, which were read as a call's arguments.</summary>
    private EquatableArray<SyntaxExpression> TypeModifiers(FedSqlParser.CallArgumentsContext context)
    {
        var call = Call(ObjectName(new Identifier("", Quoted: false, Span(context))), context, Span(context));
        var isPlain = call is { Star: false, Distinct: false, Variadic: false, OrderBy.IsEmpty: true, Filter: null, Over: null };
        if (!isPlain || call.Arguments.Any(argument => argument.Name is not null)) throw SyntaxError(context.Start);
        return [.. call.Arguments.Select(argument => argument.Value)];
    }

    private SyntaxExpression Indirect(SyntaxExpression operand, IEnumerable<ParserRuleContext> steps)
    {
        var levels = 0;
        foreach (var step in steps)
        {
            Rise(1, step);
            levels++;
            if (operand is StarExpression or FieldStarExpression) throw Invalid("improper use of \"*\"", Span(step));
            var span = TextSpan.Union(operand.Span, Span(step));
            operand = step switch
            {
                FedSqlParser.IndirectionContext c when c.colLabel() is { } label => new FieldExpression(operand, Name(label), span),
                FedSqlParser.IndirectionContext c when c.Star() is not null => new FieldStarExpression(operand, span),
                FedSqlParser.IndirectionContext c => Subscript(operand, c.subscript(), span),
                _ => Subscript(operand, (FedSqlParser.SubscriptContext)step, span),
            };
        }

        _height -= levels;
        return operand;
    }

    private SyntaxExpression Subscript(SyntaxExpression operand, FedSqlParser.SubscriptContext context, TextSpan span) => context.Colon() is null
        ? new SubscriptExpression(operand, Expression(context.expr(0)), span)
        : new SliceExpression(operand, OptionalExpression(context.lower), OptionalExpression(context.upper), span);

    private SyntaxExpression Parenthesized(FedSqlParser.ParenthesizedPrimaryContext context)
    {
        var items = context.expr();
        return items.Length == 1
            ? Expression(items[0])
            : new RowExpression(Expressions(items), Explicit: false, Between(context.LeftParen(), context.RightParen()));
    }

    private ArrayExpression ArrayItems(FedSqlParser.ArrayItemsContext context)
    {
        Rise(1, context);
        EquatableArray<SyntaxExpression> items = context.expr() is { Length: > 0 } scalars
            ? Expressions(scalars)
            : [.. context.arrayItems().Select(ArrayItems)];
        _height--;
        return new ArrayExpression(items, Span(context));
    }

    private CaseExpression Case(FedSqlParser.CasePrimaryContext context)
    {
        var whens = context.WHEN();
        var expressions = new Queue<FedSqlParser.ExprContext>(context.expr());
        var hasOperand = context.GetChild(1) is FedSqlParser.ExprContext;
        var operand = hasOperand ? Expression(expressions.Dequeue()) : null;
        var branches = new CaseBranch[whens.Length];
        for (var i = 0; i < branches.Length; i++)
        {
            var (when, then) = (expressions.Dequeue(), expressions.Dequeue());
            branches[i] = new CaseBranch(Expression(when), Expression(then), Between(whens[i], then));
        }

        return new CaseExpression(operand, [.. branches], expressions.Count > 0 ? Expression(expressions.Dequeue()) : null, Span(context));
    }
}
