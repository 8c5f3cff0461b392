namespace FederationGateway.Binder.Coercion;

/// <summary>How a conversion came about; each level allows what the one before allows, and more.</summary>
public enum CoercionContext
{
    /// <summary>Nobody wrote it: an operand or argument is given a type that loses nothing.</summary>
    Implicit,

    /// <summary>A value is stored into a column of another type.</summary>
    Assignment,

    /// <summary>CAST or <c>::</c>.</summary>
    Explicit,
}
