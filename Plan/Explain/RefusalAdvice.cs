namespace FederationGateway.Plan;

/// <summary>What a user can do about a kind of reason, where the reason itself says nothing better.</summary>
internal static class RefusalAdvice
{
    public static string Of(string code) => code switch
    {
        RefusalCode.CapabilityMissing => "ALTER REMOTE SOURCE … SET PROPERTY declares what a source can do",
        RefusalCode.FunctionNotSupported => "a function of the same meaning that the source has is sent",
        RefusalCode.DifferentSemantics => "a further condition that both compute alike makes fewer rows travel",
        RefusalCode.PushdownMismatch => "CALL CLEAR_PUSHDOWN_MISMATCH trusts the source again",
        RefusalCode.TextOrder => "COLLATE \"C\" orders alike everywhere",
        RefusalCode.TypeNotSupported => "cast to a type both sides have",
        RefusalCode.VolatileFunction => "computed once and given as a parameter, the value is sent",
        RefusalCode.DifferentSources => "SET remainder_engine names a source where both can be joined",
        RefusalCode.LocalData => "SET remainder_engine names a source that such rows are uploaded to",
        RefusalCode.InputStayedLocal => "what keeps its input here is said there",
        RefusalCode.SupersetRecheck => "nothing to do: the source has made the rows fewer already",
        RefusalCode.Cost => "CREATE STATISTICS helps where the estimate is wrong",
        RefusalCode.PushdownOff => "SET pushdown = on",
        _ => "a view at the source can do it there",
    };
}
