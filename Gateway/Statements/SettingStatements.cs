using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;

namespace FederationGateway.Gateway.Statements;

/// <summary>SET, SHOW, RESET and DISCARD.</summary>
internal static class SettingStatements
{
    public static Prepared PrepareSet(ParsedStatement parsed, SetStatement set) => new PreparedCommand(parsed, "SET", run =>
    {
        var isLocal = set.Scope == SettingScope.Local;
        if (isLocal && !run.Session.Transaction.IsOpen) run.Session.Warning("SET LOCAL can only be used in transaction blocks", "25P01");
        if (set.Values.IsEmpty) run.Session.Settings.Reset(set.Name);
        else run.Session.Settings.Set(set.Name, ValueOf(run.Session, set), isLocal);
        return ValueTask.CompletedTask;
    }, isOutsideTransactions: true);

    public static Prepared PrepareShow(ParsedStatement parsed, ShowStatement show)
    {
        if (show.Name is null)
        {
            return new PreparedText(parsed, ["name", "setting", "description"], "SHOW", (run, _) => ValueTask.FromResult<IReadOnlyList<string?[]>>(
                [.. SettingsTable.All.OrderBy(setting => setting.Name, StringComparer.OrdinalIgnoreCase).Select(setting => new[] { setting.Name, run.Session.Settings[setting.Name], setting.Description })]),
                isOutsideTransactions: true);
        }

        var name = SettingsTable.Find(show.Name)?.Name ?? show.Name;
        return new PreparedText(parsed, [name], "SHOW", (run, _) => ValueTask.FromResult<IReadOnlyList<string?[]>>([[run.Session.Settings[name]]]), isOutsideTransactions: true);
    }

    public static Prepared PrepareReset(ParsedStatement parsed, ResetStatement reset) => new PreparedCommand(parsed, "RESET", run =>
    {
        if (reset.Name is null) run.Session.Settings.ResetAll();
        else run.Session.Settings.Reset(reset.Name);
        return ValueTask.CompletedTask;
    }, isOutsideTransactions: true);

    public static Prepared PrepareDiscard(ParsedStatement parsed, DiscardStatement discard) => new PreparedCommand(parsed, $"DISCARD {discard.Target.ToString().ToUpperInvariant()}", async run =>
    {
        if (discard.Target is DiscardTarget.All or DiscardTarget.Plans)
        {
            run.Session.PreparedQueries.Clear();
            run.Session.PreparedLookups.Clear();
        }

        if (discard.Target != DiscardTarget.All) return;
        if (run.Session.Transaction.IsOpen) throw new GatewayException(SqlState.ActiveSqlTransaction, "DISCARD ALL cannot run inside a transaction block");
        run.Session.Settings.ResetAll();
        run.Session.NamedStatements.Clear();
        run.Session.Client.DropPreparedStatement(null);
        await run.Session.Cursors.CloseAllAsync();
    }, isOutsideTransactions: true);

    private static string ValueOf(SessionState session, SetStatement set)
    {
        var setting = SettingsTable.Find(set.Name);
        if (setting?.Kind == SettingKind.NameList) return SearchPaths.Format(set.Values.Select(value => value.Text));
        var value = string.Join(", ", set.Values.Select(value => value.Text));
        return setting?.Name == SettingsTable.RemainderEngine ? RemainderEngines.Check(session, value) : value;
    }
}
