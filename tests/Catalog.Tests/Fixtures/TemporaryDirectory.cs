namespace FederationGateway.Catalog.Tests.Fixtures;

/// <summary>A new directory, gone with its content at the end.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("catalog").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
