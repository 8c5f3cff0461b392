using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Accounts;
using FederationGateway.Gateway.Statements.Cursors;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Gateway.Subscriptions;
using FederationGateway.Parser;
using FederationGateway.PgWire.Contract;
using Ast = FederationGateway.Parser.Ast;
using Bound = FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>Which kind of statement is prepared how: the session's table of contents.</summary>
internal static class StatementPreparation
{
    public static async ValueTask<IPreparedStatement> PrepareAsync(SessionState session, ParsedStatement parsed, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken) =>
        await PrepareStatementAsync(session, parsed, parameterTypes, cancellationToken);

    public static async ValueTask<Prepared> PrepareStatementAsync(SessionState session, ParsedStatement parsed, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        if (parsed.Lifted is { } lifted && parameterTypes.Count == 0 && await session.PreparedLookups.FindAsync(session, parsed, lifted, cancellationToken) is { } lookup) return lookup;
        return await PrepareByKindAsync(session, parsed, parameterTypes, cancellationToken);
    }

    private static async ValueTask<Prepared> PrepareByKindAsync(SessionState session, ParsedStatement parsed, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken) =>
        parsed.Statement switch
        {
            Ast.QueryStatement or Ast.InsertStatement or Ast.UpdateStatement or Ast.DeleteStatement or Ast.MergeStatement or Ast.UpsertStatement => await PlannedAsync(session, parsed, parameterTypes, cancellationToken),
            Ast.ExplainStatement explain => await ExplainStatements.PrepareAsync(session, parsed, explain, parameterTypes, cancellationToken),
            Ast.TransactionStatement transaction => TransactionStatements.Prepare(parsed, transaction),
            Ast.SetTransactionStatement set => TransactionStatements.PrepareSet(parsed, set),
            Ast.SetStatement set => SettingStatements.PrepareSet(parsed, set),
            Ast.ShowStatement show => SettingStatements.PrepareShow(parsed, show),
            Ast.ResetStatement reset => SettingStatements.PrepareReset(parsed, reset),
            Ast.DiscardStatement discard => SettingStatements.PrepareDiscard(parsed, discard),
            Ast.PrepareStatement prepare => NamedStatements.PreparePrepare(parsed, prepare),
            Ast.ExecuteStatement execute => await NamedStatements.PrepareExecuteAsync(session, parsed, execute, cancellationToken),
            Ast.DeallocateStatement deallocate => NamedStatements.PrepareDeallocate(parsed, deallocate),
            Ast.CopyStatement copy => CopyStatements.Prepare(parsed, copy),
            Ast.CallStatement call => await CallStatements.PrepareAsync(session, parsed, call, parameterTypes, cancellationToken),
            Ast.CreateProcedureStatement create => ProcedureStatements.PrepareCreate(parsed, create),
            Ast.DropProcedureStatement drop => ProcedureStatements.PrepareDrop(parsed, drop),
            Ast.TruncateStatement truncate => TruncateStatements.Prepare(parsed, truncate),
            Ast.CreateSchemaStatement create => SchemaStatements.PrepareCreate(parsed, create),
            Ast.CreateTableStatement create => TableStatements.PrepareCreate(parsed, create),
            Ast.CreateTableAsStatement create => await CreateTableAs.PrepareAsync(session, parsed, create, parameterTypes, cancellationToken),
            Ast.CreateSequenceStatement create => SequenceStatements.PrepareCreate(parsed, create),
            Ast.AlterSequenceStatement alter => SequenceStatements.PrepareAlter(parsed, alter),
            Ast.AlterTableStatement alter => AlterTableStatements.Prepare(parsed, alter),
            Ast.CreateViewStatement create => ViewStatements.PrepareCreate(parsed, create),
            Ast.DropStatement drop => DropStatements.Prepare(parsed, drop),
            Ast.CommentStatement comment => SchemaStatements.PrepareComment(parsed, comment),
            Ast.CreateRemoteSourceStatement create => RemoteSourceStatements.PrepareCreate(parsed, create),
            Ast.AlterRemoteSourceStatement alter => RemoteSourceStatements.PrepareAlter(parsed, alter),
            Ast.CreateVirtualTableStatement create => VirtualTableStatements.PrepareCreate(parsed, create),
            Ast.AlterVirtualTableStatement alter => VirtualTableStatements.PrepareAlter(parsed, alter),
            Ast.ImportForeignSchemaStatement import => ImportStatements.Prepare(parsed, import),
            Ast.CreateRemoteSubscriptionStatement create => SubscriptionStatements.PrepareCreate(parsed, create),
            Ast.DropRemoteSubscriptionStatement drop => SubscriptionStatements.PrepareDrop(parsed, drop),
            Ast.RedefineRemoteSubscriptionStatement redefine => RedefinedSubscriptions.Prepare(parsed, redefine),
            Ast.AlterRemoteSubscriptionStatement alter => SubscriptionCommands.PrepareAlter(parsed, alter),
            Ast.ProcessRemoteSubscriptionExceptionStatement process => SubscriptionCommands.PrepareProcess(parsed, process),
            Ast.ChangeSubscriptionOwnerStatement change => SubscriptionStatements.PrepareOwner(parsed, change),
            Ast.CreateReplicationTaskStatement create => TaskStatements.PrepareCreate(parsed, create),
            Ast.CreateTaskStatement create => TaskStatements.PrepareCreate(parsed, create),
            Ast.DropTaskStatement drop => TaskStatements.PrepareDrop(parsed, drop),
            Ast.StartTaskStatement start => Tasks.PreparedTaskStart.Prepare(session, parsed, start, parameterTypes),
            Ast.CancelTaskStatement cancel => TaskCommands.PrepareCancel(parsed, cancel),
            Ast.CreateStatisticsStatement create => StatisticsStatements.PrepareCreate(parsed, create),
            Ast.AlterStatisticsStatement alter => StatisticsStatements.PrepareAlter(parsed, alter),
            Ast.RefreshStatisticsStatement refresh => StatisticsStatements.PrepareRefresh(parsed, refresh),
            Ast.DropStatisticsStatement drop => StatisticsStatements.PrepareDrop(parsed, drop),
            Ast.CreateAdapterStatement or Ast.AlterAdapterStatement => throw new GatewayException(SqlState.FeatureNotSupported, "adding an adapter is not supported") { Position = parsed.Span.Start, Hint = "The built-in ones are listed in SYS.ADAPTERS." },
            Ast.MaintenanceStatement maintenance => MaintenanceStatements.Prepare(parsed, maintenance),
            Ast.CreateRoleStatement create => RoleStatements.PrepareCreate(parsed, create),
            Ast.AlterRoleStatement alter => RoleStatements.PrepareAlter(parsed, alter),
            Ast.RenameRoleStatement rename => RoleStatements.PrepareRename(parsed, rename),
            Ast.RoleSettingStatement setting => RoleStatements.PrepareSetting(parsed, setting),
            Ast.DropRoleStatement drop => RoleStatements.PrepareDrop(parsed, drop),
            Ast.GrantStatement grant => GrantStatements.PrepareGrant(parsed, grant),
            Ast.CreatePolicyStatement create => PolicyStatements.PrepareCreate(parsed, create),
            Ast.AlterPolicyStatement alter => PolicyStatements.PrepareAlter(parsed, alter),
            Ast.DropPolicyStatement drop => PolicyStatements.PrepareDrop(parsed, drop),
            Ast.RevokeStatement revoke => GrantStatements.PrepareRevoke(parsed, revoke),
            Ast.AlterSchemaOwnerStatement alter => OwnershipStatements.PrepareSchema(parsed, alter),
            Ast.ReassignOwnedStatement reassign => OwnershipStatements.PrepareReassign(parsed, reassign),
            Ast.DropOwnedStatement drop => OwnershipStatements.PrepareDrop(parsed, drop),
            Ast.CredentialStatement credential => CredentialStatements.Prepare(parsed, credential),
            Ast.UserMappingStatement mapping => CredentialStatements.PrepareMapping(parsed, mapping),
            Ast.CheckpointStatement => MaintenanceStatements.PrepareCheckpoint(parsed),
            Ast.ListenStatement => new PreparedCommand(parsed, "LISTEN", _ => ValueTask.CompletedTask, isOutsideTransactions: true),
            Ast.UnlistenStatement => new PreparedCommand(parsed, "UNLISTEN", _ => ValueTask.CompletedTask, isOutsideTransactions: true),
            Ast.CreateIndexStatement create => IndexStatements.PrepareCreate(parsed, create),
            Ast.DeclareCursorStatement declare => await CursorStatements.PrepareDeclareAsync(session, parsed, declare, parameterTypes, cancellationToken),
            Ast.FetchStatement fetch => CursorStatements.PrepareFetch(session, parsed, fetch),
            Ast.CloseCursorStatement close => CursorStatements.PrepareClose(parsed, close),
            Ast.NotifyStatement => throw Unsupported("NOTIFY", parsed),
            Ast.DoStatement => throw Unsupported("DO", parsed),
            Ast.LockTableStatement lockTable => LockStatements.Prepare(parsed, lockTable),
            Ast.UnsupportedStatement unsupported => throw Unsupported(unsupported.Construct, parsed),
            _ => throw Unsupported(parsed.Statement.GetType().Name.Replace("Statement", "", StringComparison.Ordinal), parsed),
        };

    private static async ValueTask<Prepared> PlannedAsync(SessionState session, ParsedStatement parsed, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        if (session.PreparedQueries.Find(session, parsed, parameterTypes) is { } known) return known;
        var bound = await Planner.BindAsync(session, parsed.Statement, parameterTypes, cancellationToken);
        if (bound is Bound.ChangeStatement change) return new PreparedWrite(session, parsed, change);
        if (bound is Bound.UpsertStatement upsert) return new PreparedUpsert(parsed, upsert);
        var query = (Bound.QueryStatement)bound;
        var prepared = new PreparedQuery(session, parsed, query);
        if (!prepared.ReadsLinkedTable) session.PreparedQueries.Add(prepared, parameterTypes);
        return prepared;
    }

    private static GatewayException Unsupported(string construct, ParsedStatement parsed) => GatewayException.Unsupported(construct, parsed.Span);
}
