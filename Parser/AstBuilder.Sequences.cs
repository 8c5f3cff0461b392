using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private CreateSequenceStatement CreateSequence(FedSqlParser.CreateSequenceStatementContext context) => new(
        ObjectName(context.qualifiedName()), context.EXISTS() is not null, context.TEMPORARY() is not null || context.TEMP() is not null, [.. context.sequenceOption().Select(SequenceOption)], Span(context));

    private AlterSequenceStatement AlterSequence(FedSqlParser.AlterSequenceStatementContext context) =>
        new(ObjectName(context.qualifiedName()), context.EXISTS() is not null, [.. context.sequenceOption().Select(SequenceOption)], Span(context));

    private SequenceOption SequenceOption(FedSqlParser.SequenceOptionContext context)
    {
        var span = Span(context);
        if (context.builtinType() is { } type) return new SequenceOption("as", null, BuiltinType(type), null, span);
        if (context.SEQUENCE() is not null) return new SequenceOption("sequence name", null, null, ObjectName(context.qualifiedName()), span);
        var word = context.colId().GetText().ToLowerInvariant();
        if (context.NO() is not null) word = "no " + word;
        var number = context.IntegerLiteral() is { } digits ? (context.Minus() is null ? "" : "-") + digits.GetText() : null;
        return new SequenceOption(word, number, null, context.qualifiedName() is { } target ? ObjectName(target) : null, span);
    }
}
