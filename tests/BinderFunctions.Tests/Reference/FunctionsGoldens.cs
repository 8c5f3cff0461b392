using FederationGateway.Support;

namespace FederationGateway.BinderFunctions.Tests.Reference;

/// <summary><c>docs/functions.md</c> says what the function table and the dialects say; <c>UPDATE_GOLDENS=1</c> writes it anew.</summary>
public sealed class FunctionsGoldens
{
    [Fact]
    public void The_list_of_functions_is_what_the_tables_say()
    {
        var path = Repository.PathOf("docs", "functions.md");
        var text = FunctionList.Write();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1") File.WriteAllText(path, text);
        else text.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
