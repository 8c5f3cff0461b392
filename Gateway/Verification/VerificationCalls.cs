using System.Globalization;
using FederationGateway.Catalog;
using FederationGateway.Catalog.Access;
using FederationGateway.Catalog.SystemViews.Sys;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Statements;
using FederationGateway.Gateway.Trials;
using FederationGateway.Optimizer;
using FederationGateway.Parser;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Verification;

/// <summary>CALL of what administrators do about verification. It takes effect at once and for everybody, whatever becomes of a transaction around it.</summary>
internal static class VerificationCalls
{
    /// <summary><c>CALL CLEAR_PUSHDOWN_MISMATCH(3)</c> for one mismatch, <c>('crm')</c> for all of a source: it is trusted again, until it is found wrong again.</summary>
    /// <param name="subject">The argument.</param>
    public static Prepared PrepareClear(ParsedStatement parsed, Func<StatementRun, string> subject) =>
        new PreparedText(parsed, ["mismatch_id", "source", "downgrade"], "CALL", async (run, _) =>
        {
            RequireAdministrator(run.Session, "clear a mismatch");
            var which = WhichOf(run.Session, subject(run));
            var time = run.Session.Core.TimeProvider.GetUtcNow().UtcDateTime;
            var cleared = await run.Session.Core.Store.Verification.ClearAsync(which, run.Session.User, time, run.CancellationToken);
            return [.. cleared.Select(entry => new[] { entry.Id.ToString(CultureInfo.InvariantCulture), entry.Source, entry.Downgrade.ToString() })];
        }, isOutsideTransactions: true);

    /// <summary><c>CALL VERIFY_ADAPTER_CAPABILITIES('crm')</c>: how many capabilities stood up to being tried; each is in <c>SYS.REMOTE_SOURCE_CAPABILITIES</c>.</summary>
    public static Prepared PrepareVerify(ParsedStatement parsed, Func<StatementRun, RemoteSourceEntry> source) =>
        new PreparedText(parsed, ["result", "capabilities"], "CALL", async (run, _) =>
        {
            RequireAdministrator(run.Session, "try a source's capabilities");
            var live = run.Session.Core.Sources.Get(run.Session.Snapshot, source(run), run.Session.Identity.Current);
            using var lease = live.Rent();
            var context = run.ContextFor([], new OptimizedPlan(ValuesNode.OneRow, new Dictionary<PlanNode, IReadOnlyList<PushdownRefusal>>(), new Dictionary<PlanNode, double>(), []), isDeep: false);
            var checks = await new AdapterVerification(run, live, context).RunAsync(run.CancellationToken);
            return [.. checks.GroupBy(check => check.Result).OrderBy(group => group.Key).Select(group => new[] { RemoteSourceCapabilities.Word(group.Key), group.Count().ToString(CultureInfo.InvariantCulture) })];
        }, isOutsideTransactions: true);

    private static Func<PushdownMismatchEntry, bool> WhichOf(SessionState session, string subject)
    {
        if (long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            if (!session.Core.Store.Current.Verification.Mismatches.ContainsKey(id)) throw new GatewayException(SqlState.UndefinedObject, $"mismatch {subject} does not exist") { Hint = "SYS.PUSHDOWN_MISMATCHES lists them." };
            return entry => entry.Id == id;
        }

        var source = session.Snapshot.FindSource(subject) ?? throw new GatewayException(SqlState.UndefinedObject, $"remote source \"{subject}\" does not exist");
        return entry => entry.SourceOid == source.Oid;
    }

    private static void RequireAdministrator(SessionState session, string what) => session.Rights.RequireAdministrator(what);
}
