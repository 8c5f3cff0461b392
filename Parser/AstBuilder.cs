using System.Runtime.CompilerServices;
using Antlr4.Runtime;
using Antlr4.Runtime.Tree;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FederationGateway.Parser.Lexing;
using FederationGateway.Parser.Parsing;
using FedSqlGrammar;

namespace FederationGateway.Parser;

/// <summary>
/// Turns one parse tree into a statement: the only class that sees ANTLR's contexts. One use, one thread. Its parts: names, types,
/// expressions, functions, queries, tables, data, schema, session, federation, statistics, roles.
/// </summary>
internal sealed partial class AstBuilder(string sql)
{
    /// <summary>
    /// How high the tree may become. Chains of infix operators lean to the left, one level for each; whoever walks the tree later does so
    /// recursively, on an ordinary stack.
    /// </summary>
    private const int HeightLimit = 5_000;

    private int _height;

    public Statement Statement(FedSqlParser.RootContext root) => Statement((ParserRuleContext)root.statement().GetChild(0));

    private Statement Statement(ParserRuleContext context) => context switch
    {
        FedSqlParser.PreparableStatementContext c => TopLevel(c),
        FedSqlParser.TruncateStatementContext c => Truncate(c),
        FedSqlParser.CopyStatementContext c => Copy(c),
        FedSqlParser.CreateSchemaStatementContext c => CreateSchema(c),
        FedSqlParser.CreateTableStatementContext c => CreateTable(c),
        FedSqlParser.CreateTableAsStatementContext c => CreateTableAs(c),
        FedSqlParser.CreateTableLikeStatementContext c => CreateTableLike(c),
        FedSqlParser.CreateTableOfStatementContext c =>
            new UnsupportedStatement(c.PARTITION() is null ? "CREATE TABLE ... OF" : "CREATE TABLE ... PARTITION OF", Span(c)),
        FedSqlParser.CreateViewStatementContext c => CreateView(c),
        FedSqlParser.CreateIndexStatementContext c => CreateIndex(c),
        FedSqlParser.AlterTableStatementContext c => AlterTable(c),
        FedSqlParser.DropStatementContext c => Drop(c),
        FedSqlParser.CommentStatementContext c => Comment(c),
        FedSqlParser.TransactionStatementContext c => Transaction(c),
        FedSqlParser.SetStatementContext c => Set(c),
        FedSqlParser.ShowStatementContext c => new ShowStatement(c.ALL() is null ? SettingName(c.settingReference()) : null, Span(c)),
        FedSqlParser.ResetStatementContext c => new ResetStatement(c.ALL() is null ? SettingName(c.settingReference()) : null, Span(c)),
        FedSqlParser.DiscardStatementContext c => Discard(c),
        FedSqlParser.ExplainStatementContext c => Explain(c),
        FedSqlParser.PrepareStatementContext c => Prepare(c),
        FedSqlParser.ExecuteStatementContext c => Execute(c),
        FedSqlParser.DeallocateStatementContext c => new DeallocateStatement(OptionalName(c.colId()), Span(c)),
        FedSqlParser.DeclareCursorStatementContext c => DeclareCursor(c),
        FedSqlParser.FetchStatementContext c => Fetch(c),
        FedSqlParser.CloseCursorStatementContext c => new CloseCursorStatement(OptionalName(c.colId()), Span(c)),
        FedSqlParser.ListenStatementContext c => new ListenStatement(Name(c.colId()), Span(c)),
        FedSqlParser.UnlistenStatementContext c => new UnlistenStatement(OptionalName(c.colId()), Span(c)),
        FedSqlParser.NotifyStatementContext c => new NotifyStatement(Name(c.colId()), OptionalText(c.StringLiteral()), Span(c)),
        FedSqlParser.CallStatementContext c => ProcedureCall(c),
        FedSqlParser.CreateProcedureStatementContext c => CreateProcedure(c),
        FedSqlParser.DropProcedureStatementContext c => DropProcedure(c),
        FedSqlParser.MaintenanceStatementContext c => Maintenance(c),
        FedSqlParser.CheckpointStatementContext c => new CheckpointStatement(Span(c)),
        FedSqlParser.DoStatementContext c => Do(c),
        FedSqlParser.LockStatementContext c => new LockTableStatement([.. c.relation().Select(RelationName)], LockMode(c.lockMode()), Span(c)),
        FedSqlParser.CreateAdapterStatementContext c => CreateAdapter(c),
        FedSqlParser.AlterAdapterStatementContext c => AlterAdapter(c),
        FedSqlParser.CreateSequenceStatementContext c => CreateSequence(c),
        FedSqlParser.AlterSequenceStatementContext c => AlterSequence(c),
        FedSqlParser.CreateRemoteSourceStatementContext c => CreateRemoteSource(c),
        FedSqlParser.CreateServerStatementContext c => CreateServer(c),
        FedSqlParser.AlterRemoteSourceStatementContext c => AlterRemoteSource(c),
        FedSqlParser.CreateVirtualTableStatementContext c => CreateVirtualTable(c),
        FedSqlParser.CreateForeignTableStatementContext c => CreateForeignTable(c),
        FedSqlParser.AlterVirtualTableStatementContext c => AlterVirtualTable(c),
        FedSqlParser.ImportForeignSchemaStatementContext c => ImportForeignSchema(c),
        FedSqlParser.CreateRemoteSubscriptionStatementContext c => CreateRemoteSubscription(c),
        FedSqlParser.AlterRemoteSubscriptionStatementContext c => AlterRemoteSubscription(c),
        FedSqlParser.DropRemoteSubscriptionStatementContext c => DropRemoteSubscription(c),
        FedSqlParser.ProcessExceptionStatementContext c => ProcessException(c),
        FedSqlParser.CreateTaskStatementContext c => CreateTask(c),
        FedSqlParser.CreateProcedureTaskStatementContext c => CreateTask(c),
        FedSqlParser.StartTaskStatementContext c => StartTask(c),
        FedSqlParser.CancelTaskStatementContext c => CancelTask(c),
        FedSqlParser.DropTaskStatementContext c => DropTask(c),
        FedSqlParser.CreateStatisticsStatementContext c => CreateStatistics(c),
        FedSqlParser.AlterStatisticsStatementContext c => AlterStatistics(c),
        FedSqlParser.RefreshStatisticsStatementContext c => RefreshStatistics(c),
        FedSqlParser.DropStatisticsStatementContext c => DropStatistics(c),
        FedSqlParser.CreateRoleStatementContext c => CreateRole(c),
        FedSqlParser.AlterRoleStatementContext c => AlterRole(c),
        FedSqlParser.DropRoleStatementContext c => DropRole(c),
        FedSqlParser.GrantStatementContext c => Grant(c),
        FedSqlParser.CreatePolicyStatementContext c => CreatePolicy(c),
        FedSqlParser.AlterPolicyStatementContext c => AlterPolicy(c),
        FedSqlParser.DropPolicyStatementContext c => DropPolicy(c),
        FedSqlParser.RevokeStatementContext c => Revoke(c),
        FedSqlParser.ReassignOwnedStatementContext c => ReassignOwned(c),
        FedSqlParser.DropOwnedStatementContext c => DropOwned(c),
        FedSqlParser.AlterSchemaStatementContext c => AlterSchema(c),
        FedSqlParser.CredentialStatementContext c => Credential(c),
        FedSqlParser.UserMappingStatementContext c => UserMapping(c),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static TextSpan SpanOf(IToken token) => new(token.StartIndex, Math.Max(0, token.StopIndex + 1 - token.StartIndex));

    private static TextSpan Span(ParserRuleContext context)
    {
        var start = context.Start.StartIndex;
        // A rule that matched nothing stops before it starts.
        return new TextSpan(start, Math.Max(0, (context.Stop?.StopIndex ?? start - 1) + 1 - start));
    }

    private static TextSpan Span(ITerminalNode node) => SpanOf(node.Symbol);

    private static TextSpan Span(IParseTree tree) => tree is ITerminalNode node ? Span(node) : Span((ParserRuleContext)tree);

    private static TextSpan Between(IParseTree first, IParseTree last) => TextSpan.Union(Span(first), Span(last));

    /// <summary>The text as written.</summary>
    private string Source(ParserRuleContext context)
    {
        var span = Span(context);
        return sql.Substring(span.Start, span.Length);
    }

    /// <summary>The value of a string literal.</summary>
    private static string Text(ITerminalNode literal) => literal.GetText();

    private static string? OptionalText(ITerminalNode? literal) => literal?.GetText();

    private GatewayException SyntaxError(IToken at) => SyntaxErrors.Syntax(sql, SpanOf(at));

    private static GatewayException Invalid(string message, TextSpan at, string? hint = null) =>
        new(SqlState.SyntaxError, message) { Position = at.Start, Hint = hint };

    private void Rise(int levels, ParserRuleContext at)
    {
        _height += levels;
        if (_height > HeightLimit) throw NestingDepth.TooDeep(at.Start.StartIndex);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new DepthLimitException();
    }
}
