using System.Globalization;
using Antlr4.Runtime.Tree;
using FederationGateway.Common;
using FederationGateway.Parser.Ast;
using FedSqlGrammar;

namespace FederationGateway.Parser;

internal sealed partial class AstBuilder
{
    private static CreateAdapterStatement CreateAdapter(FedSqlParser.CreateAdapterStatementContext context) =>
        new(Name(context.colId()), OptionalText(context.StringLiteral()), Location(context.location()), Span(context));

    private static AlterAdapterStatement AlterAdapter(FedSqlParser.AlterAdapterStatementContext context)
    {
        var action = context switch
        {
            _ when context.ADD() is not null => AlterAdapterAction.AddLocation,
            _ when context.REMOVE() is not null => AlterAdapterAction.RemoveLocation,
            _ when context.REFRESH() is not null => AlterAdapterAction.RefreshAtLocation,
            _ => AlterAdapterAction.SetProperties,
        };
        return new AlterAdapterStatement(
            Name(context.colId()), action, OptionalLocation(context.location()), OptionalText(context.StringLiteral()), Span(context));
    }

    private static RemoteLocation? OptionalLocation(FedSqlParser.LocationContext? context) => context is null ? null : Location(context);

    private static RemoteLocation Location(FedSqlParser.LocationContext context)
    {
        var kind = context switch
        {
            _ when context.INDEXSERVER() is not null => LocationKind.IndexServer,
            _ when context.DPSERVER() is not null => LocationKind.DpServer,
            _ when context.GROUP() is not null => LocationKind.AgentGroup,
            _ => LocationKind.Agent,
        };
        return new RemoteLocation(kind, OptionalName(context.colId()), Span(context));
    }

    private static CreateRemoteSourceStatement CreateRemoteSource(FedSqlParser.CreateRemoteSourceStatementContext context) => new(
        Name(context.name),
        context.EXISTS() is not null,
        Name(context.adapter),
        OptionalLocation(context.location()),
        OptionalText(context.StringLiteral()),
        Text(context.configuration().StringLiteral()),
        context.credentialClause() is { } credential ? Credential(credential) : null,
        ServerOptions: null,
        Span(context));

    private static CreateRemoteSourceStatement CreateServer(FedSqlParser.CreateServerStatementContext context) => new(
        Name(context.name), context.EXISTS() is not null, Name(context.wrapper), Location: null, ConfigurationFile: null, Configuration: "", Credential: null, ForeignOptions(context.foreignOptions()), Span(context));

    private static EquatableArray<StatementOption> ForeignOptions(FedSqlParser.ForeignOptionsContext? context) =>
        context is null ? [] : [.. context.foreignOption().Select(option => new StatementOption(Name(option.colLabel()).Text, [Text(option.StringLiteral())], Span(option)))];

    private static CredentialClause Credential(FedSqlParser.CredentialClauseContext context) => new(
        Text(context.StringLiteral(0)),
        OptionalName(context.colId()),
        context.USING() is null ? null : Text(context.StringLiteral(1)),
        Span(context));

    private AlterRemoteSourceStatement AlterRemoteSource(FedSqlParser.AlterRemoteSourceStatementContext context)
    {
        var action = context.alterRemoteSourceAction();
        // Every part of the reconfiguration may be left out, but not all of them.
        if (action is FedSqlParser.ReconfigureContext { ChildCount: 0 })
            throw Lexing.SyntaxErrors.Syntax(sql, new TextSpan(Span(context).End, 0));
        return new AlterRemoteSourceStatement(Name(context.colId()), AlterRemoteSourceAction(action), Span(context));
    }

    private static AlterRemoteSourceAction AlterRemoteSourceAction(FedSqlParser.AlterRemoteSourceActionContext context)
    {
        var span = Span(context);
        return context switch
        {
            FedSqlParser.ReconfigureContext c => Reconfigure(c, span),
            FedSqlParser.SetSourcePropertiesContext c => new SetSourcePropertiesAction(Properties(c.property()), span),
            FedSqlParser.UnsetSourcePropertiesContext c => new UnsetSourcePropertiesAction(Texts(c.StringLiteral()), span),
            FedSqlParser.ChangeSourceOwnerContext c => new ChangeSourceOwnerAction(Name(c.roleName()), span),
            FedSqlParser.SourceCaptureContext c => new SourceCommandAction(
                (c.SUSPEND() is not null, c.CAPTURE() is not null) switch
                {
                    (true, true) => SourceCommand.SuspendCapture,
                    (false, true) => SourceCommand.ResumeCapture,
                    (true, false) => SourceCommand.SuspendDistribution,
                    _ => SourceCommand.ResumeDistribution,
                },
                span),
            FedSqlParser.SourceObjectsContext c => new SourceCommandAction(
                c.CANCEL() is not null ? SourceCommand.CancelRefreshObjects : c.CLEAR() is not null ? SourceCommand.ClearObjects : SourceCommand.RefreshObjects,
                span),
            FedSqlParser.StartLatencyContext c => new StartLatencyMonitoringAction(LatencyTicket(c.latencyTicket()), LatencyInterval(c.IntegerLiteral()), span),
            FedSqlParser.StopLatencyContext c => new StopLatencyMonitoringAction(LatencyTicket(c.latencyTicket()), span),
            FedSqlParser.ClearLatencyContext c => new ClearLatencyHistoryAction(c.latencyTicket() is { } ticket ? LatencyTicket(ticket) : null, span),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Identifier LatencyTicket(FedSqlParser.LatencyTicketContext context) =>
        context.StringLiteral() is { } text ? new Identifier(Text(text), Quoted: true, Span(context)) : Name(context.colId());

    // More digits than a number has room for are more seconds than are allowed in any case.
    private static LatencyInterval? LatencyInterval(ITerminalNode? literal) => literal is null
        ? null
        : new LatencyInterval(long.TryParse(literal.GetText(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : long.MaxValue, SpanOf(literal.Symbol));

    private static ReconfigureAction Reconfigure(FedSqlParser.ReconfigureContext context, TextSpan span)
    {
        var file = context.FILE() is null ? null : Text(context.StringLiteral(0));
        var dropped = context.DROP() is null ? null : Text(context.StringLiteral()[^1]);
        return new ReconfigureAction(
            OptionalName(context.colId()),
            OptionalLocation(context.location()),
            file,
            OptionalText(context.configuration()?.StringLiteral()),
            context.credentialClause() is { } credential ? Credential(credential) : null,
            dropped,
            span);
    }

    private static EquatableArray<PropertySetting> Properties(IEnumerable<FedSqlParser.PropertyContext> contexts) =>
        [.. contexts.Select(c => new PropertySetting(Text(c.StringLiteral(0)), Text(c.StringLiteral(1)), Span(c)))];

    private static EquatableArray<string> Texts(IEnumerable<ITerminalNode> literals) => [.. literals.Select(Text)];

    private CreateVirtualTableStatement CreateVirtualTable(FedSqlParser.CreateVirtualTableStatementContext context)
    {
        var options = context.virtualTableOption();
        return new CreateVirtualTableStatement(
            ObjectName(context.qualifiedName()),
            context.EXISTS() is not null,
            [.. context.virtualColumn().Select(column => new VirtualColumnDefinition(Column(column.columnDefinition()), Properties(column.property()), RemoteName: null, Span(column)))],
            RemoteName(context.remoteObjectName()),
            Properties(options.Where(option => option.WITH() is null).SelectMany(option => option.property())),
            Properties(options.Where(option => option.WITH() is not null).SelectMany(option => option.property())),
            options.Any(option => option.WITH() is not null && option.REMOTE() is not null),
            IsForeign: false,
            Span(context));
    }

    private CreateVirtualTableStatement CreateForeignTable(FedSqlParser.CreateForeignTableStatementContext context)
    {
        var name = ObjectName(context.qualifiedName());
        var options = ForeignOptions(context.foreignOptions());
        Identifier? Option(string option) => options.FirstOrDefault(given => given.Name == option) is { } found ? new Identifier(found.Values[0], Quoted: true, found.Span) : null;
        RefuseUnknown(options, "database", "schema_name", "table_name");
        var remote = new RemoteObjectName(Name(context.colId()), Option("database"), Option("schema_name"), Option("table_name") ?? name.Last, Span(context.colId()));
        return new CreateVirtualTableStatement(name, context.EXISTS() is not null, [.. context.foreignColumn().Select(ForeignColumn)], remote, [], [], WithRemote: false, IsForeign: true, Span(context));
    }

    private VirtualColumnDefinition ForeignColumn(FedSqlParser.ForeignColumnContext context)
    {
        var options = ForeignOptions(context.foreignOptions());
        RefuseUnknown(options, "column_name");
        var column = new ColumnDefinition(Name(context.colId()), Type(context.typeName()), [.. context.columnConstraint().Select(ColumnConstraint)], Span(context));
        return new VirtualColumnDefinition(column, [], options.IsEmpty ? null : options[0].Values[0], Span(context));
    }

    private static void RefuseUnknown(EquatableArray<StatementOption> options, params string[] known)
    {
        if (options.FirstOrDefault(option => !known.Contains(option.Name)) is { } unknown)
            throw new GatewayException(SqlState.InvalidOptionName, $"invalid option \"{unknown.Name}\"") { Position = unknown.Span.Start, Hint = $"Valid options in this context are: {string.Join(", ", known)}" };
    }

    private RemoteObjectName RemoteName(FedSqlParser.RemoteObjectNameContext context)
    {
        var labels = context.colLabel();
        if (labels.Length > 3) throw SyntaxError(context.Dot(3).Symbol);
        return new RemoteObjectName(
            Name(context.colId()),
            labels.Length == 3 ? RemotePart(labels[0]) : null,
            labels.Length >= 2 ? RemotePart(labels[^2]) : null,
            Name(labels[^1]),
            Span(context));
    }

    private static Identifier? RemotePart(FedSqlParser.ColLabelContext context)
    {
        var name = Name(context);
        return name is { Quoted: false, Text: "null" } or { Quoted: true, Text: "<NULL>" } ? null : name;
    }

    private AlterVirtualTableStatement AlterVirtualTable(FedSqlParser.AlterVirtualTableStatementContext context) =>
        new(ObjectName(context.qualifiedName()), AlterVirtualTableAction(context.alterVirtualTableAction()), Span(context));

    private AlterVirtualTableAction AlterVirtualTableAction(FedSqlParser.AlterVirtualTableActionContext context)
    {
        var span = Span(context);
        return context switch
        {
            FedSqlParser.SetTablePropertiesContext c => new SetTablePropertiesAction(OptionalName(c.colId()), Properties(c.property()), span),
            FedSqlParser.UnsetTablePropertiesContext c => new UnsetTablePropertiesAction(OptionalName(c.colId()), Texts(c.StringLiteral()), span),
            FedSqlParser.RefreshDefinitionContext => new RefreshDefinitionAction(span),
            FedSqlParser.ChangeTableSecurityContext c => new ChangeTableSecurityAction(SecurityAction(c.tableSecurityAction()), span),
            FedSqlParser.ChangeTableOwnerContext c => new ChangeTableOwnerAction(Name(c.roleName()), span),
            FedSqlParser.AddReplicaContext c => new ReplicaAction(
                ReplicaCommand.Add,
                c.CANCEL() is not null,
                c.NOT() is null,
                c.SNAPSHOT() is not null,
                c.qualifiedName() is { } name ? ObjectName(name) : null,
                c.ASYNC() is not null,
                span),
            FedSqlParser.RefreshReplicaContext c =>
                new ReplicaAction(ReplicaCommand.RefreshSnapshot, c.CANCEL() is not null, Shared: true, Snapshot: true, null, c.ASYNC() is not null, span),
            FedSqlParser.ReplicaCommandContext c => new ReplicaAction(
                c switch
                {
                    _ when c.ENABLE() is not null => ReplicaCommand.Enable,
                    _ when c.DISABLE() is not null => ReplicaCommand.Disable,
                    _ when c.DROP() is not null => ReplicaCommand.Drop,
                    _ => ReplicaCommand.Alter,
                },
                Cancel: false,
                Shared: true,
                Snapshot: false,
                null,
                Async: false,
                span),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static ImportForeignSchemaStatement ImportForeignSchema(FedSqlParser.ImportForeignSchemaStatementContext context) => new(
        Name(context.remote),
        context.LIMIT() is not null ? ImportFilter.LimitTo : context.EXCEPT() is not null ? ImportFilter.Except : ImportFilter.All,
        ObjectNames(context.qualifiedName()),
        Name(context.source),
        Name(context.local),
        ForeignOptions(context.foreignOptions()),
        Span(context));
}
