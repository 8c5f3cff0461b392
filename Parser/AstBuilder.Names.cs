using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    /// <summary>The name a one-token rule (colId, colLabel …) holds.</summary>
    private static Identifier Name(ParserRuleContext context) => Name(context.Start);

    private static Identifier? OptionalName(ParserRuleContext? context) => context is null ? null : Name(context.Start);

    private static Identifier Name(IToken token) => token.Type is FedSqlLexer.QuotedIdentifier or FedSqlLexer.UnicodeIdentifier
        ? new Identifier(token.Text, Quoted: true, SpanOf(token))
        : new Identifier(Fold(token.Text), Quoted: false, SpanOf(token));

    /// <summary>Lower case for ASCII letters only: what PostgreSQL does in a multi-byte encoding.</summary>
    private static string Fold(string word)
    {
        var firstUpper = word.AsSpan().IndexOfAnyInRange('A', 'Z');
        return firstUpper < 0 ? word : string.Create(word.Length, word, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++) target[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
        });
    }

    private static EquatableArray<Identifier> Names(IEnumerable<ParserRuleContext> contexts) => [.. contexts.Select(Name)];

    private static EquatableArray<Identifier> Names(FedSqlParser.ColumnListContext? list) => list is null ? [] : Names(list.colId());

    private static ObjectName ObjectName(FedSqlParser.QualifiedNameContext context) =>
        new([Name(context.colId()), .. context.colLabel().Select(Name)], Span(context));

    private static EquatableArray<ObjectName> ObjectNames(IEnumerable<FedSqlParser.QualifiedNameContext> contexts) => [.. contexts.Select(ObjectName)];

    private static ObjectName ObjectName(Identifier name) => new([name], name.Span);

    private static ObjectName FunctionName(FedSqlParser.FunctionNameContext context) => context.functionKeywordName() is { } single
        ? ObjectName(Name(single))
        : new ObjectName([Name(context.colId()), .. context.colLabel().Select(Name)], Span(context));

    private static ObjectName RelationName(FedSqlParser.RelationContext context) => ObjectName(context.qualifiedName());

    private static OperatorName Operator(FedSqlParser.OperatorContext context) => context.Operator() is { } symbol
        ? Operator(symbol.Symbol)
        : Operator(context.anyOperatorSymbol(), context.colId(), Span(context));

    private static OperatorName Operator(FedSqlParser.AnyOperatorContext context) => Operator(context.anyOperatorSymbol(), context.colId(), Span(context));

    private static OperatorName Operator(FedSqlParser.AnyOperatorSymbolContext symbol, FedSqlParser.ColIdContext[] schemas, TextSpan span) =>
        Operator(symbol.Start) with { Schema = schemas.Length == 0 ? null : Name(schemas[^1]), Span = span };

    private static OperatorName Operator(IToken token) =>
        new(token.Type == FedSqlLexer.NotEqual ? "<>" : token.Text, null, SpanOf(token));
}
