using FederationGateway.Adapters.Abstractions;
using FederationGateway.Adapters.DuckDbSql;
using FederationGateway.Arrow;
using FederationGateway.Catalog.SystemViews;
using FederationGateway.Common;
using FederationGateway.Executor;
using FederationGateway.Gateway.Monitoring;
using FederationGateway.Gateway.Settings;
using FederationGateway.Plan;
using FederationGateway.PgWire.Types;

namespace FederationGateway.Gateway.Sessions;

/// <summary>What statements compute with in this session: the engine's dialect in its time zone, its catalog functions, constants folded by the engine.</summary>
internal sealed class SessionFunctionScope : IDisposable
{
    /// <summary>Columns of one question: the engine's planning of a select list is not linear, and one that fails has the others asked for again.</summary>
    private const int MostAtOnce = 32;

    private readonly SessionState _session;
    private readonly long _contextId;
    private DuckDbDialect? _dialect;
    private string? _dialectZone;

    public SessionFunctionScope(SessionState session)
    {
        _session = session;
        var functions = new CatalogSessionFunctions(session);
        OidNames = functions;
        _contextId = SessionContexts.Add(functions);
    }

    /// <summary>Names behind the numbers of regclass, regtype …</summary>
    public IOidNames OidNames { get; }

    /// <summary>How expressions are written for the embedded engine in this session.</summary>
    public DuckDbDialect Dialect
    {
        get
        {
            var zone = _session.Settings[SettingsTable.TimeZone];
            if (_dialect is null || _dialectZone != zone) (_dialect, _dialectZone) = (new DuckDbDialect(new DialectSession(zone, _contextId)), zone);
            return _dialect;
        }
    }

    /// <summary>The store runs on the embedded engine: it can do what remainders can.</summary>
    public static CapabilitySet StoreCapabilities => EngineCapabilities.All;

    /// <summary>The rows of a dictionary view, as this session may see them.</summary>
    public RecordBatch ReadSystemTable(TableHandle table, IReadOnlyList<int> ordinals) => _session.Snapshot.RelationsByOid.GetValueOrDefault(table.TableOid) is Catalog.SequenceEntry sequence
        ? SystemViewReader.Read(table, ordinals, [SequenceRow(sequence)])
        : SystemViewReader.Read(table, ordinals, new SystemViewContext(_session.Snapshot, _session.User, _session.Info.ProcessId, new RuntimeState(_session)));

    private object?[] SequenceRow(Catalog.SequenceEntry sequence)
    {
        var (value, isCalled) = _session.Core.Store.Sequences.Read(sequence);
        return [value, 0L, isCalled];
    }

    /// <summary>True when the plan holds a call whose value changes from statement to statement: such a plan cannot be kept.</summary>
    public static bool HasStableFunctions(PlanNode plan) =>
        plan.SelfAndDescendantsDeep().SelectMany(node => node.Expressions()).SelectMany(expression => expression.SelfAndDescendants()).Any(StableFunctions.IsKnown);

    public PlanNode FoldStable(PlanNode plan) =>
        HasStableFunctions(plan) ? plan.RewriteDeep(node => node, FoldOne) : plan;

    public Expression FoldStable(Expression expression) => expression.Rewrite(FoldOne);

    /// <summary>Computes expressions of constants with the engine that would compute them anyway; null for each that cannot be computed or fails.</summary>
    public IReadOnlyList<ConstantExpression?> Evaluate(IReadOnlyList<Expression> expressions) =>
        expressions.Count <= MostAtOnce ? EvaluateTogether(expressions) : [.. expressions.Chunk(MostAtOnce).SelectMany(EvaluateTogether)];

    /// <summary>The value of an argument: it is computed now, and its failure is the statement's.</summary>
    public ConstantExpression EvaluateArgument(Expression expression) =>
        FoldStable(expression) is var folded && folded is ConstantExpression constant ? constant : Compute([folded])[0];

    public void Dispose() => SessionContexts.Close(_contextId);

    // What is stable (it depends on the time zone, say) is computed once its operands are known: now() - interval '1 day' is one moment, and can be sent as one.
    private Expression FoldOne(Expression expression)
    {
        var folded = StableFunctions.Fold(expression, _session);
        return folded is CallExpression { Function.Volatility: Volatility.Stable } call && call.Arguments.All(argument => argument is ConstantExpression)
            ? Evaluate([call])[0] ?? folded
            : folded;
    }

    private IReadOnlyList<ConstantExpression?> EvaluateTogether(IReadOnlyList<Expression> expressions)
    {
        try
        {
            return Compute(expressions);
        }
        catch (GatewayException)
        {
            // The statement computes it when it runs, and fails then if a row needs it. One of several does not keep the others from having values.
            return expressions.Count == 1 ? [null] : [.. expressions.Select(expression => EvaluateTogether([expression])[0])];
        }
    }

    private ConstantExpression[] Compute(IReadOnlyList<Expression> expressions)
    {
        var text = new SqlText(Dialect, _ => null);
        text.Append("SELECT ").AppendList(expressions);
        if (text.Refusal is { } refusal) throw new GatewayException(SqlState.FeatureNotSupported, refusal.Message) { Hint = refusal.Hint };
        using var connection = _session.Core.Engine.Connect();
        using var result = connection.OpenResult(text.ToString(), new Schema([.. expressions.Select(expression => new Field("value", expression.Type))]), CancellationToken.None);
        var values = expressions.Select(expression => ConstantExpression.Null(expression.Type)).ToArray();
        while (result.TryRead(out var batch))
            using (batch)
                for (var i = 0; i < values.Length && batch.Length > 0; i++) values[i] = ArrowValue.ToConstant(batch.Column(i), 0, expressions[i].Type);
        return values;
    }
}
