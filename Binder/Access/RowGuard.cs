using FederationGateway.Binder.Scopes;
using FederationGateway.Binder.Statements;
using FederationGateway.Binder.Tables;
using FederationGateway.Catalog.Access;

namespace FederationGateway.Binder.Access;

/// <summary>
/// What the policies of a table say to somebody who writes to it. Rows they may not touch are not met; a row that must not be written ends the statement before anything is.
/// </summary>
internal sealed class RowGuard
{
    private readonly TargetTable _target;
    private readonly RoleRights _rights;
    private readonly FromPlace _place;

    private RowGuard(TargetTable target, RoleRights rights, Scope scope) => (_target, _rights, _place) = (target, rights, new FromPlace(scope, [], []));

    private StatementState State => _place.State;

    /// <summary>Null when no policy is asked.</summary>
    public static RowGuard? Of(TargetTable target, Scope scope)
    {
        var state = scope.State;
        var rights = RoleRights.Of(state.Context.Snapshot, state.Context.CurrentUser);
        if (RowRules.Of(state.Context.Snapshot, target.Entry, rights, TableAction.Select) is null) return null;
        state.HidesData = true;
        return new RowGuard(target, rights, scope);
    }

    /// <summary>The table's rows that policies for all of these actions let through, behind a barrier: what the statement computes does not meet the others.</summary>
    public PlanNode Rows(ScanNode scan, params ReadOnlySpan<TableAction> actions)
    {
        PlanNode rows = scan;
        foreach (var action in actions) rows = new FilterNode(rows, Passes(action, OfScan(scan)));
        var barrier = LimitNode.Barrier(rows);
        State.Access.HideBelow(barrier);
        return barrier;
    }

    /// <summary>That policies let a row through, as its columns are given.</summary>
    public Expression Passes(TableAction action, Func<int, Expression?> column) =>
        OverRow(row => [PolicyConditions.Passes(_target.Entry, RulesFor(action), row, _place)], column)[0];

    /// <summary>
    /// Conditions that hold for a row as it is written, or end the statement. With <paramref name="isSeen"/>, when the statement reads the table or gives rows back, it has
    /// to be a row that may be seen.
    /// </summary>
    /// <param name="column">What a column becomes; null for what only the table's source knows.</param>
    public EquatableArray<Expression> Checks(TableAction action, bool isSeen, Func<int, Expression?> column)
    {
        List<string?> policies = [];
        var conditions = OverRow(row =>
        {
            var checks = PolicyConditions.Checks(_target.Entry, RulesFor(action), bySight: false, row, _place).ToList();
            if (isSeen) checks.AddRange(PolicyConditions.Checks(_target.Entry, RulesFor(TableAction.Select), bySight: true, row, _place));
            policies.AddRange(checks.Select(check => check.Policy));
            return checks.Select(check => check.Condition);
        }, ordinal => IsGenerated(ordinal) ? null : column(ordinal));
        return Enumerable.Range(0, conditions.Count).Where(i => conditions[i] is not ConstantExpression { Value: true }).Select(i => (Expression)Required(conditions[i], $"new row violates row-level security policy {(policies[i] is { } name ? $"\"{name}\" " : "")}for table \"{_target.Entry.Name}\"")).ToEquatableArray();
    }

    /// <summary>For a row that MERGE has found and would do something with that the policies do not allow.</summary>
    public Expression MayTouch(TableAction action, ScanNode scan) =>
        Required(Passes(action, OfScan(scan)), $"target row violates row-level security policy (USING expression) for table \"{_target.Entry.Name}\"");

    /// <summary>True when rows that could be changed can be so again, whatever the new values: the policies ask new rows what they asked old ones, and nothing they read is written.</summary>
    public bool KeepsChecks(ScanNode scan, IReadOnlyCollection<int> written, bool isSeen)
    {
        var rules = RulesFor(TableAction.Update);
        if (rules.Permissive.Concat(rules.Restrictive).Any(policy => policy.Check is { } check && check != policy.Condition)) return false;
        var ids = scan.Columns.Where(column => written.Contains(column.Ordinal)).Select(column => column.Column.Id).ToHashSet();
        TableAction[] actions = isSeen ? [TableAction.Update, TableAction.Select] : [TableAction.Update];
        return actions.All(action => !Passes(action, OfScan(scan)).Columns().Any(column => ids.Contains(column.Id) || scan.Columns.Any(read => read.Column.Id == column.Id && IsGenerated(read.Ordinal))));
    }

    /// <summary>The rows behind conditions that end the statement when one does not hold. Nothing is computed of a row before it was let through.</summary>
    public static PlanNode Checked(PlanNode rows, IEnumerable<Expression> checks, StatementState state)
    {
        var all = checks.ToList();
        foreach (var check in all) state.Access.IsOwners(check);
        return all.Count == 0 ? rows : new FilterNode(LimitNode.Barrier(rows), ExpressionWalk.And(all));
    }

    private static Func<int, Expression?> OfScan(ScanNode scan) => ordinal => scan.Columns.First(column => column.Ordinal == ordinal).Column.ToExpression();

    private static CallExpression Required(Expression condition, string otherwise) => new CallExpression(FunctionReference.RequireRow, [condition, new ConstantExpression(otherwise, SqlType.Text)], SqlType.Boolean);

    private RowRules RulesFor(TableAction action) => RowRules.Of(State.Context.Snapshot, _target.Entry, _rights, action)!;

    /// <summary>Binds over a row of its own, which then becomes the row at hand: so none of it counts as read by the user.</summary>
    /// <param name="column">What a column becomes; null for what only the table's source knows.</param>
    private List<Expression> OverRow(Func<EquatableArray<ScopeRelation>, IEnumerable<Expression>> bind, Func<int, Expression?> column)
    {
        var row = _target.NewRow(State);
        var relation = _target.Relation(row) with { Path = [_target.Entry.Schema, _target.Entry.Name], IsAliased = false };
        var bound = PolicyConditions.AsOwner(_target.Entry, State, () => bind([relation]).ToList());
        var ordinals = Enumerable.Range(0, row.Count).ToDictionary(i => row[i].Id);
        Expression Value(Expression part) => part is ColumnExpression read && ordinals.TryGetValue(read.Id, out var ordinal) ? column(ordinal) ?? throw Unknown(ordinal) : part;
        return [.. bound.Select(condition => condition.Rewrite(Value, query => query.RewriteDeep(node => node, Value)))];
    }

    private bool IsGenerated(int ordinal) => ordinal >= 0 && _target.Handle.Columns[ordinal].IsGenerated;

    private GatewayException Unknown(int ordinal) =>
        new(SqlState.FeatureNotSupported, $"a policy of table \"{_target.Entry.Name}\" reads column \"{_target.Handle.Columns[ordinal].Name}\", whose value only its source knows")
        {
            Hint = "Give the column a value.",
        };
}
