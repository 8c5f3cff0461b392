using FederationGateway.Common;

namespace FederationGateway.Plan;

/// <summary>
/// The function an expression calls. <see cref="Signature"/> is the key of every dialect's function table: the name and the parameter types as the function is
/// declared, by PostgreSQL's internal names (<see cref="SqlTypeNames.Internal"/>) without modifiers, for instance <c>substring(text,int4,int4)</c>,
/// <c>abs(numeric)</c>, <c>count(any)</c>, <c>array_length(anyarray,int4)</c>;
/// an operator that is not arithmetic, comparison or logic is written by its symbol: <c>||(text,text)</c>, <c>+(date,int4)</c>, <c>~(text,text)</c>.
/// </summary>
public sealed record FunctionReference(string Name, string Signature, Volatility Volatility = Volatility.Immutable)
{
    /// <summary>What policies ask of a row that is to be written: true, or the statement ends. No statement of a client calls it.</summary>
    public static FunctionReference RequireRow { get; } = new("require_row", "require_row(bool,text)", Volatility.Volatile);

    /// <summary>Why no source may call a volatile function.</summary>
    /// <param name="call">The call, or what it is in.</param>
    public PushdownRefusal WhyNotPushed(string call) => this == RequireRow
        ? new(RefusalCode.ConstructNotPushed, "policies are asked about each row here")
        : new(RefusalCode.VolatileFunction, $"{call} gives another answer at each call");

    /// <summary>True for an operator symbol, printed between its arguments.</summary>
    public bool IsOperator => Name.Length > 0 && !char.IsLetter(Name[0]) && Name[0] != '_';
}
