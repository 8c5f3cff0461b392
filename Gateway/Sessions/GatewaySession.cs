using System.Globalization;
using System.Net;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Auditing;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Types;

namespace FederationGateway.Gateway.Sessions;

/// <summary>One client's session: its settings, its transaction, its statements.</summary>
internal sealed class GatewaySession : IQuerySession
{
    private static readonly string[] Reported =
    [
        "server_version", "server_encoding", "client_encoding", "application_name", "default_transaction_read_only", "in_hot_standby", "is_superuser",
        "session_authorization", "DateStyle", "IntervalStyle", "TimeZone", "integer_datetimes", "standard_conforming_strings",
    ];

    private readonly SessionState _state;

    /// <exception cref="GatewayException">28000 when the role may not log in, 53300 when it has as many sessions as it may.</exception>
    public GatewaySession(GatewayCore core, SessionStart start)
    {
        var role = core.Store.Current.Roles.FindExact(start.User);
        if (role is not { CanLogIn: true }) throw new GatewayException(SqlState.InvalidAuthorizationSpecification, $"role \"{start.User}\" is not permitted to log in");
        var server = core.ServerSettings.Append(KeyValuePair.Create(SettingsTable.IsSuperuser, role.IsAdministrator ? "on" : "off"))
            .Append(KeyValuePair.Create(SettingsTable.MaxConcurrentStatements, RoleSettings.MaxConcurrentStatements(role).ToString(CultureInfo.InvariantCulture)));
        var settings = new SessionSettings(core.SettingDefaults.Concat(RoleSettings.DefaultsOf(role)).Concat(start.Parameters), start.User, server);
        var endPoint = start.RemoteEndPoint as IPEndPoint;
        var info = new SessionInfo(start.ProcessId, start.User, role.Oid, endPoint?.Address.ToString(), endPoint?.Port, core.TimeProvider.GetUtcNow().UtcDateTime)
        {
            ApplicationName = settings[SettingsTable.ApplicationName],
            Control = start.Control,
        };
        if (!core.Sessions.TryAdd(info, role.IsAdministrator ? null : role.ConnectionLimit))
            throw new GatewayException(SqlState.TooManyConnections, $"too many connections for role \"{start.User}\"");
        _state = new SessionState(core, info, settings, start.Client);
        core.Audit.LoggedIn(info);
    }

    public TransactionStatus TransactionStatus => _state.Transaction.Status;

    public IReadOnlyList<KeyValuePair<string, string>> InitialParameters => [.. Reported.Select(name => KeyValuePair.Create(name, _state.Settings[name]))];

    public IdleLimit? IdleLimit
    {
        get
        {
            var isIdle = TransactionStatus == TransactionStatus.Idle;
            var text = _state.Settings[isIdle ? SettingsTable.IdleSessionTimeout : SettingsTable.IdleInTransactionSessionTimeout];
            if (text == "0") return null;
            var time = Settings.SettingValue.ToDuration(text);
            return isIdle
                ? new IdleLimit(time, SqlState.IdleSessionTimeout, "terminating connection due to idle-session timeout")
                : new IdleLimit(time, SqlState.IdleInTransactionSessionTimeout, "terminating connection due to idle-in-transaction timeout");
        }
    }

    public ValueFormat ValueFormat => _state.ValueFormat;

    public IReadOnlyList<IStatement> Parse(string sql) => [.. _state.Core.ParsedTexts.Parse(sql).Select(parsed => new SessionStatement(parsed))];

    public async ValueTask<IPreparedStatement> PrepareAsync(IStatement statement, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        var parsed = ((SessionStatement)statement).Parsed;
        RefuseInFailedTransaction(parsed);

        // Preparing may ask a source for a table's definition, and a silent source must not hold the statement longer than its timeout.
        using var timeout = new StatementTimeout(Settings.SettingValue.ToDuration(_state.Settings[SettingsTable.StatementTimeout]), cancellationToken);
        try
        {
            return await StatementPreparation.PrepareAsync(_state, parsed, parameterTypes, timeout.Token);
        }
        catch (Exception e)
        {
            var failure = timeout.Translate(e);
            await StatementAudit.FailedAsync(_state, parsed, failure);
            if (ReferenceEquals(failure, e)) throw;
            throw failure;
        }
    }

    public async ValueTask<IExecution> ExecuteAsync(IPreparedStatement statement, IReadOnlyList<object?> parameters, bool sharesRequest, CancellationToken cancellationToken)
    {
        var prepared = (Prepared)statement;
        RefuseInFailedTransaction(prepared.Parsed);
        try
        {
            return await StatementExecution.StartAsync(_state, prepared, parameters, sharesRequest, cancellationToken);
        }
        catch (Exception failure)
        {
            await StatementAudit.FailedAsync(_state, prepared.Running, failure);
            throw;
        }
    }

    public async ValueTask EndRequestAsync(bool failed, CancellationToken cancellationToken)
    {
        var transaction = _state.Transaction;
        if (transaction.Status == TransactionStatus.Idle)
        {
            var isCommitted = false;
            try
            {
                // The implicit transaction of the request, if statements shared one.
                if (transaction.IsOpen && failed) await transaction.RollbackAsync();
                else if (transaction.IsOpen) _state.WarnOf(await transaction.CommitAsync(_state.User, cancellationToken));
                isCommitted = !failed;
            }
            finally
            {
                _state.Settings.EndTransaction(isCommitted);
            }
        }
        else if (failed) await transaction.FailAsync();
    }

    public IReadOnlyList<ResultColumn>? FindCursor(string name) => _state.Cursors.Find(name)?.Columns;

    public void NoteFailure(Exception failure, string? sql) =>
        _state.Core.UnsupportedStatements.Count(_state.Settings[SettingsTable.ApplicationName], failure, sql);

    public async ValueTask DisposeAsync()
    {
        _state.Core.Sessions.Remove(_state.Info.ProcessId);
        try
        {
            await _state.Cursors.CloseAllAsync();
            await _state.Transaction.DisposeAsync();
        }
        finally
        {
            _state.Dispose();
        }
    }

    private void RefuseInFailedTransaction(ParsedStatement parsed)
    {
        if (TransactionStatus != TransactionStatus.Failed) return;
        if (parsed.Statement is TransactionStatement { Command: TransactionCommand.Commit or TransactionCommand.Rollback or TransactionCommand.RollbackTo }) return;
        throw new GatewayException(SqlState.InFailedSqlTransaction, "current transaction is aborted, commands ignored until end of transaction block");
    }

    private sealed record SessionStatement(ParsedStatement Parsed) : IStatement
    {
        public TextSpan Span => Parsed.Span;
    }
}
