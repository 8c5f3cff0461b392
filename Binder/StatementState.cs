using System.Collections.Immutable;
using FederationGateway.Binder.Access;
using FederationGateway.Binder.Coercion;
using FederationGateway.Binder.Expressions;
using FederationGateway.Binder.Functions;
using FederationGateway.Binder.Scopes;
using FederationGateway.Catalog;

namespace FederationGateway.Binder;

/// <summary>What one binding of one statement keeps: the ids it hands out, where its columns come from, what it learned of its parameters.</summary>
internal sealed class StatementState
{
    /// <summary>So many syntax levels fit any thread's stack, with what runs below each of them.</summary>
    private const int SmallStackDepth = 150;

    private readonly bool _isOnLargeStack;
    private readonly ColumnIds _columns = new();
    private int _depth;
    private int _lastCteId;

    public StatementState(BindingContext context, bool isOnLargeStack)
    {
        _isOnLargeStack = isOnLargeStack;
        Context = context;
        Parameters = new ParameterTypes(context.ParameterTypes);
        Coercion = new TypeCoercion(new InputSettings(context.TimeZone, new OidNames(context).Find, context.Now), (number, type) => Parameters.Decide(number, type), PositionOf) { WideNumerics = context.WideNumerics };
        Functions = new FunctionBinder(Coercion);
        Operators = new OperatorBinder(Coercion, Functions);
    }

    public BindingContext Context { get; }

    public ParameterTypes Parameters { get; }

    public TypeCoercion Coercion { get; }

    public FunctionBinder Functions { get; }

    public OperatorBinder Operators { get; }

    /// <summary>Where each column of the plan comes from, as far as names can reach it.</summary>
    public Dictionary<ColumnId, ColumnOrigin> Origins { get; } = [];

    /// <summary>Where a column was written: references are separate objects, and no conversion around one replaces it.</summary>
    public Dictionary<Expression, TextSpan> Positions { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>The columns that are the fields of a column holding rows.</summary>
    public Dictionary<ColumnId, EquatableArray<ScopeColumn>> Fields { get; } = [];

    /// <summary>The common tables somebody reads; the others are left out of the plan, as PostgreSQL never runs them.</summary>
    public HashSet<int> UsedCommonTables { get; } = [];

    /// <summary>What the names of relations in the statement itself mean, outside the views it reads; null when nobody asks.</summary>
    public HashSet<NameBinding>? Names { get; init; }

    /// <summary>Where the statement names relations of users without their schema; noted with <see cref="Names"/>.</summary>
    public List<(TextSpan Span, long Oid)> NamePlaces { get; } = [];

    /// <summary>Columns that views were made with and that are gone since, with their names.</summary>
    public Dictionary<ColumnId, string> MissingColumns { get; } = [];

    /// <summary>Hints met so far, in upper case as SAP HANA writes them.</summary>
    public SortedSet<string> Hints { get; } = new(StringComparer.Ordinal);

    /// <summary>True when the statement reads a table of which policies or masks hide a part.</summary>
    public bool HidesData { get; set; }

    /// <summary>Which relations the statement uses.</summary>
    public AccessNotes Access { get; } = new();

    /// <summary>The views being expanded, by OID: one that contains itself would never end.</summary>
    public ImmutableStack<long> Views { get; set; } = ImmutableStack<long>.Empty;

    /// <summary>True when the statement went deeper than an ordinary stack allows: whoever walks its plan needs a large stack too.</summary>
    public bool IsDeep { get; private set; }

    public OutputColumn NewColumn(string name, SqlType type, bool isNullable = true) => new(_columns.Next(), name, type, isNullable);

    public int NextCteId() => ++_lastCteId;

    /// <summary>Goes one level down the syntax tree; the caller leaves it again with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_depth <= SmallStackDepth) return;
        IsDeep = true;
        if (!_isOnLargeStack) throw new DeepStatementException();
    }

    public void Leave() => _depth--;

    /// <summary>How deep binding is: to be restored when a part is given up halfway.</summary>
    public int Depth
    {
        get => _depth;
        set => _depth = value;
    }

    public int? PositionOf(Expression expression) => Positions.TryGetValue(expression, out var span) ? span.Start : null;
}

/// <summary>Ends binding on an ordinary stack; it begins again on a large one. Never leaves the binder.</summary>
internal sealed class DeepStatementException : Exception;
