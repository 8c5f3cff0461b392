using FederationGateway.Adapters.Abstractions;
using FederationGateway.Binder;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements.Ddl;

/// <summary>
/// DEFAULT expressions as they are kept. A moment written as text is read once, when the column is defined, as PostgreSQL does: <c>'now'</c> is then that
/// moment, and a moment without a zone is in the zone of then. A function such as <c>now()</c> is left to each use.
/// </summary>
internal static class DefaultTexts
{
    /// <summary>Binds defaults that are kept.</summary>
    public static StatementBinder Binder(SessionState session) => new(session.BindingContext([]) with { Now = session.Now });

    public static string Of(Expression bound, string text) => bound is ConstantExpression { Value: { } value, Type.IsDateTime: true } constant
        ? $"'{ConstantText.Format(value, constant.Type)}'::{constant.Type}"
        : text;
}
