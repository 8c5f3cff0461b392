using FederationGateway.Binder.Expressions;
using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Procedures;

/// <summary>Procedures by their names.</summary>
internal static class ProcedureNames
{
    /// <summary>Null when there is none.</summary>
    public static ProcedureEntry? Find(SessionState session, CatalogSnapshot snapshot, ObjectName name)
    {
        if (name.Parts.Count > 2) throw GatewayException.Unsupported("a name of more than two parts here", name.Span);
        return name.Schema is { } schema
            ? snapshot.FindProcedure(schema.Text, name.Last.Text)
            : session.SearchPath.Select(inPath => snapshot.FindProcedure(inPath, name.Last.Text)).FirstOrDefault(found => found is not null);
    }

    /// <summary>The same by name and types, which must be those of its parameters where they are said.</summary>
    public static ProcedureEntry? Find(SessionState session, CatalogSnapshot snapshot, RoutineReference reference)
    {
        if (Find(session, snapshot, reference.Name) is not { } procedure) return null;
        if (reference.Types is not { } types) return procedure;
        var said = types.Select(type => TypeNames.Resolve(type).Kind);
        return procedure.Parameters.Select(parameter => parameter.Type?.Kind).SequenceEqual(said.Select(kind => (SqlTypeKind?)kind)) ? procedure : null;
    }

    public static ProcedureEntry Get(SessionState session, CatalogSnapshot snapshot, RoutineReference reference) => Find(session, snapshot, reference) ?? throw Missing(reference);

    public static GatewayException Missing(RoutineReference reference) => new(
        SqlState.UndefinedFunction, $"procedure {reference.Name}{(reference.Types is { } types ? $"({string.Join(", ", types.Select(type => TypeNames.Resolve(type)))})" : "")} does not exist")
    {
        Position = reference.Span.Start,
    };
}
