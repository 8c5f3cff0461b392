namespace FederationGateway.Bench.Client;

/// <summary>A session at one of those who are compared.</summary>
internal interface IClient : IDisposable
{
    /// <summary>What the report calls the other end.</summary>
    string Name { get; }

    /// <summary>Runs a statement, reads its result to the end, looks at nothing, and returns the number of rows.</summary>
    long Drain(string sql);

    /// <summary>Runs a statement and returns its rows as text; NULL is null.</summary>
    IReadOnlyList<string?[]> Query(string sql);
}
