using System.Globalization;
using Antlr4.Runtime;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private static TransactionStatement Transaction(FedSqlParser.TransactionStatementContext context)
    {
        var isPrepared = context.PREPARED() is not null;
        var command = context.Start.Type switch
        {
            FedSqlLexer.BEGIN or FedSqlLexer.START => TransactionCommand.Begin,
            FedSqlLexer.COMMIT when isPrepared => TransactionCommand.CommitPrepared,
            FedSqlLexer.ROLLBACK when isPrepared => TransactionCommand.RollbackPrepared,
            FedSqlLexer.ROLLBACK when context.TO() is not null => TransactionCommand.RollbackTo,
            FedSqlLexer.COMMIT or FedSqlLexer.END => TransactionCommand.Commit,
            FedSqlLexer.SAVEPOINT => TransactionCommand.Savepoint,
            FedSqlLexer.RELEASE => TransactionCommand.Release,
            FedSqlLexer.PREPARE => TransactionCommand.Prepare,
            _ => TransactionCommand.Rollback,
        };
        var isChained = context.CHAIN() is not null && context.NO() is null;
        return new TransactionStatement(
            command, Modes(context.transactionModes()), OptionalName(context.colId()), OptionalText(context.StringLiteral()), isChained, Span(context));
    }

    private static TransactionModes Modes(FedSqlParser.TransactionModesContext? context)
    {
        var modes = default(TransactionModes);
        foreach (var mode in context?.transactionMode() ?? [])
        {
            if (mode.ISOLATION() is not null) modes = modes with { Isolation = Isolation(mode) };
            else if (mode.DEFERRABLE() is not null) modes = modes with { Deferrable = mode.NOT() is null };
            else modes = modes with { ReadOnly = mode.ONLY() is not null };
        }

        return modes;
    }

    private static IsolationLevel Isolation(FedSqlParser.TransactionModeContext context) => context switch
    {
        _ when context.UNCOMMITTED() is not null => IsolationLevel.ReadUncommitted,
        _ when context.COMMITTED() is not null => IsolationLevel.ReadCommitted,
        _ when context.REPEATABLE() is not null => IsolationLevel.RepeatableRead,
        _ => IsolationLevel.Serializable,
    };

    private static Statement Set(FedSqlParser.SetStatementContext context)
    {
        var scope = context.GetToken(FedSqlLexer.LOCAL, 0) is { } local && local.Symbol.TokenIndex == context.Start.TokenIndex + 1
            ? SettingScope.Local
            : SettingScope.Session;
        var span = Span(context);
        return context switch
        {
            FedSqlParser.SetTransactionContext c => new SetTransactionStatement(Modes(c.transactionModes()), c.CHARACTERISTICS() is not null, span),
            FedSqlParser.SetTimeZoneContext c => new SetStatement(scope, "timezone", TimeZone(c), span),
            FedSqlParser.SetSpecialContext c => new SetStatement(scope, SpecialSetting(c), c.settingValue() is { } value ? [Setting(value)] : [], span),
            FedSqlParser.SetSettingContext c => new SetStatement(scope, SettingName(c.settingName()), [.. c.settingValue().Select(Setting)], span),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>LOCAL and DEFAULT both mean the default.</summary>
    private static EquatableArray<SettingValue> TimeZone(FedSqlParser.SetTimeZoneContext context)
    {
        if (context.settingValue() is { } value) return [Setting(value)];
        return context.INTERVAL() is null ? [] : [new SettingValue(Text(context.StringLiteral()), IsString: true, Span(context.StringLiteral()))];
    }

    private static string SpecialSetting(FedSqlParser.SetSpecialContext context) => context switch
    {
        _ when context.NAMES() is not null => "client_encoding",
        _ when context.SCHEMA() is not null => "search_path",
        _ when context.ROLE() is not null => "role",
        _ => "session_authorization",
    };

    private static SettingValue Setting(FedSqlParser.SettingValueContext context)
    {
        if (context.StringLiteral() is { } literal) return new SettingValue(Text(literal), IsString: true, Span(context));
        var isNumber = context.IntegerLiteral() is not null || context.NumericLiteral() is not null;
        return new SettingValue(isNumber ? SignedText(context) : Name(context).Text, IsString: false, Span(context));
    }

    private static string SettingName(FedSqlParser.SettingReferenceContext context) => context switch
    {
        _ when context.settingName() is { } name => SettingName(name),
        _ when context.ZONE() is not null => "timezone",
        _ when context.TRANSACTION() is not null => "transaction_isolation",
        _ => "session_authorization",
    };

    private static string SettingName(FedSqlParser.SettingNameContext context) => context.StringLiteral() is { } literal
        ? Text(literal)
        : string.Join('.', context.colId().Select(part => Name(part).Text));

    private static DiscardStatement Discard(FedSqlParser.DiscardStatementContext context) => new(
        context.Stop.Type switch
        {
            FedSqlLexer.ALL => DiscardTarget.All,
            FedSqlLexer.PLANS => DiscardTarget.Plans,
            FedSqlLexer.SEQUENCES => DiscardTarget.Sequences,
            _ => DiscardTarget.Temporary,
        },
        Span(context));

    private ExplainStatement Explain(FedSqlParser.ExplainStatementContext context)
    {
        List<StatementOption> options = [.. context.option().Select(Option)];
        if ((context.ANALYZE() ?? context.ANALYSE()) is { } analyze) options.Add(new StatementOption("analyze", [], Span(analyze)));
        if (context.VERBOSE() is { } verbose) options.Add(new StatementOption("verbose", [], Span(verbose)));
        return new ExplainStatement([.. options], Statement((ParserRuleContext)context.GetChild(context.ChildCount - 1)), Span(context));
    }

    private PrepareStatement Prepare(FedSqlParser.PrepareStatementContext context) => new(
        Name(context.colId()),
        [.. context.typeName().Select(Type)],
        Preparable(context.preparableStatement()),
        Source(context.preparableStatement()),
        Span(context));

    private ExecuteStatement Execute(FedSqlParser.ExecuteStatementContext context) =>
        new(Name(context.colId()), Expressions(context.exprList()), Span(context));

    private DeclareCursorStatement DeclareCursor(FedSqlParser.DeclareCursorStatementContext context)
    {
        bool? scroll = context.cursorOption().LastOrDefault(option => option.SCROLL() is not null) is { } written ? written.NO() is null : null;
        return new DeclareCursorStatement(
            Name(context.colId()),
            context.cursorOption().Any(option => option.BINARY() is not null),
            scroll,
            context.WITH() is not null,
            Query(context.queryStatement()),
            Span(context));
    }

    private static FetchStatement Fetch(FedSqlParser.FetchStatementContext context)
    {
        var (direction, count) = context.fetchDirection() is { } written ? Direction(written) : (FetchDirection.Forward, 1);
        return new FetchStatement(Name(context.colId()), direction, count, context.MOVE() is not null, Span(context));
    }

    private static (FetchDirection Direction, long? Count) Direction(FedSqlParser.FetchDirectionContext context)
    {
        long? count = context.signedInteger() is { } number ? Integer(number) : context.ALL() is null ? 1 : null;
        return context.Start.Type switch
        {
            FedSqlLexer.PRIOR or FedSqlLexer.BACKWARD => (FetchDirection.Backward, count),
            FedSqlLexer.FIRST => (FetchDirection.Absolute, 1),
            FedSqlLexer.LAST => (FetchDirection.Absolute, -1),
            FedSqlLexer.ABSOLUTE => (FetchDirection.Absolute, count),
            FedSqlLexer.RELATIVE => (FetchDirection.Relative, count),
            _ => (FetchDirection.Forward, count),
        };
    }

    private static long Integer(FedSqlParser.SignedIntegerContext context) =>
        long.TryParse(SignedText(context), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new GatewayException(SqlState.NumericValueOutOfRange, $"value \"{SignedText(context)}\" is out of range for type bigint")
            {
                Position = context.Start.StartIndex,
            };

    private static MaintenanceStatement Maintenance(FedSqlParser.MaintenanceStatementContext context)
    {
        List<StatementOption> options = [.. context.option().Select(Option)];
        var isVacuum = context.VACUUM() is not null;
        for (var i = 1; i < context.ChildCount; i++)
            if (context.GetChild(i) is Antlr4.Runtime.Tree.ITerminalNode { Symbol.Type: FedSqlLexer.FULL or FedSqlLexer.FREEZE or FedSqlLexer.VERBOSE or FedSqlLexer.ANALYZE } word)
                options.Add(new StatementOption(Fold(word.GetText()), [], Span(word)));
        var command = isVacuum ? MaintenanceCommand.Vacuum : MaintenanceCommand.Analyze;
        return new MaintenanceStatement(command, [.. options], ObjectNames(context.maintenanceTables()?.qualifiedName() ?? []), Span(context));
    }

    private static DoStatement Do(FedSqlParser.DoStatementContext context)
    {
        string? code = null;
        Identifier? language = null;
        foreach (var part in context.doPart())
        {
            if (part.StringLiteral() is { } literal ? code is not null : language is not null) throw Invalid("conflicting or redundant options", Span(part));
            if (part.StringLiteral() is not null) code = Text(part.StringLiteral());
            else language = Name(part.nonReservedWord());
        }

        return code is null ? throw Invalid("no inline code specified", Span(context)) : new DoStatement(code, language, Span(context));
    }

    private static string LockMode(FedSqlParser.LockModeContext? context) =>
        context is null ? "ACCESS EXCLUSIVE" : string.Join(' ', context.children.Select(word => word.GetText().ToUpperInvariant()));
}
