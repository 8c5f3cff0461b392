using FederationGateway.EndToEnd.Support;

namespace FederationGateway.EndToEnd.Accounts;

/// <summary>Roles of one test in the shared gateway, and sessions that log in as them.</summary>
internal sealed class Roles(Landscape landscape)
{
    private readonly string _suffix = Guid.NewGuid().ToString("N")[..8];

    /// <summary>The role's name in the gateway.</summary>
    public string this[string name] => $"{name}_{_suffix}";

    /// <summary>Its password.</summary>
    public string PasswordOf(string name) => $"Pw-{name}-{_suffix}";

    public async Task CreateAsync(params string[] names)
    {
        await using var admin = await landscape.OpenAsync();
        foreach (var name in names) await admin.ExecuteAsync($"CREATE USER {this[name]} PASSWORD '{PasswordOf(name)}'");
    }

    public Task<GatewayClient> OpenAsync(string name, string? searchPath = null) => landscape.OpenAsync(builder =>
    {
        (builder.Username, builder.Password) = (this[name], PasswordOf(name));
        if (searchPath is not null) builder.SearchPath = searchPath;
    });
}
