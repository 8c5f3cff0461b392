using System.Text.Json;
using FederationGateway.Support;

namespace FederationGateway.Architecture.Tests;

/// <summary>What npm installs is pinned on every platform, and may come from any registry.</summary>
public sealed class LockFileTests
{
    [Theory]
    [InlineData("native")]
    [InlineData("grammar")]
    public void Every_package_has_its_hash_and_no_address(string folder)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(folder, "package-lock.json")));
        var packages = file.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0).ToList();

        packages.ShouldNotBeEmpty();
        packages.Where(package => !package.Value.TryGetProperty("integrity", out _)).Select(package => package.Name).ShouldBeEmpty();
        packages.Where(package => package.Value.TryGetProperty("resolved", out _)).Select(package => package.Name).ShouldBeEmpty();
    }
}
