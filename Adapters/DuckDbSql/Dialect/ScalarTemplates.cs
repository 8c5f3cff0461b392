using FederationGateway.Adapters.Abstractions;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Every scalar function and operator, by signature.</summary>
internal static class ScalarTemplates
{
    public static FunctionTable Table { get; } = Build();

    private static FunctionTable Build()
    {
        var table = new FunctionTable();
        foreach (var family in (IEnumerable<(string Signature, string Template)>[])
            [NumberTemplates.All, TextTemplates.All, DateTimeTemplates.All, ArrayTemplates.All, JsonTemplates.All, CatalogTemplates.All, SampleTemplates.All])
            foreach (var (signature, template) in family) table.Add(signature, template);
        return table;
    }
}
