using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Tasks;

/// <summary>START TASK: an order that no ROLLBACK takes back, so it stands outside of transaction blocks.</summary>
internal sealed class PreparedTaskStart : Prepared
{
    private readonly StartTaskStatement _start;
    private readonly ProcedureArguments? _arguments;

    private PreparedTaskStart(ParsedStatement parsed, StartTaskStatement start, ProcedureArguments? arguments) : base(parsed)
    {
        (_start, _arguments) = (start, arguments);
        ParameterTypes = arguments is null ? [] : [.. arguments.ParameterTypes];
    }

    public override IReadOnlyList<SqlType> ParameterTypes { get; }

    public override bool IsOutsideTransactions => true;

    public static Prepared Prepare(SessionState session, ParsedStatement parsed, StartTaskStatement start, IReadOnlyList<SqlType> parameterTypes)
    {
        var task = TaskStatements.Find(session, session.Snapshot, start.Name) ?? throw TaskStatements.Missing(start.Name);
        RequireExecute(session, task);
        if (ProcedureOf(session, task) is { } procedure)
        {
            if (procedure.Table is not null) throw TakesChanges(task, start);
            return new PreparedTaskStart(parsed, start, ProcedureArguments.Bind(session, procedure, start.Arguments.Select(given => given.Argument).ToEquatableArray(), parameterTypes, start.Span));
        }

        if (start.Arguments is [var argument, ..]) throw new GatewayException(SqlState.UndefinedFunction, $"task {task.Name} takes no arguments") { Position = argument.Span.Start };
        return new PreparedTaskStart(parsed, start, null);
    }

    public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
    {
        var session = run.Session;
        SubscriptionCommands.RequireOutsideBlock(run, "START TASK");
        session.RequireWritable("START TASK");
        var task = TaskStatements.Find(session, session.Snapshot, _start.Name) ?? throw TaskStatements.Missing(_start.Name);
        RequireExecute(session, task);
        var running = await session.Core.Tasks.StartAsync(Execution(session, task), Call(session, task, parameters));
        session.Notice(string.Create(CultureInfo.InvariantCulture, $"execution {running.Id} of task \"{task.Name}\" has begun"));
        if (!_start.IsAsync) await EndAsync(run, task, running);
        return new CompletedExecution(new CommandTag("START TASK"));
    }

    private TaskCall? Call(SessionState session, TaskEntry task, EquatableArray<ConstantExpression> parameters)
    {
        var procedure = ProcedureOf(session, task);
        if (procedure is null && _arguments is null) return null;
        if (procedure is null || _arguments is null || !_arguments.Values.Select(value => value.Type).SequenceEqual(procedure.Values.Select(parameter => parameter.Type!.Value)))
            throw new GatewayException(SqlState.FeatureNotSupported, "the parameters of the task have changed since the start was prepared");
        if (procedure.Table is not null) throw TakesChanges(task, _start);
        return new TaskCall(new TargetProgram(procedure, task), _arguments.Evaluate(session, parameters));
    }

    private TaskExecution Execution(SessionState session, TaskEntry task)
    {
        string? Given(bool isProcedures) => _start.Arguments.Where(given => given.IsProcedures == isProcedures).Select(given => given.Argument.Name is { } name ? $"{name.Text} => {given.Text}" : given.Text).ToList() is { Count: > 0 } all
            ? string.Join(", ", all)
            : null;
        return new TaskExecution(session.Core.Store.TaskExecutions.NewId(), task.Oid, task.Schema, task.Name, session.User, _start.IsAsync, session.Core.TimeProvider.GetUtcNow().UtcDateTime)
        {
            Operation = "starting",
            Parameters = Given(isProcedures: false),
            ProcedureParameters = Given(isProcedures: true),
        };
    }

    private static async Task EndAsync(StatementRun run, TaskEntry task, TaskRuns.Running running)
    {
        await using (run.CancellationToken.UnsafeRegister(_ => run.Session.Core.Tasks.Cancel(running), null))
        {
            try
            {
                await running.Ending;
            }
            catch (OperationCanceledException) when (!run.CancellationToken.IsCancellationRequested)
            {
                throw new GatewayException(SqlState.QueryCanceled, string.Create(CultureInfo.InvariantCulture, $"execution {running.Id} of task \"{task.Name}\" was cancelled"));
            }
        }
    }

    private static void RequireExecute(SessionState session, TaskEntry task)
    {
        session.Rights.Require(session.Snapshot.Schemas.FindExact(task.Schema)!, Privilege.Usage);
        session.Rights.RequireExecute(task);
    }

    /// <summary>Null for a replication task.</summary>
    private static ProcedureEntry? ProcedureOf(SessionState session, TaskEntry task) => task.IsReplication
        ? null
        : ChangeSets.ProcedureOf(session.Snapshot, task) ?? throw new GatewayException(SqlState.UndefinedObject, $"the procedure of task \"{task.Name}\" is gone");

    private static GatewayException TakesChanges(TaskEntry task, StartTaskStatement start) => new(SqlState.FeatureNotSupported, "starting a task with a table parameter is not supported")
    {
        Position = start.Name.Span.Start,
        Hint = $"Its rows come from a remote subscription: CREATE REMOTE SUBSCRIPTION … TARGET TASK {task.Name}.",
    };
}
