using FederationGateway.Binder.Coercion;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Shapes;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements.Lookups;

/// <summary>
/// Look-ups by key whose texts differ in the key only share one plan, as if the client had prepared the statement. Only those: other plans may depend on values
/// (estimates, contradictions), so a text would be planned by what came before it.
/// </summary>
internal sealed class PreparedLookups
{
    private const int Capacity = 64;
    private readonly LeastRecentlyUsed<string, Shared> _shared = new(Capacity);

    /// <summary>Null when the statement has to be prepared by itself.</summary>
    public async ValueTask<PreparedLookup?> FindAsync(SessionState session, ParsedStatement parsed, LiftedQuery lifted, CancellationToken cancellationToken)
    {
        if (!_shared.TryGet(lifted.Key, out var shared) || shared.Version != PlanVersion.Of(session))
            _shared.Set(lifted.Key, shared = new Shared(PlanVersion.Of(session), await PrepareAsync(session, parsed, lifted, cancellationToken)));

        return shared.Query is { } query && ValuesOf(lifted, query.ParameterTypes, session) is { } values ? new PreparedLookup(parsed, query, values) : null;
    }

    public void Clear() => _shared.Clear();

    private static async ValueTask<PreparedQuery?> PrepareAsync(SessionState session, ParsedStatement parsed, LiftedQuery lifted, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<SqlType> types = [.. lifted.Values.Select(value => value.IsInteger ? NumberLiterals.Read(value.Value).Type : SqlType.Unknown)];
            var bound = await Planner.BindAsync(session, lifted.Query, types, cancellationToken);
            if (bound is not QueryStatement { IsDeep: false } query || !KeyLookups.IsOne(query.Plan)) return null;
            var prepared = new PreparedQuery(session, new ParsedStatement(lifted.Query, parsed.Text, parsed.Span), query);
            return !prepared.ReadsLinkedTable && prepared.IsOneFragment(session, cancellationToken) ? prepared : null;
        }
        catch (GatewayException)
        {
            // The statement's own text gives the error its position.
            return null;
        }
    }

    private static EquatableArray<ConstantExpression>? ValuesOf(LiftedQuery lifted, IReadOnlyList<SqlType> types, SessionState session)
    {
        var values = new ConstantExpression[lifted.Values.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (ValueOf(lifted.Values[i], types[i], session) is not { } value) return null;
            values[i] = value;
        }

        return values.ToEquatableArray();
    }

    private static ConstantExpression? ValueOf(TextLiteral literal, SqlType type, SessionState session)
    {
        if (literal.IsInteger) return NumberLiterals.Read(literal.Value);
        if (type.Kind is SqlTypeKind.Text or SqlTypeKind.VarChar) return new ConstantExpression(literal.Value, type);
        try
        {
            return LiteralParser.Parse(literal.Value, type, new InputSettings(session.TimeZone));
        }
        catch (GatewayException)
        {
            return null;
        }
    }

    private sealed record Shared(PlanVersion Version, PreparedQuery? Query);
}
