using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Procedures;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Gateway.Verification;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>CALL: of a procedure of users, or of a built-in one: checking and browsing remote sources, starting counts anew.</summary>
internal static class CallStatements
{
    /// <summary>HANA's tree has a second result for parameters of what is browsed, which no adapter has.</summary>
    private const int ObjectTreeOutputs = 2;

    public static async ValueTask<Prepared> PrepareAsync(SessionState session, ParsedStatement parsed, CallStatement call, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        var isBuiltIn = call.Call.Name.Schema is null && IsProcedure(call.Call.Name.Last.Text.ToUpperInvariant());
        return !isBuiltIn && ProcedureNames.Find(session, session.Snapshot, call.Call.Name) is { } procedure
            ? await PreparedCall.PrepareAsync(session, parsed, call, procedure, parameterTypes, cancellationToken)
            : Prepare(session, parsed, call);
    }

    /// <summary>42883</summary>
    public static GatewayException Missing(CallStatement call) => new(SqlState.UndefinedFunction, $"procedure {call.Call.Name} does not exist") { Position = call.Call.Name.Span.Start };

    private static Prepared Prepare(SessionState session, ParsedStatement parsed, CallStatement call)
    {
        var name = call.Call.Name.Last.Text.ToUpperInvariant();
        if (call.Outputs > 0 && !(name == "GET_REMOTE_SOURCE_OBJECT_TREE" && call.Outputs == ObjectTreeOutputs) && IsProcedure(name))
        {
            throw new GatewayException(SqlState.UndefinedFunction, $"procedure {call.Call.Name} has no {call.Outputs} output{(call.Outputs == 1 ? "" : "s")}")
            {
                Position = call.Span.Start,
                Hint = name == "GET_REMOTE_SOURCE_OBJECT_TREE" ? "Write two question marks, or none." : "Write it without question marks.",
            };
        }

        return name switch
        {
            "CHECK_REMOTE_SOURCE" => new PreparedText(parsed, ["source", "product", "version"], "CALL", async (run, _) =>
            {
                var live = run.Session.Core.Sources.Get(run.Session.Snapshot, Browsable(run.Session, Source(run.Session, call, 1)), run.Session.Identity.Current);
                using var lease = live.Rent();
                var version = await live.Source.CheckAsync(run.CancellationToken);
                return [[live.Entry.Name, version.Product, version.Version]];
            }),
            "GET_REMOTE_SOURCE_OBJECT_TREE" => new PreparedText(parsed, ["display_name", "unique_name", "object_type", "is_importable", "is_expandable"], "CALL", async (run, _) =>
            {
                var live = run.Session.Core.Sources.Get(run.Session.Snapshot, Browsable(run.Session, Source(run.Session, call, 2)), run.Session.Identity.Current);
                var parent = Argument(run.Session, call, 1);
                var nodes = await RemoteBrowsing.ReadLevelAsync(live, string.IsNullOrEmpty(parent) ? null : parent, run.CancellationToken);
                return [.. nodes.Select(node => new[] { node.DisplayName, node.Id, node.Kind, Word(node.IsImportable), Word(node.IsExpandable) })];
            }),
            "VERIFY_ADAPTER_CAPABILITIES" => VerificationCalls.PrepareVerify(parsed, run => DdlNames.Source(run.Session.Snapshot, Source(run.Session, call, 1))),
            "CLEAR_PUSHDOWN_MISMATCH" => VerificationCalls.PrepareClear(parsed, run => Source(run.Session, call, 1).Text),
            "RESET_PUSHDOWN_REASONS" => new PreparedCommand(parsed, "CALL", run =>
            {
                run.Session.Rights.RequireAdministrator("start the counts anew");
                run.Session.Core.PushdownReasons.Reset();
                return ValueTask.CompletedTask;
            }),
            "RESET_UNSUPPORTED_STATEMENTS" => new PreparedCommand(parsed, "CALL", run =>
            {
                run.Session.Rights.RequireAdministrator("start counting unsupported statements anew");
                run.Session.Core.UnsupportedStatements.Reset();
                return ValueTask.CompletedTask;
            }),
            _ => throw new GatewayException(SqlState.UndefinedFunction, $"procedure {call.Call.Name} does not exist")
            {
                Position = call.Call.Name.Span.Start,
                Hint = "The built-in ones are CHECK_REMOTE_SOURCE('source'), GET_REMOTE_SOURCE_OBJECT_TREE('source', 'parent or empty'), VERIFY_ADAPTER_CAPABILITIES('source'), CLEAR_PUSHDOWN_MISMATCH(id or 'source'), RESET_PUSHDOWN_REASONS() and RESET_UNSUPPORTED_STATEMENTS().",
            },
        };
    }

    private static bool IsProcedure(string name) =>
        name is "CHECK_REMOTE_SOURCE" or "GET_REMOTE_SOURCE_OBJECT_TREE" or "VERIFY_ADAPTER_CAPABILITIES" or "CLEAR_PUSHDOWN_MISMATCH" or "RESET_PUSHDOWN_REASONS" or "RESET_UNSUPPORTED_STATEMENTS";

    private static Identifier Source(SessionState session, CallStatement call, int argumentCount)
    {
        if (call.Call.Arguments.Count != argumentCount)
        {
            throw new GatewayException(SqlState.UndefinedFunction, $"procedure {call.Call.Name} takes {argumentCount} argument{(argumentCount == 1 ? "" : "s")}") { Position = call.Span.Start };
        }

        return new Identifier(Argument(session, call, 0) ?? "", Quoted: true, call.Call.Arguments[0].Span);
    }

    // Who may make virtual tables has to see of what.
    private static RemoteSourceEntry Browsable(SessionState session, Identifier name)
    {
        var source = DdlNames.Source(session.Snapshot, name);
        if (!session.Rights.Has(source, Privilege.CreateVirtualTable)) session.Rights.Require(source, Privilege.Alter);
        return source;
    }

    private static string? Argument(SessionState session, CallStatement call, int index)
    {
        var bound = new StatementBinder(session.BindingContext([])).BindScalar(call.Call.Arguments[index].Value, SqlType.Text);
        return session.Functions.EvaluateArgument(bound).Value as string;
    }

    private static string Word(bool value) => value ? "TRUE" : "FALSE";
}
