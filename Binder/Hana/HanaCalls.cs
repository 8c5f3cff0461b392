using FederationGateway.Binder.Scopes;

namespace FederationGateway.Binder.Hana;

/// <summary>
/// SAP HANA's spellings of what PostgreSQL says otherwise, as PostgreSQL's expressions: so they run, and are sent to sources, wherever those are. Null where the
/// name with these arguments is PostgreSQL's own or a function of the registry.
/// </summary>
internal static class HanaCalls
{
    public static Expression? TryBind(string name, IReadOnlyList<Expression> arguments, Scope scope, TextSpan span)
    {
        var writer = new HanaWriter(name, scope, span);
        return HanaConversions.TryBind(writer, arguments) ?? HanaDates.TryBind(writer, arguments) ?? HanaTexts.TryBind(writer, arguments) ?? HanaRegisters.TryBind(writer, arguments);
    }
}
