using FederationGateway.Common;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Tests.Fakes;

/// <summary>A session that keeps PostgreSQL's rules about transactions and knows a handful of statements.</summary>
public sealed class FakeSession(SessionStart start, FakeQueryService service) : IQuerySession
{
    public SessionStart Start { get; } = start;

    public TransactionStatus TransactionStatus { get; private set; }= TransactionStatus.Idle;

    public IdleLimit? IdleLimit => null;

    public ValueFormat ValueFormat { get; set; } = ValueFormat.Utc;

    /// <summary>Rows taken by COPY t FROM STDIN and committed.</summary>
    public List<string> Log { get; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> InitialParameters { get; } =
    [
        new("server_version", "15.0"), new("server_encoding", "UTF8"), new("client_encoding", "UTF8"), new("DateStyle", "ISO, MDY"),
        new("IntervalStyle", "postgres"), new("TimeZone", "UTC"), new("integer_datetimes", "on"), new("standard_conforming_strings", "on"),
        new("is_superuser", "on"), new("session_authorization", start.User), new("application_name", start.Parameters.GetValueOrDefault("application_name", "")),
    ];

    public IReadOnlyList<IStatement> Parse(string sql) => FakeStatements.Split(sql);

    public ValueTask<IPreparedStatement> PrepareAsync(IStatement statement, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        var fake = (FakeStatement)statement;
        if (TransactionStatus == TransactionStatus.Failed && !fake.EndsTransaction)
            throw new GatewayException(SqlState.InFailedSqlTransaction, "current transaction is aborted, commands ignored until end of transaction block");
        return new(fake.Prepare(parameterTypes));
    }

    public async ValueTask<IExecution> ExecuteAsync(IPreparedStatement statement, IReadOnlyList<object?> parameters, bool sharesRequest, CancellationToken cancellationToken)
    {
        var prepared = (FakePrepared)statement;
        if (TransactionStatus == TransactionStatus.Failed && !prepared.Statement.EndsTransaction)
            throw new GatewayException(SqlState.InFailedSqlTransaction, "current transaction is aborted, commands ignored until end of transaction block");
        Log.Add(prepared.Statement.Text);
        return await prepared.Run(this, parameters, cancellationToken);
    }

    public ValueTask EndRequestAsync(bool failed, CancellationToken cancellationToken)
    {
        Log.Add(failed ? "-- rollback" : "-- commit");
        if (failed && TransactionStatus == TransactionStatus.InTransaction) TransactionStatus = TransactionStatus.Failed;
        return default;
    }

    public void Begin() => TransactionStatus = TransactionStatus.InTransaction;

    public CommandTag End(bool commit)
    {
        var failed = TransactionStatus == TransactionStatus.Failed;
        TransactionStatus = TransactionStatus.Idle;
        return new CommandTag(commit && !failed ? "COMMIT" : "ROLLBACK");
    }

    public IReadOnlyList<ResultColumn>? FindCursor(string name) => null;

    public void NoteFailure(Exception failure, string? sql)
    {
    }

    public ValueTask DisposeAsync()
    {
        service.Sessions.TryRemove(Start.ProcessId, out _);
        return default;
    }
}
