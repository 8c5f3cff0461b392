using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
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
        if (SessionIdentity.IsIdentity(set.Name)) run.Session.Identity.Set(set.Name, set.Values.IsEmpty ? null : ValueOf(run.Session, set.Name, set.Values), isLocal);
        else if (set.Values.IsEmpty) run.Session.Settings.Reset(set.Name);
        else run.Session.Settings.Set(set.Name, ValueOf(run.Session, set.Name, set.Values), isLocal);
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
        else if (SessionIdentity.IsIdentity(reset.Name)) run.Session.Identity.Set(reset.Name, null, isLocal: false);
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

        if (discard.Target is DiscardTarget.All or DiscardTarget.Sequences) run.Session.Sequences.Forget();
        if (discard.Target != DiscardTarget.All) return;
        if (run.Session.Transaction.IsOpen) throw new GatewayException(SqlState.ActiveSqlTransaction, "DISCARD ALL cannot run inside a transaction block");
        run.Session.Identity.Set(SettingsTable.SessionAuthorization, null, isLocal: false);
        run.Session.Settings.ResetAll();
        run.Session.NamedStatements.Clear();
        run.Session.Client.DropPreparedStatement(null);
        await run.Session.Cursors.CloseAllAsync();
    }, isOutsideTransactions: true);

    /// <summary>A setting's value as it was written.</summary>
    public static string ValueOf(SessionState session, string name, EquatableArray<Parser.Ast.SettingValue> values)
    {
        var setting = SettingsTable.Find(name);
        if (setting?.Kind == SettingKind.NameList) return SearchPaths.Format(values.Select(value => value.Text));
        var value = string.Join(", ", values.Select(value => value.Text));
        return setting?.Name == SettingsTable.RemainderEngine ? RemainderEngines.Check(session, value) : value;
    }
}
