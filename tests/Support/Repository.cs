namespace FederationGateway.Support;

/// <summary>The checkout the running test program was built in.</summary>
public static class Repository
{
    private static readonly string[] NotSources = ["bin", "obj", "node_modules", ".git", ".dev", "TestResults"];

    /// <summary>The folder of FederationGateway.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Files below the root that a person wrote (or committed), as paths relative to the root with forward slashes.</summary>
    public static IEnumerable<string> SourceFiles(string extension) =>
        FilesBelow(Root).Where(path => path.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(folder).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(child => !NotSources.Contains(Path.GetFileName(child)))
                .SelectMany(FilesBelow));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FederationGateway.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"no FederationGateway.sln above {AppContext.BaseDirectory}");
    }
}
