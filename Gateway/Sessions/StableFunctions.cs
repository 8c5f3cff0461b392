using FederationGateway.Binder.Functions;
using FederationGateway.Common;
using FederationGateway.Gateway.Settings;
using FederationGateway.Plan;
using Stable = FederationGateway.Binder.Functions.StableFunctions;

namespace FederationGateway.Gateway.Sessions;

/// <summary>Functions whose answer stays the same for a whole statement and is known here: calls become constants before a plan is made.</summary>
internal static class StableFunctions
{
    private static readonly string Version = $"PostgreSQL {SettingsTable.ServerVersion} (Federation Gateway) on {System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}, 64-bit";

    /// <summary>True for a call or cast <see cref="Fold"/> answers.</summary>
    public static bool IsKnown(Expression expression) => SettingOf(expression) is not null || Stable.IsKnown(expression);

    /// <summary>The expression's value in this session at this moment, or the expression itself.</summary>
    public static Expression Fold(Expression expression, SessionState session)
    {
        if (SettingOf(expression) is { } setting) return new ConstantExpression(session.Settings[setting], expression.Type);
        return Stable.IsKnown(expression) && Stable.TryFold(expression, ValuesOf(session)) is { } value ? value : expression;
    }

    private static string? SettingOf(Expression expression) =>
        expression is CallExpression { Function.Signature: "current_setting(text)" } call && call.Arguments[0] is ConstantExpression { Value: string name } ? name : null;

    private static SessionValues ValuesOf(SessionState session) => new()
    {
        TransactionStart = session.Now,
        StatementStart = Microseconds(session.StatementTime),
        TimeZone = session.TimeZone,
        User = session.User,
        SessionUser = session.SessionUser,
        Database = GatewayCore.DatabaseName,
        SearchPath = session.SearchPath,
        BackendPid = session.Info.ProcessId,
        TransactionId = session.StatementNumber,
        ServerStart = Microseconds(session.Core.StartTime),
        Version = Version,
        ServerAddress = "127.0.0.1",
        ClientAddress = session.Info.ClientAddress,
        ClientPort = session.Info.ClientPort,
    };

    private static long Microseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
