using FederationGateway.DuckDb;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>The scalar functions <see cref="DuckDbDialect"/> writes calls of. An engine that runs its SQL must have them all.</summary>
public static class DuckDbFunctions
{
    /// <summary>For <see cref="EngineOptions.Functions"/>, so that a reopened engine has them too.</summary>
    public static IReadOnlyList<ScalarFunction> All { get; } =
    [
        .. NumericFunctions.All, .. IntegerFunctions.All, .. FrameFunctions.All, .. FloatFunctions.All, .. FloatAggregates.All, .. OrderedAggregates.All, .. ReadFunctions.All, .. WriteFunctions.All, .. TextFunctions.All, .. BytesFunctions.All,
        .. RegexFunctions.All, .. DateTimeFunctions.All, .. JsonFunctions.All, .. ListFunctions.All, .. CatalogFunctions.All, .. FormatFunctions.All, .. SystemFunctions.All,
    ];

    /// <summary>Registers them with an engine that is already open.</summary>
    public static void RegisterAll(DuckDbEngine engine)
    {
        foreach (var function in All) engine.RegisterScalarFunction(function);
    }
}
