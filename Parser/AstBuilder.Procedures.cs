using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>Procedures.</summary>
internal sealed partial class AstBuilder
{
    /// <summary>A name's text as <see cref="Name(IToken)"/> has it.</summary>
    public static string NameText(IToken token) => Name(token).Text;

    private CreateProcedureStatement CreateProcedure(FedSqlParser.CreateProcedureStatementContext context)
    {
        var parameters = context.procedureParameter().Select(ProcedureParameter).ToEquatableArray();
        if (context.BEGIN() is not null && context.AS() is null) Require(context.Identifier().Symbol, "ATOMIC");
        var (language, isInvoker) = ProcedureOptions(context.procedureWord());
        var (body, start) = Body(context);
        return new CreateProcedureStatement(ObjectName(context.qualifiedName()), context.REPLACE() is not null, parameters, language, isInvoker, body, SqlParser.ParseBody(body, start).ToEquatableArray(), Span(context));
    }

    private ProcedureParameterClause ProcedureParameter(FedSqlParser.ProcedureParameterContext context)
    {
        if (context.expr() is { } value) throw GatewayException.Unsupported("a default of a parameter", Span(value));
        return new ProcedureParameterClause(
            Name(context.colId()), context.typeName() is { } type ? Type(type) : null,
            context.procedureColumn().Select(column => new ProcedureColumnClause(Name(column.colId()), Type(column.typeName()), Span(column))).ToEquatableArray(), Span(context));
    }

    // The text between BEGIN and END, or that of the string, and where it starts. What a string spells otherwise than it is moves what stands behind it.
    private (string Body, int Start) Body(FedSqlParser.CreateProcedureStatementContext context)
    {
        if (context.BEGIN() is { } begin)
        {
            var start = Span(context.AS() is null ? (Antlr4.Runtime.Tree.IParseTree)context.Identifier() : begin).End;
            return (sql[start..Span(context.END()).Start], start);
        }

        return Body(context.StringLiteral());
    }

    private BodyClause BodyOf(Antlr4.Runtime.Tree.ITerminalNode literal)
    {
        var (text, start) = Body(literal);
        return new BodyClause(text, SqlParser.ParseBody(text, start).ToEquatableArray(), Span(literal));
    }

    private (string Body, int Start) Body(Antlr4.Runtime.Tree.ITerminalNode literal)
    {
        var (text, at) = (Text(literal), Span(literal));
        var quote = sql[at.Start] == '$' ? sql.IndexOf('$', at.Start + 1) - at.Start + 1 : sql.IndexOf('\'', at.Start) - at.Start + 1;
        return (text, at.Start + quote);
    }

    private (Identifier? Language, bool IsInvoker) ProcedureOptions(FedSqlParser.ProcedureWordContext[] words)
    {
        Identifier? language = null;
        var isInvoker = false;
        for (var i = 0; i < words.Length; i++)
        {
            var token = words[i].Start;
            if (token.Type == FedSqlLexer.LANGUAGE)
            {
                if (language is not null) throw Invalid("conflicting or redundant options", SpanOf(token));
                var name = Following(words, ref i);
                language = name.Type == FedSqlLexer.StringLiteral ? new Identifier(name.Text.ToLowerInvariant(), Quoted: true, SpanOf(name)) : Name(name);
            }
            else if (IsWord(token, "SECURITY") || (IsWord(token, "SQL") && IsWord(Following(words, ref i), "SECURITY")))
            {
                var who = Following(words, ref i);
                if (!IsWord(who, "DEFINER")) Require(who, "INVOKER");
                isInvoker = IsWord(who, "INVOKER");
            }
            else throw SyntaxError(token);
        }

        return (language, isInvoker);

        IToken Following(FedSqlParser.ProcedureWordContext[] all, ref int at) => ++at < all.Length ? all[at].Start : throw SyntaxError(all[^1].Start);
    }

    private DropProcedureStatement DropProcedure(FedSqlParser.DropProcedureStatementContext context) =>
        new(context.routineName().Select(RoutineName).ToEquatableArray(), context.EXISTS() is not null, Behavior(context.dropBehavior()), Span(context));

    private EquatableArray<GivenArgument> GivenArguments(FedSqlParser.GivenArgumentsContext? given, FedSqlParser.ProcedureArgumentsContext? procedures)
    {
        if (procedures is not null) Require(procedures.Identifier().Symbol, "PARAMETERS");
        return [.. Of(given, isProcedures: false), .. Of(procedures?.givenArguments(), isProcedures: true)];

        IEnumerable<GivenArgument> Of(FedSqlParser.GivenArgumentsContext? list, bool isProcedures) => list is null ? [] : list.argument().Select(argument =>
        {
            if (argument.VARIADIC() is { } spread) throw GatewayException.Unsupported("VARIADIC here", Span(spread));
            return new GivenArgument(Argument(argument), Source(argument.expr()), isProcedures, Span(argument));
        });
    }

    private static Identifier ParameterName(Antlr4.Runtime.Tree.ITerminalNode node) => new(node.GetText(), Quoted: true, Span(node));

    private RoutineReference RoutineName(FedSqlParser.RoutineNameContext context) => new(
        ObjectName(context.qualifiedName()), context.LeftParen() is null ? null : context.typeName().Select(Type).ToEquatableArray(), Span(context));
}
