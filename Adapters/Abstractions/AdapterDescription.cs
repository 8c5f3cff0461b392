using FederationGateway.Common;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>What a user is asked for when creating a source.</summary>
public sealed record AdapterDescription(string DisplayName, string Description, EquatableArray<AdapterOption> Options);

/// <summary>One key of the CONFIGURATION or, when <see cref="IsSecret"/> or asked for by name (user, password), of the credential.</summary>
public sealed record AdapterOption(string Name, string Description, bool IsRequired = false, string? Default = null, bool IsCredential = false, bool IsSecret = false);
