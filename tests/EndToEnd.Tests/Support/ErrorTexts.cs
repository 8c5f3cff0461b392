using Npgsql;

namespace FederationGateway.EndToEnd.Support;

/// <summary>What every error a client sees has in common.</summary>
internal static class ErrorTexts
{
    // What only a stack trace, a framework's own message or a secret would contain.
    private static readonly string[] Never =
    [
        "   at ", "Exception", "System.", "Npgsql", "FederationGateway.", Landscape.SourcePassword, "fedgw-admin",
    ];

    /// <summary>The gateway's error behind a statement that was cancelled, however the client reports that.</summary>
    public static async Task<PostgresException> OfAsync(Func<Task> statement)
    {
        try
        {
            await statement();
        }
        catch (Exception e) when ((e as PostgresException ?? e.InnerException as PostgresException) is { } error)
        {
            Check(error);
            return error;
        }

        throw new InvalidOperationException("the statement did not fail");
    }

    /// <summary>One sentence, the rest in its own fields, nothing of our insides, no secret.</summary>
    public static void Check(PostgresException error)
    {
        error.MessageText.ShouldNotBeNullOrWhiteSpace();
        error.MessageText.ShouldNotContain("\n");
        foreach (var text in new[] { error.MessageText, error.Detail, error.Hint, error.Where }.OfType<string>())
            foreach (var never in Never) text.ShouldNotContain(never, Case.Sensitive);
    }
}
