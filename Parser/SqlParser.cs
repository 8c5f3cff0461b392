using Antlr4.Runtime;
using Antlr4.Runtime.Atn;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FederationGateway.Parser.Lexing;
using FederationGateway.Parser.Parsing;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>SQL text to statements. Stateless; safe on any number of threads.</summary>
public static class SqlParser
{
    /// <summary>Brackets nested deeper than this are parsed on a stack of their own from the start.</summary>
    private const int ShallowNesting = 50;

    /// <summary>How deep the grammar's rules may recurse on the caller's own stack: well under a megabyte.</summary>
    private const int ShallowRules = 400;

    /// <summary>The same on a deep stack; enough for <see cref="NestingDepth.Limit"/> of any bracket.</summary>
    private const int DeepRules = 8_000;

    /// <summary>
    /// Parses all statements of a text; none of them when the text holds only white space, comments and semicolons. The text is judged as a
    /// whole: an error in the last statement is an error of all, as in PostgreSQL.
    /// </summary>
    /// <exception cref="GatewayException">
    /// 42601 with PostgreSQL's wording and the position of the offending text; 54001 when a statement is nested too deeply or too long.
    /// </exception>
    public static IReadOnlyList<ParsedStatement> Parse(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var lexer = new FedSqlLexer(new TextCharStream(sql), TextWriter.Null, TextWriter.Null);
        var statements = StatementSplitter.Split(sql, lexer);
        if (statements.Count == 0) return [];

        var parsed = new ParsedStatement[statements.Count];
        for (var i = 0; i < parsed.Length; i++)
        {
            var tokens = statements[i];
            var span = new TextSpan(tokens[0].StartIndex, tokens[^2].StopIndex + 1 - tokens[0].StartIndex);
            parsed[i] = new ParsedStatement(ParseOne(sql, tokens, lexer, span), sql.Substring(span.Start, span.Length), span);
        }

        return parsed;
    }

    /// <summary>
    /// Parses the statements of a procedure: queries and changes of rows, in which <c>:name</c> is a parameter.
    /// </summary>
    /// <param name="start">Where the text stands in the whole: positions count from its start.</param>
    /// <exception cref="GatewayException">As for <see cref="Parse"/>; 0A000 for a statement that no procedure may have.</exception>
    public static IReadOnlyList<Statement> ParseBody(string body, int start = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var sql = new string(' ', start) + body;
        var lexer = new FedSqlLexer(new TextCharStream(sql), TextWriter.Null, TextWriter.Null);
        return [.. StatementSplitter.Split(sql, lexer).Select(tokens =>
        {
            BodyTokens.RefuseProcedural(tokens);
            var named = BodyTokens.WithNamedParameters(tokens);
            var span = new TextSpan(named[0].StartIndex, named[^2].StopIndex + 1 - named[0].StartIndex);
            var statement = ParseOne(sql, named, lexer, span);
            return statement is QueryStatement or InsertStatement or UpdateStatement or DeleteStatement or MergeStatement or UpsertStatement
                ? statement
                : throw GatewayException.Unsupported($"{tokens[0].Text.ToUpperInvariant()} in a procedure", AstBuilder.SpanOf(tokens[0]));
        })];
    }

    private static Statement ParseOne(string sql, IToken[] tokens, ITokenSource lexer, TextSpan span)
    {
        if (UnsupportedStatements.Recognize(tokens) is { } construct) return new UnsupportedStatement(construct, span);
        try
        {
            if (NestingDepth.Measure(tokens) <= ShallowNesting && TryShallow() is { } statement) return statement;
            return DeepStack.Run(() => Build(DeepRules));
        }
        catch (DepthLimitException)
        {
            throw NestingDepth.TooDeep(span.Start);
        }
        catch (StopAtSyntaxErrorException e)
        {
            throw SyntaxErrors.Syntax(sql, AstBuilder.SpanOf(e.Token));
        }

        Statement? TryShallow()
        {
            try
            {
                return Build(ShallowRules);
            }
            catch (DepthLimitException)
            {
                return null;
            }
        }

        Statement Build(int depthLimit) => new AstBuilder(sql).Statement(ParseTree(tokens, lexer, depthLimit));
    }

    /// <summary>
    /// SLL prediction takes half the time of full LL and fails only where the grammar needs the callers' context; what it accepts is right. A
    /// failure may be SLL's own, so the statement is then parsed again.
    /// </summary>
    private static FedSqlParser.RootContext ParseTree(IToken[] tokens, ITokenSource lexer, int depthLimit)
    {
        try
        {
            return Run(PredictionMode.SLL);
        }
        catch (StopAtSyntaxErrorException)
        {
            return Run(PredictionMode.LL);
        }

        FedSqlParser.RootContext Run(PredictionMode mode)
        {
            var parser = new FedSqlParser(new TokenSequence(tokens, lexer), TextWriter.Null, TextWriter.Null)
            {
                DepthLimit = depthLimit,
                ErrorHandler = new SyntaxErrorStrategy(),
            };
            parser.RemoveErrorListeners();
            parser.Interpreter.PredictionMode = mode;
            return parser.root();
        }
    }
}
