using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Binder.Functions;

public enum FunctionKind
{
    Scalar,
    Operator,
    Aggregate,

    /// <summary>An aggregate called with WITHIN GROUP: its first parameters are direct arguments, the last are the ordered ones.</summary>
    OrderedSetAggregate,

    /// <summary>A function that only makes sense over a window (aggregates may be called over one too).</summary>
    Window,
}

/// <summary>A column of a function that returns rows.</summary>
public sealed record FunctionColumn(string Name, ParameterType Type);

/// <summary>A function or operator that exists: what it takes and gives, nothing about how it is computed.</summary>
/// <param name="ReturnsSet">It returns any number of rows, of one value or of <paramref name="Columns"/>.</param>
/// <param name="IsStrict">Null when an argument is null.</param>
/// <param name="IsVariadic">The last parameter may be repeated; once at least.</param>
/// <param name="DirectCount">For ordered-set aggregates, how many parameters stand before WITHIN GROUP.</param>
public sealed record FunctionDefinition(
    string Name,
    FunctionKind Kind,
    EquatableArray<ParameterType> Parameters,
    ParameterType Returns,
    Volatility Volatility = Volatility.Immutable,
    bool ReturnsSet = false,
    bool IsStrict = true,
    bool IsVariadic = false,
    int DirectCount = 0,
    EquatableArray<FunctionColumn> Columns = default)
{
    /// <summary>The key in dialects' function tables, see <see cref="FunctionReference.Signature"/>. A variadic parameter is written once.</summary>
    public string Signature { get; } = $"{Name}({string.Join(',', Parameters)})";

    public FunctionReference Reference => new(Name, Signature, Volatility);

    public bool IsAggregate => Kind is FunctionKind.Aggregate or FunctionKind.OrderedSetAggregate;

    /// <summary>The declared type of argument <paramref name="index"/>.</summary>
    public ParameterType ParameterAt(int index) => Parameters[Math.Min(index, Parameters.Count - 1)];

    public bool TakesCount(int arguments) => arguments == Parameters.Count || (IsVariadic && arguments > Parameters.Count);
}
