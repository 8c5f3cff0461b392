using System.Globalization;
using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private TypeName Type(FedSqlParser.TypeNameContext context)
    {
        if (context.SETOF() is { } setOf) throw GatewayException.Unsupported("SETOF", Span(setOf));
        var dimensions = context.ARRAY() is null ? context.arrayBound().Length : 1;
        return SimpleType(context.simpleType()) with { ArrayDimensions = dimensions, Span = Span(context) };
    }

    private TypeName SimpleType(FedSqlParser.SimpleTypeContext context)
    {
        if (context.builtinType() is { } builtin) return BuiltinType(builtin);
        if (context.INTERVAL() is not null)
            return StandardType("interval", Precision(context.IntegerLiteral()), context) with { IntervalFields = Fields(context.intervalFields()) };
        var name = new ObjectName([Name(context.typeFunctionName()), .. context.colLabel().Select(Name)], NameSpan(context));
        return new TypeName(name, Modifiers(context.typeModifiers()), 0, IntervalFields.All, Span(context));
    }

    private static TextSpan NameSpan(FedSqlParser.SimpleTypeContext context)
    {
        var labels = context.colLabel();
        return labels.Length == 0 ? Span(context.typeFunctionName()) : Between(context.typeFunctionName(), labels[^1]);
    }

    private TypeName BuiltinType(FedSqlParser.BuiltinTypeContext context) => context switch
    {
        FedSqlParser.PlainTypeContext c => StandardType(
            c.Start.Type switch
            {
                FedSqlLexer.SMALLINT => "smallint",
                FedSqlLexer.BIGINT => "bigint",
                FedSqlLexer.REAL => "real",
                FedSqlLexer.BOOLEAN => "boolean",
                _ => "integer",
            },
            [],
            c),
        FedSqlParser.NumberTypeContext { Start.Type: FedSqlLexer.FLOAT } c => FloatType(c),
        FedSqlParser.NumberTypeContext c => StandardType("numeric", Modifiers(c.typeModifiers()), c),
        FedSqlParser.DoubleTypeContext c => StandardType("double precision", [], c),
        FedSqlParser.CharacterTypeContext c => c.VARYING() is not null || c.VARCHAR() is not null
            ? StandardType("character varying", Modifiers(c.typeModifiers()), c)
            : StandardType("character", LengthOrOne(c.typeModifiers(), c), c),
        FedSqlParser.BitTypeContext c => c.VARYING() is not null
            ? StandardType("bit varying", Modifiers(c.typeModifiers()), c)
            : StandardType("bit", LengthOrOne(c.typeModifiers(), c), c),
        FedSqlParser.TimeTypeContext c => StandardType(
            (c.Start.Type == FedSqlLexer.TIME ? "time" : "timestamp") + (c.WITH() is null ? " without time zone" : " with time zone"),
            Precision(c.IntegerLiteral()),
            c),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary><c>float(p)</c> counts binary digits: up to 24 is real, up to 53 double precision.</summary>
    private TypeName FloatType(FedSqlParser.NumberTypeContext context)
    {
        if (context.typeModifiers() is not { } modifiers) return StandardType("double precision", [], context);
        if (Modifiers(modifiers) is not { Count: 1 } list || list[0] is not NumberLiteral { IsInteger: true } bits) throw SyntaxError(modifiers.Start);
        if (!int.TryParse(bits.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var precision) || precision > 53)
            throw new GatewayException(SqlState.InvalidParameterValue, "precision for type float must be less than 54 bits") { Position = bits.Span.Start };
        if (precision < 1)
            throw new GatewayException(SqlState.InvalidParameterValue, "precision for type float must be at least 1 bit") { Position = bits.Span.Start };
        return StandardType(precision <= 24 ? "real" : "double precision", [], context);
    }

    private static TypeName StandardType(string name, EquatableArray<SyntaxExpression> modifiers, ParserRuleContext context)
    {
        var span = Span(context);
        return new TypeName(ObjectName(new Identifier(name, Quoted: false, span)), modifiers, 0, IntervalFields.All, span);
    }

    private EquatableArray<SyntaxExpression> Modifiers(FedSqlParser.TypeModifiersContext? context) =>
        context is null ? [] : Expressions(context.exprList());

    private EquatableArray<SyntaxExpression> LengthOrOne(FedSqlParser.TypeModifiersContext? context, ParserRuleContext type) =>
        context is null ? [new NumberLiteral("1", Span(type))] : Modifiers(context);

    private static EquatableArray<SyntaxExpression> Precision(Antlr4.Runtime.Tree.ITerminalNode? literal) =>
        literal is null ? [] : [Number(literal.Symbol)];

    private static IntervalFields Fields(FedSqlParser.IntervalFieldsContext? context)
    {
        if (context is null) return IntervalFields.All;
        return (context.Start.Type, context.TO() is null ? 0 : LastField(context)) switch
        {
            (FedSqlLexer.YEAR, 0) => IntervalFields.Year,
            (FedSqlLexer.MONTH, 0) => IntervalFields.Month,
            (FedSqlLexer.DAY, 0) => IntervalFields.Day,
            (FedSqlLexer.HOUR, 0) => IntervalFields.Hour,
            (FedSqlLexer.MINUTE, 0) => IntervalFields.Minute,
            (FedSqlLexer.SECOND, _) => IntervalFields.Second,
            (FedSqlLexer.YEAR, _) => IntervalFields.YearToMonth,
            (FedSqlLexer.DAY, FedSqlLexer.HOUR) => IntervalFields.DayToHour,
            (FedSqlLexer.DAY, FedSqlLexer.MINUTE) => IntervalFields.DayToMinute,
            (FedSqlLexer.DAY, _) => IntervalFields.DayToSecond,
            (FedSqlLexer.HOUR, FedSqlLexer.MINUTE) => IntervalFields.HourToMinute,
            (FedSqlLexer.HOUR, _) => IntervalFields.HourToSecond,
            _ => IntervalFields.MinuteToSecond,
        };
    }

    private static int LastField(FedSqlParser.IntervalFieldsContext context) => context.intervalSecond()?.Start.Type ?? context.Stop.Type;
}
