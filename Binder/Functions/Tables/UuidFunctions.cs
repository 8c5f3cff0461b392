namespace FederationGateway.Binder.Functions;

/// <summary>uuid (manual 9.14).</summary>
internal static class UuidFunctions
{
    public static IReadOnlyList<string> Declarations { get; } = ["gen_random_uuid() -> uuid volatile"];
}
