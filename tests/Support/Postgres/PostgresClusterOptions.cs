namespace FederationGateway.Support.Postgres;

public enum PostgresAuthentication
{
    /// <summary>Whoever connects is who they say.</summary>
    Trust,

    /// <summary>Connections over TCP prove the password with SCRAM-SHA-256; the unix socket stays open to its owner.</summary>
    ScramSha256,
}

public enum PostgresCollation
{
    /// <summary>Text ordered by its bytes, UTF-8: the order the gateway promises.</summary>
    Binary,

    /// <summary>Text ordered as English readers expect (ICU en-US), so that "a" comes before "B".</summary>
    English,
}

/// <summary>How a throw-away server differs from the usual one.</summary>
public sealed record PostgresClusterOptions
{
    public PostgresAuthentication Authentication { get; init; } = PostgresAuthentication.Trust;

    public PostgresCollation Collation { get; init; } = PostgresCollation.Binary;

    /// <summary>Offers TLS with a self-signed certificate for <c>localhost</c>.</summary>
    public bool Tls { get; init; }

    /// <summary>Ample: the gateway under test keeps idle connections to the sources of all tests for a while.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Makes commits wait for the disk. Off: the data lives as long as the test.</summary>
    public bool Fsync { get; init; }

    /// <summary>More lines for <c>postgresql.conf</c>; they win over the ones above.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
