using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Auditing;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Statements.Cursors;
using FederationGateway.Gateway.Statements.Lookups;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Types;

namespace FederationGateway.Gateway.Sessions;

/// <summary>What the statements of one session work on.</summary>
internal sealed class SessionState : IDisposable
{
    public SessionState(GatewayCore core, SessionInfo info, SessionSettings settings, IClientChannel client)
    {
        (Core, Info, Settings, Client) = (core, info, settings, client);
        Identity = new SessionIdentity(this, info.UserOid);
        Transaction = new SessionTransaction(core.Store, Cursors, core.Coordinator, () => new RemoteTransactionOptions(QueryTag, IsReadOnly), new TransactionAudit(core.Audit));
        Sequences = new SessionSequences(this);
        Functions = new SessionFunctionScope(this);
        settings.Reported = OnReported;
    }

    public GatewayCore Core { get; }

    public SessionInfo Info { get; }

    public SessionSettings Settings { get; }

    public IClientChannel Client { get; }

    public SessionTransaction Transaction { get; }

    /// <summary>What SQL functions ask of this session: its catalog, its settings.</summary>
    public SessionFunctionScope Functions { get; }

    /// <summary>The values sequences gave to this session.</summary>
    public SessionSequences Sequences { get; }

    /// <summary>Statements prepared by SQL's PREPARE, by name.</summary>
    public Dictionary<string, NamedStatement> NamedStatements { get; } = new(StringComparer.Ordinal);

    /// <summary>What DECLARE has opened.</summary>
    public SessionCursors Cursors { get; } = new();

    /// <summary>Queries prepared before, by their text.</summary>
    public PreparedQueries PreparedQueries { get; } = new();

    /// <summary>Look-ups by key, by their text without the key.</summary>
    public PreparedLookups PreparedLookups { get; } = new();

    /// <summary>What the engine has planned of them.</summary>
    public KeptRemainders KeptRemainders { get; } = new(capacity: 8);

    /// <summary>When the running statement started, UTC.</summary>
    public DateTime StatementTime { get; private set; }

    /// <summary>When the transaction started, the statement outside of one: what <c>now()</c> is.</summary>
    public DateTime TransactionTime { get; private set; }

    /// <summary>The running statement's number.</summary>
    public long StatementNumber { get; private set; }

    /// <summary>Results being read that hold a turn among the running statements.</summary>
    public int OpenTurns { get; set; }

    /// <summary>What sources are told about whose statements these are.</summary>
    public string QueryTag => Settings[SettingsTable.ApplicationName] is { Length: > 0 } name ? name : "federation gateway";

    public bool IsReadOnly => Settings.IsOn(Transaction.Status == TransactionStatus.Idle ? SettingsTable.DefaultTransactionReadOnly : SettingsTable.TransactionReadOnly);

    public CatalogSnapshot Snapshot => Transaction.Snapshot;

    /// <summary>Who the session is, and as whom its statements run.</summary>
    public SessionIdentity Identity { get; }

    /// <summary>The role statements run as.</summary>
    public string User => Identity.CurrentName;

    /// <summary>The session's user, whatever role it has taken on: whom monitoring and limits know.</summary>
    public string SessionUser => Identity.SessionUserName;

    /// <summary>Whose credentials sources are asked with; 0 for those of the sources themselves.</summary>
    public long CredentialUser => UsesSourceCredentials ? 0 : Identity.Current;

    /// <summary>True for the gateway's own work for everybody, which users' own credentials at a source have no part in.</summary>
    public bool UsesSourceCredentials { get; init; }

    /// <summary>What statements may do now.</summary>
    public RoleRights Rights => Identity.Rights;

    public TimeZoneInfo TimeZone => TimeZones.Find(Settings[SettingsTable.TimeZone]);

    public ValueFormat ValueFormat => ValueFormats.Of(this);

    /// <summary>The schemas of the search path that exist and may be used, the user's own standing in for "$user".</summary>
    public EquatableArray<string> SearchPath =>
        SearchPaths.Parse(Settings[SettingsTable.SearchPath], User).Where(name => Snapshot.FindSchema(name) is { } schema && Rights.Has(schema, Privilege.Usage)).ToEquatableArray();

    /// <summary>Where unqualified new objects go. 3F000 when no schema of the search path exists.</summary>
    public string CreationSchema =>
        SearchPath.FirstOrDefault(name => Snapshot.FindSchema(name) is { IsSystem: false })
        ?? throw new GatewayException(SqlState.InvalidSchemaName, "no schema has been selected to create in");

    /// <summary>The transaction's start in microseconds since 1970-01-01 UTC.</summary>
    public long Now => (TransactionTime.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public BindingContext BindingContext(EquatableArray<SqlType> parameterTypes) => new(Snapshot, SearchPath)
    {
        CurrentUser = User,
        SessionUser = SessionUser,
        Database = GatewayCore.DatabaseName,
        TimeZone = TimeZone,
        ParameterTypes = parameterTypes,
    };

    /// <summary>Notes the moment a statement starts at.</summary>
    public void StartStatement(long number)
    {
        StatementNumber = number;
        StatementTime = Core.TimeProvider.GetUtcNow().UtcDateTime;
        TransactionTime = Transaction.IsOpen ? Transaction.StartTime ??= StatementTime : StatementTime;
    }

    /// <summary>Refuses what writes, where only reading is allowed.</summary>
    public void RequireWritable(string what)
    {
        if (IsReadOnly) throw new GatewayException(SqlState.ReadOnlySqlTransaction, $"cannot execute {what} in a read-only transaction");
    }

    public void Notice(string message, string code = "00000")
    {
        if (Settings["client_min_messages"] is not ("warning" or "error")) Client.Notice(new ClientNotice(message, NoticeSeverity.Notice, code));
    }

    public void Warning(string message, string code)
    {
        if (Settings["client_min_messages"] != "error") Client.Notice(new ClientNotice(message, NoticeSeverity.Warning, code));
    }

    /// <summary>Warns of something that does not stop the statement, if there is anything.</summary>
    public void WarnOf(string? message)
    {
        if (message is not null) Warning(message, "01000");
    }

    public void Dispose()
    {
        KeptRemainders.Dispose();
        Functions.Dispose();
    }

    private void OnReported(string name, string value)
    {
        if (name == SettingsTable.ApplicationName) Info.ApplicationName = value;
        Client.ParameterChanged(name, value);
    }
}
