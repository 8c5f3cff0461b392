using System.Runtime.CompilerServices;
using FederationGateway.Binder;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Parser;
using FederationGateway.Plan;
using Ast = FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Procedures;

/// <summary>The statements of a procedure: parsed once, bound when they are needed, with its parameters for names.</summary>
internal static class ProcedureBody
{
    // An entry never changes.
    private static readonly ConditionalWeakTable<ProcedureEntry, IReadOnlyList<Ast.Statement>> Parsed = [];

    public static IReadOnlyList<Ast.Statement> StatementsOf(ProcedureEntry procedure) => Parsed.GetValue(procedure, entry => SqlParser.ParseBody(entry.Body));

    /// <summary>Binds a statement as the session's role now, along the procedure's own search path. 0A000 when it writes anything but a local table.</summary>
    /// <param name="caller">The OID of the remote subscription whose changes it reads; 0 for none.</param>
    public static async ValueTask<BoundStatement> BindAsync(SessionState session, ProcedureEntry procedure, Ast.Statement statement, long caller, CancellationToken cancellationToken)
    {
        var named = new NamedParameters(procedure.Name, procedure.Values.Select(parameter => parameter.Name).ToEquatableArray(), procedure.Table?.Name, procedure.Table is null ? null : ChangeSets.TableOf(procedure, caller).Handle);
        var path = procedure.SearchPath.Where(name => session.Snapshot.FindSchema(name) is { } schema && session.Rights.Has(schema, Privilege.Usage)).ToEquatableArray();
        var bound = await Planner.BindAsync(
            session, statement, [.. procedure.Values.Select(parameter => parameter.Type!.Value)], context => context with { Named = named, SearchPath = path }, cancellationToken);
        if (Writes(bound).FirstOrDefault(change => !change.IsLocal) is { } remote)
            throw GatewayException.Unsupported($"writing \"{remote.Table.DisplayName}\", which is not a local table, in a procedure", statement.Span);
        return bound;
    }

    /// <summary>The changes of a statement.</summary>
    public static IEnumerable<ChangeStatement> Writes(BoundStatement statement) => statement switch
    {
        UpsertStatement upsert => [upsert.Update, upsert.Insert],
        ChangeStatement change => [change],
        _ => [],
    };
}
