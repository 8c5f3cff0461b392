using System.Globalization;
using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Applying;

/// <summary>What a subscription says, in the words of the embedded engine. Columns of the captured table are x0, x1 …</summary>
internal sealed class SubscriptionSql
{
    private static readonly DuckDbDialect Dialect = new(new DialectSession("UTC"));
    private readonly Dictionary<ColumnId, int> _ordinals = [];

    public SubscriptionSql(AppliedSubscription plan)
    {
        Plan = plan;
        for (var i = 0; i < plan.Columns.Count; i++) _ordinals[plan.Columns[i].Id] = i;
        Target = Dialect.TableName(plan.Target.Handle);
        Columns = [.. plan.TargetOrdinals.Select(Physical)];
        Values = [.. plan.Values.Select(Write)];
        var places = plan.Keys.Select(key => plan.TargetOrdinals.ToList().IndexOf(key)).ToList();
        KeyColumns = [.. plan.Keys.Select(Physical)];
        KeyNames = [.. plan.Keys.Select(key => plan.Target.Columns[key].Name)];
        Keys = [.. places.Select(place => Values[place])];
        KeySources = [.. places.SelectMany(place => SourcesOf(plan.Values[place])).Distinct().Order()];
        Filter = plan.Filter is null ? null : $"coalesce({Write(plan.Filter)}, false)";
        FilterSources = plan.Filter is null ? new HashSet<int>() : SourcesOf(plan.Filter);
        ValueSources = plan.Values.SelectMany(SourcesOf).ToHashSet();
        ChangeType = Change(plan.Entry.ChangeTypeColumn);
        ChangeTime = Change(plan.Entry.ChangeTimeColumn);
        ChangeSequence = Change(plan.Entry.ChangeSequenceColumn);
    }

    public AppliedSubscription Plan { get; }

    public string Target { get; }

    /// <summary>The target's columns that get a value, and their values.</summary>
    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<string> Values { get; }

    /// <summary>The target's columns that tell rows apart, what users call them, and their values.</summary>
    public IReadOnlyList<string> KeyColumns { get; }

    public IReadOnlyList<string> KeyNames { get; }

    public IReadOnlyList<string> Keys { get; }

    /// <summary>The captured columns that keys, values and the filter are made of.</summary>
    public IReadOnlyList<int> KeySources { get; }

    public IReadOnlySet<int> ValueSources { get; }

    public IReadOnlySet<int> FilterSources { get; }

    /// <summary>True for rows of interest, never null; null when all are.</summary>
    public string? Filter { get; }

    /// <summary>The target's columns for the letter, the time and the place of a change.</summary>
    public TableColumn? ChangeType { get; }

    public TableColumn? ChangeTime { get; }

    public TableColumn? ChangeSequence { get; }

    /// <summary>The target's column that holds a captured column as it came; null when none does.</summary>
    public string? CarrierOf(int column)
    {
        for (var i = 0; i < Plan.Values.Count; i++)
        {
            var (value, type) = (Plan.Values[i], Plan.Columns[column].Type);
            while (value is CastExpression { Operand: var operand } cast && EngineType.Of(cast.TargetType) == EngineType.Of(type) && IsSameKind(cast.TargetType, operand.Type)) value = operand;
            if (value is ColumnExpression reference && _ordinals[reference.Id] == column && EngineType.Of(Plan.Target.Columns[Plan.TargetOrdinals[i]].Type) == EngineType.Of(type)) return Columns[i];
        }

        return null;
    }

    /// <summary>A condition over the captured columns as one over the target's.</summary>
    /// <exception cref="GatewayException">0A000 when the target does not hold one of its columns as it came.</exception>
    public string OverTarget(Expression condition) => Write(condition, ordinal => CarrierOf(ordinal) ?? throw new GatewayException(
        SqlState.FeatureNotSupported, $"a condition on column \"{Plan.Columns[ordinal].Name}\", which table \"{Plan.Target.Name}\" does not have as it is, is not supported here")
    {
        Hint = "The rows that go have to be found in the target: use columns that the subscription takes unchanged.",
    });

    /// <summary>The commit time <c>ct</c>, a timestamp in UTC, as a value of the column for it.</summary>
    public string TimeValue(string time) => ChangeTime!.Type.Kind switch
    {
        SqlTypeKind.Timestamp => time,
        SqlTypeKind.TimestampTz => $"({time} AT TIME ZONE 'UTC')",
        _ => $"(strftime({time}, '%Y-%m-%d %H:%M:%S.%f') || '0')",
    };

    public string SequenceValue(string sequence) => $"CAST({sequence} AS {EngineType.Of(ChangeSequence!.Type)})";

    /// <summary>Names with their values: columns of the target, then those for changes.</summary>
    public IEnumerable<(string Column, string Value)> ChangeColumns(string letter, string time, string sequence)
    {
        if (ChangeType is not null) yield return (Quote(ChangeType.RemoteName), letter);
        if (ChangeTime is not null) yield return (Quote(ChangeTime.RemoteName), TimeValue(time));
        if (ChangeSequence is not null) yield return (Quote(ChangeSequence.RemoteName), SequenceValue(sequence));
    }

    /// <summary>A column of a local table as another type, as the gateway converts; null when the engine cannot.</summary>
    public static string? Cast(TableColumn column, SqlType type)
    {
        var output = new OutputColumn(new ColumnId(1), column.Name, column.Type);
        var text = new SqlText(Dialect, id => id == output.Id ? Quote(column.RemoteName) : null);
        text.Append(new CastExpression(output.ToExpression(), type));
        return text.Refusal is null ? text.ToString() : null;
    }

    public static string Quote(string name) => Dialect.QuoteIdentifier(name);

    // A type with another limit holds the value as it is, or refuses it.
    private static bool IsSameKind(SqlType left, SqlType right) => left.Kind == right.Kind || (IsText(left) && IsText(right));

    private static bool IsText(SqlType type) => type.Kind is SqlTypeKind.Text or SqlTypeKind.VarChar;

    private HashSet<int> SourcesOf(Expression expression) =>
        [.. expression.SelfAndDescendants().OfType<ColumnExpression>().Select(column => _ordinals[column.Id])];

    private string Physical(int ordinal) => Quote(Plan.Target.Columns[ordinal].RemoteName);

    private TableColumn? Change(string? name) => name is null ? null : Plan.Target.Columns.FirstOrDefault(column => column.RemoteName == name)
        ?? throw new GatewayException(SqlState.UndefinedColumn, $"table \"{Plan.Target.QualifiedName}\" no longer has a column for changes");

    private string Write(Expression expression) => Write(expression, static ordinal => string.Create(CultureInfo.InvariantCulture, $"x{ordinal}"));

    private string Write(Expression expression, Func<int, string> nameOf)
    {
        var text = new SqlText(Dialect, id => _ordinals.TryGetValue(id, out var ordinal) ? nameOf(ordinal) : null);
        text.Append(expression);
        return text.Refusal is { } refusal ? throw new GatewayException(SqlState.FeatureNotSupported, refusal.Message) { Hint = refusal.Hint } : text.ToString();
    }
}
