namespace FederationGateway.Plan;

/// <summary>Why an operator or expression stayed on this side: a stable code, one sentence, and what the user can do about it.</summary>
/// <param name="Hint">What helps in this very case, if something does; see <see cref="Advice"/>.</param>
public sealed record PushdownRefusal(string Code, string Message, string? Hint = null)
{
    /// <summary>The message without what differs from statement to statement: what reasons are counted by.</summary>
    public string Cause { get; init; } = Message;

    /// <summary>The hint, or what can be done about reasons of its kind.</summary>
    public string Advice => Hint ?? RefusalAdvice.Of(Code);

    public override string ToString() => $"{Code}: {Message} ({Advice})";
}

/// <summary>The reason codes EXPLAIN and the dictionary show.</summary>
public static class RefusalCode
{
    /// <summary>The adapter, table or column did not declare the capability, or it was switched off.</summary>
    public const string CapabilityMissing = "CAPABILITY_MISSING";

    /// <summary>The function has no equal in the source's dialect.</summary>
    public const string FunctionNotSupported = "FUNCTION_NOT_SUPPORTED";

    /// <summary>The source has the operation, but for these types its answer may differ from ours.</summary>
    public const string DifferentSemantics = "DIFFERENT_SEMANTICS";

    /// <summary>The source was found to answer otherwise than the gateway: verification has taken the capability away.</summary>
    public const string PushdownMismatch = "PUSHDOWN_MISMATCH";

    /// <summary>The source orders or compares text by other rules.</summary>
    public const string TextOrder = "TEXT_ORDER";

    /// <summary>The source has no such type, or no conversion that gives the same value.</summary>
    public const string TypeNotSupported = "TYPE_NOT_SUPPORTED";

    /// <summary>The function gives another answer at each call or each place.</summary>
    public const string VolatileFunction = "VOLATILE_FUNCTION";

    /// <summary>The operands come from different places.</summary>
    public const string DifferentSources = "DIFFERENT_SOURCES";

    /// <summary>The inputs are local data.</summary>
    public const string LocalData = "LOCAL_DATA";

    /// <summary>Something below had to stay, and this operator may not pass below it.</summary>
    public const string InputStayedLocal = "INPUT_STAYED_LOCAL";

    /// <summary>The source evaluates a weaker condition to send fewer rows; it is checked again here.</summary>
    public const string SupersetRecheck = "SUPERSET_RECHECK";

    /// <summary>Sending it would make more rows travel.</summary>
    public const string Cost = "COST";

    /// <summary><c>SET pushdown = off</c>.</summary>
    public const string PushdownOff = "PUSHDOWN_OFF";

    /// <summary>The gateway cannot write this construct for any source yet.</summary>
    public const string ConstructNotPushed = "CONSTRUCT_NOT_PUSHED";
}
