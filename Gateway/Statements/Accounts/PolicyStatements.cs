using FederationGateway.Catalog;
using FederationGateway.Catalog.Changes;
using FederationGateway.Catalog.Store;
using FederationGateway.Common;
using FederationGateway.Gateway.Accounts;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Gateway.Settings;
using FederationGateway.Gateway.Statements.Ddl;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using Stored = FederationGateway.Parser.Ast.StoredText;

namespace FederationGateway.Gateway.Statements.Accounts;

/// <summary>CREATE, ALTER and DROP POLICY; row level security and masks of a table. The owner says who sees what.</summary>
internal static class PolicyStatements
{
    public static Prepared PrepareCreate(ParsedStatement parsed, CreatePolicyStatement create)
    {
        if (create is { Command: PolicyCommand.Select or PolicyCommand.Delete, Check: { } check })
            throw new GatewayException(SqlState.SyntaxError, "WITH CHECK cannot be applied to SELECT or DELETE") { Position = check.Expression.Span.Start };
        if (create is { Command: PolicyCommand.Insert, Using: { } condition })
            throw new GatewayException(SqlState.SyntaxError, "only WITH CHECK expression allowed for INSERT") { Position = condition.Expression.Span.Start };
        return new PreparedCommand(parsed, "CREATE POLICY", async run =>
        {
            var seen = await BindAsync(run, create.Table, create.Using, masked: null);
            var written = await BindAsync(run, create.Table, create.Check, masked: null);
            await DdlRun.ChangeAsync(run, catalog =>
            {
                var table = DdlNames.OwnRelation(run.Session, catalog.Snapshot, create.Table);
                PolicyChanges.Create(catalog, table, new RowPolicy(catalog.NewOid(), create.Name.Text, seen)
                {
                    IsRestrictive = create.IsRestrictive,
                    IsForAll = create.Command == PolicyCommand.All,
                    Action = create.Command switch
                    {
                        PolicyCommand.Insert => TableAction.Insert,
                        PolicyCommand.Update => TableAction.Update,
                        PolicyCommand.Delete => TableAction.Delete,
                        _ => TableAction.Select,
                    },
                    Check = written,
                    Roles = create.Roles.IsEmpty ? [Catalog.Access.Grant.Public] : RolesOf(run.Session, catalog.Snapshot, create.Roles),
                });
            });
        });
    }

    public static Prepared PrepareAlter(ParsedStatement parsed, AlterPolicyStatement alter)
    {
        return new PreparedCommand(parsed, "ALTER POLICY", async run =>
        {
            var seen = await BindAsync(run, alter.Table, alter.Using, masked: null);
            var written = await BindAsync(run, alter.Table, alter.Check, masked: null);
            await DdlRun.ChangeAsync(run, catalog =>
            {
                var table = DdlNames.OwnRelation(run.Session, catalog.Snapshot, alter.Table);
                var policy = PolicyChanges.Require(table, alter.Name.Text);
                if (alter.Check is { } check && policy is { IsForAll: false, Action: TableAction.Select or TableAction.Delete })
                    throw new GatewayException(SqlState.SyntaxError, "only USING expression allowed for SELECT, DELETE") { Position = check.Expression.Span.Start };
                if (alter.Using is { } condition && policy is { IsForAll: false, Action: TableAction.Insert })
                    throw new GatewayException(SqlState.SyntaxError, "only WITH CHECK expression allowed for INSERT") { Position = condition.Expression.Span.Start };
                PolicyChanges.Replace(catalog, table, policy, policy with
                {
                    Name = alter.NewName?.Text ?? policy.Name,
                    Roles = alter.Roles.IsEmpty ? policy.Roles : RolesOf(run.Session, catalog.Snapshot, alter.Roles),
                    Condition = seen ?? policy.Condition,
                    Check = written ?? policy.Check,
                });
            });
        });
    }

    public static Prepared PrepareDrop(ParsedStatement parsed, DropPolicyStatement drop) => new PreparedCommand(parsed, "DROP POLICY", run => DdlRun.ChangeAsync(run, catalog =>
    {
        if (drop.IfExists && DdlNames.FindRelation(run.Session, catalog.Snapshot, drop.Table) is null)
        {
            catalog.Notices.Add($"relation \"{drop.Table.Last.Text}\" does not exist, skipping");
            return;
        }

        var table = DdlNames.OwnRelation(run.Session, catalog.Snapshot, drop.Table);
        if (drop.IfExists && table.Policies.All(policy => policy.Name != drop.Name.Text))
            catalog.Notices.Add($"policy \"{drop.Name.Text}\" for relation \"{table.Name}\" does not exist, skipping");
        else PolicyChanges.Drop(catalog, table, PolicyChanges.Require(table, drop.Name.Text));
    }));

    /// <summary>What an action of ALTER [VIRTUAL] TABLE stores, bound before the catalog is changed; null when it stores no expression.</summary>
    public static async ValueTask<EquatableArray<ColumnMask>> BindMasksAsync(StatementRun run, ObjectName table, TableSecurityAction action)
    {
        if (action is not SetMasksAction set) return [];
        var masks = new List<ColumnMask>();
        foreach (var item in set.Items)
        {
            var relation = DdlNames.OwnRelation(run.Session, run.Session.Snapshot, table);
            var column = ColumnOf(relation, item.Column);
            if (masks.Any(other => other.Column == column.RemoteName)) throw new GatewayException(SqlState.DuplicateColumn, $"column \"{column.Name}\" specified more than once") { Position = item.Column.Span.Start };
            masks.Add(new ColumnMask(column.RemoteName, (await BindAsync(run, table, item.Value, column))!));
        }

        return masks.ToEquatableArray();
    }

    public static void Apply(CatalogTransaction catalog, RelationEntry table, TableSecurityAction action, EquatableArray<ColumnMask> masks)
    {
        switch (action)
        {
            case RowSecurityAction { Enable: { } enable }:
                PolicyChanges.SetRowSecurity(catalog, table, !enable ? RowSecurity.Off : table.RowSecurity == RowSecurity.Forced ? RowSecurity.Forced : RowSecurity.On);
                break;
            case RowSecurityAction { Force: { } force }:
                if (table.RowSecurity == RowSecurity.Off && force)
                    throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"row level security of table \"{table.Name}\" is not enabled") { Hint = "Enable it first." };
                if (table.RowSecurity != RowSecurity.Off) PolicyChanges.SetRowSecurity(catalog, table, force ? RowSecurity.Forced : RowSecurity.On);
                break;
            case SetMasksAction set: PolicyChanges.AddMasks(catalog, table, masks, set.Replaces); break;
            case DropMasksAction drop:
                var columns = drop.Columns.Select(name => ColumnOf(table, name)).ToList();
                if (columns.Find(column => table.Masks.All(mask => mask.Column != column.RemoteName)) is { } bare)
                    throw new GatewayException(SqlState.UndefinedObject, $"column \"{bare.Name}\" of table \"{table.Name}\" has no mask");
                PolicyChanges.DropMasks(catalog, table, [.. columns.Select(column => column.RemoteName)]);
                break;
        }
    }

    private static async ValueTask<StoredExpression?> BindAsync(StatementRun run, ObjectName table, Stored? text, TableColumn? masked)
    {
        if (text is null) return null;
        var session = run.Session;
        var relation = DdlNames.OwnRelation(session, session.Snapshot, table);
        var names = await Planner.BindTableExpressionAsync(session, relation, text.Expression, masked, run.CancellationToken);
        return new StoredExpression(text.Text, session.SearchPath, session.Settings[SettingsTable.TimeZone], session.Now, names);
    }

    private static TableColumn ColumnOf(RelationEntry table, Identifier name) => table.Columns.FirstOrDefault(column => column.Name == name.Text)
        ?? throw new GatewayException(SqlState.UndefinedColumn, $"column \"{name.Text}\" of relation \"{table.Name}\" does not exist") { Position = name.Span.Start };

    private static EquatableArray<long> RolesOf(SessionState session, CatalogSnapshot snapshot, EquatableArray<Identifier> names) =>
        names.Select(name => RoleNames.Grantee(session, snapshot, name)).Distinct().ToEquatableArray();
}
